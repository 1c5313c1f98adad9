//! Targets, status and change: in words and shapes, never by colour alone.

use maud::{Markup, html};

use super::caveat::caveat;
use super::sentence::{capital, fill, inside};
use super::{figure, period, reason};
use crate::kpi::{
    Against, Better, Caveat, Comparison, Figure, Kpi, NotCompared, Status, Target, TargetSource,
};
use crate::locale::{Locale, Unit};
use crate::report::{Head, TileView};

/// The target, where the figure stands against it, and the plan's own period, which decides.
pub(super) fn target(locale: &Locale, tile: &TileView) -> Markup {
    let Some(target) = &tile.head.target else { return html! {} };
    let words = locale.words();
    html! {
        p.target {
            (words.target) ": " b { (amount(locale, &tile.head.kpi, target)) } " (" (terms(locale, target)) ")"
        }
        // Each verdict stands behind the period that it speaks of: a year not due, the plan's whole life missed.
        p.plan {
            (period::name(locale, &tile.figure.period)) ": "
            (standing(locale, &tile.head, &tile.figure, tile.status))
        }
        @if let Some((plan, status)) = &tile.plan {
            p.plan {
                (words.whole_plan) ": " b { (figure::value(locale, &tile.head.kpi, plan)) } " "
                // Why nothing is judged has been said above.
                @if status.is_some() { (standing(locale, &tile.head, plan, *status)) }
            }
        }
    }
}

/// A target's number, with no digits that it does not have.
pub(super) fn amount(locale: &Locale, kpi: &Kpi, target: &Target) -> String {
    let unit = Unit { decimals: target.value.normalize().scale(), ..kpi.unit.clone() };
    locale.quantity(target.value, &unit)
}

/// A target in words: its number, who set it, by when.
pub fn promised(locale: &Locale, kpi: &Kpi, target: &Target) -> String {
    format!("{} ({})", amount(locale, kpi, target), terms(locale, target))
}

/// Who set it, and by when.
pub(super) fn terms(locale: &Locale, target: &Target) -> String {
    let words = &locale.words().pages;
    // A plan is to be reached by its day; a law binds from its own on.
    let (source, day) = match target.source {
        TargetSource::Plan => (words.set_by_plan, words.by_day),
        TargetSource::Law => (words.set_by_law, words.from_day),
    };
    match target.by {
        Some(by) => format!("{source}, {}", fill(day, &[&locale.date(by)])),
        None => source.to_owned(),
    }
}

/// A status in a word.
pub(super) fn word(locale: &Locale, status: Status) -> &'static str {
    let words = locale.words();
    match status {
        Status::Met => words.met,
        Status::Missed => words.missed,
        Status::NotDue => words.not_due,
    }
}

/// A status in words and a sign, or why there is none.
pub(super) fn standing(locale: &Locale, head: &Head, figure: &Figure, status: Option<Status>) -> Markup {
    let words = locale.words();
    match status {
        Some(Status::Met) => html! { span.status.met { span.sign aria-hidden="true" { "✓" } (words.met) } },
        Some(Status::Missed) => {
            html! { span.status.missed { span.sign aria-hidden="true" { "✗" } (words.missed) } }
        }
        Some(Status::NotDue) => {
            html! { span.status.due { span.sign aria-hidden="true" { "○" } (words.not_due) } }
        }
        None if !head.filters.is_empty() => html! { span.note { (words.pages.not_judged_filtered) } },
        None if !figure::has_value(figure) => {
            html! { span.note { (figure::value(locale, &head.kpi, figure)) } }
        }
        None => match head.kpi.better {
            // A number without a direction is context: there is nothing to judge.
            Better::Neither => html! { (figure::value(locale, &head.kpi, figure)) },
            Better::Higher | Better::Lower => html! { span.note { (words.pages.not_judged) } },
        },
    }
}

/// What a base is called in a sentence.
pub(super) fn base_name(locale: &Locale, tile: &TileView) -> String {
    let words = &locale.words().controls;
    match &tile.against {
        None | Some(Against::LastYear) => words.base_last_year.to_owned(),
        Some(Against::Previous) => match tile.figure.period.predecessor() {
            Some(base) => fill(words.base_previous, &[&period::name(locale, &base)]),
            None => words.previous_unnamed.to_owned(),
        },
        Some(Against::Period(base)) => period::name(locale, base),
    }
}

/// Days of the base without a row, which a change would make look like more: notes beside it.
pub(super) fn base_doubts(locale: &Locale, tile: &TileView) -> Markup {
    let base = tile.change.as_ref().map(|comparison| comparison.base.caveats.as_slice()).unwrap_or_default();
    let silent = |own: &&Caveat| matches!(own, Caveat::Silent { .. }) && !tile.figure.caveats.contains(own);
    html! {
        @for doubt in base.iter().filter(silent) {
            p.note.incomplete { (capital(&base_name(locale, tile))) ": " (inside(&caveat(locale, doubt))) "." }
        }
    }
}

/// The change against the base as a sentence, or why there is none; nothing where none is wanted.
pub fn change(locale: &Locale, tile: &TileView) -> Option<String> {
    let TileView { head: Head { kpi, .. }, figure, change, .. } = tile;
    // What has no value says so itself.
    let now = figure.value.filter(|_| figure::has_value(figure))?;
    Some(match change {
        Ok(Comparison { base, .. }) => {
            let name = base_name(locale, tile);
            capital(&locale.change(now, base.value?, &kpi.unit, &name))
        }
        Err(NotCompared::NotWanted) => return None,
        Err(why) => {
            let name = base_name(locale, tile);
            let why = reason::not_compared(locale, kpi, why);
            fill(locale.words().controls.not_compared_with, &[&name, &why])
        }
    })
}
