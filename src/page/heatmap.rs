//! A figure's parts over periods as shaded cells, with their table.

use maud::{Markup, html};

use super::caveat::Together;
use super::figures::not_adding;
use super::lead::Leads;
use super::sentence::capital;
use super::{figure, period, plot, quantity, tile};
use crate::chart::{Cell, Chart, Heatmap, HeatmapRow, Shade};
use crate::kpi::{Figure, Kpi};
use crate::locale::Locale;
use crate::report::{GridRow, GridView};

/// The chart and its table.
pub(super) fn heatmap(locale: &Locale, id: &str, view: &GridView, leads: &Leads<'_>) -> Markup {
    html! { (plot::figure(svg(locale, id, view, leads))) (below(locale, view, leads)) }
}

/// What must be known of members over periods, and their table.
pub(super) fn below(locale: &Locale, view: &GridView, leads: &Leads<'_>) -> Markup {
    let table = html! { (table(locale, view, leads)) (plot::breaks(locale, plot::parted(&view.cuts))) };
    html! {
        @if view.left_out > 0 { (plot::left_out(locale, locale.words().panels.left_out, view.left_out)) }
        @if view.overlaps { (not_adding(locale, &view.head.kpi)) }
        (plot::details(locale, view.rows.len(), &table))
    }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &GridView, leads: &Leads<'_>) -> String {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let columns: Vec<String> = view.periods().map(|each| period::short(locale, each)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let together = together(view);
    let cell = |figure: &Figure| Cell {
        shade: tile::drawn(figure).map_or(Shade::Missing, Shade::Value),
        text: text(locale, kpi, figure),
        doubt: together.marks(locale, figure).join("; "),
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
        doubtful: words.panels.doubtful,
        unwritten: words.panels.unwritten,
    }
    .linked(&links(view, leads))
}

/// Where each row leads.
pub(super) fn links(view: &GridView, leads: &Leads<'_>) -> Vec<Option<String>> {
    let link = |row: &GridRow| leads.mark(&view.head.kpi, row.cells.last()?, row.nested);
    view.rows.iter().map(link).collect()
}

/// A cell's figure without its unit, or why there is none.
pub(super) fn text(locale: &Locale, kpi: &Kpi, cell: &Figure) -> String {
    match figure::has_value(cell) {
        true => quantity::in_full(locale, cell.value, &kpi.unit),
        false => figure::value(locale, kpi, cell),
    }
}

/// All cells, which are read beside each other.
pub(super) fn together(view: &GridView) -> Together<'_> {
    Together::of(view.rows.iter().flat_map(|row| &row.cells))
}

/// What is doubtful about the periods, which the marks of the cells stand for: what is doubtful about a member in a
/// period is so about the whole in it.
pub(super) fn notes(locale: &Locale, view: &GridView) -> Markup {
    html! {
        (Together::of(&view.wholes).notes(locale, &[]))
        @if view.wholes.iter().any(|whole| whole.before_since) { (tile::before_since(locale, &view.head.kpi)) }
    }
}

fn table(locale: &Locale, view: &GridView, leads: &Leads<'_>) -> Markup {
    let kpi = &view.head.kpi;
    let title = plot::title(locale, &view.head, &view.dimension);
    let caption = if kpi.unit.label.is_empty() { title } else { format!("{title} ({})", kpi.unit.label) };
    let together = together(view);
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (capital(&view.dimension)) }
                    @for each in view.periods() { th.n scope="col" { (period::short(locale, each)) } }
                } }
                tbody { @for row in &view.rows {
                    tr {
                        @let href = row.cells.last().and_then(|part| leads.row(kpi, part, row.nested));
                        th scope="row" { @if let Some(href) = href { a href=(href) { (row.label) } } @else { (row.label) } }
                        @for cell in &row.cells {
                            @let (text, href) = (text(locale, kpi, cell), leads.row(kpi, cell, row.nested));
                            td.n.none[!figure::has_value(cell)] {
                                @if let Some(href) = href { a href=(href) { (text) } } @else { (text) }
                                @for mark in together.marks(locale, cell) { " " span.mark.late { (mark) } }
                            }
                        }
                    }
                } }
            }
        }
    }
}
