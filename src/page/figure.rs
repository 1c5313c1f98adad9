//! A figure in words: its value, its formula with live numbers, what stands beside it.

use rust_decimal::Decimal;

use super::quantity::{self, NONE, in_full, quantity, to_the_digit};
use super::sample;
use super::sentence::fill;
use crate::calendar::Over;
use crate::kpi::{Aggregate, FEW, Figure, Kpi, Part, Reason, Role, State, ValueColumn};
use crate::locale::{Locale, Unit};

/// The value in its unit, a share of few as so many of so many, or the state that it is in: never 0 for what is missing.
pub fn value(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    sample::counted(locale, kpi, figure).unwrap_or_else(|| in_unit(locale, kpi, figure))
}

/// The same of a share of few as the percentage that its formula gives.
pub(super) fn in_unit(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    if let Some(amount) = figure.overspent(kpi) {
        let unit = kpi.role(Role::Numerator).next().map_or(&kpi.unit, |column| &column.unit);
        return fill(locale.words().panels.overspent, &[&locale.quantity(amount, &to_the_digit(unit))]);
    }
    match figure.value {
        Some(value) if figure.state == State::Value => quantity(locale, kpi, &to_the_digit(&kpi.unit), value),
        Some(_) | None if is_idle(figure) => locale.words().panels.nothing_below.to_owned(),
        Some(_) | None if figure.reason == Some(Reason::NothingBelow) => {
            let all = &figure.completeness;
            let is_silent = all.reported == 0 && all.expected > 0;
            let words = locale.words();
            match is_silent {
                true => words.not_reported.to_owned(),
                false => fill(words.panels.indivisible, &[&labels(kpi, Role::Denominator)]),
            }
        }
        Some(_) | None => state(locale, figure.state).to_owned(),
    }
}

/// The value for a column whose heading says its unit.
pub(super) fn bare(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    match has_value(figure) {
        true => {
            sample::counted(locale, kpi, figure).unwrap_or_else(|| quantity::bare(locale, kpi, figure.value))
        }
        false => value(locale, kpi, figure),
    }
}

/// The value beside a mark of a chart, an amount in millions and billions.
pub(super) fn short(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    match figure.value.filter(|_| kpi.unit.money && has_value(figure) && figure.overspent(kpi).is_none()) {
        Some(value) => quantity(locale, kpi, &kpi.unit, value),
        None => self::value(locale, kpi, figure),
    }
}

/// The same with how few it is of.
pub(super) fn drawn(locale: &Locale, kpi: &Kpi, figure: &Figure) -> String {
    format!("{}{}", short(locale, kpi, figure), sample::short(locale, kpi, figure))
}

/// Whether there is a value to show.
pub(super) fn has_value(figure: &Figure) -> bool {
    figure.state == State::Value && figure.value.is_some()
}

/// Whether there is nothing to measure, as all who owe a report of it have said: a table says so, a chart has nothing to
/// draw.
pub(super) fn is_idle(figure: &Figure) -> bool {
    figure.reason == Some(Reason::NothingBelow)
        && figure.numerator.is_none_or(|above| above.is_zero())
        && figure.completeness.missing.is_empty()
}

/// What is said where there is no value.
fn state(locale: &Locale, state: State) -> &'static str {
    let words = locale.words();
    match state {
        State::Value | State::NoValue => words.no_value,
        State::NotBegun => words.not_begun,
        State::NotReported => words.not_reported,
        State::Suppressed => words.suppressed,
    }
}

/// `24/29`: what a share is made of, in figures alone; nothing of what is no share.
pub(super) fn fraction(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<String> {
    let (above, below) = (figure.numerator?, figure.denominator?);
    if !kpi.is_ratio() || !has_value(figure) || sample::counted(locale, kpi, figure).is_some() {
        return None;
    }
    let unit = |role| kpi.role(role).next().map_or(&kpi.unit, |column| &column.unit);
    let (own, whole) = (unit(Role::Numerator), unit(Role::Denominator));
    let above = locale.number(above, own.decimals);
    // An amount is told to the digit, since rounded parts would make another percentage; so long a text may break.
    Some(match whole.money {
        true => format!("{above} / {}", locale.quantity(below, &to_the_digit(whole))),
        false => format!("{above}/{}", locale.number(below, whole.decimals)),
    })
}

/// Whether what nine tenths do not exceed is the largest value, because there are so few.
pub(super) fn is_largest(column: &ValueColumn, records: u64) -> bool {
    column.aggregate == Aggregate::P90 && (1..FEW).contains(&records)
}

/// How days and records make a column's number; of so many records, where they are known.
pub fn taken(locale: &Locale, column: &ValueColumn, records: u64) -> String {
    let words = &locale.words().pages;
    let over = match column.over {
        Over::Sum => words.over_sum,
        Over::Last => words.over_last,
        Over::Opening => words.over_opening,
        Over::Running => words.over_running,
        Over::YearToDate => words.over_year_to_date,
    };
    let aggregate = match column.aggregate {
        Aggregate::Sum => words.as_sum,
        Aggregate::Distinct => words.as_distinct,
        Aggregate::Median => words.as_median,
        Aggregate::P90 if is_largest(column, records) => words.as_largest,
        Aggregate::P90 => words.as_p90,
    };
    format!("{over} ({aggregate})")
}

/// A number in its unit, money to the last digit, or a dash.
pub(super) fn number(locale: &Locale, value: Option<Decimal>, unit: &Unit) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| locale.quantity(value, &to_the_digit(unit)))
}

/// The same beside a mark of a chart.
pub(super) fn short_number(locale: &Locale, value: Option<Decimal>, unit: &Unit) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| locale.quantity(value, unit))
}

/// `vụ phát hiện trong kỳ + vụ tồn đầu kỳ`: one side of the formula by its labels.
pub(super) fn labels(kpi: &Kpi, role: Role) -> String {
    kpi.role(role).map(|column| column.label.as_str()).collect::<Vec<_>>().join(" + ")
}

/// A column's label, with what is taken of its values where that is neither their sum nor their number.
fn ranked(locale: &Locale, column: &ValueColumn, part: Option<&Part>) -> String {
    let words = &locale.words().passport;
    match column.aggregate {
        Aggregate::Sum | Aggregate::Distinct => column.label.clone(),
        Aggregate::Median => fill(words.median_of, &[&column.label]),
        Aggregate::P90 if part.is_some_and(|part| is_largest(column, part.cell.records)) => {
            fill(words.largest_of, &[&column.label])
        }
        Aggregate::P90 => fill(words.p90_of, &[&column.label]),
    }
}

/// The formula by its labels: `(a + b) ÷ c × 100`; of one figure where there is one.
pub fn formula(locale: &Locale, kpi: &Kpi, figure: Option<&Figure>) -> String {
    let part = |name: &str| figure.and_then(|figure| figure.parts.iter().find(|part| part.column == name));
    let quoted = |role| {
        let terms: Vec<String> =
            kpi.role(role).map(|column| ranked(locale, column, part(&column.name))).collect();
        grouped(&terms.join(" + "), terms.len())
    };
    let above = quoted(Role::Numerator);
    assemble(locale, kpi, &above, &quoted(Role::Denominator))
}

/// The same with live numbers: `(12 + 3) ÷ 15 × 100`; nothing where one is missing.
pub(super) fn live_formula(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<String> {
    let numbers = |role| {
        let own = kpi.columns.iter().zip(&figure.parts).filter(|(column, _)| column.role == role);
        let all: Option<Vec<String>> = own
            .map(|(column, part)| part.cell.number.map(|value| in_full(locale, Some(value), &column.unit)))
            .collect();
        all.map(|all| grouped(&all.join(" + "), all.len()))
    };
    let above = numbers(Role::Numerator)?;
    Some(assemble(locale, kpi, &above, &numbers(Role::Denominator)?))
}

fn grouped(sum: &str, count: usize) -> String {
    if count > 1 { format!("({sum})") } else { sum.to_owned() }
}

fn assemble(locale: &Locale, kpi: &Kpi, above: &str, below: &str) -> String {
    let times = kpi.unit.times.filter(|times| *times != 1);
    let times = times.map_or_else(String::new, |times| format!(" × {}", locale.integer(times)));
    if kpi.is_ratio() { format!("{above} ÷ {below}{times}") } else { above.to_owned() }
}
