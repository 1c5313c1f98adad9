//! The file of working days: `off` and `working`, as people write them.

use std::ops::Range;

use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;
use toml::{Value, value::Datetime};

use super::day::{Day, DayRange, toml_day};
use super::working_days::{WorkingDays, WorkingDaysError};
use crate::diagnostic::{Date, Spanned};

/// The file, each entry with its place but not yet understood, so that all mistakes are found at once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingDaysFile {
    /// Days off: a date, or `{ first_day, last_day, label }`.
    #[serde(default)]
    #[schemars(with = "Vec<DaysOff>")]
    pub off: Vec<Spanned<Value>>,
    /// Weekend days that are worked on: dates.
    #[serde(default)]
    #[schemars(with = "Vec<Date>")]
    pub working: Vec<Spanned<Value>>,
}

/// How days off are written, for the JSON Schema alone.
#[derive(JsonSchema)]
#[schemars(untagged, deny_unknown_fields)]
#[expect(dead_code, reason = "it describes, it holds nothing")]
enum DaysOff {
    Day(Date),
    Stretch {
        /// The first day off.
        first_day: Date,
        /// The last day off.
        last_day: Date,
        /// Why nobody works.
        label: Option<String>,
    },
}

/// The JSON Schema of `queries/working_days.toml`.
pub fn working_days_schema() -> Schema {
    schema_for!(WorkingDaysFile)
}

/// A mistake in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDaysMistake {
    /// The entry, in bytes of the file.
    pub place: Range<usize>,
    /// What is wrong with it.
    pub kind: WorkingDaysMistakeKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDaysMistakeKind {
    /// No date, or one that the calendar lacks, or one with a time.
    #[error("expected a date as in 2024-03-31, found `{found}`")]
    NotADate {
        /// The value as written.
        found: String,
    },
    /// A key that a stretch of days off does not have.
    #[error("unknown key `{key}`, expected `first_day`, `last_day`, `label`")]
    UnknownKey {
        /// The key as written.
        key: String,
    },
    /// A stretch without one of its ends.
    #[error("the days off have no `{key}`")]
    MissingKey {
        /// The key that is missing.
        key: &'static str,
    },
    /// A label that is no text.
    #[error("the label is no text")]
    Label,
    /// A stretch that ends before it begins.
    #[error("the days off end on {} before they begin on {}", .days.last_day, .days.first_day)]
    Reversed {
        /// The days as written.
        days: DayRange,
    },
    /// Entries that contradict each other or the week.
    #[error(transparent)]
    Contradiction(#[from] WorkingDaysError),
}

impl WorkingDaysFile {
    /// The working days that the file describes, or every mistake in it in the file's order.
    pub fn read(&self) -> Result<WorkingDays, Vec<WorkingDaysMistake>> {
        let mut mistakes = Vec::new();
        let off = understood(&self.off, days_off, &mut mistakes);
        let working = understood(&self.working, date, &mut mistakes);
        if !mistakes.is_empty() {
            mistakes.sort_by_key(|mistake| mistake.place.start);
            return Err(mistakes);
        }
        let off = off
            .into_iter()
            .flat_map(|(_, days)| days.first_day.iter_days().take_while(move |day| *day <= days.last_day));
        WorkingDays::new(off, working.iter().map(|(_, day)| *day)).map_err(|error| {
            let entry = working.iter().find(|(_, day)| *day == error.day());
            let place = entry.map_or(0..0, |(place, _)| place.clone());
            vec![WorkingDaysMistake { place, kind: error.into() }]
        })
    }
}

/// The entries that can be understood, each with its place.
fn understood<T>(
    entries: &[Spanned<Value>],
    read: impl Fn(&Value) -> Result<T, WorkingDaysMistakeKind>,
    mistakes: &mut Vec<WorkingDaysMistake>,
) -> Vec<(Range<usize>, T)> {
    let mut found = Vec::new();
    for entry in entries {
        match read(entry.get_ref()) {
            Ok(value) => found.push((entry.span(), value)),
            Err(kind) => mistakes.push(WorkingDaysMistake { place: entry.span(), kind }),
        }
    }
    found
}

fn days_off(value: &Value) -> Result<DayRange, WorkingDaysMistakeKind> {
    let Value::Table(stretch) = value else {
        return date(value).map(|day| DayRange { first_day: day, last_day: day });
    };
    for (key, value) in stretch {
        match (key.as_str(), value) {
            ("first_day" | "last_day", _) | ("label", Value::String(_)) => {}
            ("label", _) => return Err(WorkingDaysMistakeKind::Label),
            _ => return Err(WorkingDaysMistakeKind::UnknownKey { key: key.clone() }),
        }
    }
    let end = |key| date(stretch.get(key).ok_or(WorkingDaysMistakeKind::MissingKey { key })?);
    let days = DayRange { first_day: end("first_day")?, last_day: end("last_day")? };
    if days.last_day < days.first_day {
        return Err(WorkingDaysMistakeKind::Reversed { days });
    }
    Ok(days)
}

fn date(value: &Value) -> Result<Day, WorkingDaysMistakeKind> {
    match value {
        Value::Datetime(given @ Datetime { time: None, offset: None, .. }) => toml_day(given),
        _ => None,
    }
    .ok_or_else(|| WorkingDaysMistakeKind::NotADate { found: value.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_stretches_are_days_off() {
        let file: WorkingDaysFile = toml::from_str(
            "off = [2024-04-18, { first_day = 2024-04-29, last_day = 2024-05-01, label = \"x\" }]\n\
             working = [2024-05-04]",
        )
        .unwrap();
        let days = file.read().unwrap();
        let working = |text: &str| days.is_working(text.parse().unwrap());
        assert!(!working("2024-04-18") && !working("2024-04-29") && !working("2024-05-01"));
        assert!(working("2024-04-19") && working("2024-05-02") && working("2024-05-04"));
        assert!(!working("2024-05-05"));
    }

    #[test]
    fn every_mistake_is_said_at_its_place() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let file: WorkingDaysFile = toml::from_str(text).unwrap();
            let mistakes = file.read().unwrap_err();
            let found: Vec<_> =
                mistakes.iter().map(|each| (&text[each.place.clone()], each.kind.to_string())).collect();
            let found: Vec<_> = found.iter().map(|(place, said)| (*place, said.as_str())).collect();
            assert_eq!(found, expected);
        };
        check(
            "working = [3]\noff = [2024-04-18, \"soon\", 2024-04-18T10:00:00]",
            &[
                ("3", "expected a date as in 2024-03-31, found `3`"),
                ("\"soon\"", "expected a date as in 2024-03-31, found `\"soon\"`"),
                ("2024-04-18T10:00:00", "expected a date as in 2024-03-31, found `2024-04-18T10:00:00`"),
            ],
        );
        let one = |entry: &str, said: &str| check(&format!("off = [{entry}]"), &[(entry, said)]);
        one(
            "{ first_day = 2024-05-02, last_day = 2024-05-01 }",
            "the days off end on 2024-05-01 before they begin on 2024-05-02",
        );
        one("{ first_day = 2024-05-02 }", "the days off have no `last_day`");
        one("{ from = 2024-05-02 }", "unknown key `from`, expected `first_day`, `last_day`, `label`");
        check(
            "off = [2024-05-04]\nworking = [ 2024-05-04 ]",
            &[("2024-05-04", "2024-05-04 is both off and worked on")],
        );
        assert!(toml::from_str::<WorkingDaysFile>("holidays = []").is_err());
    }
}
