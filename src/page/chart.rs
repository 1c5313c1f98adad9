//! A panel's chart by itself, for where there is no style sheet of ours: on white, right wherever it is put.

use super::{bars, bullet, cells, funnel, heatmap, map, multiples, tile, trend};
use crate::locale::Locale;
use crate::report::PanelView;

/// The text of a chart on white.
const INK: &str = "#1c2126";

/// A panel's chart as an SVG document on white; nothing for a panel that has none (a table), or that could not be made.
pub fn chart(panel: &PanelView, locale: &Locale) -> Option<String> {
    const ID: &str = "chart";
    let svg = match panel {
        PanelView::Tile(view) => tile::sparkline(locale, ID, &view.head.kpi, &view.head.title, &view.course),
        PanelView::Trend(view) => trend::svg(locale, ID, view),
        PanelView::Bars(view) => bars::svg(locale, ID, view),
        PanelView::Bullet(view) => bullet::svg(locale, ID, view),
        PanelView::Funnel(view) => funnel::svg(locale, ID, view),
        PanelView::Heatmap(view) => heatmap::svg(locale, ID, view),
        PanelView::Map(view) => map::svg(locale, ID, view),
        PanelView::Multiples(view) => multiples::svg(locale, ID, view),
        PanelView::Cells(view) => cells::svg(locale, ID, view),
        PanelView::Table(_) | PanelView::Rows(_) | PanelView::Broken { .. } => return None,
    };
    Some(on_white(&svg))
}

/// A sheet below the drawing, and its colour for all text that has none of its own.
fn on_white(svg: &str) -> String {
    let Some((opening, rest)) = svg.split_once('>') else { return svg.to_owned() };
    let sheet = r##"<rect width="100%" height="100%" fill="#fff"/>"##;
    format!(r#"{opening} color="{INK}">{sheet}{rest}"#)
}
