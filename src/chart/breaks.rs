//! Breaks in a series: dotted lines across the plot, numbered, with their notes in words below it.

use std::ops::Range;

use super::WIDTH;
use super::drawing::{Anchor, Drawing, Look};
use super::key::ROW;
use super::text::{Face, SIZE, width, wrapped};

/// More lines than a note needs; beyond it the note is cut.
const MOST_LINES: usize = 4;

/// A change after which values compare badly with those before.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// The index of the first point after it; one beyond the last is at the right edge, a greater one is not drawn.
    pub position: usize,
    /// What changed: below the chart, numbered.
    pub label: String,
}

/// The breaks of a plot, ready to be drawn.
pub(super) struct Breaks {
    /// Those of one place together: `[(position, "1, 2")]`, from the left.
    numbers: Vec<(usize, String)>,
    /// The lines below the plot.
    notes: Vec<String>,
}

impl Breaks {
    /// Those of `breaks` that a plot of `points` points can show.
    pub(super) fn new(breaks: &[Break], points: usize) -> Self {
        let drawn = breaks.iter().filter(|each| points > 0 && each.position <= points);
        let mut numbers: Vec<(usize, String)> = Vec::new();
        let mut notes = Vec::new();
        for (index, each) in drawn.enumerate() {
            let number = index + 1;
            match numbers.iter_mut().find(|(position, _)| *position == each.position) {
                Some((_, text)) => *text = format!("{text}, {number}"),
                None => numbers.push((each.position, number.to_string())),
            }
            notes.extend(wrapped(&format!("{number}. {}", each.label), Face::Regular, WIDTH, MOST_LINES));
        }
        numbers.sort_by_key(|(position, _)| *position);
        Self { numbers, notes }
    }

    /// Room for the numbers above the plot, px.
    pub(super) fn above(&self) -> f64 {
        if self.numbers.is_empty() { 0.0 } else { ROW }
    }

    /// Room for the notes below the plot, px.
    pub(super) fn below(&self) -> f64 {
        ROW * self.notes.len() as f64
    }

    /// Where the lines stand when the edge before the point `position` is at `place(position)`, px.
    pub(super) fn lines(&self, place: &dyn Fn(usize) -> f64) -> Vec<f64> {
        self.numbers.iter().map(|(position, _)| place(*position)).collect()
    }

    /// Draws lines and numbers over the plot that reaches `down`, and the notes from the base line `first` on.
    pub(super) fn draw(
        &self,
        drawing: &Drawing,
        place: &dyn Fn(usize) -> f64,
        down: &Range<f64>,
        first: f64,
    ) {
        drawing.group(&Look::BREAK, |drawing| {
            for x in self.lines(place) {
                drawing.line(&[(x, down.start - 4.0), (x, down.end)]);
            }
        });
        drawing.group(&Look::NOTE, |drawing| {
            let mut clear = f64::NEG_INFINITY;
            for (position, text) in &self.numbers {
                let half = width(text, Face::Regular, SIZE) / 2.0;
                let middle = place(*position).min(WIDTH - half);
                // A number without room is left out; its line and its note stand.
                if middle - half > clear {
                    drawing.text((middle, down.start - 7.0), Anchor::Middle, text);
                    clear = middle + half + 2.0;
                }
            }
            for (index, note) in self.notes.iter().enumerate() {
                drawing.text((0.0, first + ROW * index as f64), Anchor::Start, note);
            }
        });
    }
}
