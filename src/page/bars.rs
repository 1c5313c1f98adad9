//! A figure's parts as bars, whole or divided by a second dimension, with their table.

use maud::{Markup, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::figures::{below, by, is_nested, living, not_adding};
use super::lead::Leads;
use super::sentence::{capital, fill};
use super::{figure, plot, tile};
use crate::chart::{Arrangement, Bar, Bars, Chart, Part};
use crate::dashboard::Arrange;
use crate::kpi::Figure;
use crate::locale::Locale;
use crate::report::{BarsView, GroupView};

/// Beyond it a chart is a list; the table has the rest.
const MOST_BARS: usize = 20;

/// More textures cannot be told apart.
const MOST_PARTS: usize = 5;

/// The chart and the table of its figures; `id` is unique in the page.
pub(super) fn bars(locale: &Locale, id: &str, view: &BarsView, leads: &Leads<'_>) -> Markup {
    let words = locale.words();
    let left_out = living(&view.parts) - drawn(view).count();
    let kpi = &view.parts.head.kpi;
    let below = below(locale, &view.parts, leads);
    let table = match &view.group {
        None => below.table,
        Some(group) => divided(locale, view, group, leads),
    };
    let beside = view.group.as_ref().filter(|group| group.arrange == Arrange::Stacked && !group.adds);
    let undrawn = view.group.as_ref().filter(|group| !merges(group));
    let undrawn = undrawn.and_then(|group| group.labels.get(MOST_PARTS..)).unwrap_or_default();
    html! {
        (plot::figure(svg(locale, id, view, leads)))
        @if left_out > 0 { (plot::left_out(locale, words.pages.more_in_table, left_out)) }
        @if !undrawn.is_empty() { p.note { (fill(words.panels.undrawn, &[&undrawn.join("; ")])) } }
        @if beside.is_some() { p.note { (words.panels.not_stacked) } }
        @if view.parts.breakdown.overlaps || view.group.as_ref().is_some_and(|group| group.overlaps) {
            (not_adding(locale, kpi))
        }
        (plot::details(locale, below.count, &table))
        (below.gone)
    }
}

/// Whether parts stand behind each other.
fn stacks(group: &GroupView) -> bool {
    group.arrange == Arrange::Stacked && group.adds
}

/// The parts that are drawn, with their places: of those that live.
fn drawn(view: &BarsView) -> impl Iterator<Item = (usize, (&Figure, &String))> {
    let parts =
        view.parts.breakdown.parts.iter().zip(&view.parts.labels).enumerate().take(living(&view.parts));
    parts.filter(|(_, (part, _))| !figure::is_idle(part)).take(MOST_BARS)
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &BarsView, leads: &Leads<'_>) -> String {
    let kpi = &view.parts.head.kpi;
    // A mark for each only where the target holds for each.
    let target = view.parts.head.target.as_ref().filter(|target| {
        let each = target.each.iter().any(|each| each == by(&view.parts.breakdown));
        each && view.parts.head.filters.is_empty() && view.group.is_none()
    });
    let bars: Vec<Bar> = drawn(view)
        .map(|(index, (part, label))| {
            let text = figure::drawn(locale, kpi, part);
            let target = target.filter(|_| part.by.as_ref().is_some_and(|(_, member)| member.is_some()));
            let aim = target.map(|target| plot::aim(locale, kpi, target));
            Bar {
                label: label.clone(),
                title: format!("{label}: {text}{}", aim.unwrap_or_default()),
                value: tile::drawn(part),
                text,
                parts: view
                    .group
                    .as_ref()
                    .map_or_else(Vec::new, |group| strips(locale, view, group, part, &group.cells[index])),
                target: target.and_then(|target| target.value.to_f64()),
            }
        })
        .collect();
    let link = |(index, (part, _)): (usize, (&Figure, &String))| {
        leads.mark(kpi, part, is_nested(&view.parts.nested, index))
    };
    let links: Vec<Option<String>> = drawn(view).map(link).collect();
    let names = view.group.as_ref().map_or_else(Vec::new, |group| names(locale, group));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arrangement = match &view.group {
        None => Arrangement::Single,
        Some(group) if stacks(group) => Arrangement::Stacked(&names),
        Some(_) => Arrangement::Grouped(&names),
    };
    Bars {
        id,
        title: &title(locale, view),
        description: &bars.first().map(|bar| bar.title.clone()).unwrap_or_default(),
        bars: &bars,
        arrangement,
        target: locale.words().target,
        empty: locale.words().no_value,
        whole: tile::whole(kpi),
    }
    .linked(&links)
}

fn title(locale: &Locale, view: &BarsView) -> String {
    let by = |dimension: &str| plot::title(locale, &view.parts.head, dimension);
    match &view.group {
        None => by(&view.parts.dimension),
        // A panel's own title says by what it is divided.
        Some(_) if view.parts.head.title != view.parts.head.kpi.title => by(&view.parts.dimension),
        Some(group) => {
            let second = super::sentence::inside(&group.dimension);
            format!("{} {} {second}", by(&view.parts.dimension), locale.words().pages.and)
        }
    }
}

/// Whether the smallest parts are drawn as one: more than can be told apart, and they add up.
fn merges(group: &GroupView) -> bool {
    group.adds && group.labels.len() > MOST_PARTS
}

/// What the parts of a bar are called.
fn names(locale: &Locale, group: &GroupView) -> Vec<String> {
    let merged = merges(group);
    let own = if merged { MOST_PARTS - 1 } else { MOST_PARTS };
    let names = group.labels.iter().take(own).cloned();
    names.chain(merged.then(|| locale.words().panels.others.to_owned())).collect()
}

/// The parts of one bar, in the order of their names.
fn strips(
    locale: &Locale,
    view: &BarsView,
    group: &GroupView,
    whole: &Figure,
    cells: &[Figure],
) -> Vec<Part> {
    let kpi = &view.parts.head.kpi;
    let part = |cell: &Figure| Part { value: tile::drawn(cell), text: figure::short(locale, kpi, cell) };
    if !merges(group) {
        return cells.iter().take(MOST_PARTS).map(part).collect();
    }
    let (own, _) = cells.split_at(MOST_PARTS - 1);
    let told: Decimal = own.iter().filter_map(|cell| cell.value).sum();
    let rest = whole.value.filter(|_| figure::has_value(whole)).map(|whole| whole - told);
    let others = Part {
        value: rest.and_then(|rest| rest.to_f64()),
        text: figure::short_number(locale, rest, &kpi.unit),
    };
    own.iter().map(part).chain([others]).collect()
}

/// Every part by every member of the second dimension.
fn divided(locale: &Locale, view: &BarsView, group: &GroupView, leads: &Leads<'_>) -> Markup {
    let kpi = &view.parts.head.kpi;
    let title = title(locale, view);
    let cell = |figure: &Figure| {
        html! { td.n.none[!figure::has_value(figure)] { (figure::bare(locale, kpi, figure)) } }
    };
    html! {
        div.scroll role="region" tabindex="0" aria-label=(title) {
            table {
                caption { (title) }
                thead {
                    tr {
                        th scope="col" { (capital(&view.parts.dimension)) }
                        @for label in &group.labels { th.n scope="col" { (label) } }
                        th.n scope="col" { (locale.words().total) @if !kpi.unit.label.is_empty() { " (" (kpi.unit.label) ")" } }
                    }
                }
                tbody {
                    tr.total {
                        @let href = leads.row(kpi, &view.parts.breakdown.total, false);
                        th scope="row" { @if let Some(href) = href { a href=(href) { (locale.words().total) } } @else { (locale.words().total) } (tile::marks(locale, &view.parts.breakdown.total)) }
                        @for each in &group.totals { (cell(each)) }
                        (cell(&view.parts.breakdown.total))
                    }
                    @for (at, ((part, label), cells)) in view.parts.breakdown.parts.iter().zip(&view.parts.labels).zip(&group.cells).enumerate() {
                        @let href = leads.row(kpi, part, is_nested(&view.parts.nested, at));
                        tr {
                            th scope="row" { @if let Some(href) = href { a href=(href) { (label) } } @else { (label) } (tile::marks(locale, part)) }
                            @for each in cells { (cell(each)) }
                            (cell(part))
                        }
                    }
                }
            }
        }
    }
}
