//! The courses of a figure's largest parts, with their table.

use maud::{Markup, html};

use super::sentence::fill;
use super::{figure, heatmap, period, plot, tile};
use crate::chart::{Chart, Heights, Member, Multiples, Point};
use crate::locale::Locale;
use crate::report::{GridCell, GridView};

/// The chart and its table.
pub(super) fn multiples(locale: &Locale, id: &str, view: &GridView) -> Markup {
    html! { (plot::figure(svg(locale, id, view))) (heatmap::below(locale, view)) }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &GridView) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let point = |(cell, each): (&GridCell, &crate::calendar::Period)| Point {
        label: period::short(locale, each),
        title: String::new(),
        value: match cell {
            GridCell::Figure(figure) => tile::drawn(figure),
            GridCell::Zero => Some(0.0),
            GridCell::Nothing => None,
        },
        text: String::new(),
        provisional: match cell {
            GridCell::Figure(figure) => figure.provisional,
            GridCell::Zero | GridCell::Nothing => false,
        },
    };
    let members: Vec<Member> = view
        .rows
        .iter()
        .map(|row| {
            let last = row.cells.last();
            let text = last.map_or_else(|| figure::NONE.to_owned(), |cell| heatmap::text(locale, kpi, cell));
            let told = row.cells.iter().zip(&view.periods).map(|(cell, each)| {
                format!("{} {}", period::short(locale, each), heatmap::text(locale, kpi, cell))
            });
            Member {
                title: format!("{}: {}", row.label, told.collect::<Vec<_>>().join("; ")),
                label: row.label.clone(),
                text,
                points: row.cells.iter().zip(&view.periods).map(point).collect(),
            }
        })
        .collect();
    let unit = plot::unit(kpi);
    Multiples {
        id,
        title: &plot::title(locale, &view.head, &view.dimension),
        description: "",
        members: &members,
        heights: Heights::Shared,
        scale: tile::scale(kpi),
        note: &fill(words.panels.one_scale, &[if unit.is_empty() { words.value } else { unit }]),
        axis_label: &|value| plot::axis_label(locale, &kpi.unit, value),
        empty: words.no_value,
    }
    .svg()
}
