//! Who answers for what a code has left that lives no more.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use crate::calendar::{Day, day_since_1970};
use crate::kpi::sql;
use crate::query::Rows;

/// Who answers on a day for what a code owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heir<'a> {
    /// The code itself, which lives.
    Itself,
    /// The only code that lives of those that the data name as its successors, and as theirs.
    Only(&'a str),
    /// Nobody: the data name no successor that lives, or several, or do not know the code.
    Undetermined,
}

/// By code what its last life names as its successors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Successors(pub(super) BTreeMap<String, BTreeSet<String>>);

impl Successors {
    /// From rows as [`MemberTable::statement`](crate::kpi::definition::dimension::MemberTable::statement) lists them.
    /// Several rows of a code's last life name several.
    pub(super) fn read(rows: &Rows) -> Self {
        let mut last: BTreeMap<String, (Option<Day>, BTreeSet<String>)> = BTreeMap::new();
        for batch in &rows.batches {
            for row in 0..batch.num_rows() {
                let text = |column: usize| sql::text_at(batch.column(column), row);
                let days = batch.column(4).as_primitive::<Date32Type>();
                let end = day_since_1970(days.value(row)).filter(|_| days.is_valid(row));
                // A life without an end leaves nothing.
                let (Some(code), Some(end)) = (text(0), end) else { continue };
                let life = last.entry(code).or_default();
                if life.0.is_none_or(|before| before < end) {
                    *life = (Some(end), BTreeSet::new());
                }
                if life.0 == Some(end) {
                    let named = text(5);
                    life.1.extend(named.iter().flat_map(|codes| codes.split_whitespace()).map(str::to_owned));
                }
            }
        }
        Self(last.into_iter().map(|(code, (_, named))| (code, named)).collect())
    }

    /// Who answers for what a code owes, where some codes live.
    pub(super) fn heir<'a>(&'a self, code: &'a str, lives: impl Fn(&str) -> bool) -> Heir<'a> {
        if lives(code) {
            return Heir::Itself;
        }
        let (mut seen, mut next) = (BTreeSet::from([code]), vec![code]);
        let mut living = BTreeSet::new();
        while let Some(code) = next.pop() {
            for successor in self.0.get(code).into_iter().flatten() {
                if lives(successor) {
                    living.insert(successor.as_str());
                } else if seen.insert(successor) {
                    next.push(successor);
                }
            }
        }
        match (living.pop_first(), living.pop_first()) {
            (Some(only), None) => Heir::Only(only),
            (Some(_), Some(_)) | (None, _) => Heir::Undetermined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_one_successor_that_lives_answers_for_what_is_left() {
        // A life ends on the day, or goes on; then the successors.
        let lives = [
            ("old", Some("2024-12-31"), vec!["middle"]),
            ("middle", Some("2025-06-30"), vec!["new"]),
            ("split", Some("2025-06-30"), vec!["new", "other"]),
            ("lost", Some("2025-06-30"), vec![]),
            ("circle", Some("2025-06-30"), vec!["back"]),
            ("back", Some("2025-06-30"), vec!["circle"]),
            ("partly", Some("2025-06-30"), vec!["lost", "old"]),
            ("new", None, vec![]),
            ("other", None, vec![]),
        ];
        let named =
            |names: &[&str]| names.iter().map(|each| (*each).to_owned()).collect::<BTreeSet<String>>();
        let successors = lives.iter().map(|(code, _, names)| ((*code).to_owned(), named(names)));
        let successors = Successors(successors.collect());
        let living = |on: Day| {
            let lives = &lives;
            move |own: &str| {
                let life = lives.iter().find(|(code, ..)| *code == own);
                life.is_some_and(|(_, last, _)| last.is_none_or(|last| on <= day(last)))
            }
        };
        for (code, on, expected) in [
            ("new", "2025-12-31", Heir::Itself),
            ("old", "2024-12-31", Heir::Itself),
            ("old", "2025-01-01", Heir::Only("middle")),
            ("old", "2025-12-31", Heir::Only("new")),
            ("middle", "2025-12-31", Heir::Only("new")),
            ("partly", "2025-12-31", Heir::Only("new")),
            ("split", "2025-12-31", Heir::Undetermined),
            ("lost", "2025-12-31", Heir::Undetermined),
            ("circle", "2025-12-31", Heir::Undetermined),
            ("nobody", "2025-12-31", Heir::Undetermined),
        ] {
            assert_eq!(successors.heir(code, living(day(on))), expected, "{code} on {on}");
        }
    }
}
