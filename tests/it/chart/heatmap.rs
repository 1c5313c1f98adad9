//! Heatmaps in every state.

use minhbach::chart::{Cell, Chart, Heatmap, HeatmapRow, Scale, Shade, State, Tone};

use super::{Drawn, EMPTY, LONG, written};

const MONTHS: [&str; 12] = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12"];

/// Bodies of a made-up province, as long as such names are.
const BODIES: [&str; 24] = [
    "Sở Công Thương",
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Khoa học và Công nghệ",
    "Sở Thông tin và Truyền thông",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Giáo dục và Đào tạo",
    "Sở Tư pháp",
    "Công an tỉnh",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
    "Cục Quản lý thị trường tỉnh",
    "Cục Thuế tỉnh",
    "Ngân hàng Nhà nước chi nhánh tỉnh",
    "Chi cục Hải quan",
    "UBND thành phố A",
    "UBND huyện B",
    "UBND huyện C",
    "UBND huyện D",
    "UBND huyện E",
    "UBND huyện F",
    "UBND huyện G",
    "UBND huyện H",
];

fn deadlines() -> Vec<State> {
    [
        ("Đ", "đúng hạn", Tone::Good),
        ("T", "trễ hạn", Tone::Caution),
        ("K", "không nộp", Tone::Bad),
        ("·", "chưa đến hạn", Tone::Open),
        ("x", "không phải nộp", Tone::Outside),
    ]
    .map(|(sign, label, tone)| State { sign: sign.into(), label: label.into(), tone })
    .into()
}

fn value(value: f64) -> Cell {
    Cell {
        shade: Shade::Value(value),
        text: if value.is_finite() { written(value) } else { String::new() },
        doubt: String::new(),
    }
}

fn cell(shade: Shade) -> Cell {
    Cell { shade, text: String::new(), doubt: String::new() }
}

fn rows(labels: &[&str], cells: impl Fn(usize, usize) -> Cell, columns: usize) -> Vec<HeatmapRow> {
    let row = |(at, label): (usize, &&str)| HeatmapRow {
        label: (*label).to_owned(),
        cells: (0..columns).map(|column| cells(at, column)).collect(),
    };
    labels.iter().enumerate().map(row).collect()
}

/// Late here and there, not due from October on; some owe nothing.
fn reporting(row: usize, column: usize) -> Cell {
    match (row * 7 + column * 5) % 23 {
        _ if row == 9 => cell(Shade::State(4)),
        _ if column > 9 => cell(Shade::State(3)),
        3 => {
            Cell { shade: Shade::State(1), text: format!("trễ {} ngày", column + 1), doubt: String::new() }
        }
        11 => cell(Shade::State(2)),
        _ => cell(Shade::State(0)),
    }
}

fn figures(row: usize, column: usize) -> Cell {
    value(((row * 31 + column * 17) % 40) as f64)
}

/// Every third cell is doubtful, with figures that fit and some that do not.
fn doubtful(row: usize, column: usize) -> Cell {
    let scale = if row == 3 { 1_000_000.0 } else { 1.0 };
    let doubt = if (row + column).is_multiple_of(3) { "số liệu của một phần kỳ" } else { "" };
    Cell { doubt: doubt.to_owned(), ..value(((row * 31 + column * 17) % 40) as f64 * scale) }
}

fn draw(state: &str, columns: &[&str], rows: &[HeatmapRow]) -> String {
    let chart = Heatmap {
        id: &format!("heatmap-{state}"),
        title: "Báo cáo theo cơ quan và tháng",
        description: "Năm 2024.",
        columns,
        rows,
        states: &deadlines(),
        scale: Scale::Count,
        unit: "vụ",
        axis_label: &written,
        empty: EMPTY,
        doubtful: "cần lưu ý khi đọc",
        unwritten: "ô hẹp nên không ghi số liệu",
    };
    assert_eq!(chart.kind().name, "heatmap");
    chart.svg()
}

fn english() -> String {
    let states: Vec<State> = [
        ("R", "on time", Tone::Good),
        ("L", "late", Tone::Caution),
        ("M", "missing", Tone::Bad),
        ("·", "not due yet", Tone::Open),
        ("x", "nothing owed", Tone::Outside),
    ]
    .map(|(sign, label, tone)| State { sign: sign.into(), label: label.into(), tone })
    .into();
    let bodies =
        ["Department of Industry and Trade", "Department of Finance", "Customs office", "District A"];
    let chart = Heatmap {
        id: "heatmap-english",
        title: "Reports by body and month",
        description: "2024",
        columns: &["Jan", "Feb", "Mar", "Apr", "May", "Jun"],
        rows: &rows(&bodies, |row, column| cell(Shade::State((row * 2 + column) % 5)), 6),
        states: &states,
        scale: Scale::Count,
        unit: "",
        axis_label: &written,
        empty: "no data",
        doubtful: "read with its note",
        unwritten: "cells too narrow for figures",
    };
    chart.svg()
}

/// The gallery's states.
pub(super) fn states() -> Vec<Drawn> {
    let months = &MONTHS[..];
    let years: Vec<String> =
        (1..=36).map(|month| format!("{}/{}", (month - 1) % 12 + 1, 22 + month / 13)).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    let mut short = rows(&BODIES[..2], |_, column| value(column as f64), 2);
    short[1].cells[0] = value(f64::NAN);
    let long = [LONG, &format!("{LONG} (mới)"), "A"];
    vec![
        ("english", english()),
        ("typical", draw("typical", months, &rows(&BODIES, reporting, 12))),
        ("figures", draw("figures", months, &rows(&BODIES, figures, 12))),
        ("empty", draw("empty", months, &[])),
        ("unnamed", draw("unnamed", &[], &rows(&BODIES[..2], figures, 0))),
        ("single", draw("single", &["2024"], &rows(&BODIES[..1], |_, _| value(7.0), 1))),
        ("equal", draw("equal", &MONTHS[..4], &rows(&BODIES[..3], |_, _| value(5.0), 4))),
        ("zero", draw("zero", &MONTHS[..4], &rows(&BODIES[..3], |_, _| value(0.0), 4))),
        (
            "negative",
            draw(
                "negative",
                &MONTHS[..4],
                &rows(&BODIES[..3], |row, at| value(at as f64 * 8.5 - row as f64 * 9.0), 4),
            ),
        ),
        (
            "huge",
            draw(
                "huge",
                &MONTHS[..3],
                &rows(&BODIES[..2], |row, at| value([1.25e15, f64::MAX, f64::INFINITY][(row + at) % 3]), 3),
            ),
        ),
        ("missing", draw("missing", &MONTHS[..4], &short)),
        ("nothing", draw("nothing", months, &rows(&BODIES[..3], |_, _| cell(Shade::Missing), 12))),
        (
            "unknown",
            draw("unknown", &MONTHS[..2], &rows(&BODIES[..1], |_, at| cell(Shade::State(at * 9)), 2)),
        ),
        ("long", draw("long", months, &rows(&long, figures, 12))),
        ("doubtful", draw("doubtful", months, &rows(&BODIES[..4], doubtful, 12))),
        ("many", draw("many", &years, &rows(&BODIES[..8], figures, 36))),
    ]
}

fn case(state: &str) -> String {
    states().into_iter().find(|(name, _)| *name == state).unwrap().1
}

#[test]
fn a_row_is_one_mark_and_tells_its_cells() {
    let svg = case("typical");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let marks: Vec<_> = document.descendants().filter(|n| n.attribute("class") == Some("mark")).collect();
    assert_eq!(marks.len(), 24);
    let told: Vec<&str> = marks.iter().filter_map(|mark| mark.first_element_child()?.text()).collect();
    assert_eq!(told[0], "Sở Công Thương: T1–T10 đúng hạn; T11–T12 chưa đến hạn");
    assert_eq!(told[9], "Sở Tư pháp: T1–T12 không phải nộp");
}

#[test]
fn every_cell_of_a_state_has_a_sign_and_one_tooltip_with_its_equal_neighbours() {
    let svg = case("typical");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let signs: usize = document
        .descendants()
        .filter(|node| node.attribute("x").is_some_and(|x| x.contains(' ')))
        .map(|node| node.text().unwrap_or_default().chars().count())
        .sum();
    assert_eq!(signs, 24 * 12);
    assert!(
        svg.contains("<title>T4: trễ 4 ngày</title>") && svg.contains("<title>T11–T12: chưa đến hạn</title>")
    );
}

#[test]
fn a_cell_that_shows_its_figure_leaves_the_tooltip_to_its_row() {
    let svg = case("figures");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let cells = document.descendants().find(|node| node.attribute("class") == Some("cells")).unwrap();
    assert!(!cells.descendants().any(|node| node.tag_name().name() == "title"));
    assert_eq!(document.descendants().filter(|node| node.tag_name().name() == "tspan").count(), 217);
    // Narrow cells show nothing, so each tells its value itself.
    assert!(case("many").contains("<title>1/22: 31</title>"));
}

/// An empty cell among others looks as if there were no figure.
#[test]
fn all_figures_are_written_or_none_is_and_the_sign_of_doubt_always() {
    let chart = |columns: usize, figure: f64, doubt: &str| {
        let names: Vec<&str> = MONTHS.iter().cycle().take(columns).copied().collect();
        let cell = |_, column: usize| Cell {
            doubt: if column == 2 { doubt.to_owned() } else { String::new() },
            ..value(if column == 0 { 7.0 } else { figure })
        };
        draw("alike", &names, &rows(&BODIES[..1], cell, columns))
    };
    for (columns, figure, written, small, said) in [
        (12, 185.0, 12, true, false),
        (12, 18_500.0, 0, false, true),
        (13, 185.0, 13, true, false),
        (40, 18.0, 0, false, true),
        (80, 18.0, 0, false, true),
    ] {
        let svg = chart(columns, figure, "x");
        let document = roxmltree::Document::parse(&svg).unwrap();
        let label = |node: &roxmltree::Node<'_, '_>| node.attribute("class") == Some("label");
        let texts = || document.descendants().filter(|node| node.ancestors().any(|own| label(&own)));
        let figures =
            texts().filter(|node| node.is_text()).filter_map(|node| node.text()).collect::<Vec<_>>();
        let digits = figures.iter().filter(|text| text.starts_with(['7', '1'])).count();
        assert_eq!(digits, written, "{columns} {figure}: {figures:?}");
        assert!(figures.iter().any(|text| text.contains('*')), "{columns} {figure}: {figures:?}");
        assert_eq!(svg.contains("font-size=\"9\""), small, "{columns} {figure}");
        assert_eq!(svg.contains("ô hẹp nên không ghi số liệu"), said, "{columns} {figure}");
    }
}

#[test]
fn twenty_four_bodies_and_twelve_months_stay_below_twenty_five_kilobytes() {
    for state in ["typical", "figures"] {
        let svg = case(state);
        assert!(svg.len() <= 25_000, "{state}: {}", svg.len());
    }
}
