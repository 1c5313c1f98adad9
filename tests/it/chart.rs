//! Every chart kind in every state: what it looks like (snapshots), and what must hold of each drawing.

mod any;
mod bars;
mod bullet;
mod funnel;
mod gallery;
mod heatmap;
mod inline;
mod map;
mod multiples;
mod sparkline;
mod trend;

use std::collections::BTreeSet;

use minhbach::chart::{Arrangement, Bar, Bars, CHARTS, Chart, Face, Point, width};

/// What charts are given to say where there is no value.
const EMPTY: &str = "chưa có số liệu";
/// Longer than any place for it.
const LONG: &str =
    "Đội Kiểm tra liên ngành chống buôn lậu, gian lận thương mại và hàng giả số 3 khu vực biên giới";

/// The values of a state; a missing one is `None`.
type Values = &'static [Option<f64>];

/// Twelve months.
const YEAR: Values = &[
    Some(12.0),
    Some(9.0),
    Some(15.0),
    Some(11.0),
    Some(18.0),
    Some(22.0),
    Some(17.0),
    Some(14.0),
    Some(19.0),
    Some(24.0),
    Some(21.0),
    Some(13.0),
];
/// The twelve months before them.
const YEAR_BEFORE: Values = &[
    Some(8.0),
    Some(9.0),
    Some(7.0),
    Some(12.0),
    Some(10.0),
    None,
    Some(11.0),
    Some(13.0),
    Some(12.0),
    Some(15.0),
    Some(16.0),
    Some(14.0),
];

/// The states that every kind is drawn in, with their values. The names end the names of the snapshots.
const STATES: &[(&str, Values)] = &[
    ("typical", YEAR),
    ("empty", &[]),
    ("single", &[Some(7.0)]),
    ("equal", &[Some(5.0), Some(5.0), Some(5.0), Some(5.0)]),
    ("zero", &[Some(0.0), Some(0.0), Some(0.0), Some(0.0)]),
    ("negative", &[Some(-12.5), Some(8.0), Some(-3.0), Some(0.0), Some(20.25)]),
    ("huge", &[Some(1.25e15), Some(3.0), Some(9.99e17), Some(f64::MAX), Some(f64::INFINITY)]),
    ("missing", &[Some(4.0), None, Some(6.0), Some(7.0), None, None, Some(f64::NAN), Some(9.0)]),
    ("nothing", &[None, None, None, None]),
    ("long", &[Some(31.0), Some(17.0), Some(12.0), Some(1.0)]),
];

/// How many points each solid stroke of the line joins.
fn strokes(svg: &str) -> Vec<usize> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let lines = document.descendants().filter(|node| node.attribute("class") == Some("line"));
    // The key's sample is written as a line across.
    let paths = lines.flat_map(|line| line.children()).filter_map(|path| path.attribute("d"));
    let paths = paths.filter(|path| !path.contains('H'));
    let joined = paths.map(|path| path.split(['M', 'L']).filter(|corner| !corner.trim().is_empty()).count());
    joined.filter(|points| *points > 1).collect()
}

/// The name of a state and its drawing.
type Drawn = (&'static str, String);

/// A chart kind in the gallery.
struct Gallery {
    kind: &'static str,
    /// All states of the kind.
    states: fn() -> Vec<Drawn>,
    /// No state has more bytes.
    most: usize,
}

/// Every kind, in the order of the gallery.
const KINDS: &[Gallery] = &[
    Gallery { kind: "trend", states: trend::states, most: 10_000 },
    Gallery { kind: "bars", states: bars::states, most: 9000 },
    Gallery { kind: "bullet", states: bullet::states, most: 9000 },
    Gallery { kind: "multiples", states: multiples::states, most: 18_000 },
    Gallery { kind: "funnel", states: funnel::states, most: 8000 },
    Gallery { kind: "heatmap", states: heatmap::states, most: 26_000 },
    Gallery { kind: "map", states: map::states, most: 21_000 },
    Gallery { kind: "sparkline", states: sparkline::states, most: 1500 },
];

/// Every kind in every state: kind, state, SVG.
fn drawings() -> Vec<(&'static str, &'static str, String)> {
    KINDS
        .iter()
        .flat_map(|each| (each.states)().into_iter().map(|(state, svg)| (each.kind, state, svg)))
        .collect()
}

/// A number as a reader in Vietnam sees it.
fn written(value: f64) -> String {
    if value.abs() < 1e16 {
        format!("{value}").replace('.', ",")
    } else {
        format!("{value:e}").replace('.', ",")
    }
}

/// A number of cases in words.
fn cases(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or(EMPTY.to_owned(), |value| format!("{} vụ", written(value)))
}

/// Months; the last of 2024 is provisional.
fn points(state: &str, values: Values, year: i32) -> Vec<Point> {
    let point = |(index, value): (usize, &Option<f64>)| {
        let label = if state == "long" {
            format!("Kỳ báo cáo thứ {}", index + 1)
        } else {
            format!("T{}", index + 1)
        };
        let text = cases(*value);
        Point {
            title: format!("{label}/{year}: {text}"),
            label,
            value: *value,
            text,
            provisional: year == 2024 && index > 0 && index + 1 == values.len(),
            doubtful: false,
        }
    };
    values.iter().enumerate().map(point).collect()
}

/// Where a text stands, px.
struct TextBox {
    said: String,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
}

impl TextBox {
    /// The upper and the lower edge of its letters; a sign of doubt has nothing below the middle of its line.
    fn edges(&self) -> (f64, f64) {
        let lower = if self.said == "*" { -0.3 } else { 0.25 };
        (self.base - 0.75 * self.size, self.base + lower * self.size)
    }

    fn is_beside(&self, other: &Self) -> bool {
        let ((top, bottom), (other_top, other_bottom)) = (self.edges(), other.edges());
        self.right <= other.left + 0.1 || bottom <= other_top || other_bottom <= top
    }
}

/// Every text of a drawing. One element may hold a row of letters, each at its own place, or of spans.
fn texts(document: &roxmltree::Document<'_>) -> Vec<TextBox> {
    let mut boxes = Vec::new();
    for node in document.descendants().filter(|node| ["text", "tspan"].contains(&node.tag_name().name())) {
        let inherited = |name: &str| node.ancestors().find_map(|node| node.attribute(name));
        let Some(text) = node.text() else { continue };
        let face = if inherited("font-weight") == Some("600") { Face::SemiBold } else { Face::Regular };
        let size = inherited("font-size").and_then(|px| px.parse().ok()).expect("a text has a size");
        let base = inherited("y").and_then(|y| y.parse().ok()).expect("a place is a number");
        let places: Vec<&str> = node.attribute("x").expect("a text has a place").split(' ').collect();
        let said: Vec<String> =
            if places.len() == 1 { vec![text.into()] } else { text.chars().map(String::from).collect() };
        assert_eq!(said.len(), places.len());
        for (said, x) in said.into_iter().zip(places) {
            let wide = width(&said, face, size);
            let before = match inherited("text-anchor") {
                None => 0.0,
                Some("middle") => wide / 2.0,
                Some(_) => wide,
            };
            let left = x.parse::<f64>().expect("a place is a number") - before;
            boxes.push(TextBox { said, left, right: left + wide, base, size });
        }
    }
    boxes
}

#[test]
fn every_kind_in_every_state_looks_as_before() {
    for (kind, state, svg) in drawings() {
        // One element a line, so that a change can be read.
        insta::assert_snapshot!(format!("{kind}_{state}"), svg.replace("><", ">\n<"));
    }
}

#[test]
fn every_inline_bar_looks_as_before() {
    let all: Vec<String> = inline::states().iter().map(|(state, svg)| format!("{state}\n{svg}")).collect();
    insta::assert_snapshot!("inline", all.join("\n\n"));
}

#[test]
fn every_kind_of_the_list_is_in_the_drawings() {
    let drawn: BTreeSet<&str> = KINDS.iter().map(|each| each.kind).collect();
    assert_eq!(drawn, CHARTS.iter().map(|kind| kind.name).collect());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(drawings(), drawings());
}

#[test]
fn a_drawing_is_small_well_formed_and_says_what_it_is() {
    for (kind, state, svg) in drawings() {
        let document =
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{kind} {state}: {error}"));
        let root = document.root_element();
        let title = root.first_element_child().unwrap();
        assert_eq!(title.tag_name().name(), "title");
        assert_eq!(root.attribute("aria-labelledby"), title.attribute("id"), "{kind} {state}");
        assert!(
            !svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script"),
            "{kind} {state}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{kind} {state}");
        let most = KINDS.iter().find(|each| each.kind == kind).unwrap().most;
        assert!(svg.len() <= most, "{kind} {state} has {} bytes", svg.len());
    }
}

#[test]
fn a_mark_has_a_tooltip_and_takes_the_focus_outside_images_only() {
    for (kind, state, svg) in drawings() {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let marks: Vec<_> = document.descendants().filter(|n| n.attribute("class") == Some("mark")).collect();
        for (index, mark) in marks.iter().enumerate() {
            // One stop a chart; arrows lead on from there.
            assert_eq!(mark.attribute("tabindex"), (index == 0).then_some("0"));
            let title = mark.first_element_child().and_then(|node| node.text()).unwrap_or_default();
            assert!(!title.is_empty(), "{kind} {state}");
        }
        let role = document.root_element().attribute("role");
        assert_eq!(role, Some(if kind == "sparkline" { "img" } else { "group" }), "{kind} {state}");
        assert!(marks.is_empty() || role == Some("group"), "{kind} {state}");
    }
}

/// No text of a drawing touches another or leaves the sheet.
fn check_texts(name: &str, svg: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
    let side = |side: &str| -> f64 {
        document.root_element().attribute(side).and_then(|px| px.parse().ok()).expect("a sheet has sides")
    };
    let (sheet, height) = (side("width"), side("height"));
    let texts = texts(&document);
    for (index, a) in texts.iter().enumerate() {
        assert!(a.left >= -0.2 && a.right <= sheet + 0.2, "{name}: `{}` is cut", a.said);
        assert!(a.base >= 8.0 && a.base <= height - 3.0, "{name}: `{}` is cut", a.said);
        for b in &texts[index + 1..] {
            assert!(a.is_beside(b) || b.is_beside(a), "{name}: `{}` over `{}`", a.said, b.said);
        }
    }
}

#[test]
fn no_text_touches_another_or_leaves_the_sheet() {
    for (kind, state, svg) in drawings() {
        check_texts(&format!("{kind} {state}"), &svg);
    }
}

#[test]
fn text_from_outside_stays_text() {
    let bar = Bar {
        label: "<b>\u{1}".into(),
        title: "\"'><x>&".into(),
        value: Some(1.0),
        text: "1".into(),
        parts: Vec::new(),
        target: None,
    };
    let chart = Bars {
        id: "a\"b",
        title: "</title>",
        description: "&",
        bars: &[bar],
        arrangement: Arrangement::Single,
        target: "",
        empty: "",
        whole: None,
    };
    let svg = chart.svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().first_element_child().and_then(|n| n.text()), Some("</title>"));
    assert!(!document.descendants().any(|node| node.has_tag_name("x") || node.has_tag_name("b")));
}
