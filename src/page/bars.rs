//! A figure's parts as bars, with their table.

use maud::{Markup, html};

use super::figures::{Figures, overlap, parts};
use super::{figure, plot, tile};
use crate::chart::{Arrangement, Bar, Bars, Chart};
use crate::locale::Locale;
use crate::report::BarsView;

/// Beyond it a chart is a list; the table has the rest.
const MOST_BARS: usize = 20;

/// The chart and the table of its figures; `id` is unique in the page.
pub(super) fn bars(locale: &Locale, id: &str, view: &BarsView) -> Markup {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let left_out = view.breakdown.parts.len().saturating_sub(MOST_BARS);
    let caption = plot::title(locale, &view.head.title, &view.dimension);
    let lines = parts(locale, &view.breakdown, &view.labels);
    let figures = Figures { kpi, caption: &caption, first: &view.dimension, more: None, bars: None, lines };
    html! {
        (plot::figure(svg(locale, id, view)))
        @if left_out > 0 { (plot::left_out(locale, words.pages.more_in_table, left_out)) }
        (overlap(locale, kpi, &view.breakdown))
        (plot::details(locale, view.breakdown.parts.len() + 1, &figures.markup(locale)))
    }
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &BarsView) -> String {
    let kpi = &view.head.kpi;
    let shown = view.breakdown.parts.iter().zip(&view.labels).take(MOST_BARS);
    let bars: Vec<Bar> = shown
        .map(|(part, label)| {
            let text = figure::value(locale, kpi, part);
            Bar {
                label: label.clone(),
                title: format!("{label}: {text}"),
                value: tile::drawn(part),
                text,
                parts: Vec::new(),
                target: None,
            }
        })
        .collect();
    Bars {
        id,
        title: &plot::title(locale, &view.head.title, &view.dimension),
        description: &bars.first().map(|bar| bar.title.clone()).unwrap_or_default(),
        bars: &bars,
        arrangement: Arrangement::Single,
        target: "",
        empty: locale.words().no_value,
    }
    .svg()
}
