//! A panel's chart by itself, for where there is no style sheet of ours: on white, right wherever it is put.

use super::panel::shown;
use super::trend;
use crate::locale::Locale;
use crate::report::{PanelView, Passport};

/// The text of a chart on white.
const INK: &str = "#1c2126";

/// A panel's chart as an SVG document on white; nothing for a panel that has none (a table), or that could not be made.
pub fn chart(panel: &PanelView, locale: &Locale) -> Option<String> {
    Some(on_white(&shown(panel).svg?(locale, "chart")))
}

/// The course of a KPI that its page shows, as an SVG document on white.
pub fn course(passport: &Passport, locale: &Locale) -> String {
    on_white(&trend::svg(locale, "chart", &passport.trend))
}

/// A sheet below the drawing, and its colour for all text that has none of its own.
fn on_white(svg: &str) -> String {
    let Some((opening, rest)) = svg.split_once('>') else { return svg.to_owned() };
    let sheet = r##"<rect width="100%" height="100%" fill="#fff"/>"##;
    format!(r#"{opening} color="{INK}">{sheet}{rest}"#)
}
