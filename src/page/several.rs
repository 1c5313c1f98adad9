//! Several KPIs together: their targets as one strip, or their figures as one table.

use maud::{Markup, PreEscaped, html};
use rust_decimal::prelude::ToPrimitive;

use super::sentence::{capital, fill};
use super::{address, figure, judgement, period, sample, tile};
use crate::calendar::DayRange;
use crate::chart::InlineBar;
use crate::kpi::{Better, Status};
use crate::locale::Locale;
use crate::report::{Ask, SeveralView, TileView};

/// How many targets there are and how many are met, then each: value, distance, standing.
pub(super) fn targets(locale: &Locale, ask: &Ask, view: &SeveralView) -> Markup {
    let words = locale.words();
    html! {
        h2 { (counted(locale, view)) }
        @if let Some(over) = decided_over(locale, view) { p.over { (over) } }
        ul.strip {
            @for tile in &view.tiles {
                @let (decides, status) = tile.deciding();
                @let kpi = &tile.head.kpi;
                li {
                    p.name { a href=(address::kpi(&kpi.code, ask, &decides.period)) { (tile.head.title) } " " span.code { (kpi.code) } }
                    p.reached {
                        b { (figure::value(locale, kpi, decides)) }
                        " " (PreEscaped(bar(locale, tile))) " "
                        (judgement::standing(locale, &tile.head, decides, status))
                    }
                    @if let Some(target) = &tile.head.target {
                        p.parts {
                            (words.target) ": " (judgement::promised(locale, kpi, target))
                            @if let Some(gap) = gap(locale, tile) { "; " (gap) }
                        }
                    }
                    // Its days stand above.
                    div.notes { (tile::notes(locale, &tile.head, decides, decides.days_told(kpi))) }
                }
            }
        }
    }
}

/// `3 chỉ tiêu có mục tiêu của kế hoạch: 0 đạt, 3 chưa đạt`.
fn counted(locale: &Locale, view: &SeveralView) -> String {
    let words = &locale.words().several;
    let number = |count: usize| locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    let count = |status| view.count(status);
    let (met, missed) = (number(count(Some(Status::Met))), number(count(Some(Status::Missed))));
    let mut told = fill(words.targets, &[&number(view.tiles.len()), &met, &missed]);
    for (template, status) in [(words.not_due, Some(Status::NotDue)), (words.unjudged, None)] {
        if count(status) > 0 {
            told.push_str(", ");
            told.push_str(&fill(template, &[&number(count(status))]));
        }
    }
    told
}

/// The days over which the targets are judged, where they are the same for all.
fn decided_over(locale: &Locale, view: &SeveralView) -> Option<String> {
    let days = |tile: &TileView| tile.plan.as_ref().map(|(figure, _)| figure.period.days());
    let mut all = view.tiles.iter().map(days);
    let first = all.next()??;
    all.all(|other| other == Some(first)).then(|| {
        let (from, to) = (locale.date(first.first_day), locale.date(first.last_day));
        fill(locale.words().several.decided_over, &[&from, &to])
    })
}

/// How far from the target, in words.
fn gap(locale: &Locale, tile: &TileView) -> Option<String> {
    let words = &locale.words().brief;
    let missing = tile.shortfall().filter(|missing| missing.is_sign_positive() && !missing.is_zero())?;
    let template = match tile.head.kpi.better {
        Better::Higher | Better::Neither => words.below,
        Better::Lower => words.above,
    };
    Some(fill(template, &[&locale.gap(missing, &tile.head.kpi.unit)]))
}

/// How far it has come, its target marked.
fn bar(locale: &Locale, tile: &TileView) -> String {
    let (decides, _) = tile.deciding();
    let target = tile.head.target.as_ref().and_then(|target| target.value.to_f64());
    let value = tile::drawn(decides);
    let high = target.unwrap_or_default().max(value.unwrap_or_default());
    InlineBar { value, low: 0.0, high, target }.svg(&figure::value(locale, &tile.head.kpi, decides))
}

/// A line a KPI: value, change, course inside the period, standing where there is a target.
pub(super) fn figures(
    locale: &Locale,
    ask: &Ask,
    id: &str,
    days: DayRange,
    view: &SeveralView,
    said: Option<&str>,
) -> Markup {
    let words = locale.words();
    let judged = view.tiles.iter().any(|tile| tile.head.target.is_some());
    let compared = view.tiles.iter().find(|tile| tile.change.is_ok());
    html! {
        h2 { (view.title) }
        table.several {
            caption { (view.title) }
            thead { tr {
                th scope="col" { (words.several.indicator) }
                th.n scope="col" { (words.value) }
                @if let Some(tile) = compared {
                    th scope="col" { (capital(words.compared_with)) " " (judgement::base_name(locale, tile)) }
                }
                th scope="col" { (words.several.course) }
                @if judged { th scope="col" { (capital(words.panels.standing)) } }
            } }
            tbody { @for (index, tile) in view.tiles.iter().enumerate() {
                @let kpi = &tile.head.kpi;
                tr {
                    th scope="row" {
                        a href=(address::kpi(&kpi.code, ask, &tile.figure.period)) { (tile.head.title) }
                        " " span.code { (kpi.code) }
                        @if let Some(text) = figure::beyond_value(locale, kpi, &tile.figure) { span.parts { (text) } }
                        div.notes { (tile::notes(locale, &tile.head, &tile.figure, days)) }
                    }
                    td.n.none[!figure::has_value(&tile.figure)] {
                        b { (figure::value(locale, kpi, &tile.figure)) } (sample::mark(locale, kpi, &tile.figure)) (tile::marks(locale, &tile.figure))
                    }
                    @if compared.is_some() { td.change { (change(locale, tile, said)) } }
                    td { (PreEscaped(tile::sparkline(locale, &format!("{id}-{index}"), tile))) }
                    @if judged { td { @if tile.head.target.is_some() { (judgement::standing(locale, &tile.head, &tile.figure, tile.status)) } } }
                }
            } }
        }
        @if let Some(over) = view.tiles.first().and_then(|tile| tile.course.first().zip(tile.course.last())) {
            p.note { (words.several.course) ": " (period::name(locale, &over.0.period)) " – " (period::name(locale, &over.1.period)) "." }
        }
    }
}

/// The change from the base that the column names, or why there is none.
fn change(locale: &Locale, tile: &TileView, said: Option<&str>) -> String {
    judgement::moved(locale, tile).or_else(|| judgement::change_once(locale, tile, said)).unwrap_or_default()
}
