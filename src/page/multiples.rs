//! The courses of a figure's largest parts, with their table.

use maud::{Markup, html};

use super::lead::Leads;
use super::sentence::fill;
use super::{heatmap, period, plot, quantity, tile};
use crate::chart::{Chart, Heights, Member, Multiples, Point};
use crate::kpi::Figure;
use crate::locale::Locale;
use crate::report::GridView;

/// The chart and its table.
pub(super) fn multiples(locale: &Locale, id: &str, view: &GridView, leads: &Leads<'_>) -> Markup {
    html! { (plot::figure(svg(locale, id, view, leads))) (heatmap::below(locale, view, leads)) }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &GridView, leads: &Leads<'_>) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let together = heatmap::together(view);
    let point = |cell: &Figure| Point {
        label: period::short(locale, &cell.period),
        value: tile::drawn(cell),
        provisional: cell.provisional,
        doubtful: !together.marks(locale, cell).is_empty(),
        ..Point::default()
    };
    let told = |cell: &Figure| {
        let doubts = together.marks(locale, cell);
        let doubts = if doubts.is_empty() { String::new() } else { format!(" ({})", doubts.join("; ")) };
        format!("{} {}{doubts}", period::short(locale, &cell.period), heatmap::text(locale, kpi, cell))
    };
    let members: Vec<Member> = view
        .rows
        .iter()
        .map(|row| {
            let last = row.cells.last();
            let text =
                last.map_or_else(|| quantity::NONE.to_owned(), |cell| heatmap::text(locale, kpi, cell));
            Member {
                title: format!(
                    "{}: {}",
                    row.label,
                    row.cells.iter().map(told).collect::<Vec<_>>().join("; ")
                ),
                label: row.label.clone(),
                text,
                points: row.cells.iter().map(point).collect(),
            }
        })
        .collect();
    let unit = plot::unit(kpi);
    let parted: Vec<String> =
        plot::parted(&view.cuts).map(|parted| plot::break_told(locale, parted)).collect();
    Multiples {
        id,
        title: &plot::title(locale, &view.head, &view.dimension),
        description: &parted.join("; "),
        members: &members,
        cuts: &plot::places(&view.cuts),
        heights: Heights::Shared,
        scale: tile::scale(kpi),
        note: &fill(words.panels.one_scale, &[if unit.is_empty() { words.value } else { unit }]),
        axis_label: &|value| plot::axis_label(locale, &kpi.unit, value),
        empty: words.no_value,
        doubtful: words.panels.doubtful,
    }
    .linked(&heatmap::links(view, leads))
}
