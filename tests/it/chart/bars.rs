//! Bars: members compared, alone, in groups and stacked.

use minhbach::chart::{Arrangement, Bar, Bars, Chart, Part};

use super::{Drawn, EMPTY, LONG, STATES, Values, cases};

const FORCES: &[&str] = &["Quản lý thị trường", "Công an", "Thanh tra chuyên ngành", "Hải quan", "khác"];
const YEARS: &[&str] = &["năm 2023", "năm 2024"];

fn svg(state: &str, arrangement: Arrangement<'_>, bars: &[Bar]) -> String {
    let chart = Bars {
        id: &format!("bars-{state}"),
        title: "Số vụ vi phạm theo địa bàn",
        description: "",
        bars,
        arrangement,
        target: "mục tiêu của từng đơn vị",
        empty: EMPTY,
        whole: (state == "shares").then_some(100.0),
    };
    assert_eq!(chart.kind().name, "bars");
    chart.svg()
}

fn single(state: &str, values: Values) -> String {
    let bar = |(index, value): (usize, &Option<f64>)| {
        let label = match index {
            1 if state == "long" => "Thành phố Kon Tum".to_owned(),
            2 if state == "long" => LONG.replace("số 3", "số 4"),
            3 if state == "long" => LONG.replace("hàng giả", "hàng cấm"),
            _ if state == "long" => LONG.to_owned(),
            _ => format!("Huyện <{index}> & \"xã\""),
        };
        let text = if value.is_some_and(f64::is_finite) { cases(*value) } else { String::new() };
        Bar {
            title: format!("{label}: {}", if text.is_empty() { EMPTY } else { &text }),
            label,
            value: *value,
            text,
            parts: Vec::new(),
            target: None,
        }
    };
    svg(state, Arrangement::Single, &values.iter().enumerate().map(bar).collect::<Vec<_>>())
}

/// Bars with parts, one for each row of `values`.
fn rows(values: &[&[Option<f64>]]) -> Vec<Bar> {
    let areas =
        ["Thành phố Kon Tum", "Huyện Ngọc Hồi", "Huyện Đăk Glei", "Huyện Ia H'Drai", "Huyện Tu Mơ Rông"];
    let row = |(index, values): (usize, &&[Option<f64>])| {
        let found: Vec<f64> = values.iter().copied().flatten().collect();
        let value = (!found.is_empty()).then(|| found.iter().sum());
        Bar {
            label: areas[index % areas.len()].into(),
            title: format!("{}: {}", areas[index % areas.len()], cases(value)),
            value,
            text: cases(value),
            parts: values.iter().map(|value| Part { value: *value, text: cases(*value) }).collect(),
            target: None,
        }
    };
    values.iter().enumerate().map(row).collect()
}

fn parts() -> Vec<Bar> {
    rows(&[
        &[Some(31.0), Some(14.0), Some(9.0), Some(6.0), Some(3.0)],
        &[Some(17.0), Some(8.0), Some(5.0), Some(11.0), Some(0.0)],
        &[Some(9.0), None, Some(4.0), Some(1.0), Some(2.0)],
        &[Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0)],
        &[None, None, None, None, None],
    ])
}

fn pairs() -> Vec<Bar> {
    rows(&[
        &[Some(42.0), Some(63.0)],
        &[Some(41.0), Some(38.0)],
        &[None, Some(14.0)],
        &[Some(-6.0), Some(2.0)],
        &[None, None],
    ])
}

fn with_targets() -> Vec<Bar> {
    let mut bars = rows(&[&[Some(42.0)], &[Some(41.0)], &[Some(12.0)], &[Some(0.0)], &[None]]);
    for (bar, target) in bars.iter_mut().zip([40.0, 47.0, 60.0, 4.0, 20.0]) {
        bar.parts.clear();
        bar.target = Some(target);
    }
    bars
}

fn negative_parts() -> Vec<Bar> {
    rows(&[&[Some(12.0), Some(-5.0), Some(8.0)], &[Some(-3.0), Some(-9.0), None]])
}

pub(super) fn states() -> Vec<Drawn> {
    let mut states: Vec<Drawn> =
        STATES.iter().map(|(state, values)| (*state, single(state, values))).collect();
    for (state, arrangement, bars) in [
        ("targets", Arrangement::Single, with_targets()),
        ("shares", Arrangement::Single, rows(&[&[Some(34.0)], &[Some(20.0)], &[Some(0.0)], &[None]])),
        ("grouped", Arrangement::Grouped(YEARS), pairs()),
        ("grouped_five", Arrangement::Grouped(FORCES), parts()),
        ("stacked", Arrangement::Stacked(FORCES), parts()),
        ("stacked_negative", Arrangement::Stacked(&FORCES[..3]), negative_parts()),
        (
            "stacked_huge",
            Arrangement::Stacked(YEARS),
            rows(&[&[Some(1e300), Some(1.0)], &[Some(f64::NAN), None]]),
        ),
        ("stacked_empty", Arrangement::Stacked(FORCES), Vec::new()),
    ] {
        states.push((state, svg(state, arrangement, &bars)));
    }
    states
}

#[test]
fn ten_bars_fit_six_kilobytes() {
    let values: Vec<Option<f64>> = (0..10).map(|index| Some(f64::from(index * 37 % 100))).collect();
    let svg = single("long", values.leak());
    assert!(svg.len() <= 6000, "{}", svg.len());
}

#[test]
fn parts_are_in_the_tooltip_and_told_apart_without_colour() {
    let svg = svg("stacked", Arrangement::Stacked(FORCES), &parts());
    assert!(svg.contains("<title>Thành phố Kon Tum: 63 vụ\nQuản lý thị trường: 31 vụ\nCông an: 14 vụ\n"));
    assert!(svg.contains("\nCông an: chưa có số liệu\n"));
    for filling in
        ["url(#bars-stacked-hatch)", "url(#bars-stacked-dots)", "fill=\"none\"", "fill-opacity=\".3\""]
    {
        assert!(svg.contains(filling), "{filling}");
    }
}
