//! For which of the days that a figure reads its tables speak at all.

use super::caveat::{Caveat, Gap, Named};
use super::completeness::Reading;
use super::figure::Reason;
use super::supply::Supply;
use crate::calendar::{Day, DayRange};

/// Holds the days that the formula's columns read against the span and the gaps of the tables: what
/// limits a value, or why there can be none.
///
/// A state is read at the end of its slot, so what lies before the end of it limits nothing. Records are
/// not looked at: where the tables speak, none is a true 0.
///
/// # Errors
/// Where a column reads only days of which nothing is known.
pub(in crate::kpi) fn known(supply: &Supply, readings: &[Reading]) -> Result<Vec<Caveat>, Reason> {
    let (mut from, mut until, mut gaps): (Option<Day>, Option<Day>, Vec<&Gap>) = (None, None, Vec::new());
    for reading in readings {
        let days = match supply.span {
            Some(span) => both(reading.days, span).ok_or(Reason::OutsideSpan(span))?,
            None => reading.days,
        };
        let own = supply.gaps.iter().filter(|gap| both(days, gap.days).is_some());
        if let Some(first) = own.clone().next().filter(|_| covered(days, &supply.gaps)) {
            return Err(Reason::InGap(first.clone()));
        }
        gaps.extend(own.filter(|gap| !reading.is_state || gap.days.contains(days.last_day)));
        let begun = days.first_day > reading.days.first_day && !reading.is_state;
        from = from.or(begun.then_some(days.first_day));
        until = until.or((days.last_day < reading.days.last_day).then_some(days.last_day));
    }
    let partial = (from.is_some() || until.is_some()).then_some(Caveat::Partial { from, until });
    let mut told: Vec<Caveat> = Vec::new();
    let doubts = partial.into_iter().chain(gaps.into_iter().cloned().map(Caveat::Gap));
    for caveat in doubts.chain(supply.silences.iter().filter_map(|own| silent(own, readings))) {
        if !told.contains(&caveat) {
            told.push(caveat);
        }
    }
    Ok(told)
}

/// Days without a row, where a figure reads any of them: of a state it is the last day that is read.
fn silent((table, silence): &(Named, DayRange), readings: &[Reading]) -> Option<Caveat> {
    let touched = |own: &&Reading| match own.is_state {
        true => silence.contains(own.days.last_day),
        false => both(own.days, *silence).is_some(),
    };
    let mut touched = readings.iter().filter(touched).peekable();
    touched.peek()?;
    let wholly = touched.any(|own| both(own.days, *silence) == Some(own.days));
    Some(Caveat::Silent { table: table.clone(), days: *silence, wholly })
}

/// The days that lie in both.
fn both(a: DayRange, b: DayRange) -> Option<DayRange> {
    let (first_day, last_day) = (a.first_day.max(b.first_day), a.last_day.min(b.last_day));
    (first_day <= last_day).then_some(DayRange { first_day, last_day })
}

/// Whether every day lies in some gap.
fn covered(days: DayRange, gaps: &[Gap]) -> bool {
    let mut next = days.first_day;
    let mut own: Vec<DayRange> = gaps.iter().map(|gap| gap.days).collect();
    own.sort();
    for gap in own {
        if gap.contains(next) {
            let Some(after) = gap.last_day.succ_opt() else { return true };
            next = after;
        }
    }
    next > days.last_day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> DayRange {
        let (first, last) = text.split_once("..").unwrap();
        DayRange { first_day: first.parse().unwrap(), last_day: last.parse().unwrap() }
    }

    fn told(supply: &Supply, read: &str, is_state: bool) -> String {
        match known(supply, &[Reading { days: days(read), is_state }]) {
            Ok(caveats) => caveats.iter().map(|caveat| caveat.told().sentence).collect::<Vec<_>>().join("; "),
            Err(reason) => format!("none: {}", reason.sentence()),
        }
    }

    #[test]
    fn what_happened_is_known_on_the_days_of_the_span_alone() {
        let supply = Supply { span: Some(days("2024-01-10..2024-03-20")), ..Supply::default() };
        let from = "the data speak from 2024-01-10 on only";
        let until = "the data speak until 2024-03-20 only";
        let outside = "none: the data speak from 2024-01-10 to 2024-03-20 only";
        for (read, event, state) in [
            ("2024-02-01..2024-02-29", "", ""),
            ("2024-01-10..2024-03-20", "", ""),
            ("2024-01-01..2024-01-31", from, ""),
            ("2024-03-01..2024-03-31", until, until),
            ("2024-01-01..2024-12-31", "the data speak from 2024-01-10 to 2024-03-20 only", until),
            ("2023-12-01..2024-01-09", outside, outside),
            ("2024-03-21..2024-04-30", outside, outside),
        ] {
            assert_eq!(told(&supply, read, false), event, "{read}");
            assert_eq!(told(&supply, read, true), state, "the state at the end of {read}");
        }
        assert_eq!(told(&Supply::default(), "2010-01-01..2010-12-31", false), "");
    }

    #[test]
    fn days_in_gaps_are_not_known_and_gaps_that_meet_are_one() {
        let gap = |read, label: &str| Gap { days: days(read), label: label.to_owned(), rows: 0 };
        let gaps = vec![gap("2024-02-15..2024-03-31", "b"), gap("2024-02-01..2024-02-14", "a")];
        let supply = Supply { gaps, span: Some(days("2024-01-01..2024-12-31")), ..Supply::default() };
        let (a, b) = ("no data from 2024-02-01 to 2024-02-14: a", "no data from 2024-02-15 to 2024-03-31: b");
        for (read, event, state) in [
            ("2024-01-01..2024-01-31", "", ""),
            (
                "2024-02-01..2024-03-31",
                "none: there are no data from 2024-02-15 to 2024-03-31: b",
                "none: there are no data from 2024-02-15 to 2024-03-31: b",
            ),
            (
                "2024-02-10..2024-02-14",
                "none: there are no data from 2024-02-01 to 2024-02-14: a",
                "none: there are no data from 2024-02-01 to 2024-02-14: a",
            ),
            ("2024-01-01..2024-02-20", &format!("{b}; {a}"), b),
            ("2024-03-01..2024-04-30", b, ""),
        ] {
            assert_eq!(told(&supply, read, false), event, "{read}");
            assert_eq!(told(&supply, read, true), state, "the state at the end of {read}");
        }
    }
}
