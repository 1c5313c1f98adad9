//! Strokes: a line through points with gaps, dashed where it is provisional.

use std::ops::Range;

use super::drawing::{Anchor, Drawing, Look, Spot};

/// Stretches of places without a gap, and without a cut: a place that is not joined to the one before it.
pub(super) fn runs(places: &[Option<Spot>], cuts: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in (0..places.len()).filter(|&index| places[index].is_some()) {
        match runs.last_mut() {
            Some(run) if run.end == index && !cuts.contains(&index) => run.end += 1,
            Some(_) | None => runs.push(index..index + 1),
        }
    }
    runs
}

/// The line through `places`: gaps where there is none and before each of `cuts`, dashed to and from what is
/// provisional, and not drawn inside hollow dots of `radius` px (which cannot be painted over without knowing the
/// colour behind).
pub(super) fn strokes(
    drawing: &Drawing,
    places: &[Option<Spot>],
    provisional: &[bool],
    cuts: &[usize],
    radius: f64,
) {
    let dashed = |index: usize| provisional[index] || provisional[index + 1];
    let mut solid: Vec<Vec<Spot>> = Vec::new();
    let mut dashes: Vec<[Spot; 2]> = Vec::new();
    for run in runs(places, cuts) {
        let places: Vec<Spot> = places[run.clone()].iter().copied().flatten().collect();
        let mut stretch = vec![places[0]];
        for (step, pair) in places.windows(2).enumerate() {
            let index = run.start + step;
            if dashed(index) {
                solid.push(std::mem::replace(&mut stretch, vec![pair[1]]));
                let trim = |end: usize| if provisional[index + end] { radius } else { 0.0 };
                dashes.extend(shortened(pair[0], pair[1], trim(0), trim(1)));
            } else {
                stretch.push(pair[1]);
            }
        }
        solid.push(stretch);
    }
    drawing.group(&Look::LINE, |drawing| solid.iter().for_each(|places| drawing.line(places)));
    drawing.group(&Look::PROVISIONAL, |drawing| dashes.iter().for_each(|places| drawing.line(places)));
}

/// The sign of what is doubtful.
pub(super) const DOUBT: &str = "*";

/// The sign above the places that are `doubtful`.
pub(super) fn doubts(drawing: &Drawing, places: &[Option<Spot>], doubtful: &[bool]) {
    drawing.group(&Look::LABEL, |drawing| {
        for ((x, y), _) in
            places.iter().zip(doubtful).filter_map(|(place, is)| Some((*place)?).zip(is.then_some(())))
        {
            drawing.text((x, y - 3.0), Anchor::Middle, DOUBT);
        }
    });
}

/// The line between two places without its first and last px; `None` where nothing is left.
fn shortened(from: Spot, to: Spot, first: f64, last: f64) -> Option<[Spot; 2]> {
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    let length = (across * across + down * down).sqrt();
    let along = |px: f64| (from.0 + across * px / length, from.1 + down * px / length);
    (length > first + last + 1.0).then(|| [along(first), along(length - last)])
}
