//! Stretches without a row of a table that otherwise has rows all the time: a month that nobody delivered looks
//! like one in which nothing happened.

use chrono::Months;

use super::spans::TableDays;
use super::{Contract, Dataset};
use crate::calendar::{Day, DayRange};

/// Holidays are shorter.
const SHORTEST: i64 = 14;

/// So many times the longest of the ordinary pauses, which are shorter than [`SHORTEST`].
const PAUSES: i64 = 2;

/// So many rows at least would as many days have by the median week: chance does not leave them out.
const EXPECTED: u64 = 50;

const WEEK: i64 = 7;

impl TableDays {
    /// The stretches between its first and last day, outside of the gaps that the contract declares, that chance
    /// does not explain, nor the time of year: what is empty in the year before or after too happens each year.
    pub(super) fn silences(&self, contract: &Contract) -> Vec<DayRange> {
        let Some(span) = self.span() else { return Vec::new() };
        let week = self.median_week(span);
        let days: Vec<Day> = self.rows.range(span.first_day..=span.last_day).map(|(day, _)| *day).collect();
        let pauses: Vec<DayRange> = days.windows(2).filter_map(|pair| between(pair[0], pair[1])).collect();
        let ordinary =
            pauses.iter().map(|own| length(*own)).filter(|days| *days < SHORTEST).max().unwrap_or(0);
        let long = |own: &DayRange| {
            let expected = u64::try_from(length(*own)).unwrap_or(0) * week / WEEK.unsigned_abs();
            length(*own) >= SHORTEST.max(ordinary * PAUSES) && expected >= EXPECTED
        };
        let undeclared = pauses.iter().flat_map(|own| outside(*own, contract));
        undeclared.filter(long).filter(|own| !recurs(*own, &pauses)).collect()
    }

    /// How many rows half of the weeks have at least.
    fn median_week(&self, span: DayRange) -> u64 {
        let whole = usize::try_from(length(span) / WEEK).unwrap_or(0);
        let mut weeks = vec![0; whole];
        for (day, rows) in self.rows.range(span.first_day..=span.last_day) {
            let week = day.signed_duration_since(span.first_day).num_days() / WEEK;
            if let Some(week) = usize::try_from(week).ok().and_then(|week| weeks.get_mut(week)) {
                *week += rows;
            }
        }
        weeks.sort_unstable();
        weeks.get(whole.saturating_sub(1) / 2).copied().unwrap_or(0)
    }
}

fn length(days: DayRange) -> i64 {
    days.last_day.signed_duration_since(days.first_day).num_days() + 1
}

/// The days between two; nothing where there is none.
fn between(before: Day, after: Day) -> Option<DayRange> {
    let (first_day, last_day) = (before.succ_opt()?, after.pred_opt()?);
    (first_day <= last_day).then_some(DayRange { first_day, last_day })
}

/// What declared gaps leave of a stretch.
fn outside(stretch: DayRange, contract: &Contract) -> Vec<DayRange> {
    let mut left = vec![stretch];
    for gap in &contract.gaps {
        let cut = |own: DayRange| {
            let before = gap.first_day.pred_opt().map(|last| (own.first_day, own.last_day.min(last)));
            let after = gap.last_day.succ_opt().map(|first| (own.first_day.max(first), own.last_day));
            let parts = [before, after].into_iter().flatten().filter(|(first, last)| first <= last);
            parts.map(|(first_day, last_day)| DayRange { first_day, last_day }).collect::<Vec<_>>()
        };
        left = left.into_iter().flat_map(cut).collect();
    }
    left
}

/// Whether at least half of the same days of the year before or after lie in one pause.
fn recurs(stretch: DayRange, pauses: &[DayRange]) -> bool {
    let year = Months::new(12);
    let moved = |day: Day, back: bool| match back {
        true => day.checked_sub_months(year),
        false => day.checked_add_months(year),
    };
    [true, false].into_iter().any(|back| {
        let days = moved(stretch.first_day, back).zip(moved(stretch.last_day, back));
        days.is_some_and(|(first, last)| {
            let common = |own: &DayRange| DayRange {
                first_day: own.first_day.max(first),
                last_day: own.last_day.min(last),
            };
            pauses.iter().any(|own| length(common(own)) * 2 >= length(stretch))
        })
    })
}

impl Dataset {
    /// Stretches of days without a row of a table, in the midst of its days and not explained by chance.
    pub fn silences(&self, contract: &Contract) -> Vec<DayRange> {
        self.days.get(&contract.name).map(|days| days.silences(contract)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceFile};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn contract(gaps: &str) -> Contract {
        let text = format!(
            "title = \"T\"\nday = \"day\"\ngaps = [{gaps}]\n[columns.day]\ntype = \"date\"\noptional = true\n"
        );
        Contract::parse(&mut Diagnostics::default(), &SourceFile::new("queries/tables/t.toml", text)).unwrap()
    }

    /// The silences of a table with so many rows on each `step`th day of 2022 to 2024, but for the days left out.
    fn silences(rows: u64, step: usize, without: &[&str], gaps: &str) -> String {
        let mut days = TableDays::default();
        let out: Vec<(Day, Day)> =
            without.iter().map(|own| own.split_once("..").unwrap()).map(|(a, b)| (day(a), day(b))).collect();
        for own in day("2022-01-01").iter_days().take(1_096).step_by(step) {
            if !out.iter().any(|(first, last)| *first <= own && own <= *last) {
                days.rows.insert(own, rows);
            }
        }
        let found = days.silences(&contract(gaps)).into_iter();
        found.map(|own| format!("{}..{}", own.first_day, own.last_day)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_stretch_without_a_row_is_silence_where_chance_does_not_explain_it() {
        let august = "2023-08-01..2023-08-31";
        for (rows, step, without, expected) in [
            (28, 1, vec![august], august),
            (2, 1, vec![august], august),
            // One row a day: 31 days might be so.
            (1, 1, vec![august], ""),
            // A holiday, and one day more.
            (28, 1, vec!["2024-02-05..2024-02-17"], ""),
            (28, 1, vec!["2024-02-05..2024-02-18"], "2024-02-05..2024-02-18"),
            // Where there are long holidays, twice as long is no holiday.
            (28, 1, vec!["2022-02-01..2022-02-10", "2024-02-05..2024-02-23"], ""),
            (28, 1, vec!["2022-02-01..2022-02-10", "2024-02-05..2024-02-24"], "2024-02-05..2024-02-24"),
            // Rows that come together once a month are no daily ones.
            (500, 30, vec![], ""),
            (500, 30, vec![august], ""),
            // Two months that are lost, and the summer of each year.
            (28, 1, vec!["2022-03-01..2022-03-31", august], "2022-03-01..2022-03-31 2023-08-01..2023-08-31"),
            (28, 1, vec!["2022-07-01..2022-08-31", "2023-07-03..2023-08-30", "2024-07-01..2024-08-31"], ""),
            // Before the first and after the last row nothing is known anyway.
            (28, 1, vec!["2022-01-01..2022-03-31"], ""),
        ] {
            assert_eq!(silences(rows, step, &without, ""), expected, "{rows} each {step} but {without:?}");
        }
    }

    #[test]
    fn what_a_contract_declares_is_no_silence() {
        let of = |gap: &str| silences(28, 1, &["2023-08-01..2023-08-31"], gap);
        assert_eq!(of("{ first_day = 2023-08-01, last_day = 2023-08-31, label = \"x\" }"), "");
        assert_eq!(of("{ first_day = 2023-07-01, last_day = 2023-08-20, label = \"x\" }"), "");
        assert_eq!(
            of("{ first_day = 2023-08-20, last_day = 2023-08-31, label = \"x\" }"),
            "2023-08-01..2023-08-19"
        );
    }
}
