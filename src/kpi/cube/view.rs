//! Views: the units in which codes compare across reorganisations.
//!
//! A view maps many codes to one unit, each on the days of its row. A code without a unit lies outside
//! the view: its records are left out there, and counted.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;

use crate::calendar::{Day, day_since_1970};
use crate::kpi::definition::dimension::Mapping;
use crate::kpi::sql;
use crate::query::{QueryError, Request, Rows, Session};

/// The columns that a view's table or model must give.
pub const MAPPING_COLUMNS: [&str; 2] = ["code", "unit"];

/// Those that it may give besides: the unit's label, the first and last day of the row, both inclusive.
pub const MAPPING_EXTRAS: [&str; 3] = ["label", "first_day", "last_day"];

/// Which unit each code of a dimension belongs to, day by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    pub(in crate::kpi) by_code: BTreeMap<String, Vec<Stay>>,
    pub(in crate::kpi) labels: BTreeMap<String, String>,
    /// Whether its units are the same thing before and after a break across which nothing else compares.
    pub across_breaks: bool,
}

/// One row of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// From which day on; nothing = always.
    pub first_day: Option<Day>,
    /// Until which day, inclusive; nothing = still.
    pub last_day: Option<Day>,
    /// The unit; nothing = none on these days.
    pub unit: Option<String>,
}

/// A mapping that gives one code two units on one day: its view cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("view `{view}` of `{dimension}` gives code `{code}` two units on one day: `{}` and `{}`", .units[0], .units[1])]
pub struct Split {
    /// The dimension.
    pub dimension: String,
    /// The view.
    pub view: String,
    /// The code.
    pub code: String,
    /// The units.
    pub units: [String; 2],
}

impl Mapping {
    /// The statement that gives the units.
    pub fn statement(&self) -> String {
        format!("SELECT * FROM {}", sql::name(&self.source))
    }
}

impl Units {
    /// Reads a view's table or model; columns as in [`MAPPING_COLUMNS`] and [`MAPPING_EXTRAS`].
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(in crate::kpi) async fn load(session: &Session, mapping: &Mapping) -> Result<Self, QueryError> {
        let units = Self::read(&session.run(Request::new(&mapping.source, mapping.statement())).await?);
        Ok(Self { across_breaks: mapping.across_breaks, ..units })
    }

    /// Which code belongs to which unit when, without what units are called.
    pub(in crate::kpi) fn in_words(&self) -> String {
        format!("{:?}", self.by_code)
    }

    fn read(rows: &Rows) -> Self {
        let mut units = Self::default();
        for batch in &rows.batches {
            let text = |name: &str, row: usize| sql::text_at(batch.column_by_name(name)?, row);
            let day = |name: &str, row: usize| {
                let days = batch.column_by_name(name)?.as_primitive_opt::<Date32Type>()?;
                day_since_1970(days.value(row)).filter(|_| days.is_valid(row))
            };
            for row in 0..batch.num_rows() {
                let Some(code) = text("code", row) else { continue };
                let unit = text("unit", row);
                let stay = Stay {
                    first_day: day("first_day", row),
                    last_day: day("last_day", row),
                    unit: unit.clone(),
                };
                units.add(code, stay, text("label", row));
            }
        }
        units.sort();
        units
    }

    /// From a list of codes and their stays.
    pub fn new(stays: impl IntoIterator<Item = (String, Stay)>) -> Self {
        let mut units = Self::default();
        for (code, stay) in stays {
            units.add(code, stay, None);
        }
        units.sort();
        units
    }

    fn add(&mut self, code: String, stay: Stay, label: Option<String>) {
        if let (Some(unit), Some(label)) = (&stay.unit, label) {
            // Where rows disagree the least one counts, whatever their order.
            let known = self.labels.entry(unit.clone()).or_insert_with(|| label.clone());
            if label < *known {
                *known = label;
            }
        }
        self.by_code.entry(code).or_default().push(stay);
    }

    fn sort(&mut self) {
        for stays in self.by_code.values_mut() {
            stays.sort();
            stays.dedup();
        }
    }

    /// The first code that has two units on one day.
    pub(in crate::kpi) fn split(&self) -> Option<(&str, [String; 2])> {
        self.by_code.iter().find_map(|(code, stays)| {
            let name = |stay: &Stay| stay.unit.clone().unwrap_or_default();
            let clash = stays.iter().enumerate().find_map(|(index, one)| {
                let other =
                    stays[index + 1..].iter().find(|other| one.meets(other) && one.unit != other.unit);
                other.map(|other| [name(one), name(other)])
            });
            clash.map(|units| (code.as_str(), units))
        })
    }

    /// The unit of a code on a day. As for a member, what outlives its code stays where it was last.
    pub fn on(&self, code: &str, day: Day) -> Option<&str> {
        let stays = self.by_code.get(code)?;
        let begun = stays.iter().rev().find(|stay| stay.first_day.is_none_or(|first| first <= day));
        begun.or_else(|| stays.first())?.unit.as_deref()
    }

    /// For each code the stretches of days and its unit on them, without gaps: what [`Units::on`]
    /// says, as conditions of a query can.
    pub(in crate::kpi) fn stretches(
        &self,
    ) -> impl Iterator<Item = (&str, Option<Day>, Option<Day>, Option<&str>)> {
        self.by_code.iter().flat_map(|(code, stays)| {
            let mut edges: Vec<(Option<Day>, Option<&str>)> = Vec::new();
            for stay in stays {
                let unit = stay.unit.as_deref();
                if edges.last().is_none_or(|(_, last)| *last != unit) {
                    edges.push((stay.first_day.filter(|_| !edges.is_empty()), unit));
                }
            }
            let until = |index: usize| edges.get(index + 1).and_then(|(first, _)| (*first)?.pred_opt());
            let all: Vec<_> =
                edges.iter().enumerate().map(|(i, (from, unit))| (*from, until(i), *unit)).collect();
            all.into_iter().map(move |(from, to, unit)| (code.as_str(), from, to, unit))
        })
    }

    /// The days on which any code's unit may change.
    pub(in crate::kpi) fn changes(&self) -> impl Iterator<Item = Day> {
        self.by_code.values().flatten().filter_map(|stay| stay.first_day)
    }

    /// Every unit, in the order of their codes.
    pub fn all(&self) -> BTreeSet<&str> {
        self.by_code.values().flatten().filter_map(|stay| stay.unit.as_deref()).collect()
    }

    /// Every code with the units that it has ever had.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &[Stay])> {
        self.by_code.iter().map(|(code, stays)| (code.as_str(), stays.as_slice()))
    }
}

impl Stay {
    /// Whether two share a day.
    pub(in crate::kpi) fn meets(&self, other: &Self) -> bool {
        let begins_by = |first: Option<Day>, last: Option<Day>| first.zip(last).is_none_or(|(f, l)| f <= l);
        begins_by(self.first_day, other.last_day) && begins_by(other.first_day, self.last_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn stay(first: Option<&str>, last: Option<&str>, unit: Option<&str>) -> Stay {
        Stay { first_day: first.map(day), last_day: last.map(day), unit: unit.map(str::to_owned) }
    }

    /// A code, the first and the last day of a stay, its unit.
    type Row<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    fn units(rows: &[Row<'_>]) -> Units {
        Units::new(
            rows.iter().map(|(code, first, last, unit)| ((*code).to_owned(), stay(*first, *last, *unit))),
        )
    }

    #[test]
    fn a_code_used_again_belongs_to_another_unit_from_its_new_day_on() {
        let units = units(&[
            ("23284", None, Some("2025-06-30"), Some("old commune")),
            ("23284", Some("2025-07-01"), None, Some("district")),
        ]);
        assert_eq!(units.on("23284", day("2025-06-30")), Some("old commune"));
        assert_eq!(units.on("23284", day("2025-07-01")), Some("district"));
        assert_eq!(units.on("other", day("2025-07-01")), None);
        let stretches: Vec<_> = units.stretches().collect();
        assert_eq!(
            stretches,
            [
                ("23284", None, Some(day("2025-06-30")), Some("old commune")),
                ("23284", Some(day("2025-07-01")), None, Some("district")),
            ]
        );
    }

    #[test]
    fn two_units_on_one_day_are_a_split_and_two_rows_of_one_unit_are_not() {
        let split = |rows: &[_]| units(rows).split().map(|(code, units)| (code.to_owned(), units));
        assert_eq!(split(&[("a", None, None, Some("x")), ("a", Some("2024-01-01"), None, Some("x"))]), None);
        let (code, both) =
            split(&[("a", None, None, Some("x")), ("a", Some("2024-01-01"), None, Some("y"))]).unwrap();
        assert_eq!((code.as_str(), both), ("a", ["x".to_owned(), "y".to_owned()]));
        assert_eq!(
            split(&[("a", None, Some("2023-12-31"), Some("x")), ("a", Some("2024-01-01"), None, None)]),
            None
        );
    }

    #[test]
    fn what_outlives_its_code_stays_in_its_last_unit() {
        let units = units(&[("a", Some("2024-01-01"), Some("2024-12-31"), Some("x"))]);
        assert_eq!(units.on("a", day("2023-01-01")), Some("x"));
        assert_eq!(units.on("a", day("2025-01-01")), Some("x"));
    }
}
