//! Inline bar: a bar beside a number in a table cell, small as a word.

use super::axis::Scale;
use super::axis::{drawable, extent, range};
use super::backend::escape;
use super::palette::series;
use super::path::{number, rectangle};

const BLUE: &str = series!();
const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 10.0;
/// How far a bar that ends beyond the scale is slanted.
const SLANT: f64 = 5.0;

/// A bar of 72 by 10 px from zero. It says nothing that the number beside it does not, so those who hear a page do not
/// hear it. Without a value it is a dotted line; below zero hollow; beyond the scale it ends in two slanted cuts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InlineBar {
    /// The value; `None`, and what is not finite, has no bar.
    pub value: Option<f64>,
    /// The least value of the column; zero is always on the scale.
    pub low: f64,
    /// The greatest value of the column, or what is full.
    pub high: f64,
    /// What is to be reached: a mark across the bar.
    pub target: Option<f64>,
}

impl InlineBar {
    /// One `<svg>` element for an HTML page, under 200 bytes besides `title`, which says the number beside it.
    pub fn svg(&self, title: &str) -> String {
        let (low, high) = range(
            Scale::Zero,
            extent([self.low, self.high].into_iter().filter_map(|end| drawable(Some(end))))
                .unwrap_or((0.0, 0.0)),
        );
        let place = |value: f64| (value.clamp(low, high) - low) / (high - low) * (WIDTH - 1.0) + 0.5;
        let zero = place(0.0);
        let shape = match drawable(self.value) {
            None => format!(r#"stroke="currentColor" stroke-dasharray="1 4" d="M0 5h{WIDTH}"/>"#),
            Some(0.0) => format!(r#"stroke="currentColor" d="M{} 0v{HEIGHT}"/>"#, number(zero)),
            Some(value) if value > high => {
                let (cut, end) = (WIDTH - 2.0 * SLANT, WIDTH);
                let from = number(zero);
                format!(
                    r#"fill="{BLUE}" d="M{from} 1H{cut}l-{SLANT} 8H{from}zM{} 1H{end}l-{SLANT} 8h-3z"/>"#,
                    cut + 4.0
                )
            }
            Some(value) if value < 0.0 => {
                let end = place(value).min(zero - 1.0);
                let data = rectangle((end, 1.5), zero - end, 7.0);
                format!(r#"fill="none" stroke="{BLUE}" d="{data}"/>"#)
            }
            Some(value) => {
                let data = rectangle((zero, 1.0), (place(value) - zero).max(1.0), 8.0);
                format!(r#"fill="{BLUE}" d="{data}"/>"#)
            }
        };
        let mut svg =
            format!(r#"<svg class="inline" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true"><title>"#);
        escape(&mut svg, title);
        svg.push_str("</title><path ");
        svg.push_str(&shape);
        if let Some(target) = drawable(self.target) {
            let place = number(place(target));
            svg.push_str(&format!(
                r#"<path stroke="currentColor" stroke-width="2" d="M{place} 0v{HEIGHT}"/>"#
            ));
        }
        svg.push_str("</svg>");
        svg
    }
}
