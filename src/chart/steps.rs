//! Steps: values as at most five shades, with a legend of their bounds.
//!
//! A shade is how much of the series' colour covers the ground, so that more stands out more on white and on black,
//! and the colour of the surrounding text stays legible on every shade (4.5 and more on both).

use std::borrow::Cow;

use super::axis::{Scale, Tick, extent, ticks};
use super::drawing::{Anchor, Drawing, Look, Spot};
use super::palette::series;
use super::path::rectangle;
use super::text::{Face, SIZE, fitted, widest, width};

/// Shades from the faintest; see [`Steps::shade`].
const SHADES: [Look; 5] = [
    Look::new("shade", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".1""#)),
    Look::new("shade", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".25""#)),
    Look::new("shade", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".42""#)),
    Look::new("shade", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".62""#)),
    Look::new("shade", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".85""#)),
];

/// The edge around what is shaded.
pub(super) const EDGE: Look =
    Look::new("edge", r#"fill="none" stroke="currentColor" stroke-opacity=".5" stroke-width=".7""#);

/// Round values that part the values into steps. A value on a bound belongs to the step above it.
pub(super) struct Steps<'t> {
    bounds: Vec<Tick>,
    unit: &'t str,
}

/// The height of a legend, px.
pub(super) const LEGEND: f64 = 27.0;
const STRIP: f64 = 8.0;
/// A wider strip would not say more.
const WIDEST_STEP: f64 = 52.0;
const GAP: f64 = 6.0;
/// Less says nothing.
const SHORTEST_UNIT: f64 = 14.0;

impl<'t> Steps<'t> {
    /// The steps of `values` (all drawable) with bounds written by `label`; `None` without values.
    pub(super) fn of(
        scale: Scale,
        values: impl IntoIterator<Item = f64>,
        label: &dyn Fn(f64) -> String,
        unit: &'t str,
    ) -> Option<Self> {
        let found = extent(values)?;
        let bounds = finer(scale, found.1, ticks(scale, found, label), label);
        (bounds.len() > 1).then_some(Self { bounds, unit })
    }

    fn count(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Which step `value` belongs to.
    pub(super) fn step(&self, value: f64) -> usize {
        let above = self.bounds.partition_point(|bound| bound.value <= value);
        above.saturating_sub(1).min(self.count() - 1)
    }

    /// How step `step` looks; few steps are as far apart as many.
    pub(super) fn shade(&self, step: usize) -> &'static Look {
        let shades: &[usize] = match self.count() {
            1 => &[2],
            2 => &[0, 3],
            3 => &[0, 2, 4],
            4 => &[0, 1, 3, 4],
            _ => &[0, 1, 2, 3, 4],
        };
        &SHADES[shades[step.min(shades.len() - 1)]]
    }

    /// Every step.
    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.count()
    }

    /// The greatest bound up to `greatest`, and one about half of it; the greater first.
    pub(super) fn landmarks(&self, greatest: f64) -> Vec<&Tick> {
        let up_to = |most: f64| self.bounds.iter().rfind(|bound| bound.value > 0.0 && bound.value <= most);
        let first = up_to(greatest).or_else(|| self.bounds.iter().find(|bound| bound.value > 0.0));
        let second = first.and_then(|first| up_to(first.value * 0.6));
        first.into_iter().chain(second).collect()
    }

    /// A strip of the steps with their bounds below it, at most `room` px wide and [`LEGEND`] px high.
    pub(super) fn legend(&self, drawing: &Drawing, (left, top): Spot, room: f64) {
        let labels: Vec<Cow<'_, str>> =
            self.bounds.iter().map(|bound| fitted(&bound.label, Face::Regular, (room - GAP) / 2.0)).collect();
        let half = |index: usize| width(&labels[index], Face::Regular, SIZE) / 2.0;
        let count = self.count() as f64;
        let (first, last) = (half(0), half(self.count()));
        let apart = widest(labels.iter().map(|label| &**label), Face::Regular) + GAP;
        // Where not all bounds can stand side by side, the two ends do.
        let every = if apart * count + first + last <= room { 1 } else { self.count() };
        let least = if every == 1 { apart } else { (first + last + GAP) / count };
        let beside = (GAP + width(self.unit, Face::Regular, SIZE)).min(room / 3.0).max(last);
        let wide = WIDEST_STEP.min((room - first - beside) / count).max(least).floor();
        let (start, end) = (left + first, left + first + wide * count);
        for step in self.all() {
            drawing.group(self.shade(step), |drawing| {
                drawing.path(&rectangle((start + wide * step as f64, top), wide, STRIP));
            });
        }
        drawing.group(&EDGE, |drawing| drawing.path(&rectangle((start, top), wide * count, STRIP)));
        drawing.group(&Look::LEGEND, |drawing| {
            for (index, label) in labels.iter().enumerate().step_by(every) {
                let middle = start + wide * index as f64;
                drawing.text((middle, top + STRIP + 12.0), Anchor::Middle, label);
            }
            let room = left + room - end - GAP;
            if room >= SHORTEST_UNIT {
                let unit = fitted(self.unit, Face::Regular, room);
                drawing.text((end + GAP, top + STRIP), Anchor::Start, &unit);
            }
        });
    }
}

/// `bounds` with one more between each two, where they are few and still round, without those that no value needs.
fn finer(scale: Scale, high: f64, bounds: Vec<Tick>, label: &dyn Fn(f64) -> String) -> Vec<Tick> {
    const MOST: usize = 5;
    if bounds.len() == 2 && bounds[0].value + 1.0 == bounds[1].value {
        // Of 0 and 1 alone: each its own shade.
        let next = bounds[1].value + 1.0;
        return bounds.into_iter().chain([Tick { value: next, label: label(next) }]).collect();
    }
    let mut halved: Vec<Tick> = Vec::new();
    for (index, bound) in bounds.iter().enumerate() {
        if let Some(before) = index.checked_sub(1) {
            let value = (bounds[before].value + bound.value) / 2.0;
            halved.push(Tick { value, label: label(value) });
        }
        halved.push(bound.clone());
    }
    let whole = scale != Scale::Count || halved.iter().all(|bound| bound.value.fract() == 0.0);
    let distinct = halved.windows(2).all(|pair| pair[0].label != pair[1].label);
    while halved.len() > 2 && halved[halved.len() - 2].value >= high {
        halved.pop();
    }
    if whole && distinct && halved.len() <= MOST + 1 { halved } else { bounds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_bound_belongs_to_the_step_above() {
        let label = |value: f64| format!("{value}");
        let steps = Steps::of(Scale::Count, [0.0, 12.0], &label, "").unwrap();
        let found: Vec<usize> = [-1.0, 0.0, 4.0, 5.0, 14.9, 15.0, 99.0].map(|value| steps.step(value)).into();
        assert_eq!(found, [0, 0, 0, 1, 2, 2, 2]);
        assert!(Steps::of(Scale::Zero, [], &label, "").is_none());
    }

    #[test]
    fn steps_are_round_and_as_fine_as_five_shades_allow() {
        for (scale, values, expected) in [
            (Scale::Count, [0.0, 41.0], "0 10 20 30 40 50"),
            (Scale::Count, [0.0, 12.0], "0 5 10 15"),
            (Scale::Count, [0.0, 1.0], "0 1 2"),
            (Scale::Count, [0.0, 0.0], "0 1 2"),
            (Scale::Zero, [62.0, 96.5], "0 25 50 75 100"),
            (Scale::Fitted, [101.2, 103.9], "101 102 103 104"),
            (Scale::Zero, [-18.0, 25.5], "-20 -10 0 10 20 30"),
        ] {
            let steps = Steps::of(scale, values, &|value| format!("{value}"), "").unwrap();
            let bounds: Vec<&str> = steps.bounds.iter().map(|bound| &*bound.label).collect();
            assert_eq!(bounds.join(" "), expected);
        }
    }
}
