//! A figure's parts where they lie, with their table.

use maud::{Markup, html};

use super::figures::{Figures, overlap, parts};
use super::{figure, plot, tile};
use crate::chart::{Area, Chart, Circles, LonLat, Map};
use crate::kpi::{Aggregate, Role};
use crate::locale::Locale;
use crate::report::MapView;

/// The chart and the table of its figures.
pub(super) fn map(locale: &Locale, id: &str, view: &MapView) -> Markup {
    let kpi = &view.head.kpi;
    let caption = plot::title(locale, &view.head, &view.dimension);
    let lines = parts(locale, &view.breakdown, &view.labels);
    let figures = Figures { kpi, caption: &caption, first: &view.dimension, more: None, bars: None, lines };
    html! {
        (plot::figure(svg(locale, id, view)))
        (overlap(locale, kpi, &view.breakdown))
        (plot::details(locale, view.breakdown.parts.len() + 1, &figures.markup(locale)))
    }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &MapView) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let mut areas = Vec::new();
    for (index, (part, label)) in view.breakdown.parts.iter().zip(&view.labels).enumerate() {
        let text = figure::value(locale, kpi, part);
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
        title: &plot::title(locale, &view.head, &view.dimension),
        description: &areas.first().map(|area| area.title.clone()).unwrap_or_default(),
        areas: &areas,
        circles: if adds && !kpi.is_ratio() { Circles::ByValue } else { Circles::Alike },
        scale: tile::scale(kpi),
        unit: plot::unit(kpi),
        axis_label: &|value| plot::axis_label(locale, &kpi.unit, value),
        unplaced: words.panels.unplaced,
        empty: words.no_value,
    }
    .svg()
}
