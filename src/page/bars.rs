//! A figure's parts as bars, with their table.

use maud::{Markup, PreEscaped, html};

use super::figures::{Figures, overlap, parts};
use super::sentence::fill;
use super::{figure, tile};
use crate::chart::{Arrangement, Bar, Bars, Chart};
use crate::locale::Locale;
use crate::report::BarsView;

/// Beyond it a chart is a list; the table has the rest.
const MOST_BARS: usize = 20;

/// The chart and the table of its figures; `id` is unique in the page.
pub(super) fn bars(locale: &Locale, id: &str, view: &BarsView) -> Markup {
    let words = locale.words();
    let kpi = &view.head.kpi;
    let bars: Vec<Bar> = view
        .breakdown
        .parts
        .iter()
        .zip(&view.labels)
        .take(MOST_BARS)
        .map(|(part, label)| {
            let text = figure::value(locale, kpi, part);
            let title = format!("{label}: {text}");
            Bar {
                label: label.clone(),
                title,
                value: tile::drawn(part),
                text,
                parts: Vec::new(),
                target: None,
            }
        })
        .collect();
    let left_out = view.breakdown.parts.len() - bars.len();
    let title = format!("{}, {} {}", view.head.title, words.broken_down_by.to_lowercase(), view.dimension);
    let description = bars.first().map(|bar| bar.title.clone()).unwrap_or_default();
    let chart = Bars {
        id,
        title: &title,
        description: &description,
        bars: &bars,
        arrangement: Arrangement::Single,
        target: "",
        empty: words.no_value,
    };
    let lines = parts(locale, &view.breakdown, &view.labels);
    let figures = Figures { kpi, caption: &title, first: &view.dimension, more: None, lines };
    html! {
        div.figure { (PreEscaped(chart.svg())) }
        @if left_out > 0 { p.note { (fill(words.pages.more_in_table, &[&left_out.to_string()])) } }
        (overlap(locale, &view.head.kpi, &view.breakdown))
        details { summary { (words.same_figures_as_table) } (figures.markup(locale)) }
    }
}
