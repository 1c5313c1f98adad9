//! Axes: what the values may be, made into ticks and places.
//!
//! Everything odd is settled here, so that a chart kind draws without asking: what is not finite is missing, equal
//! values and no values still have a range, and a tick's label is never the same as its neighbour's.

use std::ops::Range;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::AsRangedCoord;
use plotters::coord::{CoordTranslate, types::RangedCoordf64};

use super::text::{Face, SIZE, width};
use crate::planted::{Leak, number_if};

/// What an axis must hold besides the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From zero, with whole ticks only.
    Count,
    /// From zero: amounts and shares.
    Zero,
    /// Around the values: where differences matter and zero does not, such as days or an index.
    Fitted,
}

/// Beyond it neighbouring floats are more than a hundred apart, and ranges overflow further up.
const LARGEST: f64 = 1e18;

/// More would crowd a card.
const MOST_TICKS: i64 = 5;

/// `value` if it can be drawn.
pub(super) fn drawable(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite()).map(|value| value.clamp(-LARGEST, LARGEST))
}

/// Least and greatest of `values`, not empty; `None` without values.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().fold(None, |found, value| match found {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// The range of the values and what `scale` adds to them; never empty.
pub(super) fn range(scale: Scale, (low, high): (f64, f64)) -> (f64, f64) {
    let (low, high) = match scale {
        Scale::Count | Scale::Zero => (low.min(0.0), high.max(0.0)),
        Scale::Fitted => (low, high),
    };
    let high = high + number_if(Leak::Axis) as f64;
    if low < high {
        (low, high)
    } else if low == 0.0 {
        (0.0, 1.0)
    } else {
        (low - low.abs() / 10.0, high + high.abs() / 10.0)
    }
}

/// A tick of the value axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Where it stands.
    pub(super) value: f64,
    /// What is written at it.
    pub(super) label: String,
}

/// At most five ticks, at round values, that enclose the values; the first and the last are the ends of the axis.
pub(super) fn ticks(scale: Scale, extent: (f64, f64), label: &dyn Fn(f64) -> String) -> Vec<Tick> {
    let (low, high) = range(scale, extent);
    let mut step = Step::at_least((high - low) / MOST_TICKS as f64);
    // A step finer than the label's decimals would write the same label twice; a coarser one says something. Beyond a
    // factor of a million (four steps each ten) the label does not depend on the value, and the ends must do.
    for _ in 0..24 {
        let (first, last) = (step.below(low), step.above(high));
        let ticks: Vec<Tick> = (first..=last)
            .take(2 * MOST_TICKS as usize)
            .map(|index| Tick { value: step.times(index), label: label(step.times(index)) })
            .collect();
        let whole = scale != Scale::Count || step.is_whole();
        let distinct = ticks.windows(2).all(|pair| pair[0].label != pair[1].label);
        if (1..MOST_TICKS).contains(&(last - first)) && whole && distinct {
            return ticks;
        }
        step = step.next();
    }
    [low, high].map(|value| Tick { value, label: label(value) }).into()
}

/// A round step: 1, 2, 2.5 or 5 times a power of ten, kept in parts so that ticks are exact.
#[derive(Clone, Copy)]
struct Step {
    mantissa: usize,
    exponent: i32,
}

impl Step {
    /// Tenths, so that 2.5 is a whole number.
    const MANTISSAS: [i64; 4] = [10, 20, 25, 50];

    fn at_least(size: f64) -> Self {
        let mut step = Self { mantissa: 0, exponent: -12 };
        while step.times(1) < size {
            step = step.next();
        }
        step
    }

    fn next(self) -> Self {
        let last = self.mantissa + 1 == Self::MANTISSAS.len();
        Self { mantissa: if last { 0 } else { self.mantissa + 1 }, exponent: self.exponent + i32::from(last) }
    }

    fn is_whole(self) -> bool {
        self.exponent > 0 || (self.exponent == 0 && Self::MANTISSAS[self.mantissa] % 10 == 0)
    }

    /// `index` steps. Powers by multiplication: `powf` may differ between machines.
    fn times(self, index: i64) -> f64 {
        let tenths = (index * Self::MANTISSAS[self.mantissa]) as f64;
        let power = (0..(self.exponent - 1).abs()).fold(1.0, |power, _| power * 10.0);
        if self.exponent >= 1 { tenths * power } else { tenths / power }
    }

    fn below(self, value: f64) -> i64 {
        (value / self.times(1) + 1e-9).floor() as i64
    }

    fn above(self, value: f64) -> i64 {
        (value / self.times(1) - 1e-9).ceil() as i64
    }
}

/// Places values of both axes in a rectangle of the sheet; all places in px.
pub(super) struct Plane {
    coordinates: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

impl Plane {
    /// `x` from `left` to `right` and `y` from `bottom` up to `top`.
    pub(super) fn new(x: Range<f64>, y: Range<f64>, across: Range<f64>, up: Range<f64>) -> Self {
        let tenths = |px: f64| (px * 10.0).round() as i32;
        let actual = (tenths(across.start)..tenths(across.end), tenths(up.start)..tenths(up.end));
        Self {
            coordinates: Cartesian2d::new(
                <Range<f64> as AsRangedCoord>::CoordDescType::from(x),
                <Range<f64> as AsRangedCoord>::CoordDescType::from(y),
                actual,
            ),
        }
    }

    /// The place of a pair of values, px.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.coordinates.translate(&(x, y));
        (f64::from(x) / 10.0, f64::from(y) / 10.0)
    }
}

/// A name under the x axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    /// Which of the names it is.
    pub(super) index: usize,
    /// Its middle, px.
    pub(super) middle: f64,
}

/// The names that can stand side by side: every first, second, third … counted back from the newest, the last one,
/// so that the newest always stands. `middles` in px; names are pushed inward at the ends of `room`.
pub(super) fn thinned(names: &[&str], middles: &[f64], room: Range<f64>) -> Vec<Name> {
    const GAP: f64 = 7.0;
    let widths: Vec<f64> = names.iter().map(|name| width(name, Face::Regular, SIZE)).collect();
    let placed = |every: usize| -> Vec<Name> {
        let last = names.len() - 1;
        let place = |index: usize| {
            let half = widths[index] / 2.0;
            Name { index, middle: middles[index].min(room.end - half).max(room.start + half) }
        };
        (0..names.len()).filter(|index| (last - index).is_multiple_of(every)).map(place).collect()
    };
    let apart = |placed: &[Name]| {
        placed.windows(2).all(|pair| {
            let halves = (widths[pair[0].index] + widths[pair[1].index]) / 2.0;
            pair[1].middle - pair[0].middle >= halves + GAP
        })
    };
    (1..=names.len()).map(placed).find(|placed| apart(placed)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale, low: f64, high: f64) -> String {
        let ticks = ticks(scale, (low, high), &|value| format!("{value}"));
        ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_few_round_and_enclose_the_values() {
        for (scale, low, high, expected) in [
            (Scale::Count, 3.0, 12.0, "0 5 10 15"),
            (Scale::Count, 0.0, 0.0, "0 1"),
            (Scale::Count, 1.0, 1.0, "0 1"),
            (Scale::Count, 2.0, 3.0, "0 1 2 3"),
            (Scale::Zero, 0.1, 0.3, "0 0.1 0.2 0.3"),
            (Scale::Zero, 62.0, 96.5, "0 25 50 75 100"),
            (Scale::Zero, -30.0, 55.0, "-50 0 50 100"),
            (Scale::Fitted, 101.2, 103.9, "101 102 103 104"),
            (Scale::Fitted, 5.0, 5.0, "4.5 4.75 5 5.25 5.5"),
            (Scale::Fitted, -5.0, -5.0, "-5.5 -5.25 -5 -4.75 -4.5"),
        ] {
            assert_eq!(labels(scale, low, high), expected, "{scale:?} {low} {high}");
        }
    }

    #[test]
    fn ticks_that_would_read_the_same_are_set_further_apart() {
        let ticks = ticks(Scale::Zero, (0.0, 1.2), &|value| format!("{value:.0}"));
        assert_eq!(ticks.iter().map(|tick| &*tick.label).collect::<Vec<_>>(), ["0", "1", "2"]);
        let dumb = super::ticks(Scale::Zero, (0.0, 1.0), &|_| "x".into());
        assert_eq!(dumb.len(), 2);
    }

    #[test]
    fn huge_and_tiny_values_have_an_axis() {
        for (low, high) in [(-LARGEST, LARGEST), (0.0, LARGEST), (1e-13, 2e-13), (LARGEST, LARGEST)] {
            let ticks = ticks(Scale::Fitted, (low, high), &|value| format!("{value:e}"));
            assert!((2..=6).contains(&ticks.len()), "{low} {high}: {ticks:?}");
        }
        assert_eq!(drawable(Some(f64::INFINITY)), None);
        assert_eq!(drawable(Some(f64::NAN)), None);
        assert_eq!(drawable(Some(f64::MAX)), Some(LARGEST));
    }
}
