//! Projection: places on the earth as places on the sheet.
//!
//! A degree of longitude is as long as the cosine of the latitude, taken in the middle: over a province the error is
//! far below what a card shows.

use super::drawing::Spot;
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
    pub(super) fn at(&self, place: LonLat) -> Spot {
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
