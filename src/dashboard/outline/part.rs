//! A section or an appendix of an outline: what fills it, held against what there is.

use std::sync::Arc;

use super::form::PartForm;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned};

/// A section or an appendix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// How deep it stands, from 1; an appendix at 1.
    pub level: u8,
    /// Whether an appendix lies across the sheet.
    pub landscape: bool,
    /// What fills it.
    pub fill: Fill,
}

/// What fills a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// Nothing: it is a heading of those below it.
    Heading,
    /// The promises of parts of the plan, in its order, each with its figures as sentences.
    Plan(Vec<String>),
    /// Figures in the official order of columns: of parts of the plan, of dashboards, of KPIs.
    Table {
        /// Parts of the plan, by id.
        plan: Vec<String>,
        /// Dashboards, by id.
        dashboards: Vec<String>,
        /// KPIs, by code.
        kpis: Vec<String>,
    },
    /// What the briefs of dashboards say.
    Brief(Vec<String>),
    /// The bodies that have not reported: a sentence in a section, a line each in an appendix.
    Bodies,
    /// The identities that the data should hold, and those that they do not.
    Checks,
    /// A marked empty place: what only people can write.
    Blank(String),
}

/// The words of `fill`, and the keys that each takes: one of them must be there.
pub const FILLS: &[(&str, &[&str])] = &[
    ("plan", &["plan"]),
    ("table", &["plan", "dashboards", "kpis"]),
    ("brief", &["dashboards"]),
    ("bodies", &[]),
    ("checks", &[]),
    ("blank", &["text"]),
];

/// What the names of a part are held against.
pub struct Held<'a> {
    /// The ids of the plan's parts.
    pub sections: &'a [&'a str],
    /// The ids of all dashboards, also of those that could not be read.
    pub dashboards: &'a [&'a str],
    /// The codes of all KPI files, also of those that could not be read.
    pub codes: &'a [&'a str],
}

/// A section or an appendix without a mistake.
pub(super) fn resolve(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    form: &Spanned<PartForm>,
    is_appendix: bool,
    held: &Held<'_>,
) -> Option<Part> {
    let before = problems.len();
    let own = form.get_ref();
    let mut refuse =
        |place: Span, message: String| problems.push(Diagnostic::error("outline", place, message));
    let level = own.level.as_ref().map_or(1, |level| *level.get_ref());
    if let Some(given) = own.level.as_ref().filter(|_| is_appendix) {
        refuse(file.span(given.span()), "an appendix has no `level`".to_owned());
    } else if let Some(given) = own.level.as_ref().filter(|_| !(1..=3).contains(&level)) {
        refuse(file.span(given.span()), "`level` is 1, 2 or 3".to_owned());
    }
    if let Some(given) = own.landscape.as_ref().filter(|_| !is_appendix) {
        refuse(file.span(given.span()), "only an appendix can lie across the sheet".to_owned());
    }
    let fill = fill(problems, file, own);
    names(problems, file, own.plan.as_ref(), ("unknown-section", "part of the plan"), held.sections);
    names(problems, file, own.dashboards.as_ref(), ("unknown-dashboard", "dashboard"), held.dashboards);
    names(problems, file, own.kpis.as_ref(), ("unknown-kpi", "KPI"), held.codes);
    (problems.len() == before).then(|| Part {
        heading: own.heading.clone(),
        level: u8::try_from(level).unwrap_or(1),
        landscape: own.landscape.as_ref().is_some_and(|given| *given.get_ref()),
        fill: fill.unwrap_or(Fill::Heading),
    })
}

fn fill(problems: &mut Diagnostics, file: &Arc<SourceFile>, form: &PartForm) -> Option<Fill> {
    let given: [(&str, Option<Span>); 4] = [
        ("plan", form.plan.as_ref().map(|given| file.span(given.span()))),
        ("dashboards", form.dashboards.as_ref().map(|given| file.span(given.span()))),
        ("kpis", form.kpis.as_ref().map(|given| file.span(given.span()))),
        ("text", form.text.as_ref().map(|given| file.span(given.span()))),
    ];
    let word = form.fill.as_ref().map(|word| word.get_ref().as_str());
    let takes = match &form.fill {
        None => &[][..],
        Some(word) => match FILLS.iter().find(|(name, _)| name == word.get_ref()) {
            Some((_, takes)) => takes,
            None => {
                let message = format!("nothing is filled with `{}`", word.get_ref());
                let known = FILLS.iter().map(|(name, _)| *name);
                let place = file.span(word.span());
                problems.push(Diagnostic::error("outline", place, message).suggest(word.get_ref(), known));
                return None;
            }
        },
    };
    for (name, place) in given.iter().filter(|(name, _)| !takes.contains(name)) {
        if let Some(place) = place {
            let problem = |message: String| Diagnostic::error("outline", place.clone(), message);
            problems.push(match word {
                Some(word) => problem(format!("`fill = \"{word}\"` takes no `{name}`")),
                None => problem(format!("`{name}` says what fills a part, and nothing fills it"))
                    .help("say with `fill` how, or leave it out"),
            });
        }
    }
    let any = given.iter().any(|(name, place)| takes.contains(name) && place.is_some());
    if let Some(word) = form.fill.as_ref().filter(|_| !takes.is_empty() && !any) {
        let keys: Vec<String> = takes.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("`fill = \"{}\"` needs {}", word.get_ref(), keys.join(" or "));
        problems.push(Diagnostic::error("outline", file.span(word.span()), message));
        return None;
    }
    Some(match word? {
        "plan" => Fill::Plan(listed(form.plan.as_ref())),
        "table" => Fill::Table {
            plan: listed(form.plan.as_ref()),
            dashboards: listed(form.dashboards.as_ref()),
            kpis: listed(form.kpis.as_ref()),
        },
        "brief" => Fill::Brief(listed(form.dashboards.as_ref())),
        "bodies" => Fill::Bodies,
        "checks" => Fill::Checks,
        _ => Fill::Blank(form.text.as_ref().map(|text| text.get_ref().clone()).unwrap_or_default()),
    })
}

type Names = Spanned<Vec<Spanned<String>>>;

fn listed(names: Option<&Names>) -> Vec<String> {
    names.into_iter().flat_map(|names| names.get_ref()).map(|name| name.get_ref().clone()).collect()
}

fn names(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    names: Option<&Names>,
    (code, what): (&'static str, &str),
    known: &[&str],
) {
    for name in names.into_iter().flat_map(|names| names.get_ref()) {
        if !known.contains(&name.get_ref().as_str()) {
            let message = format!("there is no {what} `{}`", name.get_ref());
            let problem = Diagnostic::error(code, file.span(name.span()), message);
            problems.push(problem.suggest(name.get_ref(), known.iter().copied()));
        }
    }
}
