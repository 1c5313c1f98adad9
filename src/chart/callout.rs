//! Callout: where a figure stands beside its dot, clear of the lines, as far as there is room.

use std::ops::Range;

use super::drawing::Spot;
use super::text::{Face, SIZE, width};

/// A stroke from one place to another.
pub(super) type Stroke = (Spot, Spot);

/// From a base line up to the tops of letters with two accents, and down to the ends of letters; px.
const ABOVE: f64 = 10.0;
const BELOW: f64 = 3.0;
/// A text farther from its dot than this has a line to it, px.
const FAR: f64 = 16.0;
/// Between a letter and a line.
const CLEAR: f64 = 2.0;
/// What it costs to touch a line at all, px: a figure in the open, with a line to it, is read sooner.
const TOUCHING: f64 = 12.0;

/// Where things may be drawn, px.
pub(super) struct Room {
    pub(super) across: Range<f64>,
    pub(super) down: Range<f64>,
    /// Lines across that are faint enough to stand on, where there is no better place.
    pub(super) grid: Vec<f64>,
}

/// The right end of the base line of `text`, bold, for the dot at `dot`: the nearest place in `room` where it touches
/// none of `strokes`, or touches them least.
pub(super) fn beside(dot: Spot, text: &str, room: &Room, strokes: &[Stroke]) -> Spot {
    let wide = width(text, Face::SemiBold, SIZE);
    let mut best: Option<(f64, Spot)> = None;
    for step in 0..24 {
        let away = f64::from(step) * 4.0;
        for base in [dot.1 - 8.0 - away, dot.1 + 16.0 + away] {
            for right in [dot.0 + wide / 2.0, dot.0 - 7.0, dot.0 + wide + 7.0] {
                let right = right.min(room.across.end).max(room.across.start + wide);
                let (left, top, bottom) = (right - wide, base - ABOVE, base + BELOW);
                if top < room.down.start || bottom > room.down.end {
                    continue;
                }
                let (x, y) = (left - CLEAR..right + CLEAR, top - CLEAR..bottom + CLEAR);
                let touched: f64 = strokes.iter().map(|stroke| inside(stroke, &x, &y)).sum();
                let struck = room.grid.iter().filter(|line| (base - 8.0..base + 1.0).contains(line)).count();
                // Some px away is better than touching a line for as many.
                let touched = if touched > 0.0 { touched + TOUCHING } else { 0.0 };
                let cost = touched + away / 4.0 + 1.5 * struck as f64;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, (right, base)));
                }
            }
        }
    }
    best.map_or((room.across.end.max(room.across.start + wide), dot.1 - 8.0), |(_, place)| place)
}

/// A thin line from a text to its dot where it stands so far from it that nobody would know whose it is.
pub(super) fn leader(dot: Spot, text: &str, (right, base): Spot) -> Option<Stroke> {
    let left = right - width(text, Face::SemiBold, SIZE);
    let from = (dot.0.clamp(left, right), dot.1.clamp(base - ABOVE + 2.0, base + BELOW));
    let (across, down) = (dot.0 - from.0, dot.1 - from.1);
    let far = (across * across + down * down).sqrt();
    // It ends before the dot.
    let short = 1.0 - 5.0 / far;
    // Whole px: a thin line is drawn sharper, and written shorter.
    let whole = |(x, y): Spot| (x.round(), y.round());
    (far > FAR).then(|| (whole(from), whole((from.0 + across * short, from.1 + down * short))))
}

/// How much of a stroke is inside a rectangle, px.
fn inside(&(from, to): &Stroke, x: &Range<f64>, y: &Range<f64>) -> f64 {
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (start, along, side) in [(from.0, across, x), (from.1, down, y)] {
        if along == 0.0 {
            if !side.contains(&start) {
                return 0.0;
            }
            continue;
        }
        let (a, b) = ((side.start - start) / along, (side.end - start) / along);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    (leave - enter).max(0.0) * (across * across + down * down).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_far_from_its_dot_has_a_line_to_it() {
        let text = "1.234 vụ";
        let wide = width(text, Face::SemiBold, SIZE);
        assert_eq!(leader((100.0, 60.0), text, (100.0 + wide / 2.0, 52.0)), None);
        let far = leader((100.0, 60.0), text, (100.0 + wide / 2.0, 30.0));
        assert_eq!(far, Some(((100.0, 33.0), (100.0, 55.0))));
    }

    #[test]
    fn a_label_stands_where_no_line_runs() {
        let room = Room { across: 0.0..340.0, down: 0.0..130.0, grid: vec![35.0] };
        for (name, dot, strokes) in [
            ("a line that rises to it", (320.0, 40.0), vec![((300.0, 100.0), (320.0, 40.0))]),
            ("a line that falls to it", (320.0, 80.0), vec![((290.0, 10.0), (320.0, 80.0))]),
            (
                "a line above",
                (320.0, 60.0),
                vec![((0.0, 52.0), (340.0, 52.0)), ((290.0, 60.0), (320.0, 60.0))],
            ),
            ("at the top", (320.0, 2.0), vec![((300.0, 30.0), (320.0, 2.0))]),
            ("at the bottom", (320.0, 129.0), vec![((300.0, 120.0), (320.0, 129.0))]),
        ] {
            let (right, base) = beside(dot, "1.234 vụ", &room, &strokes);
            let left = right - width("1.234 vụ", Face::SemiBold, SIZE);
            let touched: f64 =
                strokes.iter().map(|stroke| inside(stroke, &(left..right), &(base - 8.0..base + 2.0))).sum();
            assert_eq!(touched, 0.0, "{name}: {left} to {right}, {base}");
            assert!((0.0..=340.0).contains(&left) && right <= 340.0 && base <= 130.0, "{name}");
        }
    }
}
