//! Links to what a page shows as a file: one quiet line.

use maud::{Markup, html};

use super::address;
use super::sentence::fill;
use crate::locale::Locale;

/// The forms of a chart.
const DRAWINGS: [&str; 2] = ["svg", "png"];

/// A line of links, one a format; nothing where none is offered.
pub(super) fn line(told: &str, formats: &[&'static str], address: impl Fn(&str) -> String) -> Markup {
    html! { @if !formats.is_empty() { p.downloads { (told) ": " (links(formats, &address)) } } }
}

/// The same folded, for one of many cards: its table in each format, and its chart where it has one.
pub(super) fn folded(
    locale: &Locale,
    title: &str,
    formats: &[&'static str],
    address: impl Fn(&str) -> String,
    chart: Option<&dyn Fn(&str) -> String>,
) -> Markup {
    let words = &locale.words().downloads;
    html! {
        @if !formats.is_empty() {
            details.downloads {
                summary aria-label=(fill(words.of, &[title])) { (words.line) }
                (links(formats, &address))
                @if let Some(chart) = chart { " · " (links(&DRAWINGS, chart)) }
            }
        }
    }
}

/// The forms of a chart that stands by itself.
pub(super) fn drawings(locale: &Locale, offered: bool, address: impl Fn(&str) -> String) -> Markup {
    line(locale.words().downloads.line, if offered { &DRAWINGS } else { &[] }, address)
}

fn links(formats: &[&str], address: &dyn Fn(&str) -> String) -> Markup {
    html! {
        @for (index, format) in formats.iter().enumerate() {
            @if index > 0 { " · " }
            a href=(address(format)) download rel="nofollow" { (format.to_uppercase()) }
        }
    }
}

/// A zip archive of a pack.
pub(super) fn pack(name: &str) -> String {
    format!("/exports/{}.zip", address::segment(name))
}
