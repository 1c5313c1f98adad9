//! Dashboard files: panels bound to KPIs or queries.

mod brief;

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::calendar::PeriodKind;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, form};
use crate::kpi::Kpi;

pub use brief::{BRIEF_KINDS, BriefKind};

/// A page of panels.
#[derive(Debug, Clone)]
pub struct Dashboard {
    /// The file's name, as in its address.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// The kind of period that it opens with.
    pub period: PeriodKind,
    /// The dimensions that its reader may filter by.
    pub filters: Vec<String>,
    /// Kinds of sentence that its readers need before all others.
    pub brief: Vec<BriefKind>,
    /// What it shows, in its order.
    pub panels: Vec<Panel>,
}

/// One thing on a dashboard.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What it shows.
    pub subject: Subject,
    /// How.
    pub show: Show,
    /// A title of its own; the subject's otherwise.
    pub title: Option<String>,
}

impl Panel {
    /// The codes of the KPIs that it needs.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        match &self.subject {
            Subject::Kpi(code) => Some(code.as_str()),
            Subject::Query(_) => None,
        }
        .into_iter()
    }
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A KPI, by its code.
    Kpi(String),
    /// A named query.
    Query(String),
}

/// How a panel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    /// The figure with its parts, its change and its course in small.
    Tile,
    /// The figure over so many periods.
    Trend {
        /// How many periods, the one asked for being the last.
        periods: usize,
    },
    /// Bars by the members of a dimension.
    Bars {
        /// The dimension.
        by: String,
    },
    /// A table by the members of a dimension, or of a query's rows.
    Table {
        /// The dimension; nothing for a query.
        by: Option<String>,
    },
}

/// The words for [`Show`], in the order of the reference.
pub const SHOWS: [&str; 4] = ["tile", "trend", "bars", "table"];

/// How many periods a trend may have; more cannot be told apart on a card.
const MOST_PERIODS: i64 = 60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DashboardForm {
    title: String,
    audience: Option<String>,
    period: Option<Spanned<PeriodKind>>,
    #[serde(default)]
    filters: Vec<Spanned<String>>,
    #[serde(default)]
    brief: Vec<Spanned<String>>,
    #[serde(default)]
    panel: Vec<Spanned<PanelForm>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PanelForm {
    kpi: Option<Spanned<String>>,
    query: Option<Spanned<String>>,
    show: Spanned<String>,
    title: Option<String>,
    by: Option<Spanned<String>>,
    periods: Option<Spanned<i64>>,
}

/// What a dashboard's names are held against.
pub struct Known<'a> {
    /// The codes of all KPI files, also of those that could not be read.
    pub codes: &'a [&'a str],
    /// The KPIs that could be read.
    pub kpi: &'a dyn Fn(&str) -> Option<&'a Kpi>,
    /// The named queries.
    pub queries: &'a [&'a str],
    /// The dimensions.
    pub dimensions: &'a [&'a str],
}

/// Reads a dashboard's file; panels that cannot be resolved are reported and left out.
pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>, known: &Known<'_>) -> Option<Dashboard> {
    let form: DashboardForm = form::read(problems, file, 0, &file.text)?;
    let mut filters = Vec::new();
    for name in &form.filters {
        if known.dimensions.contains(&name.get_ref().as_str()) {
            filters.push(name.get_ref().clone());
        } else {
            let span = file.span(name.span());
            unknown(problems, span, "unknown-dimension", "dimension", name.get_ref(), known.dimensions);
        }
    }
    let panels = form.panel.iter().filter_map(|panel| resolve(problems, file, panel, known)).collect();
    let brief = form.brief.iter().filter_map(|word| brief_kind(problems, file, word)).collect();
    Some(Dashboard {
        id: file.stem().to_owned(),
        title: form.title,
        audience: form.audience,
        period: form.period.map_or(PeriodKind::Year, Spanned::into_inner),
        filters,
        brief,
        panels,
    })
}

fn resolve(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    panel: &Spanned<PanelForm>,
    known: &Known<'_>,
) -> Option<Panel> {
    let form = panel.get_ref();
    let (subject, kpi) = match (&form.kpi, &form.query) {
        (Some(code), None) if known.codes.contains(&code.get_ref().as_str()) => {
            (Subject::Kpi(code.get_ref().clone()), (known.kpi)(code.get_ref()))
        }
        (Some(code), None) => {
            unknown(problems, file.span(code.span()), "unknown-kpi", "KPI", code.get_ref(), known.codes);
            return None;
        }
        (None, Some(query)) if known.queries.contains(&query.get_ref().as_str()) => {
            (Subject::Query(query.get_ref().clone()), None)
        }
        (None, Some(query)) => {
            unknown(
                problems,
                file.span(query.span()),
                "unknown-query",
                "query",
                query.get_ref(),
                known.queries,
            );
            return None;
        }
        (Some(_), Some(_)) | (None, None) => {
            let problem = Diagnostic::error(
                "panel",
                file.span(panel.span()),
                "a panel shows either a `kpi` or a `query`",
            );
            problems.push(problem);
            return None;
        }
    };
    let show = show(problems, file, form, &subject)?;
    let by = match &show {
        Show::Bars { by } | Show::Table { by: Some(by) } => Some(by),
        Show::Tile | Show::Trend { .. } | Show::Table { by: None } => None,
    };
    if let (Some(kpi), Some(by), Some(given)) = (kpi, by, &form.by)
        && !kpi.has(by)
    {
        let own: Vec<&str> = kpi.dimensions.iter().map(String::as_str).collect();
        let what = format!("dimension of `{}`", kpi.code);
        unknown(problems, file.span(given.span()), "unknown-dimension", &what, by, &own);
        return None;
    }
    Some(Panel { subject, show, title: form.title.clone() })
}

fn show(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    form: &PanelForm,
    subject: &Subject,
) -> Option<Show> {
    let span = file.span(form.show.span());
    let by = form.by.as_ref().map(|by| by.get_ref().clone());
    let (takes_by, takes_periods) = match form.show.get_ref().as_str() {
        "tile" => (false, false),
        "trend" => (false, true),
        "bars" | "table" => (true, false),
        other => {
            unknown(problems, span, "unknown-show", "way to show a panel", other, &SHOWS);
            return None;
        }
    };
    let word = form.show.get_ref();
    if let Some(by) = form.by.as_ref().filter(|_| !takes_by) {
        let message = format!("`{word}` takes no `by`");
        problems.push(Diagnostic::error("panel", file.span(by.span()), message));
    }
    if let Some(periods) = form.periods.as_ref().filter(|_| !takes_periods) {
        let message = format!("`{word}` takes no `periods`");
        problems.push(Diagnostic::error("panel", file.span(periods.span()), message));
    }
    if matches!(subject, Subject::Query(_)) && word != "table" {
        let message = format!("a query is shown as a `table`, not as `{word}`");
        problems.push(Diagnostic::error("panel", span, message));
        return None;
    }
    match (word.as_str(), by) {
        ("tile", _) => Some(Show::Tile),
        ("trend", _) => {
            let periods = form.periods.as_ref().map_or(12, |periods| *periods.get_ref());
            match usize::try_from(periods) {
                Ok(count) if (2..=MOST_PERIODS).contains(&periods) => Some(Show::Trend { periods: count }),
                _ => {
                    let message = format!("a trend has 2 to {MOST_PERIODS} periods, not {periods}");
                    let place = form.periods.as_ref().map_or(span, |periods| file.span(periods.span()));
                    problems.push(Diagnostic::error("panel", place, message));
                    None
                }
            }
        }
        ("bars", Some(by)) => Some(Show::Bars { by }),
        ("table", by) if by.is_some() != matches!(subject, Subject::Query(_)) => Some(Show::Table { by }),
        (word, _) => {
            let message = format!("`{word}` of a KPI is drawn by a dimension");
            problems.push(Diagnostic::error("panel", span, message).help("add `by = \"…\"`"));
            None
        }
    }
}

fn brief_kind(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    word: &Spanned<String>,
) -> Option<BriefKind> {
    let known = BRIEF_KINDS.iter().find(|(name, _)| name == word.get_ref());
    if known.is_none() {
        let names: Vec<&str> = BRIEF_KINDS.iter().map(|(name, _)| *name).collect();
        let span = file.span(word.span());
        unknown(problems, span, "unknown-sentence", "kind of sentence", word.get_ref(), &names);
    }
    known.map(|(_, kind)| *kind)
}

fn unknown(
    problems: &mut Diagnostics,
    span: Span,
    code: &'static str,
    what: &str,
    name: &str,
    known: &[&str],
) {
    let message = format!("there is no {what} `{name}`");
    problems.push(Diagnostic::error(code, span, message).suggest(name, known.iter().copied()));
}
