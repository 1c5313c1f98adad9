//! Outlines: the shapes of a map's areas as path data, with where a name has room on each.

use super::border::{Borders, terse};
use super::drawing::Spot;
use super::projection::Projection;
use super::shape::{LonLat, Polygon};

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name, short.
    pub label: String,
    /// The tooltip in full words: name, value, and why there is none.
    pub title: String,
    /// The value; `None`, and what is not finite, is hatched.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; stands beside the name where there is room.
    pub text: String,
    /// Where it is; used where it has no shape.
    pub place: Option<LonLat>,
    /// Its outline; may be empty.
    pub shape: Vec<Polygon>,
}

/// What a map of shapes may take in bytes, most of it path data.
const MOST: usize = 26_000;
/// What an area takes besides its outline: its mark, its tooltip and its name.
const BESIDE: usize = 130;
/// So much is for outlines however many areas there are.
const LEAST: usize = 6000;

/// An area with its outline.
pub(super) struct Outline<'m> {
    pub(super) area: &'m Area,
    /// Path data, tenths of a px.
    pub(super) data: String,
    /// Where a name has most room, px.
    pub(super) middle: Spot,
    /// How much room it has there, px.
    pub(super) room: f64,
}

/// The outlines of all `areas` that have a shape: within 0.1 px, or coarser as far as they would weigh too much.
pub(super) fn outlines<'m>(areas: &'m [Area], projection: &Projection) -> Vec<Outline<'m>> {
    let shapes: Vec<(&Area, Vec<Vec<Spot>>)> = areas
        .iter()
        .map(|area| {
            let rings = area.shape.iter().flat_map(|polygon| &polygon.rings);
            let on_sheet = |ring: &Vec<LonLat>| -> Vec<Spot> {
                ring.iter().filter(|place| place.exists()).map(|place| projection.at(*place)).collect()
            };
            (area, rings.map(on_sheet).filter(|ring| !ring.is_empty()).collect::<Vec<_>>())
        })
        .filter(|(_, rings)| !rings.is_empty())
        .collect();
    let borders = Borders::new(shapes.iter().flat_map(|(_, rings)| rings));
    let written = |tolerance: f64| -> Vec<String> {
        shapes.iter().map(|(_, rings)| data(rings, &borders, tolerance)).collect()
    };
    let most = MOST.saturating_sub(BESIDE * shapes.len()).max(LEAST);
    let mut tolerance = 0.1;
    let mut written_now = written(tolerance);
    while written_now.iter().map(String::len).sum::<usize>() > most && tolerance < 10.0 {
        tolerance *= 1.6;
        written_now = written(tolerance);
    }
    shapes
        .iter()
        .zip(written_now)
        .map(|((area, rings), data)| {
            let (middle, room) = roomiest(rings);
            Outline { area, data, middle, room }
        })
        .collect()
}

/// All rings of an area; one that is too small to be seen is a square of 1 px.
fn data(rings: &[Vec<Spot>], borders: &Borders, tolerance: f64) -> String {
    let data: String = rings.iter().map(|ring| terse(&borders.simplified(ring, tolerance))).collect();
    if !data.is_empty() {
        return data;
    }
    let (x, y) = rings[0][0];
    format!("M{} {}h10v10h-10z", (x * 10.0).round() - 5.0, (y * 10.0).round() - 5.0)
}

/// The middle and the length of the longest of some level lines inside the rings.
fn roomiest(rings: &[Vec<Spot>]) -> (Spot, f64) {
    let heights = || rings.iter().flatten().map(|place| place.1);
    let (top, bottom) =
        (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    let mut best = (rings[0][0], 0.0);
    // From the middle outward, so that of equal lines the one nearest to the middle is taken.
    for part in [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78] {
        let level = top + (bottom - top) * part;
        let mut crossings: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, level)).collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            if pair[1] - pair[0] > best.1 * 1.05 {
                best = (((pair[0] + pair[1]) / 2.0, level), pair[1] - pair[0]);
            }
        }
    }
    best
}

/// Where the edges of `ring` cross the level line.
fn crossings(ring: &[Spot], level: f64) -> Vec<f64> {
    (0..ring.len())
        .filter_map(|index| {
            let (a, b) = (ring[index], ring[(index + 1) % ring.len()]);
            ((a.1 <= level) != (b.1 <= level)).then(|| a.0 + (level - a.1) / (b.1 - a.1) * (b.0 - a.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_where_an_area_is_widest() {
        let wedge = vec![(0.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
        let ((x, y), room) = roomiest(&[wedge]);
        assert!((y - 78.0).abs() < 1e-9 && (room - 78.0).abs() < 1e-9 && (x - 39.0).abs() < 1e-9);
        let hole = vec![(10.0, 0.0), (90.0, 0.0), (90.0, 100.0), (10.0, 100.0)];
        let square = vec![(0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (0.0, 100.0)];
        assert!((roomiest(&[square, hole]).0.0 - 145.0).abs() < 1e-9);
    }

    #[test]
    fn an_area_too_small_to_be_seen_is_a_dot() {
        assert_eq!(
            data(&[vec![(1.0, 1.0), (1.01, 1.0), (1.0, 1.01)]], &Borders::default(), 0.1),
            "M5 5h10v10h-10z"
        );
    }
}
