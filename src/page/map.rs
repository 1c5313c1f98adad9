//! A figure's parts where they lie, with their table: as a map where the workspace has the outlines of members, else as
//! dots in their order. No border is drawn from memory.

use maud::{Markup, html};

use super::figures::{below, is_nested, living, overlap};
use super::lead::Leads;
use super::{figure, plot, tile};
use crate::chart::{Area, Arrangement, Bar, Bars, Chart, Circles, LonLat, Map};
use crate::kpi::{Aggregate, Role};
use crate::locale::Locale;
use crate::report::MapView;

/// Beyond it dots are a list; the table has the rest.
const MOST_DOTS: usize = 24;

/// The chart and the table of its figures.
pub(super) fn map(locale: &Locale, id: &str, view: &MapView, leads: &Leads<'_>) -> Markup {
    let kpi = &view.parts.head.kpi;
    let below = below(locale, &view.parts, leads);
    let left_out = if has_shapes(view) { 0 } else { living(&view.parts) - ranked(view).count() };
    html! {
        (plot::figure(svg(locale, id, view, leads)))
        @if left_out > 0 { (plot::left_out(locale, locale.words().pages.more_in_table, left_out)) }
        (overlap(locale, kpi, &view.parts.breakdown))
        (plot::details(locale, below.count, &below.table))
        (below.gone)
    }
}

/// Whether the workspace says where any member ends.
fn has_shapes(view: &MapView) -> bool {
    view.shapes.iter().any(|shape| !shape.is_empty())
}

/// The places of the parts that are drawn as dots: of those that live.
fn ranked(view: &MapView) -> impl Iterator<Item = usize> {
    let places = 0..living(&view.parts);
    places.filter(|at| !figure::is_idle(&view.parts.breakdown.parts[*at])).take(MOST_DOTS)
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &MapView, leads: &Leads<'_>) -> String {
    if has_shapes(view) { on_map(locale, id, view, leads) } else { dots(locale, id, view, leads) }
}

/// Where the part at a place leads.
fn link(view: &MapView, leads: &Leads<'_>, at: usize) -> Option<String> {
    let parts = &view.parts;
    leads.mark(&parts.head.kpi, parts.breakdown.parts.get(at)?, is_nested(&parts.nested, at))
}

fn dots(locale: &Locale, id: &str, view: &MapView, leads: &Leads<'_>) -> String {
    let kpi = &view.parts.head.kpi;
    let bar = |at: usize| {
        let (part, label) = (&view.parts.breakdown.parts[at], &view.parts.labels[at]);
        let text = figure::drawn(locale, kpi, part);
        Bar {
            label: label.clone(),
            title: format!("{label}: {text}"),
            value: tile::drawn(part),
            text,
            parts: Vec::new(),
            target: None,
        }
    };
    let bars: Vec<Bar> = ranked(view).map(bar).collect();
    Bars {
        id,
        title: &plot::title(locale, &view.parts.head, &view.parts.dimension),
        description: &bars.first().map(|bar| bar.title.clone()).unwrap_or_default(),
        bars: &bars,
        arrangement: Arrangement::Dots,
        target: "",
        empty: locale.words().no_value,
        whole: tile::whole(kpi),
    }
    .linked(&ranked(view).map(|at| link(view, leads, at)).collect::<Vec<_>>())
}

fn on_map(locale: &Locale, id: &str, view: &MapView, leads: &Leads<'_>) -> String {
    let words = locale.words();
    let kpi = &view.parts.head.kpi;
    let mut areas = Vec::new();
    for (index, (part, label)) in view.parts.breakdown.parts.iter().zip(&view.parts.labels).enumerate() {
        let text = figure::drawn(locale, kpi, part);
        let place = view.places.get(index).copied().flatten();
        areas.push(Area {
            title: format!("{label}: {text}"),
            label: label.clone(),
            value: tile::drawn(part),
            text,
            place: place.map(|at| LonLat { longitude: at.longitude, latitude: at.latitude }),
            shape: view.shapes.get(index).cloned().unwrap_or_default(),
        });
    }
    let adds = kpi.role(Role::Numerator).all(|column| match column.aggregate {
        Aggregate::Sum | Aggregate::Distinct => true,
        Aggregate::Median | Aggregate::P90 => false,
    });
    Map {
        id,
        title: &plot::title(locale, &view.parts.head, &view.parts.dimension),
        description: &areas.first().map(|area| area.title.clone()).unwrap_or_default(),
        areas: &areas,
        circles: if adds && !kpi.is_ratio() { Circles::ByValue } else { Circles::Alike },
        scale: tile::scale(kpi),
        unit: plot::unit(kpi),
        axis_label: &|value| plot::axis_label(locale, &kpi.unit, value),
        unplaced: words.panels.unplaced,
        empty: words.no_value,
    }
    .linked(&(0..areas.len()).map(|at| link(view, leads, at)).collect::<Vec<_>>())
}
