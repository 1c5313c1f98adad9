//! A panel's chart by itself, for where there is no style sheet of ours: on white, right wherever it is put.

use maud::html;

use super::lead::Leads;
use super::panel::shown;
use super::{period, trend};
use crate::locale::Locale;
use crate::report::{Edition, PanelView, Passport};

/// The text of a chart on white.
const INK: &str = "#1c2126";

/// A panel's chart as an SVG document on white, with what it is of below it where it goes alone; nothing for a panel that has
/// none (a table), or that could not be made.
pub fn chart(panel: &PanelView, locale: &Locale, alone: Option<&Edition>) -> Option<String> {
    let svg = shown(panel).svg?(locale, "chart");
    Some(on_white(&svg, &alone.map_or_else(Vec::new, |edition| told(locale, panel.title(), edition))))
}

/// The course of a KPI that its page shows, as an SVG document on white.
pub fn course(passport: &Passport, locale: &Locale) -> String {
    let told = told(locale, &passport.trend.head.title, &passport.front.edition);
    on_white(&trend::svg(locale, "chart", &passport.trend, &Leads::NONE), &told)
}

/// What stands below a chart that leaves its page: what it is of, of when, and that it is made up where it is.
fn told(locale: &Locale, title: &str, edition: &Edition) -> Vec<String> {
    let words = locale.words();
    let chosen = edition.chosen.iter().map(|(title, labels)| format!("{title}: {}", labels.join(", ")));
    let of =
        [edition.plan.clone(), title.to_owned()].into_iter().chain(chosen).collect::<Vec<_>>().join(" · ");
    let when = format!(
        "{} ({}) · {} {}",
        period::name(locale, &edition.period),
        period::days(locale, &edition.period),
        words.data_date,
        locale.date(edition.data_date)
    );
    let synthetic = edition.synthetic.then(|| words.synthetic.to_owned());
    [of, when].into_iter().chain(synthetic).collect()
}

/// The height of a line below, and the width of a letter at the most, in pixels.
const LINE: usize = 15;
const LETTER: usize = 6;

/// A sheet below the drawing, its colour for all text that has none of its own, and lines under it.
fn on_white(svg: &str, told: &[String]) -> String {
    let Some((opening, rest)) = svg.split_once('>') else { return svg.to_owned() };
    let sheet = r##"<rect width="100%" height="100%" fill="#fff"/>"##;
    let size = opening.split_once("viewBox=\"0 0 ").and_then(|(_, after)| after.split_once('"'));
    let size = size.and_then(|(size, _)| size.split_once(' '));
    let size =
        size.and_then(|(width, height)| Some((width.parse::<usize>().ok()?, height.parse::<usize>().ok()?)));
    let Some((width, height)) = size.filter(|_| !told.is_empty()) else {
        return format!(r#"{opening} color="{INK}">{sheet}{rest}"#);
    };
    let lines: Vec<String> = told.iter().flat_map(|text| wrapped(text, width / LETTER)).collect();
    let all = height + LINE * lines.len() + LINE / 2;
    let opening = opening
        .replacen(&format!("0 0 {width} {height}"), &format!("0 0 {width} {all}"), 1)
        .replacen(&format!("height=\"{height}\""), &format!("height=\"{all}\""), 1);
    let line = |(at, text): (usize, String)| {
        html! { text x="0" y=(height + LINE * (at + 1)) font-size="11" fill=(INK) { (text) } }.into_string()
    };
    let lines: String = lines.into_iter().enumerate().map(line).collect();
    let body = rest.strip_suffix("</svg>").unwrap_or(rest);
    format!(r#"{opening} color="{INK}">{sheet}{body}{lines}</svg>"#)
}

/// A text in lines of so many letters, parted between words.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= letters {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_below_make_the_sheet_higher_and_part_between_words() {
        let svg = r#"<svg viewBox="0 0 60 40" width="60" height="40"><g/></svg>"#;
        let made = on_white(svg, &["one two three".to_owned()]);
        assert!(made.starts_with(r#"<svg viewBox="0 0 60 77" width="60" height="77""#), "{made}");
        assert!(made.ends_with("three</text></svg>"), "{made}");
        assert_eq!(on_white(svg, &[]).matches("<text").count(), 0);
    }
}
