//! Who answers for what a code has left that lives no more.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use super::member::Members;
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

impl Members {
    /// Who answers on a day for what a code owes. Nothing is guessed: where the data name several that live, it is
    /// none of them.
    pub fn heir<'a>(&'a self, code: &'a str, day: Day) -> Heir<'a> {
        if self.lived_between(code, day, day) {
            return Heir::Itself;
        }
        let (mut seen, mut next) = (BTreeSet::from([code]), vec![code]);
        let mut living = BTreeSet::new();
        while let Some(code) = next.pop() {
            for successor in self.successors.get(code).into_iter().flatten() {
                if self.lived_between(successor, day, day) {
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

/// What the last life of each code names as its successors, from rows as
/// [`MemberTable::statement`](crate::kpi::definition::dimension::MemberTable::statement) lists them. Several rows of that
/// life name several.
pub(super) fn successors(rows: &Rows) -> BTreeMap<String, BTreeSet<String>> {
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
    last.into_iter().map(|(code, (_, named))| (code, named)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::cube::member::Member;

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
        let member = |(code, last, _): &(&str, Option<&str>, Vec<&str>)| Member {
            code: (*code).to_owned(),
            label: (*code).to_owned(),
            parent: None,
            first_day: Some(day("2020-01-01")),
            last_day: last.map(day),
        };
        let mut members = Members::new(lives.iter().map(member));
        for (code, _, named) in &lives {
            members
                .successors
                .insert((*code).to_owned(), named.iter().map(|each| (*each).to_owned()).collect());
        }
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
            assert_eq!(members.heir(code, day(on)), expected, "{code} on {on}");
        }
    }
}
