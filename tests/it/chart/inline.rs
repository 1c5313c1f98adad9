//! Inline bars in every state.

use minhbach::chart::InlineBar;

use super::Drawn;

/// State, and bar.
const STATES: &[(&str, InlineBar)] = &[
    ("typical", bar(Some(62.0), 0.0, 100.0)),
    ("full", bar(Some(100.0), 0.0, 100.0)),
    ("small", bar(Some(0.001), 0.0, 100.0)),
    ("zero", bar(Some(0.0), 0.0, 100.0)),
    ("beyond", bar(Some(140.0), 0.0, 100.0)),
    ("negative", bar(Some(-20.0), -40.0, 60.0)),
    ("below", bar(Some(-90.0), -40.0, 60.0)),
    ("missing", bar(None, 0.0, 100.0)),
    ("endless", bar(Some(f64::NAN), f64::NAN, f64::INFINITY)),
    ("equal", bar(Some(5.0), 5.0, 5.0)),
    ("nothing", bar(Some(0.0), 0.0, 0.0)),
    ("huge", bar(Some(f64::MAX), 0.0, f64::MAX)),
];

const fn bar(value: Option<f64>, low: f64, high: f64) -> InlineBar {
    InlineBar { value, low, high, target: None }
}

/// The gallery's states; no kind of chart, since it says nothing by itself.
pub(super) fn states() -> Vec<Drawn> {
    STATES.iter().map(|(state, bar)| (*state, bar.svg("12,5"))).collect()
}

#[test]
fn an_inline_bar_is_small_and_silent() {
    for (state, svg) in states() {
        assert!(svg.len() < 200, "{state}: {}", svg.len());
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert_eq!(document.root_element().attribute("aria-hidden"), Some("true"));
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("style="), "{state}: {svg}");
    }
}

#[test]
fn missing_zero_and_beyond_are_told_apart() {
    let drawn = |value| InlineBar { value, low: 0.0, high: 100.0, target: None }.svg("");
    let all = [None, Some(0.0), Some(0.001), Some(50.0), Some(100.0), Some(101.0)].map(drawn);
    for (index, svg) in all.iter().enumerate() {
        assert!(!all[..index].contains(svg), "{svg}");
    }
}
