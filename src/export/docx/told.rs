//! A figure as a sentence of a report.

use rust_decimal::Decimal;

use crate::calendar::{Over, Period};
use crate::export::official::{growth, level, shares};
use crate::kpi::{Caveat, Figure, Role, Status, TargetSource};
use crate::locale::{Locale, Unit};
use crate::page::{self, fill, inside};
use crate::report::Line;

/// What is told of a figure; `period` is the document's. Without an end mark.
pub(super) fn told(locale: &Locale, line: &Line, period: &Period) -> String {
    let (words, unit, figure) = (&locale.words().document, &line.head.kpi.unit, &line.figure);
    let Some(value) = figure.value else {
        let why = figure.reason.as_ref().map(|reason| inside(&page::why_no_value(locale, reason)));
        return fill(words.no_value, &[&line.head.title, why.as_deref().unwrap_or_default()]);
    };
    let mut text = fill(words.figure, &[&line.head.title, &locale.quantity(value, unit)]);
    let days = figure.days_told(&line.head.kpi);
    if days != period.days() {
        text.push(' ');
        let own = if line.head.kpi.is_state() { words.own_state } else { words.own_days };
        text.push_str(&fill(own, &[&locale.date(days.first_day), &locale.date(days.last_day)]));
    }
    if figure.provisional {
        text.push(' ');
        text.push_str(words.provisional);
    }
    let so_far = line.so_far.as_ref().filter(|so_far| so_far.period.days() != days && is_flow(line));
    let so_far = so_far.and_then(|so_far| so_far.value);
    let more = [
        change(locale, line, value),
        so_far.map(|so_far| fill(words.so_far, &[&locale.quantity(so_far, unit)])),
        target(locale, line),
        shares(locale, line),
        doubtful(figure).then(|| words.see_notes.to_owned()),
    ];
    for (told, mark) in more.into_iter().zip([", ", "; ", "; ", "; ", "; "]) {
        if let Some(told) = told {
            text.push_str(mark);
            text.push_str(&told);
        }
    }
    text
}

/// Whether something comes together from day to day: a state is the same however long one has waited.
fn is_flow(line: &Line) -> bool {
    let mut own = line.head.kpi.columns.iter().filter(|column| column.role != Role::Beside);
    own.any(|column| column.over == Over::Sum)
}

/// Whether its notes say more than that something is as it should be.
fn doubtful(figure: &Figure) -> bool {
    figure.caveats.iter().any(|caveat: &Caveat| !caveat.is_information())
}

/// The change against the base: in percent with the level, of a percentage in points.
fn change(locale: &Locale, line: &Line, now: Decimal) -> Option<String> {
    let (words, unit) = (&locale.words().document, &line.head.kpi.unit);
    let comparison = line.change.as_ref().ok()?;
    let base = comparison.base.value?;
    let (name, of_base) = (base_name(locale, line, &comparison.base), locale.quantity(base, unit));
    if now == base {
        return Some(fill(words.unchanged, &[&name]));
    }
    if unit.is_percent() {
        let all = locale.words();
        let direction = if now < base { all.decrease } else { all.increase };
        return Some(fill(words.points, &[direction, &locale.gap(now - base, unit), &name, &of_base]));
    }
    match (growth(locale, line), level(locale, line)) {
        (Some(growth), Some(level)) => Some(fill(words.change, &[&growth, &name, &level, &of_base])),
        _ => Some(fill(words.from_none, &[&name])),
    }
}

/// `cùng kỳ năm 2023`, or another period by its own name.
fn base_name(locale: &Locale, line: &Line, base: &Figure) -> String {
    let is_last_year = line.figure.period.same_period_last_year().as_ref() == Some(&base.period);
    match base.period.year().filter(|_| is_last_year) {
        Some(year) => fill(locale.words().brief.same_period, &[&year.to_string()]),
        None => page::period_within(locale, &base.period),
    }
}

/// Where it stands against its target, as the plan's whole life decides.
fn target(locale: &Locale, line: &Line) -> Option<String> {
    let words = &locale.words().document;
    let target = line.head.target.as_ref()?;
    let unit = Unit { decimals: target.value.normalize().scale(), ..line.head.kpi.unit.clone() };
    let goal = locale.quantity(target.value, &unit);
    let (whole, status) = match &line.plan {
        Some((figure, status)) => (figure.value, (*status)?),
        None => (None, line.status?),
    };
    let (met, missed) = match target.source {
        TargetSource::Plan => (words.met, words.missed),
        TargetSource::Law => (words.met_law, words.missed_law),
    };
    let judged = match status {
        Status::Met => fill(met, &[&goal]),
        Status::Missed => fill(missed, &[&goal]),
        Status::NotDue => {
            let by = target.by.map(|by| locale.date(by)).unwrap_or_default();
            fill(words.not_due, &[&goal, &by])
        }
    };
    let whole = whole.map(|whole| fill(words.over_plan, &[&locale.quantity(whole, &line.head.kpi.unit)]));
    Some(whole.map_or_else(|| judged.clone(), |whole| format!("{whole}, {judged}")))
}
