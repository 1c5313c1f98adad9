//! Trend: a figure over periods.

use minhbach::chart::{Break, Chart, Face, Legend, Point, Scale, Target, Trend, width};

use super::{Drawn, EMPTY, LONG, STATES, Values, YEAR_BEFORE, points, strokes, written};

/// What of a trend differs from state to state.
#[derive(Default)]
struct Given {
    points: Vec<Point>,
    previous: Vec<Point>,
    pace: Vec<Option<f64>>,
    target: Option<Target>,
    breaks: Vec<Break>,
    cuts: Vec<usize>,
}

fn svg(state: &str, given: &Given) -> String {
    let chart = Trend {
        id: &format!("trend-{state}"),
        title: "Số vụ vi phạm phát hiện",
        description: "Từng tháng năm 2024, so với cùng kỳ năm 2023.",
        points: &given.points,
        previous: &given.previous,
        pace: &given.pace,
        target: given.target.clone(),
        breaks: &given.breaks,
        cuts: &given.cuts,
        legend: Legend {
            series: "năm 2024",
            previous: "cùng kỳ năm 2023",
            provisional: "tạm tính",
            pace: "nhịp đều (không phải mục tiêu)",
            doubtful: "cần lưu ý khi đọc",
        },
        unit: "vụ",
        empty: EMPTY,
        scale: Scale::Count,
        axis_label: &written,
    };
    assert_eq!(chart.kind().name, "trend");
    chart.svg()
}

fn at(position: usize, label: &str) -> Break {
    Break { position, label: label.into() }
}

fn given(state: &str, values: Values) -> Given {
    let given = Given { points: points(state, values, 2024), ..Given::default() };
    match state {
        "typical" => Given {
            previous: points(state, YEAR_BEFORE, 2023),
            target: Some(Target { value: 27.0, label: "mục tiêu 27 vụ".into() }),
            breaks: vec![at(
                6,
                "01/7/2025: Sáp nhập vào tỉnh Quảng Ngãi, bỏ cấp huyện, lập lại 102 xã, phường, đặc khu",
            )],
            ..given
        },
        "long" => Given {
            target: Some(Target { value: 40.0, label: format!("mục tiêu: {LONG}") }),
            breaks: vec![at(4, "ở mép phải"), at(2, LONG), at(2, "cùng một chỗ"), at(9, "ngoài biểu đồ")],
            ..given
        },
        _ => given,
    }
}

/// A budget that is spent month by month, beside an even pace; the last three months have not ended.
fn cumulative() -> Given {
    let spent = [0.4, 1.1, 1.9, 2.2, 3.9, 4.8, 5.1, 6.6, 8.0, 8.3, 8.9];
    let mut points = points("", spent.map(Some).to_vec().leak(), 2024);
    let open = points.len() - 3;
    points.iter_mut().skip(open).for_each(|point| point.provisional = true);
    points.push(Point {
        label: "T12".into(),
        title: "T12/2024: chưa đến kỳ".into(),
        value: None,
        text: "chưa đến kỳ".into(),
        provisional: true,
        doubtful: false,
    });
    let pace = (1..=12).map(|month| Some(f64::from(month))).collect();
    let target = Some(Target { value: 12.0, label: "dự toán 12 tỷ đồng".into() });
    Given { points, pace, target, ..Given::default() }
}

/// Twelve months, the first half of another province.
fn parted() -> Given {
    Given { cuts: vec![6], ..given("typical", super::YEAR) }
}

#[test]
fn no_line_crosses_a_cut() {
    assert_eq!(strokes(&svg("parted", &parted())), [6, 5]);
    assert_eq!(strokes(&svg("whole", &months(12))), [11]);
}

fn months(number: i32) -> Given {
    let values: Vec<Option<f64>> = (0..number).map(|index| Some(f64::from(index * 37 % 100))).collect();
    given("typical", values.leak())
}

pub(super) fn states() -> Vec<Drawn> {
    let drawn = |(state, given): (&'static str, Given)| (state, svg(state, &given));
    let mut doubtful = months(12);
    doubtful.points.iter_mut().step_by(3).for_each(|point| point.doubtful = true);
    doubtful.points[11].doubtful = true;
    let more = [
        ("pace", cumulative()),
        ("two", months(2)),
        ("dense", months(60)),
        ("doubtful", doubtful),
        ("parted", parted()),
    ];
    STATES.iter().map(|(state, values)| (*state, given(state, values))).chain(more).map(drawn).collect()
}

#[test]
fn two_years_of_months_fit_eight_kilobytes() {
    let svg = svg("typical", &months(24));
    assert!(svg.len() <= 8000, "{}", svg.len());
}

#[test]
fn a_note_is_wrapped_not_cut() {
    let (_, svg) = states().swap_remove(0);
    assert!(svg.contains("102 xã, phường, đặc khu</text>"), "{svg}");
}

/// The places of a path of straight lines.
fn corners(path: &str) -> Vec<(f64, f64)> {
    let corner = |text: &str| -> Option<(f64, f64)> {
        let (x, y) = text.split_once(' ')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    path.split(['M', 'L']).filter_map(corner).collect()
}

#[test]
fn the_figure_at_the_end_stands_on_no_line() {
    // A figure wider than half the chart finds no room between lines, and the dense line leaves none.
    for (state, svg) in states().into_iter().filter(|(state, _)| !["huge", "dense"].contains(state)) {
        let document = roxmltree::Document::parse(&svg).unwrap();
        let within = |class: &str| {
            let group = document.descendants().filter(move |node| node.attribute("class") == Some(class));
            group.flat_map(|node| node.children()).collect::<Vec<_>>()
        };
        let Some(figure) = within("value").into_iter().next() else { continue };
        let place = |name: &str| -> f64 { figure.attribute(name).unwrap().parse().unwrap() };
        let (right, base) = (place("x"), place("y"));
        let left = right - width(figure.text().unwrap(), Face::SemiBold, 11.0);
        for class in ["line", "provisional", "previous", "pace", "target"] {
            for path in within(class) {
                for pair in corners(path.attribute("d").unwrap()).windows(2) {
                    for step in 0..=100 {
                        let along = |a: f64, b: f64| a + (b - a) * f64::from(step) / 100.0;
                        let (x, y) = (along(pair[0].0, pair[1].0), along(pair[0].1, pair[1].1));
                        let on = (left..right).contains(&x) && (base - 8.0..base + 1.0).contains(&y);
                        assert!(!on, "{state}: the figure stands on `{class}` at {x} {y}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_even_pace_without_a_figure_is_not_drawn() {
    let given = Given { points: points("", &[None, None], 2024), ..cumulative() };
    let svg = svg("pace", &given);
    assert!(!svg.contains("class=\"pace\"") && !svg.contains("class=\"target\"") && svg.contains(EMPTY));
}
