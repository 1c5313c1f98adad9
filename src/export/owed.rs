//! What bodies owe as the API answers it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Day;
use crate::locale::Locale;
use crate::page;
use crate::report::{OwedBasis, OwedBody, OwedItem, OwedList, OwedView, OwedWhat};

/// What bodies owe.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwedAnswer {
    /// The day until which the data speak.
    #[schemars(extend("format" = "date"))]
    data_date: String,
    /// The kinds: reports, then each list of the workspace.
    kinds: Vec<KindAnswer>,
    /// The bodies that live, who owe most first, each with what it inherited.
    bodies: Vec<BodyAnswer>,
    /// Bodies that live no more and of which no one successor is known.
    undetermined: Vec<BodyAnswer>,
    /// Titles of the lists that could not be made.
    failed: Vec<String>,
}

/// A kind of what is owed.
#[derive(Debug, Serialize, JsonSchema)]
struct KindAnswer {
    /// As addresses write it.
    name: String,
    /// What it is called.
    title: String,
    /// The day as of which they are overdue: of reports the later of the data date and the newest arrival, of all else the
    /// data date.
    #[schemars(extend("format" = "date"))]
    as_of: String,
    /// How many living bodies owe.
    count: usize,
    /// How many are left by bodies of which no successor is known.
    undetermined: usize,
    /// Codes of the living bodies that owe most of them, all that owe as many.
    most: Vec<String>,
    /// Since when a living body owes the oldest of them.
    #[schemars(extend("format" = "date"))]
    oldest_since: Option<String>,
}

/// A body with what it owes.
#[derive(Debug, Serialize, JsonSchema)]
struct BodyAnswer {
    /// Its code.
    code: Option<String>,
    /// What it is called.
    name: Option<String>,
    /// How many things.
    count: usize,
    /// How many of them it inherited.
    inherited: usize,
    /// Since when the oldest.
    #[schemars(extend("format" = "date"))]
    oldest_since: Option<String>,
    /// They, the oldest first.
    items: Vec<ItemAnswer>,
}

/// A thing that is owed.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemAnswer {
    /// Its kind.
    kind: String,
    /// What it is, in the workspace's language.
    what: String,
    /// The day on which it was due.
    #[schemars(extend("format" = "date"))]
    since: String,
    /// For how many days it is overdue.
    days: i64,
    /// As of which day: that of its kind.
    #[schemars(extend("format" = "date"))]
    as_of: String,
    /// The plan's clause by which it is owed, by its id.
    clause: Option<String>,
    /// The law, or whatever else it is owed by.
    basis: Option<String>,
    /// By what it is found again.
    id: Option<String>,
    /// Of a report its code.
    report: Option<String>,
    /// The code of the body that owed it.
    body: Option<String>,
    /// What that body was called, where it is inherited.
    inherited_from: Option<String>,
}

/// The bodies that owe most.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OwedPanelAnswer {
    /// The panel's title.
    title: String,
    /// How many things living bodies owe.
    count: usize,
    /// How many are left by bodies of which no successor is known.
    undetermined: usize,
    /// Who owes most, all that owe as many as the last.
    bodies: Vec<BodyAnswer>,
}

impl OwedAnswer {
    /// The answer of a list.
    pub fn of(locale: &Locale, list: &OwedList, data_date: Day) -> Self {
        let kind = |kind: &crate::report::OwedKind| KindAnswer {
            name: kind.name.clone(),
            title: kind.called(locale).to_owned(),
            as_of: kind.known.to_string(),
            count: kind.count,
            undetermined: kind.left,
            most: kind.most.iter().map(|by| by.code.clone()).collect(),
            oldest_since: kind.oldest.as_ref().map(|(_, item)| item.since.to_string()),
        };
        Self {
            data_date: data_date.to_string(),
            kinds: list.kinds.iter().map(kind).collect(),
            bodies: list.bodies.iter().map(|own| body(locale, list, own)).collect(),
            undetermined: list.left.iter().map(|own| body(locale, list, own)).collect(),
            failed: list.failed.iter().map(|(title, _)| title.clone()).collect(),
        }
    }
}

impl OwedPanelAnswer {
    pub(super) fn of(locale: &Locale, view: &OwedView) -> Self {
        let list = &view.list;
        Self {
            title: view.title.clone(),
            count: list.count(),
            undetermined: list.count_left(),
            bodies: list.foremost(view.most).iter().map(|own| body(locale, list, own)).collect(),
        }
    }
}

fn body(locale: &Locale, list: &OwedList, own: &OwedBody) -> BodyAnswer {
    BodyAnswer {
        code: own.code.clone(),
        name: own.name.clone(),
        count: own.items.len(),
        inherited: own.inherited(),
        oldest_since: own.oldest().map(|day| day.to_string()),
        items: own.items.iter().map(|each| item(locale, list, each)).collect(),
    }
}

fn item(locale: &Locale, list: &OwedList, own: &OwedItem) -> ItemAnswer {
    let (clause, basis) = match &own.basis {
        Some(OwedBasis::Clause(id)) => (Some(id.clone()), None),
        Some(OwedBasis::Text(text)) => (None, Some(text.clone())),
        None => (None, None),
    };
    ItemAnswer {
        kind: list.kinds.get(own.kind).map_or_else(String::new, |kind| kind.name.clone()),
        what: page::owed_what(locale, own),
        since: own.since.to_string(),
        days: own.days(),
        as_of: own.as_of.to_string(),
        clause,
        basis,
        id: own.id.clone(),
        report: match &own.what {
            OwedWhat::Report { code, .. } => Some(code.clone()),
            OwedWhat::Text(_) => None,
        },
        body: own.body.clone(),
        inherited_from: own.from.clone(),
    }
}
