//! Funnels in every state.

use minhbach::chart::{Branch, Chart, Funnel, Stage};

use super::{Drawn, EMPTY, LONG, written};

fn stage(label: &str, value: Option<f64>, share: &str) -> Stage {
    let text =
        value.filter(|value| value.is_finite()).map_or(String::new(), |v| format!("{} vụ", written(v)));
    let said = if text.is_empty() { EMPTY } else { &text };
    Stage {
        label: label.into(),
        title: format!("{label}: {said}"),
        value,
        text,
        share: share.into(),
        branches: Vec::new(),
    }
}

fn branch(label: &str, value: Option<f64>) -> Branch {
    let text = value.map_or(String::new(), |value| format!("{} vụ", written(value)));
    let title = format!("{label}: {}", if text.is_empty() { EMPTY } else { &text });
    Branch { label: label.into(), title, value, text }
}

fn handling() -> Vec<Stage> {
    let mut stages = vec![
        stage("Lượt kiểm tra", Some(245.0), ""),
        stage("Lập biên bản vi phạm hành chính", Some(86.0), "35,1% số lượt kiểm tra"),
        stage("Quyết định xử phạt", Some(71.0), "82,6% số biên bản"),
        stage("Đã nộp phạt", Some(58.0), "81,7% số quyết định"),
    ];
    stages[1].branches =
        vec![branch("Chuyển cơ quan điều tra", Some(6.0)), branch("Không xử phạt", Some(4.0))];
    stages
}

fn english() -> Vec<Stage> {
    let told = |(label, value, share): (&str, f64, &str)| Stage {
        title: format!("{label}: {value} cases"),
        text: format!("{value} cases"),
        ..stage(label, Some(value), share)
    };
    let mut stages: Vec<Stage> = [
        ("Inspections", 245.0, ""),
        ("Violation records", 86.0, "35.1% of inspections"),
        ("Decisions on penalties", 71.0, "82.6% of records"),
        ("Penalties paid", 58.0, "81.7% of decisions"),
    ]
    .map(told)
    .into();
    stages[1].branches = vec![Branch {
        title: "Transferred to the police: 6 cases".into(),
        text: "6 cases".into(),
        ..branch("Transferred to the police", Some(6.0))
    }];
    stages
}

fn long() -> Vec<Stage> {
    let mut stages: Vec<Stage> = (0..8)
        .map(|index| {
            let share = if index % 3 == 1 { LONG } else { "" };
            stage(&format!("{LONG} – giai đoạn {index}"), Some(f64::from(900 - 100 * index)), share)
        })
        .collect();
    stages[0].branches = vec![branch(LONG, Some(890.0)), branch(LONG, Some(1.0)), branch("", Some(3.0))];
    stages[7].branches = vec![branch("Đã khởi tố", Some(20.0))];
    stages
}

fn missing() -> Vec<Stage> {
    let mut stages = handling();
    (stages[2].value, stages[2].text, stages[2].share) = (None, String::new(), String::new());
    stages[3].share = String::new();
    stages[1].branches[1] = branch("Không xử phạt", None);
    stages
}

fn values(values: &[f64]) -> Vec<Stage> {
    values.iter().enumerate().map(|(i, v)| stage(&format!("Bước {}", i + 1), Some(*v), "")).collect()
}

/// The gallery's states.
pub(super) fn states() -> Vec<Drawn> {
    let states = vec![
        ("typical", handling()),
        ("english", english()),
        ("empty", Vec::new()),
        ("single", handling().into_iter().take(1).collect()),
        ("equal", values(&[5.0, 5.0, 5.0])),
        ("zero", values(&[0.0, 0.0, 0.0])),
        ("growing", values(&[40.0, 62.0, 8.0, 100.0])),
        ("negative", values(&[30.0, -12.5, 4.0])),
        ("huge", values(&[f64::MAX, 3.0, 9.99e17, f64::INFINITY])),
        ("missing", missing()),
        ("nothing", ["Lượt kiểm tra", "Biên bản"].map(|label| stage(label, None, "")).into()),
        ("long", long()),
    ];
    let draw = |(state, stages): (&'static str, Vec<Stage>)| {
        let chart = Funnel {
            id: &format!("funnel-{state}"),
            title: if state == "english" {
                "From inspection to payment"
            } else {
                "Từ kiểm tra đến nộp phạt"
            },
            description: "2024",
            stages: &stages,
            empty: if state == "english" { "no data" } else { EMPTY },
        };
        assert_eq!(chart.kind().name, "funnel");
        (state, chart.svg())
    };
    states.into_iter().map(draw).collect()
}

#[test]
fn a_stage_that_grows_is_longer_and_nothing_is_clipped() {
    let (_, svg) = states().into_iter().find(|(state, _)| *state == "growing").unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let bars: Vec<f64> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "rect")
        .map(|node| node.attribute("width").unwrap().parse().unwrap())
        .collect();
    assert_eq!(bars, [135.2, 209.5, 27.0, 338.0]);
}

#[test]
fn no_band_lies_behind_the_words_between_stages() {
    for (state, svg) in states() {
        assert!(!svg.contains("class=\"flow\""), "{state}");
    }
}
