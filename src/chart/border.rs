//! Borders: rings of corners as few corners as can be seen, alike on both sides.
//!
//! Two areas share a border corner by corner. Each ring is parted where more than two ways meet, and what lies between
//! is simplified the same whichever area it is drawn for, so that no gap opens and nothing overlaps.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::drawing::Spot;

/// A corner, to the thousandth of a px, so that both sides of a border find it.
type Corner = (i64, i64);

fn corner((x, y): Spot) -> Corner {
    ((x * 1000.0).round() as i64, (y * 1000.0).round() as i64)
}

/// The corners of a map with those to which they lead.
#[derive(Default)]
pub(super) struct Borders {
    neighbours: BTreeMap<Corner, Vec<Corner>>,
}

impl Borders {
    /// The borders that `rings` make.
    pub(super) fn new<'r>(rings: impl IntoIterator<Item = &'r Vec<Spot>>) -> Self {
        let mut borders = Self::default();
        for ring in rings {
            let corners: Vec<Corner> = opened(ring).iter().copied().map(corner).collect();
            for (index, &at) in corners.iter().enumerate() {
                let next = corners[(index + 1) % corners.len()];
                for (from, to) in [(at, next), (next, at)] {
                    let known = borders.neighbours.entry(from).or_default();
                    if from != to && !known.contains(&to) {
                        known.push(to);
                    }
                }
            }
        }
        borders
    }

    /// Whether more than two ways meet at `place`.
    fn meet(&self, place: Spot) -> bool {
        self.neighbours.get(&corner(place)).is_some_and(|known| known.len() > 2)
    }

    /// A ring as few corners that stay within `tolerance` px of it (Douglas and Peucker).
    pub(super) fn simplified(&self, ring: &[Spot], tolerance: f64) -> Vec<Spot> {
        let ring = opened(ring);
        if ring.len() < 4 {
            return ring.to_vec();
        }
        let mut fixed: Vec<usize> = (0..ring.len()).filter(|index| self.meet(ring[*index])).collect();
        // A ring that meets no other has no ends: its least corner and the one farthest from that are kept.
        let least = (0..ring.len()).min_by_key(|index| corner(ring[*index]));
        if fixed.len() < 2 {
            let from = fixed.first().copied().or(least).unwrap_or(0);
            let key = |index: &usize| (apart(ring[from], ring[*index]), ring[*index]);
            let far = (0..ring.len()).max_by(|a, b| order(key(a), key(b))).unwrap_or(from);
            fixed = vec![from.min(far), from.max(far)];
        }
        let first = fixed[0];
        let closed: Vec<Spot> = (0..=ring.len()).map(|index| ring[(first + index) % ring.len()]).collect();
        let ends: Vec<usize> = fixed.iter().map(|index| index - first).chain([closed.len() - 1]).collect();
        let mut kept = vec![false; closed.len()];
        let mut stretches: Vec<(usize, usize)> = ends.windows(2).map(|pair| (pair[0], pair[1])).collect();
        while let Some((from, to)) = stretches.pop() {
            kept[from] = true;
            // Seen from the lesser end, so that rounding is the same in both directions.
            let (a, b) = (closed[from], closed[to]);
            let (a, b) = if corner(a) <= corner(b) { (a, b) } else { (b, a) };
            let key = |at: &usize| (off(closed[*at], a, b), closed[*at]);
            let Some(worst) = (from + 1..to).max_by(|a, b| order(key(a), key(b))) else { continue };
            if off(closed[worst], a, b) > tolerance {
                stretches.extend([(from, worst), (worst, to)]);
            }
        }
        closed.iter().zip(kept).filter(|(_, kept)| *kept).map(|(place, _)| *place).collect()
    }
}

/// The farther, and of equally far ones the greater place.
fn order((far, place): (f64, Spot), (other_far, other): (f64, Spot)) -> std::cmp::Ordering {
    far.total_cmp(&other_far).then_with(|| corner(place).cmp(&corner(other)))
}

/// A ring without the repetition of its first corner at its end.
fn opened(mut ring: &[Spot]) -> &[Spot] {
    while ring.len() > 1 && ring.first() == ring.last() {
        ring = &ring[..ring.len() - 1];
    }
    ring
}

fn apart(a: Spot, b: Spot) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// How far `place` is from the stretch between two others, px.
fn off(place: Spot, from: Spot, to: Spot) -> f64 {
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
pub(super) fn terse(ring: &[Spot]) -> String {
    let tenths = |(x, y): Spot| ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
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
    fn a_ring_keeps_only_corners_that_are_seen() {
        let square = [(0.0, 0.0), (5.0, 0.05), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
        let borders = Borders::default();
        let seen = borders.simplified(&square, 0.1);
        assert_eq!(seen, [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
        assert_eq!(borders.simplified(&square, 0.01).len(), 5);
        assert_eq!(terse(&seen), "M0 0l100 0 0 100-100 0z");
        assert_eq!(terse(&[(0.0, 0.0), (0.01, 0.0), (0.0, 0.01)]), "");
        let nowhere = vec![(3.0, 3.0); 1000];
        assert_eq!(terse(&borders.simplified(&nowhere, 0.1)), "");
    }

    #[test]
    fn a_border_is_the_same_on_both_sides() {
        // Two fields with a crooked border between (10, 0) and (10, 40); the right one runs the other way along it.
        let crooked: Vec<Spot> =
            (0..=40).map(|y| (10.0 + f64::from(y * 7 % 5) * 0.3, f64::from(y))).collect();
        let left: Vec<Spot> = [(0.0, 0.0)].into_iter().chain(crooked.clone()).chain([(0.0, 40.0)]).collect();
        let right: Vec<Spot> =
            [(20.0, 40.0)].into_iter().chain(crooked.iter().rev().copied()).chain([(20.0, 0.0)]).collect();
        let rings = [left, right];
        let borders = Borders::new(&rings);
        for tolerance in [0.1, 0.5, 1.0, 5.0] {
            let [left, right] = rings.each_ref().map(|ring| {
                let mut border: Vec<Corner> = borders
                    .simplified(ring, tolerance)
                    .into_iter()
                    .map(corner)
                    .filter(|(x, _)| (10_000..12_000).contains(x))
                    .collect();
                border.sort_unstable();
                border
            });
            assert_eq!(left, right, "{tolerance}");
            assert!(left.len() >= 2 && left.len() < 42, "{tolerance}: {}", left.len());
        }
    }
}
