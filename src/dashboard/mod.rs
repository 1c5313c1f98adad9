//! Dashboard files: panels bound to KPIs or queries.
//!
//! A file is read as it stands (`form`) and then resolved: every name is held against what there is, and every
//! way of showing against the keys that it takes (`word`).

mod brief;
mod form;
pub mod outline;
mod panel;
mod watched;
mod word;

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::calendar::{Calendar, Calendars, PeriodKind};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned};
use crate::kpi::{Dimension, Kpi};
use crate::query::NamedQuery;
use form::DashboardForm;

pub use brief::{BRIEF_KINDS, BriefKind, Weight};
pub use form::dashboard_schema;
pub use outline::{Outline, outline_schema};
pub use watched::{REPORTS, Watched};
pub use word::{SHOWS, Show};

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
    /// The calendar in which its periods are read; nothing = the workspace's first.
    pub calendar: Option<Arc<Calendar>>,
    /// The dimensions that its reader may filter by.
    pub filters: Vec<String>,
    /// Kinds of sentence that its readers need before all others.
    pub brief: Vec<BriefKind>,
    /// The checks of whose broken rows its brief tells.
    pub checks: Vec<String>,
    /// Of what bodies owe, what its brief tells.
    pub owed: Watched,
    /// What it shows, in its order.
    pub panels: Vec<Panel>,
}

/// One thing on a dashboard.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Its name in addresses, unique in the dashboard; its number where it has none.
    pub id: Option<String>,
    /// What it shows, and how.
    pub subject: Subject,
    /// A title of its own; the subject's otherwise.
    pub title: Option<String>,
    /// How much of the page's width it takes; nothing = as what it shows needs.
    pub width: Option<Width>,
}

/// How much of a page's width a panel takes where there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// All of it.
    Full,
    /// Two beside each other.
    Half,
    /// Three beside each other.
    Third,
    /// Below the panel before it, as wide as that: low panels beside a high one.
    Below,
}

impl Width {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Full, Self::Half, Self::Third, Self::Below];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
            Self::Third => "third",
            Self::Below => "below",
        }
    }
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A KPI.
    Kpi {
        /// Its code.
        code: String,
        /// How it is shown.
        show: Show,
    },
    /// Several KPIs of which each is a part of the one before: a funnel.
    Stages(Vec<Stage>),
    /// Several KPIs, a line each.
    Several {
        /// Their codes, in their order.
        codes: Vec<String>,
        /// What a line tells.
        show: ShowSeveral,
    },
    /// The rows of a named query.
    Query {
        /// Its name.
        name: String,
        /// How they are shown.
        show: ShowRows,
    },
    /// The bodies that owe most.
    Owed,
}

/// What is told of several KPIs, a line each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShowSeveral {
    /// How far each is from its target, and how many are met.
    Targets,
    /// Value, change, course inside the period, status.
    Figures,
}

/// The periods of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// How many, the last being the one asked for or the one in which it ends.
    pub periods: usize,
    /// Their kind; nothing = that of the period asked for where it is short, else what makes it up.
    pub step: Option<PeriodKind>,
}

/// A second dimension of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The dimension.
    pub by: String,
    /// How its members stand to each other.
    pub arrange: Arrange,
}

/// How the parts of a bar stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrange {
    /// Beside each other.
    Grouped,
    /// Behind each other, where they add up to the whole.
    Stacked,
}

/// How a panel shows a query's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShowRows {
    /// As they are.
    Table,
    /// As cells of members by periods, shaded or with states.
    Heatmap,
}

/// A stage of a funnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The KPI; one that is divided stands with its numerator.
    pub code: String,
    /// The KPIs of what leaves after it.
    pub branches: Vec<String>,
}

impl Panel {
    /// The codes of the KPIs that it needs.
    pub fn codes(&self) -> Vec<&str> {
        match &self.subject {
            Subject::Kpi { code, .. } => vec![code],
            Subject::Stages(stages) => {
                let all = stages.iter().flat_map(|stage| std::iter::once(&stage.code).chain(&stage.branches));
                all.map(String::as_str).collect()
            }
            Subject::Several { codes, .. } => codes.iter().map(String::as_str).collect(),
            Subject::Query { .. } | Subject::Owed => Vec::new(),
        }
    }
}

impl Dashboard {
    /// A panel by its `id`, or by its number from 1.
    pub fn panel(&self, name: &str) -> Option<&Panel> {
        let own = self.panels.iter().find(|panel| panel.id.as_deref() == Some(name));
        let number = name.parse::<usize>().ok().filter(|number| number.to_string() == name);
        own.or_else(|| self.panels.get(number?.checked_sub(1)?))
    }
}

/// What a dashboard's names are held against.
pub struct Known<'a> {
    /// The codes of all KPI files, also of those that could not be read.
    pub codes: &'a [&'a str],
    /// The KPIs that could be read.
    pub kpis: &'a IndexMap<String, Kpi>,
    /// The named queries that could be read.
    pub queries: &'a IndexMap<String, NamedQuery>,
    /// The names of those that could not: their mistakes have been told.
    pub refused_queries: &'a BTreeSet<String>,
    /// The names of a query's output columns.
    pub outputs: &'a dyn Fn(&str) -> Vec<String>,
    /// The dimensions.
    pub dimensions: &'a IndexMap<String, Dimension>,
    /// The calendars.
    pub calendars: &'a Calendars,
    /// Whether there are bodies that may owe anything.
    pub has_bodies: bool,
    /// Whether the plan names a number for a KPI.
    pub has_target: &'a dyn Fn(&str) -> bool,
}

/// Reads a dashboard's file; panels that cannot be resolved are reported and left out.
pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>, known: &Known<'_>) -> Option<Dashboard> {
    let form: DashboardForm = crate::diagnostic::form::read(problems, file, 0, &file.text)?;
    let mut filters = Vec::new();
    for name in &form.filters {
        if known.dimensions.contains_key(name.get_ref()) {
            filters.push(name.get_ref().clone());
        } else {
            let names = known.dimensions.keys().map(String::as_str);
            unknown(
                problems,
                file.span(name.span()),
                "unknown-dimension",
                "dimension",
                name.get_ref(),
                names,
            );
        }
    }
    repeated_ids(problems, file, &form);
    let panels = form.panel.iter().filter_map(|form| panel::resolve(problems, file, form, known)).collect();
    let brief = form.brief.iter().filter_map(|word| brief_kind(problems, file, word)).collect();
    Some(Dashboard {
        id: file.stem().to_owned(),
        title: form.title,
        audience: form.audience,
        period: form.period.map_or(PeriodKind::Year, Spanned::into_inner),
        calendar: form.calendar.as_ref().and_then(|name| calendar(problems, file, name, known)),
        filters,
        brief,
        checks: checks(problems, file, &form.checks, known),
        owed: watched::watched(problems, file, &form.owed, known),
        panels,
    })
}

/// The calendar of a name.
fn calendar(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    name: &Spanned<String>,
    known: &Known<'_>,
) -> Option<Arc<Calendar>> {
    let found = known.calendars.get(name.get_ref());
    if found.is_none() {
        let all = known.calendars.all().iter().map(|calendar| calendar.name.as_str());
        unknown(problems, file.span(name.span()), "unknown-calendar", "calendar", name.get_ref(), all);
    }
    found.cloned()
}

/// The checks of some names; a mistake in a check's own file has been told there.
fn checks(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    names: &[Spanned<String>],
    known: &Known<'_>,
) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        if known.queries.get(name.get_ref()).is_some_and(|query| query.is_check) {
            found.push(name.get_ref().clone());
        } else if !known.refused_queries.contains(name.get_ref()) {
            let all = known.queries.values().filter(|query| query.is_check).map(|query| query.name.as_str());
            unknown(problems, file.span(name.span()), "unknown-query", "check", name.get_ref(), all);
        }
    }
    found
}

fn repeated_ids(problems: &mut Diagnostics, file: &Arc<SourceFile>, form: &DashboardForm) {
    let mut seen: IndexMap<&str, Span> = IndexMap::new();
    for id in form.panel.iter().filter_map(|panel| panel.get_ref().id.as_ref()) {
        let span = file.span(id.span());
        match seen.get(id.get_ref().as_str()) {
            Some(first) => {
                let message = format!("two panels are called `{}`", id.get_ref());
                let problem = Diagnostic::error("twice", span, message);
                problems.push(problem.related(first.clone(), "the other one"));
            }
            None => {
                seen.insert(id.get_ref(), span);
            }
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
        let names = BRIEF_KINDS.iter().map(|(name, _)| *name);
        let span = file.span(word.span());
        unknown(problems, span, "unknown-sentence", "kind of sentence", word.get_ref(), names);
    }
    known.map(|(_, kind)| *kind)
}

/// Reports a name that nothing bears.
fn unknown<'a>(
    problems: &mut Diagnostics,
    span: Span,
    code: &'static str,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) {
    let message = format!("there is no {what} `{name}`");
    problems.push(Diagnostic::error(code, span, message).suggest(name, known));
}
