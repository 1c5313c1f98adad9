//! Bullet: members beside their targets.

use minhbach::chart::{Bullet, BulletRow, BulletWords, Chart};

use super::{Drawn, EMPTY, LONG, STATES, Values, written};

fn svg(state: &str, full: f64, rows: &[BulletRow]) -> String {
    let chart = Bullet {
        id: &format!("bullet-{state}"),
        title: "Tỷ lệ giải ngân theo đơn vị",
        description: "Đến hết tháng 9 năm 2024.",
        rows,
        full,
        words: BulletWords {
            value: "đã giải ngân",
            beyond: "phần vượt dự toán",
            target: "mục tiêu",
            pace: "nhịp đều (không phải mục tiêu)",
        },
        axis_label: &|value| format!("{}%", written(value)),
        empty: EMPTY,
    };
    assert_eq!(chart.kind().name, "bullet");
    chart.svg()
}

fn row(label: &str, value: Option<f64>, target: Option<f64>, pace: Option<f64>) -> BulletRow {
    let text =
        value.filter(|value| value.is_finite()).map_or(String::new(), |value| format!("{}%", written(value)));
    let told = if text.is_empty() { EMPTY } else { &text };
    BulletRow {
        title: format!("{label}: {told}"),
        label: label.into(),
        value,
        text,
        target,
        pace,
        beyond: false,
    }
}

fn typical() -> Vec<BulletRow> {
    let pace = Some(75.0);
    vec![
        row("Sở Công Thương", Some(82.4), Some(90.0), pace),
        row("Công an tỉnh", Some(104.2), Some(90.0), pace),
        row("Ban Chỉ đạo 389 tỉnh Kon Tum", Some(63.0), Some(90.0), pace),
        row("Sở Thông tin và Truyền thông tỉnh Kon Tum", Some(91.5), None, pace),
        row("Cục Thuế", Some(212.0), Some(90.0), pace),
        row("UBND huyện Ia H'Drai", Some(0.0), Some(75.0), pace),
        row("Cục Hải quan Gia Lai - Kon Tum", None, Some(90.0), pace),
    ]
}

fn rows(state: &str, values: Values) -> Vec<BulletRow> {
    let label = |index: usize| match (state, index) {
        ("long", 0) => LONG.to_owned(),
        ("long", 1) => LONG.replace("số 3", "số 4"),
        (_, index) => format!("Đơn vị {}", index + 1),
    };
    values.iter().enumerate().map(|(index, value)| row(&label(index), *value, Some(30.0), None)).collect()
}

pub(super) fn states() -> Vec<Drawn> {
    let mut states = vec![("typical", svg("typical", 100.0, &typical()))];
    for (state, values) in STATES.iter().filter(|(state, _)| *state != "typical") {
        states.push((state, svg(state, 100.0, &rows(state, values))));
    }
    states.push(("whole_unknown", svg("whole_unknown", 0.0, &rows("", &[Some(8.0), Some(-2.0), None]))));
    states
        .push(("all_huge", svg("all_huge", f64::NAN, &rows("", &[Some(f64::MAX), Some(1e15), Some(-3e17)]))));
    states
}

#[test]
fn what_is_beyond_the_whole_is_hatched_and_named() {
    let (_, svg) = states().swap_remove(0);
    assert!(svg.contains("phần vượt dự toán") && svg.contains("url(#bullet-typical-hatch)"));
    let inside = self::svg("inside", 100.0, &[row("Sở Công Thương", Some(100.0), None, None)]);
    assert!(!inside.contains("phần vượt dự toán") && !inside.contains("hatch"));
}

#[test]
fn what_is_beyond_every_measure_has_words_in_the_place_of_a_bar() {
    let measured = row("Sở Công Thương", Some(90.0), None, Some(75.0));
    let bars = |rows: &[BulletRow]| self::svg("beyond", 100.0, rows).matches("<rect").count();
    let beyond = BulletRow {
        text: "VƯỢT 1.850.000 đồng".into(),
        beyond: true,
        ..row("Ủy ban nhân dân huyện A", None, None, Some(75.0))
    };
    let svg = self::svg("beyond", 100.0, &[measured.clone(), beyond.clone()]);
    assert!(svg.contains(">VƯỢT 1.850.000 đồng<") && !svg.contains("phần vượt dự toán"), "{svg}");
    // Neither a bar nor its track is drawn for it.
    assert_eq!(bars(&[measured.clone(), beyond]), bars(&[measured]));
}
