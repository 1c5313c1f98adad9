//! Every chart kind in every state: what it looks like (snapshots), and what must hold of each drawing.

use std::collections::BTreeSet;

use minhbach::chart::{
    Bar, Bars, Break, CHARTS, Chart, Face, Legend, Point, Scale, Sparkline, Target, Trend, WIDTH, width,
};

const EMPTY: &str = "chưa có số liệu";
const LONG: &str =
    "Đội Kiểm tra liên ngành chống buôn lậu, gian lận thương mại và hàng giả số 3 khu vực biên giới";

/// The values of a state; a missing one is `None`.
type Values = &'static [Option<f64>];

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

/// Every state and its values. The names end the names of the snapshots.
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

fn written(value: f64) -> String {
    if value.abs() < 1e16 {
        format!("{value}").replace('.', ",")
    } else {
        format!("{value:e}").replace('.', ",")
    }
}

fn points(state: &str, values: Values, year: i32) -> Vec<Point> {
    let point = |(index, value): (usize, &Option<f64>)| {
        let label = if state == "long" {
            format!("Kỳ báo cáo thứ {}", index + 1)
        } else {
            format!("T{}", index + 1)
        };
        let text = value
            .filter(|value| value.is_finite())
            .map_or(EMPTY.to_owned(), |value| format!("{} vụ", written(value)));
        Point {
            title: format!("{label}/{year}: {text}"),
            label,
            value: *value,
            text,
            provisional: year == 2024 && index > 0 && index + 1 == values.len(),
        }
    };
    values.iter().enumerate().map(point).collect()
}

fn trend(state: &str, values: Values) -> String {
    let previous = if state == "typical" { points(state, YEAR_BEFORE, 2023) } else { Vec::new() };
    let target = match state {
        "typical" => Some(Target { value: 27.0, label: "mục tiêu 27 vụ".into() }),
        "long" => Some(Target { value: 40.0, label: format!("mục tiêu: {LONG}") }),
        _ => None,
    };
    let breaks: &[Break] = match state {
        "typical" => &[Break { position: 6, label: "Sáp nhập, bỏ cấp huyện".into() }],
        "long" => &[
            Break { position: 4, label: "ở mép phải".into() },
            Break { position: 2, label: LONG.into() },
            Break { position: 2, label: "cùng một chỗ".into() },
            Break { position: 9, label: "ngoài biểu đồ".into() },
        ],
        _ => &[],
    };
    let chart = Trend {
        id: &format!("trend-{state}"),
        title: "Số vụ vi phạm phát hiện",
        description: "Từng tháng năm 2024, so với cùng kỳ năm 2023.",
        points: &points(state, values, 2024),
        previous: &previous,
        target,
        breaks,
        legend: Legend { series: "năm 2024", previous: "cùng kỳ năm 2023", provisional: "tạm tính" },
        unit: "vụ",
        empty: EMPTY,
        scale: Scale::Count,
        axis_label: &written,
    };
    assert_eq!(chart.kind().name, "trend");
    chart.svg()
}

fn bars(state: &str, values: Values) -> String {
    let bar = |(index, value): (usize, &Option<f64>)| {
        let label = if state == "long" && index != 1 {
            LONG.to_owned()
        } else {
            format!("Huyện <{index}> & \"xã\"")
        };
        let text = value
            .filter(|value| value.is_finite())
            .map_or(String::new(), |value| format!("{} vụ", written(value)));
        Bar {
            title: format!("{label}: {}", if text.is_empty() { EMPTY } else { &text }),
            label,
            value: *value,
            text,
        }
    };
    let chart = Bars {
        id: &format!("bars-{state}"),
        title: "Số vụ vi phạm theo địa bàn",
        description: "",
        bars: &values.iter().enumerate().map(bar).collect::<Vec<_>>(),
        empty: EMPTY,
    };
    assert_eq!(chart.kind().name, "bars");
    chart.svg()
}

fn sparkline(state: &str, values: Values) -> String {
    let chart = Sparkline {
        id: &format!("sparkline-{state}"),
        title: "Số vụ vi phạm, 12 tháng",
        description: "",
        points: &points(state, values, 2024),
        scale: Scale::Count,
        empty: EMPTY,
    };
    assert_eq!(chart.kind().name, "sparkline");
    chart.svg()
}

/// A way to draw a state of a kind.
type Draw = fn(&str, Values) -> String;

/// Every kind in every state: kind, state, SVG.
fn gallery() -> Vec<(&'static str, &'static str, String)> {
    let kinds: [(&str, Draw); 3] = [("trend", trend), ("bars", bars), ("sparkline", sparkline)];
    kinds
        .iter()
        .flat_map(|(kind, draw)| STATES.iter().map(|(state, values)| (*kind, *state, draw(state, values))))
        .collect()
}

/// Where a text stands, px.
struct TextBox {
    said: String,
    left: f64,
    right: f64,
    base: f64,
}

fn texts(document: &roxmltree::Document<'_>) -> Vec<TextBox> {
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).and_then(|value| value.parse().ok()).expect("a place is a number")
    };
    let texts =
        document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
    texts
        .map(|node| {
            let bold = node.ancestors().any(|node| node.attribute("font-weight") == Some("600"));
            let text = node.text().unwrap_or_default().to_owned();
            let wide = width(&text, if bold { Face::SemiBold } else { Face::Regular }, 11.0);
            let left = number(node, "x")
                - match node.attribute("text-anchor") {
                    None => 0.0,
                    Some("middle") => wide / 2.0,
                    Some(_) => wide,
                };
            TextBox { said: text, left, right: left + wide, base: number(node, "y") }
        })
        .collect()
}

#[test]
fn every_kind_in_every_state_looks_as_before() {
    for (kind, state, svg) in gallery() {
        // One element a line, so that a change can be read.
        insta::assert_snapshot!(format!("{kind}_{state}"), svg.replace("><", ">\n<"));
    }
}

#[test]
fn every_kind_of_the_list_is_in_the_gallery() {
    let drawn: BTreeSet<&str> = gallery().into_iter().map(|(kind, _, _)| kind).collect();
    assert_eq!(drawn, CHARTS.iter().map(|kind| kind.name).collect());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(gallery(), gallery());
}

#[test]
fn a_drawing_is_small_well_formed_and_says_what_it_is() {
    for (kind, state, svg) in gallery() {
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
        let most = match kind {
            "sparkline" => 1500,
            "bars" => 6000,
            _ => 8000,
        };
        assert!(svg.len() <= most, "{kind} {state} has {} bytes", svg.len());
    }
}

#[test]
fn a_mark_has_a_tooltip_and_takes_the_focus_outside_images_only() {
    for (kind, state, svg) in gallery() {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let marks: Vec<_> = document.descendants().filter(|n| n.attribute("class") == Some("mark")).collect();
        for mark in &marks {
            assert_eq!(mark.attribute("tabindex"), Some("0"));
            let title = mark.first_element_child().and_then(|node| node.text()).unwrap_or_default();
            assert!(!title.is_empty(), "{kind} {state}");
        }
        let role = document.root_element().attribute("role");
        assert_eq!(role, Some(if kind == "sparkline" { "img" } else { "group" }));
        assert!(marks.is_empty() || role == Some("group"), "{kind} {state}");
    }
}

#[test]
fn no_text_touches_another_or_leaves_the_sheet() {
    for (kind, state, svg) in gallery() {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let sheet = if kind == "sparkline" { 120.0 } else { WIDTH };
        let texts = texts(&document);
        for (index, a) in texts.iter().enumerate() {
            assert!(a.left >= -0.2 && a.right <= sheet + 0.2, "{kind} {state}: `{}` is cut", a.said);
            for b in &texts[index + 1..] {
                let apart = a.right <= b.left || b.right <= a.left || (a.base - b.base).abs() >= 11.0;
                assert!(apart, "{kind} {state}: `{}` over `{}`", a.said, b.said);
            }
        }
    }
}

#[test]
fn text_from_outside_stays_text() {
    let bar = Bar { label: "<b>\u{1}".into(), title: "\"'><x>&".into(), value: Some(1.0), text: "1".into() };
    let svg = Bars { id: "a\"b", title: "</title>", description: "&", bars: &[bar], empty: "" }.svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().first_element_child().and_then(|n| n.text()), Some("</title>"));
    assert!(!document.descendants().any(|node| node.has_tag_name("x") || node.has_tag_name("b")));
}

#[test]
fn two_years_of_months_fit_eight_kilobytes_and_ten_bars_six() {
    let values: Vec<Option<f64>> = (0..24).map(|index| Some(f64::from(index * 37 % 100))).collect();
    let values: Values = values.leak();
    let svg = trend("typical", values);
    assert!(svg.len() <= 8000, "{}", svg.len());
    let svg = bars("long", &values[..10]);
    assert!(svg.len() <= 6000, "{}", svg.len());
}
