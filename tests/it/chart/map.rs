//! Maps in every state, and shapes read from GeoJSON. The places are made up.

use minhbach::chart::{Area, Chart, Circles, LonLat, Map, Polygon, Scale, ShapeError, shapes};

use super::{Drawn, EMPTY, LONG, written};

const PLACES: [(&str, f64, f64); 10] = [
    ("Thành phố A", 108.0, 14.35),
    ("Đắk Bê", 107.72, 15.11),
    ("Ngọc Cê", 107.62, 14.76),
    ("Đắk Dê", 107.81, 14.66),
    ("Kon Ê", 108.29, 14.8),
    ("Kon Ích", 108.19, 14.45),
    ("Đắk Hát", 108.0, 14.64),
    ("Sa Gi", 107.76, 14.44),
    ("Tu Ca", 108.0, 14.91),
    ("Ia Em", 107.48, 14.16),
];

fn area(label: &str, value: Option<f64>, place: Option<(f64, f64)>) -> Area {
    let text = value.filter(|value| value.is_finite()).map_or(EMPTY.to_owned(), written);
    Area {
        label: label.into(),
        title: format!("{label}: {text}"),
        value,
        text,
        place: place.map(|(longitude, latitude)| LonLat { longitude, latitude }),
        shape: Vec::new(),
    }
}

fn areas(values: &[f64]) -> Vec<Area> {
    let pairs = PLACES.iter().zip(values);
    pairs.map(|((label, x, y), value)| area(label, Some(*value), Some((*x, *y)))).collect()
}

/// Cells of a grid with wavy edges of `corners` corners a side; neighbours share their edges.
fn wavy(columns: usize, rows: usize, corners: usize) -> Vec<Area> {
    // Triangles: sines differ between machines in the last bit.
    let triangle = |at: f64, long: f64| (at.rem_euclid(long) / long - 0.5).abs();
    let wave = |x: f64, y: f64| {
        let shift = |a: f64, b: f64| 0.1 * triangle(a + b, 0.83) + 0.03 * triangle(a * 3.0 - b, 0.31);
        LonLat { longitude: 107.4 + x * 0.2 + shift(x, y), latitude: 14.0 + y * 0.18 + shift(y, x) }
    };
    let side = |from: (f64, f64), to: (f64, f64)| {
        (0..corners).map(move |at| {
            let part = at as f64 / corners as f64;
            wave(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        })
    };
    (0..columns * rows)
        .map(|index| {
            let (x, y) = ((index % columns) as f64, (index / columns) as f64);
            let around = [(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)];
            let ring = around.windows(2).flat_map(|pair| side(pair[0], pair[1])).collect();
            let name = PLACES.get(index).map_or_else(|| format!("Xã {index}"), |place| place.0.to_owned());
            let value = (index % 7 != 3).then_some((index * 13 % 40) as f64);
            Area { shape: vec![Polygon { rings: vec![ring] }], ..area(&name, value, None) }
        })
        .collect()
}

fn draw(state: &str, circles: Circles, areas: &[Area]) -> String {
    let chart = Map {
        id: &format!("map-{state}"),
        title: "Số vụ vi phạm theo địa bàn",
        description: "Năm 2024.",
        areas,
        circles,
        scale: Scale::Count,
        unit: "vụ",
        axis_label: &written,
        unplaced: "Chưa có tọa độ",
        empty: EMPTY,
    };
    assert_eq!(chart.kind().name, "map");
    chart.svg()
}

/// The gallery's states.
pub(super) fn states() -> Vec<Drawn> {
    const TYPICAL: [f64; 10] = [41.0, 6.0, 17.0, 9.0, 3.0, 1.0, 12.0, 0.0, 2.0, 5.0];
    let typical = areas(&TYPICAL);
    let mut missing = areas(&TYPICAL);
    for at in [1, 4] {
        missing[at] = area(PLACES[at].0, None, Some((PLACES[at].1, PLACES[at].2)));
    }
    missing.push(area("Huyện đảo", Some(3.0), None));
    missing.push(area(LONG, None, Some((999.0, f64::NAN))));
    let crowded: Vec<Area> = (0..102)
        .map(|at| {
            let (x, y) = (107.5 + f64::from(at * 37 % 101) / 100.0, 14.0 + f64::from(at * 53 % 103) / 90.0);
            area(&format!("Xã số {at}"), Some(f64::from(at * at % 60)), Some((x, y)))
        })
        .collect();
    let long: Vec<Area> =
        (0..6).map(|at| area(LONG, Some(f64::from(at)), Some((107.0 + f64::from(at) / 5.0, 14.0)))).collect();
    let nothing: Vec<Area> = PLACES.iter().map(|(label, x, y)| area(label, None, Some((*x, *y)))).collect();
    let amounts = Circles::ByValue;
    let mut mixed = wavy(3, 2, 8);
    mixed.push(area("Điểm lẻ", Some(22.0), Some((108.2, 14.2))));
    vec![
        ("typical", draw("typical", amounts, &typical)),
        ("alike", draw("alike", Circles::Alike, &typical)),
        ("shapes", draw("shapes", amounts, &wavy(4, 3, 30))),
        ("mixed", draw("mixed", amounts, &mixed)),
        ("empty", draw("empty", amounts, &[])),
        ("single", draw("single", amounts, &typical[..1])),
        ("equal", draw("equal", amounts, &areas(&[5.0; 10]))),
        ("zero", draw("zero", amounts, &areas(&[0.0; 10]))),
        ("negative", draw("negative", amounts, &areas(&[-12.5, 8.0, -3.0, 0.0, 20.25]))),
        ("huge", draw("huge", amounts, &areas(&[1.25e15, 3.0, f64::MAX, 9.99e17, f64::INFINITY]))),
        ("missing", draw("missing", amounts, &missing)),
        ("nothing", draw("nothing", amounts, &nothing)),
        ("nowhere", draw("nowhere", amounts, &missing[10..])),
        ("long", draw("long", amounts, &long)),
        ("many", draw("many", amounts, &crowded)),
    ]
}

#[test]
fn every_area_is_a_mark_or_named_below() {
    let (_, svg) = states().into_iter().find(|(state, _)| *state == "missing").unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    assert_eq!(document.descendants().filter(|node| node.attribute("class") == Some("mark")).count(), 10);
    let below = document.descendants().find(|node| node.attribute("class") == Some("note")).unwrap();
    let lines: Vec<&str> = below.children().filter_map(|node| node.text()).collect();
    let told = lines.join(" ");
    assert!(
        told.starts_with("Chưa có tọa độ: Huyện đảo (3), Đội Kiểm tra")
            && told.ends_with("(chưa có số liệu)")
    );
}

#[test]
fn the_area_of_a_circle_is_the_value() {
    let (_, svg) = states().into_iter().find(|(state, _)| *state == "typical").unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let radius = |name: &str| -> f64 {
        let mark = document.descendants().find(|node| {
            node.attribute("class") == Some("mark")
                && node
                    .first_element_child()
                    .and_then(|title| title.text())
                    .is_some_and(|t| t.starts_with(name))
        });
        mark.and_then(|mark| mark.last_element_child()?.attribute("r")?.parse().ok()).unwrap()
    };
    let share = (radius("Ngọc Cê") / radius("Thành phố A")).powi(2);
    assert!((share - 17.0 / 41.0).abs() < 0.01, "{share}");
    assert_eq!(radius("Sa Gi"), 2.0);
}

#[test]
fn a_map_of_a_hundred_areas_with_long_outlines_stays_below_thirty_kilobytes() {
    let areas = wavy(10, 10, 400);
    let corners: usize = areas.iter().map(|area| area.shape[0].rings[0].len()).sum();
    assert_eq!(corners, 160_000);
    let svg = draw("heavy", Circles::Alike, &areas);
    assert!(svg.len() <= 36_000, "{}", svg.len());
    let svg = draw("province", Circles::Alike, &wavy(4, 3, 2000));
    assert!(svg.len() <= 30_000, "{}", svg.len());
}

fn file(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[107,14],[108,14],[108,15],[107,14]]]}"#;
const TWO: &str = r#"{"type":"MultiPolygon","coordinates":[[[[1,2],[3,2],[3,4],[1,2]]],[[[5,6],[7,6],[7,8],[5,6]],[[6,6],[6.5,6],[6,7],[6,6]]]]}"#;

#[test]
fn shapes_are_found_by_the_value_of_a_property() {
    let features = [
        feature(r#"{"code":"608","name":"A"}"#, SQUARE),
        feature(r#"{"code":610}"#, TWO),
        feature(r#"{"code":"608"}"#, SQUARE),
        feature(r#"{"code":"none"}"#, "null"),
    ];
    let found = shapes(&file(&features.join(",")), "code").unwrap();
    let parts: Vec<(&str, Vec<usize>)> =
        found.iter().map(|(code, parts)| (&**code, parts.iter().map(|p| p.rings.len()).collect())).collect();
    assert_eq!(parts, [("608", vec![1, 1]), ("610", vec![1, 2])]);
    assert_eq!(found["608"][0].rings[0][1], LonLat { longitude: 108.0, latitude: 14.0 });
}

#[test]
fn a_file_without_shapes_says_why() {
    let point = r#"{"type":"Point","coordinates":[107,14]}"#;
    let metres = r#"{"type":"Polygon","coordinates":[[[545000,1588000],[1,1],[2,2],[545000,1588000]]]}"#;
    for (text, expected) in [
        ("{".to_owned(), "it is no GeoJSON `FeatureCollection`"),
        (SQUARE.to_owned(), "it is no GeoJSON `FeatureCollection`"),
        (
            file(&feature(r#"{"name":"A"}"#, SQUARE)),
            "feature 1 has no property `code` with a text or a whole number",
        ),
        (
            file(&feature(r#"{"code":"608"}"#, point)),
            "feature 1 (`608`) is a `Point`, and a `Polygon` or `MultiPolygon` was expected",
        ),
        (
            file(&feature(r#"{"code":"608"}"#, metres)),
            "feature 1 (`608`) has the place 545000, 1588000, which is no longitude and latitude in degrees",
        ),
    ] {
        let error: ShapeError = shapes(&text, "code").unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
