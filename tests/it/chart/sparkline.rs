//! Sparkline: a figure's way inside a tile.

use minhbach::chart::{Chart, Scale, Sparkline};

use super::{Drawn, EMPTY, STATES, Values, points};

fn svg(state: &str, values: Values) -> String {
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

pub(super) fn states() -> Vec<Drawn> {
    STATES.iter().map(|(state, values)| (*state, svg(state, values))).collect()
}
