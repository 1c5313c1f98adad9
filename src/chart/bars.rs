//! Bars: horizontal, from zero, in the order given, each with its name and its figure.

use super::axis::{Plane, Scale, drawable, extent, range};
use super::drawing::{Anchor, Drawing, Fill, Head, Look, Role};
use super::text::{Face, fitted, widest};
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "bars", purpose: "one figure for each member of a dimension, compared" };

const ROW: f64 = 22.0;
const THICKNESS: f64 = 12.0;
const GAP: f64 = 6.0;
/// Names longer than two fifths of the card are cut; the tooltip has them whole.
const NAMES: f64 = 136.0;
/// Wider than any figure that a reader can take in.
const FIGURES: f64 = 110.0;
/// Less and bars could not be told apart.
const SHORTEST_AXIS: f64 = 48.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name; cut with an ellipsis where it is long.
    pub label: String,
    /// The tooltip in full words: name, value, and why there is none.
    pub title: String,
    /// The value; `None`, and what is not finite, has no bar.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; where empty, [`Bars::empty`].
    pub text: String,
}

/// A figure for each of several members.
pub struct Bars<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// From the top; the caller sorts them.
    pub bars: &'a [Bar],
    /// What to write without bars, and beside a bar without value and text.
    pub empty: &'a str,
}

impl Bars<'_> {
    fn text<'b>(&'b self, bar: &'b Bar) -> &'b str {
        if bar.text.is_empty() { self.empty } else { &bar.text }
    }

    /// Room that the figures need to the left or to the right of the bars, px.
    fn room(&self, below_zero: bool) -> f64 {
        let texts = self.bars.iter().filter(|bar| (drawable(bar.value).unwrap_or(0.0) < 0.0) == below_zero);
        match widest(texts.map(|bar| self.text(bar)), Face::SemiBold) {
            0.0 => 0.0,
            width => width.min(FIGURES) + GAP,
        }
    }
}

impl Chart for Bars<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn svg(&self) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        let height = ROW * self.bars.len().max(2) as f64 + 4.0;
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        if self.bars.is_empty() {
            let text = fitted(self.empty, Face::Regular, WIDTH);
            let middle = (WIDTH / 2.0, height / 2.0 + 4.0);
            drawing.group(&Look::EMPTY, |drawing| drawing.text(middle, Anchor::Middle, &text));
            return drawing.finish();
        }
        let (before, after) = (self.room(true), self.room(false));
        let names = widest(self.bars.iter().map(|bar| &*bar.label), Face::Regular)
            .min(NAMES)
            .min(WIDTH - SHORTEST_AXIS - before - after - GAP);
        let values: Vec<Option<f64>> = self.bars.iter().map(|bar| drawable(bar.value)).collect();
        let (low, high) = range(Scale::Zero, extent(values.iter().copied().flatten()).unwrap_or((0.0, 0.0)));
        let across = names + GAP + before..WIDTH - after - 1.0;
        let plane = Plane::new(low..high, 0.0..1.0, across, 0.0..height);
        let (zero, _) = plane.at(0.0, 0.0);
        let ends: Vec<f64> = values.iter().map(|value| plane.at(value.unwrap_or(0.0), 0.0).0).collect();
        let base = |index: usize| ROW * index as f64 + 2.0 + 15.0;

        drawing.group(&Look::BARS, |drawing| {
            for (index, bar) in self.bars.iter().enumerate() {
                let top = ROW * index as f64 + 2.0;
                drawing.mark(&bar.title, |drawing| {
                    drawing.rectangle((0.0, top), (WIDTH, top + ROW), Fill::Hit);
                    // What is not zero is seen, however small beside the others.
                    let end = match values[index] {
                        Some(value) if value > 0.0 => ends[index].max(zero + 1.0),
                        Some(value) if value < 0.0 => ends[index].min(zero - 1.0),
                        Some(_) | None => return,
                    };
                    let upper = top + (ROW - THICKNESS) / 2.0;
                    drawing.rectangle((zero, upper), (end, upper + THICKNESS), Fill::Solid);
                });
            }
        });
        drawing.group(&Look::ZERO, |drawing| drawing.line(&[(zero, 0.0), (zero, height)]));
        drawing.group(&Look::LABEL, |drawing| {
            for (index, bar) in self.bars.iter().enumerate() {
                drawing.text((0.0, base(index)), Anchor::Start, &fitted(&bar.label, Face::Regular, names));
            }
        });
        for (look, given) in [(&Look::VALUE, true), (&Look::ABSENT, false)] {
            drawing.group(look, |drawing| {
                for (index, bar) in
                    self.bars.iter().enumerate().filter(|(i, _)| values[*i].is_some() == given)
                {
                    let text = fitted(self.text(bar), Face::SemiBold, FIGURES);
                    if values[index].is_some_and(|value| value < 0.0) {
                        drawing.text((ends[index] - 4.0, base(index)), Anchor::End, &text);
                    } else {
                        drawing.text((ends[index] + 5.0, base(index)), Anchor::Start, &text);
                    }
                }
            });
        }
        drawing.finish()
    }
}
