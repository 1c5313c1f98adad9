//! Several KPIs together: their targets as one strip, or their figures as one table.

use maud::{Markup, PreEscaped, html};
use rust_decimal::prelude::ToPrimitive;

use super::sentence::{capital, fill, inside};
use super::tile::Doubt;
use super::{address, figure, judgement, period, reason, sample, tile};
use crate::calendar::DayRange;
use crate::chart::InlineBar;
use crate::kpi::{Better, Status};
use crate::locale::Locale;
use crate::report::{Ask, SeveralView, TileView};

/// How many targets there are and how many are met, then each: value, distance, standing.
pub(super) fn targets(locale: &Locale, ask: &Ask, view: &SeveralView) -> Markup {
    let words = locale.words();
    let terms = |tile: &TileView| tile.head.target.as_ref().map(|target| judgement::terms(locale, target));
    let common = alike(view, terms);
    let together = alike(view, |tile| days_of(locale, tile));
    html! {
        h2 { (counted(locale, view)) }
        @if let Some(over) = over(locale, view, common.as_deref(), together.as_deref()) { p.over { (over) "." } }
        ul.strip {
            @for tile in &view.tiles {
                @let (decides, status) = tile.deciding();
                @let kpi = &tile.head.kpi;
                li {
                    p.name { a href=(address::kpi(&kpi.code, ask, &decides.period)) { (tile.head.title) } " " span.code { (kpi.code) } }
                    p.reached {
                        a.all href=(tile::behind(ask, &tile.head, decides, None)) { b { (figure::value(locale, kpi, decides)) } }
                        " " (PreEscaped(bar(locale, tile))) " "
                        (judgement::standing(locale, &tile.head, decides, status))
                    }
                    @if let Some(target) = &tile.head.target {
                        p.parts {
                            (words.target) ": "
                            @if common.is_some() { (judgement::amount(locale, kpi, target)) } @else { (judgement::promised(locale, kpi, target)) }
                            @if let Some(gap) = gap(locale, tile) { "; " (gap) }
                            // What is said above of all is not said again.
                            @if let Some(days) = days_of(locale, tile).filter(|_| together.is_none()) { "; " (inside(&fill(words.several.decided_over, &[&days]))) }
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

/// What holds of each of the KPIs alike; nothing where it differs, or where one has none.
fn alike<T: PartialEq>(view: &SeveralView, of: impl Fn(&TileView) -> Option<T>) -> Option<T> {
    let first = of(view.tiles.first()?)?;
    view.tiles.iter().all(|tile| of(tile).as_ref() == Some(&first)).then_some(first)
}

/// The days of the figure that decides, as they are told, where it is not that of the page's period: of a state its last day.
fn days_of(locale: &Locale, tile: &TileView) -> Option<String> {
    let (plan, _) = tile.plan.as_ref()?;
    let kpi = &tile.head.kpi;
    Some(period::told_days(locale, kpi, plan.days_told(kpi)))
}

/// Who set all targets, and the days over which they are judged, where these are the same for all; the day by which they are to
/// be reached only where it is not the last of these days.
fn over(locale: &Locale, view: &SeveralView, common: Option<&str>, days: Option<&str>) -> Option<String> {
    let words = &locale.words().several;
    let first = alike(view, |tile| tile.plan.as_ref().map(|(figure, _)| figure.period.days()));
    let over = days.map(|days| fill(words.decided_over, &[days]));
    let target = view.tiles.first().and_then(|tile| tile.head.target.as_ref());
    let told = target.filter(|target| first.is_some_and(|days| target.by == Some(days.last_day)));
    let terms = common.map(|terms| told.map_or(terms, |target| judgement::source(locale, target)));
    // That they are the plan's says the heading.
    let promised = terms.filter(|terms| *terms != locale.words().pages.set_by_plan);
    let promised = promised.map(|terms| fill(words.promised, &[terms]));
    match (promised, over) {
        (Some(promised), Some(over)) => Some(format!("{promised}; {}", inside(&over))),
        (promised, over) => promised.or(over),
    }
}

/// How far from the target, in words.
fn gap(locale: &Locale, tile: &TileView) -> Option<String> {
    let words = &locale.words().brief;
    // Of few it would be one of percentages that nothing can be read from.
    if sample::counted(locale, &tile.head.kpi, tile.deciding().0).is_some() {
        return None;
    }
    tile.shortfall().filter(|missing| missing.is_sign_positive() && !missing.is_zero())?;
    let (value, target) = (tile.deciding().0.value?, tile.head.target.as_ref()?.value);
    let template = match tile.head.kpi.better {
        Better::Higher | Better::Neither => words.below,
        Better::Lower => words.above,
    };
    Some(fill(template, &[&locale.gap(value, target, &tile.head.kpi.unit)]))
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
    // What is doubtful about several is told once, below; its number stands at each of them. What merely informs stands on
    // the passports.
    let mut doubts: Vec<Doubt> = Vec::new();
    for doubt in view.tiles.iter().flat_map(|tile| doubts_of(locale, tile, days)) {
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
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
                @let (kpi, figure) = (&tile.head.kpi, &tile.figure);
                @let why = figure.reason.as_ref().filter(|_| !figure::has_value(figure));
                tr {
                    th scope="row" {
                        a href=(address::kpi(&kpi.code, ask, &figure.period)) { (tile.head.title) }
                        " " span.code { (kpi.code) }
                        (tile::reports(locale, &tile.head, figure))
                    }
                    td.n.none[!figure::has_value(figure)] {
                        a.all href=(tile::behind(ask, &tile.head, figure, None)) {
                            b { (figure::value(locale, kpi, figure)) }
                            @if let Some(text) = figure::fraction(locale, kpi, figure) { " " small.parts { (text) } }
                        }
                        (sample::mark(locale, kpi, figure)) (tile::marks(locale, figure))
                        @let own: Vec<Doubt> = doubts_of(locale, tile, days).collect();
                        @for (index, _) in doubts.iter().enumerate().filter(|(_, doubt)| own.contains(doubt)) {
                            sup { a href=(format!("#{id}-{}", index + 1)) { (index + 1) } }
                        }
                        @if let Some(why) = why { " " span.parts { (capital(&reason::missing(locale, why))) } }
                    }
                    @if compared.is_some() { td.change { (change(locale, tile, said)) } }
                    td { (PreEscaped(tile::sparkline(locale, &format!("{id}-course-{index}"), tile))) }
                    @if judged { td { @if tile.head.target.is_some() { (judgement::standing(locale, &tile.head, figure, tile.status)) } } }
                }
            } }
        }
        @if !doubts.is_empty() {
            ol.doubts { @for (index, doubt) in doubts.iter().enumerate() { li id=(format!("{id}-{}", index + 1)) { (doubt.text) } } }
        }
        @if let Some(over) = view.tiles.first().and_then(|tile| tile.course.first().zip(tile.course.last())) {
            p.note { (words.several.course) ": " (period::short(locale, &over.0.period)) " – " (period::short(locale, &over.1.period)) "." }
        }
    }
}

/// What may be wrong with a figure, or limits it.
fn doubts_of(locale: &Locale, tile: &TileView, days: DayRange) -> impl Iterator<Item = Doubt> {
    tile::doubts(locale, &tile.head, &tile.figure, days).into_iter().filter(|doubt| !doubt.informs)
}

/// The change from the base that the column names, or why there is none.
fn change(locale: &Locale, tile: &TileView, said: Option<&str>) -> String {
    judgement::moved(locale, tile).or_else(|| judgement::change_once(locale, tile, said)).unwrap_or_default()
}
