//! Projection: places on the earth as places on the sheet, and outlines with no more corners than can be seen.
//!
//! A degree of longitude is as long as the cosine of the latitude, taken in the middle: over a province the error is
//! far below what a card shows.

use std::fmt::Write;

use super::drawing::Place;
use super::shape::LonLat;

/// Where a map of places fits.
pub(super) struct Projection {
    west: f64,
    north: f64,
    /// The length of a degree of longitude in degrees of latitude.
    shrink: f64,
    /// Px for a degree of latitude.
    scale: f64,
    left: f64,
    top: f64,
}

impl Projection {
    /// A projection of `places` (all of them on the earth) into `width` by at most `height` px with a margin on all
    /// sides, and the height that it takes; `None` without places.
    pub(super) fn fit(
        places: impl Iterator<Item = LonLat>,
        (width, height): (f64, f64),
        margin: f64,
    ) -> Option<(Self, f64)> {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        for place in places {
            (west, east) = (west.min(place.longitude), east.max(place.longitude));
            (south, north) = (south.min(place.latitude), north.max(place.latitude));
        }
        if west > east {
            return None;
        }
        let shrink = cosine((south + north) / 2.0).max(0.05);
        let (across, down) = ((east - west) * shrink, north - south);
        let (room, most) = (width - 2.0 * margin, height - 2.0 * margin);
        // One place alone, or all in the same one, has no size to fill the sheet with.
        let scale = (room / across.max(1e-4)).min(most / down.max(1e-4));
        let (used, tall) = (across * scale, (down * scale).max(most / 4.0));
        let left = margin + (room - used) / 2.0;
        let top = margin + (tall - down * scale) / 2.0;
        Some((Self { west, north, shrink, scale, left, top }, (tall + 2.0 * margin).ceil()))
    }

    /// Where `place` stands on the sheet, px.
    pub(super) fn at(&self, place: LonLat) -> Place {
        let x = self.left + (place.longitude - self.west) * self.shrink * self.scale;
        (x, self.top + (self.north - place.latitude) * self.scale)
    }
}

/// The cosine of an angle in degrees, by its series: the library's may differ in the last bit between machines.
fn cosine(degrees: f64) -> f64 {
    let angle = degrees.to_radians();
    let square = angle * angle;
    (1..=12).rev().fold(1.0, |sum, term| {
        let term = f64::from(term);
        1.0 - sum * square / ((2.0 * term - 1.0) * 2.0 * term)
    })
}

/// A ring as few corners that stay within `tolerance` px of it (Douglas and Peucker).
pub(super) fn simplified(ring: &[Place], tolerance: f64) -> Vec<Place> {
    let mut ring: &[Place] = ring;
    while ring.len() > 1 && ring.first() == ring.last() {
        ring = &ring[..ring.len() - 1];
    }
    if ring.len() < 4 {
        return ring.to_vec();
    }
    // A ring has no ends: its first corner and the one farthest from it are kept.
    let far = (0..ring.len()).max_by(|a, b| apart(ring[0], ring[*a]).total_cmp(&apart(ring[0], ring[*b])));
    let closed: Vec<Place> = ring.iter().copied().chain([ring[0]]).collect();
    let mut kept = vec![false; closed.len()];
    let mut stretches = vec![(0, far.unwrap_or(0)), (far.unwrap_or(0), closed.len() - 1)];
    while let Some((from, to)) = stretches.pop() {
        kept[from] = true;
        let distance = |at: usize| off(closed[at], closed[from], closed[to]);
        let Some(worst) = (from + 1..to).max_by(|a, b| distance(*a).total_cmp(&distance(*b))) else {
            continue;
        };
        if distance(worst) > tolerance {
            stretches.extend([(from, worst), (worst, to)]);
        }
    }
    ring.iter().zip(kept).filter(|(_, kept)| *kept).map(|(place, _)| *place).collect()
}

fn apart(a: Place, b: Place) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// How far `place` is from the stretch between two others, px.
fn off(place: Place, from: Place, to: Place) -> f64 {
    let length = apart(from, to);
    let along = if length > 0.0 {
        let dot = (place.0 - from.0) * (to.0 - from.0) + (place.1 - from.1) * (to.1 - from.1);
        (dot / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    apart(place, (from.0 + along * (to.0 - from.0), from.1 + along * (to.1 - from.1))).sqrt()
}

/// A ring as path data in tenths of a px, each corner counted from the one before; nothing where fewer than three
/// corners are left.
pub(super) fn terse(ring: &[Place]) -> String {
    let tenths = |(x, y): Place| ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
    let mut corners: Vec<(i64, i64)> = ring.iter().copied().map(tenths).collect();
    corners.dedup();
    if corners.len() < 3 {
        return String::new();
    }
    let mut data = format!("M{} {}l", corners[0].0, corners[0].1);
    for (index, pair) in corners.windows(2).enumerate() {
        for (at, step) in [pair[1].0 - pair[0].0, pair[1].1 - pair[0].1].into_iter().enumerate() {
            // A minus sign parts numbers as well as a space does.
            let space = if step < 0 || (index == 0 && at == 0) { "" } else { " " };
            write!(data, "{space}{step}").expect("writing to a String does not fail");
        }
    }
    data.push('z');
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_that_of_the_library() {
        for degrees in [-90.0, -45.0, 0.0, 14.7, 60.0, 89.0] {
            assert!((cosine(degrees) - f64::to_radians(degrees).cos()).abs() < 1e-12, "{degrees}");
        }
    }

    #[test]
    fn a_ring_keeps_only_corners_that_are_seen() {
        let square = [(0.0, 0.0), (5.0, 0.05), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
        assert_eq!(simplified(&square, 0.1), [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
        assert_eq!(simplified(&square, 0.01).len(), 5);
        assert_eq!(terse(&simplified(&square, 0.1)), "M0 0l100 0 0 100-100 0z");
        assert_eq!(terse(&[(0.0, 0.0), (0.01, 0.0), (0.0, 0.01)]), "");
        let nowhere = vec![(3.0, 3.0); 1000];
        assert_eq!(terse(&simplified(&nowhere, 0.1)), "");
    }

    #[test]
    fn a_map_keeps_its_proportions_and_stays_on_the_sheet() {
        let corners =
            [(107.4, 13.9), (108.6, 15.4)].map(|(longitude, latitude)| LonLat { longitude, latitude });
        let (projection, height) = Projection::fit(corners.into_iter(), (340.0, 340.0), 20.0).unwrap();
        let (west, south) = projection.at(corners[0]);
        let (east, north) = projection.at(corners[1]);
        assert!((north - 20.0).abs() < 1e-6 && (south - 320.0).abs() < 1e-6 && height == 340.0);
        assert!(((east - west) / (south - north) - 1.2 / 1.5 * cosine(14.65)).abs() < 1e-9);
        assert!(((west + east) / 2.0 - 170.0).abs() < 1e-6);
    }
}
