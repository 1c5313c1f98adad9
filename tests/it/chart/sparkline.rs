//! Sparkline: a figure's way inside a tile.

use minhbach::chart::{Chart, Scale, Sparkline};

use super::{Drawn, EMPTY, STATES, Values, YEAR, points, strokes};

fn svg(state: &str, values: Values, cuts: &[usize]) -> String {
    let chart = Sparkline {
        id: &format!("sparkline-{state}"),
        title: "Số vụ vi phạm, 12 tháng",
        description: "",
        points: &points(state, values, 2024),
        cuts,
        scale: Scale::Count,
        empty: EMPTY,
    };
    assert_eq!(chart.kind().name, "sparkline");
    chart.svg()
}

pub(super) fn states() -> Vec<Drawn> {
    let mut all: Vec<Drawn> =
        STATES.iter().map(|(state, values)| (*state, svg(state, values, &[]))).collect();
    // A period that reaches across the break is parted from both sides.
    all.push(("parted", svg("parted", YEAR, &[6, 7])));
    all
}

#[test]
fn no_line_crosses_a_cut() {
    assert_eq!(strokes(&svg("parted", YEAR, &[6, 7])), [6, 4], "the seventh stands alone");
    assert_eq!(strokes(&svg("whole", YEAR, &[])), [11]);
}
