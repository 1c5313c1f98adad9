//! A figure's parts over periods as shaded cells, with their table.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::figures::not_adding;
use super::sentence::capital;
use super::{figure, period, plot, tile};
use crate::chart::{Cell, Chart, Heatmap, HeatmapRow, Shade};
use crate::kpi::Kpi;
use crate::locale::Locale;
use crate::report::{GridCell, GridView};

/// The chart and its table.
pub(super) fn heatmap(locale: &Locale, id: &str, view: &GridView) -> Markup {
    html! { (plot::figure(svg(locale, id, view))) (below(locale, view)) }
}

/// What must be known of members over periods, and their table.
pub(super) fn below(locale: &Locale, view: &GridView) -> Markup {
    html! {
        @if view.left_out > 0 { (plot::left_out(locale, locale.words().panels.left_out, view.left_out)) }
        @if view.overlaps { (not_adding(locale, &view.head.kpi)) }
        (plot::details(locale, view.rows.len(), &table(locale, view)))
    }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &GridView) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let columns: Vec<String> = view.periods.iter().map(|each| period::short(locale, each)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let cell = |cell: &GridCell| Cell {
        shade: match cell {
            GridCell::Figure(figure) => tile::drawn(figure).map_or(Shade::Missing, Shade::Value),
            GridCell::Zero => Shade::Value(0.0),
            GridCell::Nothing => Shade::Missing,
        },
        text: text(locale, kpi, cell),
    };
    let rows: Vec<HeatmapRow> = view
        .rows
        .iter()
        .map(|row| HeatmapRow { label: row.label.clone(), cells: row.cells.iter().map(cell).collect() })
        .collect();
    Heatmap {
        id,
        title: &plot::title(locale, &view.head, &view.dimension),
        description: "",
        columns: &columns,
        rows: &rows,
        states: &[],
        scale: tile::scale(kpi),
        unit: plot::unit(kpi),
        axis_label: &|value| plot::axis_label(locale, &kpi.unit, value),
        empty: words.no_value,
    }
    .svg()
}

/// A cell's figure without its unit, or why there is none.
pub(super) fn text(locale: &Locale, kpi: &Kpi, cell: &GridCell) -> String {
    match cell {
        GridCell::Figure(own) if figure::has_value(own) => figure::bare(locale, own.value, &kpi.unit),
        GridCell::Figure(own) => figure::value(locale, kpi, own),
        GridCell::Zero => figure::bare(locale, Some(Decimal::ZERO), &kpi.unit),
        GridCell::Nothing => figure::NONE.to_owned(),
    }
}

fn table(locale: &Locale, view: &GridView) -> Markup {
    let kpi = &view.head.kpi;
    let title = plot::title(locale, &view.head, &view.dimension);
    let caption = if kpi.unit.label.is_empty() { title } else { format!("{title} ({})", kpi.unit.label) };
    let missing = |cell: &GridCell| match cell {
        GridCell::Figure(own) => !figure::has_value(own),
        GridCell::Zero => false,
        GridCell::Nothing => true,
    };
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (capital(&view.dimension)) }
                    @for each in &view.periods { th.n scope="col" { (period::short(locale, each)) } }
                } }
                tbody { @for row in &view.rows {
                    tr {
                        th scope="row" { (row.label) }
                        @for cell in &row.cells { td.n.none[missing(cell)] { (text(locale, kpi, cell)) } }
                    }
                } }
            }
        }
    }
}
