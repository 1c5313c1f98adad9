//! Whatever values and words a drawing is given, it is well-formed and its words do not touch.

use minhbach::chart::{
    Area, Branch, Cell, Chart, Circles, Funnel, Heatmap, HeatmapRow, InlineBar, LonLat, Map, Polygon, Scale,
    Shade, Stage, State, Tone,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::{EMPTY, check_texts, written};

const NUMBERS: &[f64] =
    &[0.0, -0.0, 1.0, 7.25, 40.0, 999.0, -3.0, 1e-300, 1e17, -1e300, f64::NAN, f64::INFINITY];
const WORDS: &[&str] =
    &["", "Ủy ban", "huyện", "x", "<&\">", "…", "\u{0}", "khôngcókhoảngtrắngnàoởđâycảdàithậtlàdàiquárộng"];

fn text() -> impl Strategy<Value = String> {
    vec(select(WORDS), 0..6).prop_map(|words| words.join(" "))
}

fn value() -> impl Strategy<Value = Option<f64>> {
    of(select(NUMBERS))
}

fn scale() -> impl Strategy<Value = Scale> {
    select(&[Scale::Count, Scale::Zero, Scale::Fitted][..])
}

fn branch() -> impl Strategy<Value = Branch> {
    (text(), value(), text()).prop_map(|(label, value, text)| Branch {
        title: "t".into(),
        label,
        value,
        text,
    })
}

fn stage() -> impl Strategy<Value = Stage> {
    (text(), value(), text(), text(), vec(branch(), 0..3)).prop_map(
        |(label, value, text, share, branches)| Stage {
            title: "t".into(),
            label,
            value,
            text,
            share,
            branches,
        },
    )
}

fn cell() -> impl Strategy<Value = Cell> {
    let shade = prop_oneof![
        select(NUMBERS).prop_map(Shade::Value),
        (0..3_usize).prop_map(Shade::State),
        Just(Shade::Missing),
    ];
    let doubt = prop_oneof![3 => Just(String::new()), 1 => text()];
    (shade, prop_oneof![text(), (0..99_u8).prop_map(|number| number.to_string())], doubt)
        .prop_map(|(shade, text, doubt)| Cell { shade, text, doubt })
}

fn place() -> impl Strategy<Value = LonLat> {
    let anywhere = prop_oneof![9 => 0.0..1.5, 1 => select(NUMBERS)];
    (anywhere.clone(), anywhere).prop_map(|(x, y)| LonLat { longitude: 107.0 + x, latitude: 14.0 + y })
}

fn area() -> impl Strategy<Value = Area> {
    let shape = vec(vec(vec(place(), 0..9), 0..3).prop_map(|rings| Polygon { rings }), 0..2);
    (text(), value(), text(), of(place()), shape).prop_map(|(label, value, text, place, shape)| Area {
        title: "t".into(),
        label,
        value,
        text,
        place,
        shape,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_funnel_is_drawn(stages in vec(stage(), 0..6)) {
        let chart = Funnel { id: "f", title: "t", description: "", stages: &stages, empty: EMPTY };
        check_texts("funnel", &chart.svg());
    }

    #[test]
    fn any_heatmap_is_drawn(
        columns in vec(prop_oneof![9 => Just("T1".to_owned()), 1 => text()], 0..100),
        rows in vec((text(), vec(cell(), 0..30)), 0..4),
        label in text(),
        unit in text(),
        scale in scale(),
    ) {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows: Vec<HeatmapRow> =
            rows.into_iter().map(|(label, cells)| HeatmapRow { label, cells }).collect();
        let states = [("Đ", Tone::Good), ("KK", Tone::Bad)]
            .map(|(sign, tone)| State { sign: sign.into(), label: label.clone(), tone });
        let chart = Heatmap {
            id: "h",
            title: "t",
            description: "",
            columns: &columns,
            rows: &rows,
            states: &states,
            scale,
            unit: &unit,
            axis_label: &written,
            doubtful: &label,
            unwritten: &label,
            empty: EMPTY,
        };
        check_texts("heatmap", &chart.svg());
    }

    #[test]
    fn any_map_is_drawn(
        areas in vec(area(), 0..20),
        circles in select(&[Circles::ByValue, Circles::Alike][..]),
        scale in scale(),
        unit in text(),
        unplaced in text(),
    ) {
        let chart = Map {
            id: "m",
            title: "t",
            description: "",
            areas: &areas,
            circles,
            scale,
            unit: &unit,
            axis_label: &written,
            unplaced: &unplaced,
            empty: EMPTY,
        };
        check_texts("map", &chart.svg());
    }

    #[test]
    fn any_inline_bar_is_drawn(value in value(), low in select(NUMBERS), high in select(NUMBERS)) {
        let svg = InlineBar { value, low, high, target: None }.svg("");
        prop_assert!(svg.len() < 200 && !svg.contains("NaN") && !svg.contains("inf"), "{}", svg);
    }
}
