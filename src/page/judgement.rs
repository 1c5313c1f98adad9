//! Targets, status and change: in words and shapes, never by colour alone.

use maud::{Markup, html};

use super::caveat::caveat;
use super::sentence::{capital, fill, inside};
use super::{address, figure, period, reason, sample};
use crate::calendar::PeriodKind;
use crate::kpi::{
    Against, Better, Caveat, Comparison, Completeness, Figure, Kpi, NotCompared, Status, Target, TargetSource,
};
use crate::locale::{Locale, Unit};
use crate::report::{Ask, Head, TileView};

/// The target, where the figure stands against it, and the plan's own period, which decides.
pub(super) fn target(locale: &Locale, ask: &Ask, tile: &TileView) -> Markup {
    let Some(target) = &tile.head.target else { return html! {} };
    let words = locale.words();
    let code = &tile.head.kpi.code;
    let own = address::kpi(code, ask, &tile.figure.period);
    html! {
        p.target {
            a.all href=(own) { (words.target) ": " b { (amount(locale, &tile.head.kpi, target)) } " (" (terms(locale, target)) ")" }
        }
        // Each verdict stands behind the period that it speaks of: a year not due, the plan's whole life missed. What the
        // plan's own period has decided leaves none to a period before.
        @if !is_decided(tile) {
            p.plan {
                (period::name(locale, &tile.figure.period)) ": "
                (standing(locale, &tile.head, &tile.figure, tile.status))
            }
        }
        @if let Some((plan, status)) = &tile.plan {
            p.plan {
                @let href = address::with_period(&address::kpi_path(code), ask, Some(&plan.period.qualified()));
                a.all href=(href) { (whole_plan(locale, &tile.head.kpi, plan)) ": " b { (figure::value(locale, &tile.head.kpi, plan)) } } " "
                // Why nothing is judged has been said above.
                @if status.is_some() { (standing(locale, &tile.head, plan, *status)) }
            }
        }
    }
}

/// The plan's own period with the days of its figure, which are not those of what it stands in.
pub(super) fn whole_plan(locale: &Locale, kpi: &Kpi, plan: &Figure) -> String {
    format!("{} ({})", locale.words().whole_plan, period::told_days(locale, kpi, plan.days_told(kpi)))
}

/// Whether the figure has no status of its own, because the plan's period has decided.
fn is_decided(tile: &TileView) -> bool {
    let before = |by| tile.figure.period.last_day() < by;
    let decided = |status: &Option<Status>| matches!(status, Some(Status::Met | Status::Missed));
    tile.status.is_none()
        && tile.head.target.as_ref().and_then(|target| target.by).is_some_and(before)
        && tile.plan.as_ref().is_some_and(|(_, status)| decided(status))
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
    let day = match target.source {
        TargetSource::Plan => words.by_day,
        TargetSource::Law => words.from_day,
    };
    match target.by {
        Some(by) => format!("{}, {}", source(locale, target), fill(day, &[&locale.date(by)])),
        None => source(locale, target).to_owned(),
    }
}

/// Who set it.
pub(super) fn source(locale: &Locale, target: &Target) -> &'static str {
    let words = &locale.words().pages;
    match target.source {
        TargetSource::Plan => words.set_by_plan,
        TargetSource::Law => words.set_by_law,
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
        // Of a year that has not ended the year before is read as far as it.
        None | Some(Against::LastYear) => match tile.figure.period.kind() {
            PeriodKind::Year if !tile.figure.provisional => words.base_year_before.to_owned(),
            _ => words.base_last_year.to_owned(),
        },
        Some(Against::Previous) => match tile.figure.period.predecessor() {
            Some(base) => fill(words.base_previous, &[&period::name(locale, &base)]),
            None => words.previous_unnamed.to_owned(),
        },
        Some(Against::Period(base)) => period::name(locale, base),
    }
}

/// Days of the base without a row, which a change would make look like more: notes beside it.
pub(super) fn base_doubts(locale: &Locale, tile: &TileView) -> Markup {
    let base =
        tile.change.as_ref().map(|comparison| comparison.then().caveats.as_slice()).unwrap_or_default();
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
    if !figure::has_value(figure) {
        return None;
    }
    Some(match change {
        Ok(comparison) => {
            let (now, then) = (comparison.now(figure).value?, comparison.then().value?);
            let name = base_name(locale, tile);
            let told = match of_few(locale, tile, comparison) {
                Some(told) => format!("{told} {} {name}", locale.words().compared_with),
                None => locale.change(now, then, &kpi.unit, &name),
            };
            with_bodies(locale, capital(&told), comparison)
        }
        Err(NotCompared::NotWanted) => return None,
        Err(why @ NotCompared::Reports(base)) => {
            let (name, value) = (capital(&base_name(locale, tile)), figure::value(locale, kpi, base));
            let why = reason::not_compared(locale, kpi, why);
            let words = &locale.words().controls;
            let Completeness { expected, reported, .. } = base.completeness;
            match expected {
                0 => fill(words.base_alone_unowed, &[&name, &value, &why]),
                _ => fill(
                    words.base_alone,
                    &[&name, &value, &count(locale, reported), &count(locale, expected), &why],
                ),
            }
        }
        Err(why) => {
            let name = base_name(locale, tile);
            let why = reason::not_compared(locale, kpi, why);
            fill(locale.words().controls.not_compared_with, &[&name, &why])
        }
    })
}

/// The change where a side of it is a share of few, which is told as so many of so many.
fn of_few(locale: &Locale, tile: &TileView, comparison: &Comparison) -> Option<String> {
    let kpi = &tile.head.kpi;
    let sides = [comparison.now(&tile.figure), comparison.then()];
    let values = [sides[0].value?, sides[1].value?];
    let few = sides.iter().any(|side| sample::counted(locale, kpi, side).is_some());
    let told = sides.map(|side| figure::value(locale, kpi, side));
    few.then(|| locale.moved_told((values[0], &told[0]), (values[1], &told[1])))
}

/// The same; in few words where it is what the page has `said` of all.
pub(super) fn change_once(locale: &Locale, tile: &TileView, said: Option<&str>) -> Option<String> {
    let told = change(locale, tile)?;
    let why = tile.change.as_ref().err().filter(|_| said == Some(&*told));
    Some(match why {
        Some(why) => {
            let why = reason::not_compared_in_few(locale, &tile.head.kpi, why);
            fill(locale.words().controls.not_compared, &[&why])
        }
        None => told,
    })
}

/// The change alone, below the name of its base; nothing where there is none.
pub(super) fn moved(locale: &Locale, tile: &TileView) -> Option<String> {
    let comparison = tile.change.as_ref().ok().filter(|_| figure::has_value(&tile.figure))?;
    let (now, then) = (comparison.now(&tile.figure).value?, comparison.then().value?);
    let unit = &tile.head.kpi.unit;
    let told = match of_few(locale, tile, comparison) {
        Some(told) => told,
        None if now == then => locale.moved_by(now, then, unit),
        None => locale.moved(now, then, unit),
    };
    Some(capital(&with_bodies(locale, told, comparison)))
}

/// A change with how many bodies it is of, where it is not of all.
fn with_bodies(locale: &Locale, told: String, comparison: &Comparison) -> String {
    match comparison.bodies() {
        Some(bodies) => format!("{told}, {}", of_bodies(locale, bodies)),
        None => told,
    }
}

/// Beside a change of some bodies alone: the base of all, and how many of them have reported.
pub(super) fn base_of_all(locale: &Locale, kpi: &Kpi, name: &str, base: &Figure) -> String {
    let Completeness { expected, reported, .. } = base.completeness;
    let value = figure::value(locale, kpi, base);
    let counts = [reported, expected].map(|number| count(locale, number));
    fill(locale.words().controls.base_of_all, &[name, &value, &counts[0], &counts[1]])
}

/// After a change: of how many bodies it is.
pub fn of_bodies(locale: &Locale, bodies: usize) -> String {
    fill(locale.words().controls.of_bodies, &[&count(locale, bodies)])
}

fn count(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
