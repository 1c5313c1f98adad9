//! The kinds of what is owed: how many of each, who owes most of them, and the oldest.

use std::collections::BTreeMap;

use super::owed_item::OwedItem;
use crate::calendar::Day;
use crate::locale::Locale;

/// A kind of what is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedKind {
    /// As addresses write it.
    pub name: String,
    /// What its query calls it; nothing of reports.
    pub title: Option<String>,
    /// How many living bodies owe.
    pub count: usize,
    /// How many are left by bodies of which no successor is known.
    pub left: usize,
    /// How many living bodies owe any.
    pub bodies: usize,
    /// The one owed the longest by a living body, with that body.
    pub oldest: Option<(OwedBy, OwedItem)>,
    /// The living bodies that owe most of them, all that owe as many; the one with the oldest first.
    pub most: Vec<OwedBy>,
    /// Whether there are more than could be listed.
    pub cut: bool,
    /// The day as of which they are overdue: until which the kind is known.
    pub known: Day,
}

impl OwedKind {
    /// What it is called in the reader's language.
    pub fn called<'a>(&'a self, locale: &Locale) -> &'a str {
        self.title.as_deref().unwrap_or(locale.words().owed.report)
    }
}

/// A living body that owes things of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedBy {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Since when the oldest.
    pub since: Day,
}

/// A kind before it is counted.
pub(super) struct Named {
    /// As addresses write it.
    pub(super) name: String,
    /// What its query calls it.
    pub(super) title: Option<String>,
    /// Whether there are more than could be listed.
    pub(super) cut: bool,
    /// Until when it is known.
    pub(super) known: Day,
}

/// Counts them.
pub(super) fn kinds(
    names: Vec<Named>,
    all: &BTreeMap<Option<String>, Vec<OwedItem>>,
    left: &BTreeMap<Option<String>, Vec<OwedItem>>,
    name_of: &dyn Fn(&str) -> String,
) -> Vec<OwedKind> {
    let of = |(kind, Named { name, title, cut, known }): (usize, Named)| {
        let own = all.iter().filter_map(|(code, items)| {
            let items: Vec<&OwedItem> = items.iter().filter(|item| item.kind == kind).collect();
            let oldest = *items.iter().min_by_key(|item| (item.since, &item.id, &item.body))?;
            let code = code.clone().unwrap_or_default();
            let by = OwedBy { name: name_of(&code), code, count: items.len(), since: oldest.since };
            Some((by, oldest))
        });
        let own: Vec<(OwedBy, &OwedItem)> = own.collect();
        let greatest = own.iter().map(|(by, _)| by.count).max().unwrap_or(0);
        let mut most: Vec<OwedBy> =
            own.iter().filter(|(by, _)| by.count == greatest).map(|(by, _)| by.clone()).collect();
        most.sort_by(|a, b| (a.since, &a.code).cmp(&(b.since, &b.code)));
        let oldest = own.iter().min_by_key(|(by, oldest)| (oldest.since, &by.code));
        OwedKind {
            count: own.iter().map(|(by, _)| by.count).sum(),
            left: left.values().flatten().filter(|item| item.kind == kind).count(),
            bodies: own.len(),
            oldest: oldest.map(|(by, oldest)| (by.clone(), (*oldest).clone())),
            most,
            name,
            title,
            cut,
            known,
        }
    };
    names.into_iter().enumerate().map(of).collect()
}
