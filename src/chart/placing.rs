//! Labels of places: each beside its place where nothing else stands, or nowhere.

use super::drawing::{Anchor, Spot};
use super::text::{Face, SIZE, width};

/// A rectangle that is taken, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taken {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Taken {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The square around a circle.
    pub(super) fn circle((x, y): Spot, radius: f64) -> Self {
        Self { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }
}

/// A label that has found its place: where its base line is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) place: Spot,
    pub(super) anchor: Anchor,
    pub(super) text: String,
}

/// Ascent and descent of a line, px.
const ASCENT: f64 = 9.0;
const DESCENT: f64 = 3.0;
/// Between a circle and its label.
const GAP: f64 = 3.0;

/// Between a label and the next on its line.
const APART: f64 = 5.0;

/// What is on the sheet already.
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) taken: Vec<Taken>,
}

impl Sheet {
    /// The first of `texts` that finds a place beside the circle of `radius` px around `at`: to its right, its left,
    /// below, above. What has found one is taken.
    pub(super) fn beside(&mut self, at: Spot, radius: f64, texts: &[&str]) -> Option<Placed> {
        let (x, y) = at;
        let around = [
            ((x + radius + GAP, y + 4.0), Anchor::Start),
            ((x - radius - GAP, y + 4.0), Anchor::End),
            ((x, y + radius + ASCENT + 1.0), Anchor::Middle),
            ((x, y - radius - DESCENT - 1.0), Anchor::Middle),
        ];
        texts.iter().filter(|text| !text.is_empty()).find_map(|text| {
            let half = width(text, Face::Regular, SIZE) / 2.0;
            around.iter().find_map(|&((x, y), anchor)| {
                // Above and below, a label need not be centred where the sheet ends.
                let middle = x.min(self.width - half).max(half);
                self.take((if anchor == Anchor::Middle { middle } else { x }, y), anchor, text, None)
            })
        })
    }

    /// The first of `texts` that fits on `at` within `room` px.
    pub(super) fn within(&mut self, at: Spot, room: f64, texts: &[&str]) -> Option<Placed> {
        let place = (at.0, at.1 + 4.0);
        texts
            .iter()
            .filter(|text| !text.is_empty())
            .find_map(|text| self.take(place, Anchor::Middle, text, Some(room)))
    }

    fn take(&mut self, place: Spot, anchor: Anchor, text: &str, room: Option<f64>) -> Option<Placed> {
        let wide = width(text, Face::Regular, SIZE);
        let left = place.0
            - match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => wide / 2.0,
                Anchor::End => wide,
            };
        let wanted = Taken { left, top: place.1 - ASCENT, right: left + wide, bottom: place.1 + DESCENT };
        let inside = wanted.left >= 0.0
            && wanted.right <= self.width
            && wanted.top >= 0.0
            && wanted.bottom <= self.height
            && room.is_none_or(|room| wide <= room);
        if !inside || self.taken.iter().any(|taken| taken.meets(&wanted)) {
            return None;
        }
        // Two names side by side would read as one.
        self.taken.push(Taken { left: wanted.left - APART, right: wanted.right + APART, ..wanted });
        Some(Placed { place, anchor, text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_goes_where_nothing_stands_or_nowhere() {
        let mut sheet = Sheet { width: 120.0, height: 60.0, taken: vec![Taken::circle((60.0, 30.0), 8.0)] };
        let anchors: Vec<Option<Anchor>> =
            (0..5).map(|_| sheet.beside((60.0, 30.0), 8.0, &["Huyện"]).map(|placed| placed.anchor)).collect();
        let expected = [Anchor::Start, Anchor::End, Anchor::Middle, Anchor::Middle];
        assert!(anchors[..4].iter().copied().eq(expected.into_iter().map(Some)));
        assert!(anchors[4].is_none());
        assert!(sheet.beside((100.0, 50.0), 1.0, &["Thành phố rất dài", "X"]).is_some_and(|p| p.text == "X"));
        assert_eq!(sheet.within((20.0, 10.0), 3.0, &["Huyện"]), None);
    }
}
