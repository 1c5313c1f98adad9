//! A figure as a sentence of a report.

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
        change(locale, line),
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

/// The change against the base: in percent with the level, of a percentage in points; of how many bodies, where it is
/// not of all.
fn change(locale: &Locale, line: &Line) -> Option<String> {
    let (words, unit, figure) = (&locale.words().document, &line.head.kpi.unit, &line.figure);
    let comparison = line.change.as_ref().ok()?;
    let (now, base) = (comparison.now(figure).value?, comparison.then().value?);
    let name = page::base_name(locale, &figure.period, &comparison.base.period, figure.provisional);
    let of_base = locale.quantity(base, unit);
    let told = if now == base {
        fill(words.unchanged, &[&name])
    } else if unit.is_percent() {
        fill(words.points, &[&locale.moved_by(now, base, unit), &name, &of_base])
    } else {
        match (growth(locale, line), level(locale, line)) {
            (Some(growth), Some(level)) => fill(words.change, &[&growth, &name, &level, &of_base]),
            _ => fill(words.from_none, &[&name]),
        }
    };
    Some(match comparison.bodies() {
        Some(bodies) => format!("{told}, {}", page::of_bodies(locale, bodies)),
        None => told,
    })
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
