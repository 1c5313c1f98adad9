//! Sparkline: the way of a figure over its last periods, as small as a word.

use super::axis::{Plane, Scale, drawable, extent, range};
use super::drawing::{Anchor, Dot, Drawing, Head, Look, Role};
use super::stroke::{runs, strokes};
use super::text::{Face, fitted};
use super::{Chart, Kind, Point};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "sparkline", purpose: "the way of a figure over its last periods, inside a tile" };

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;
const MARGIN: f64 = 5.0;
const DOT: f64 = 2.5;

/// A figure over its last periods, without axes, 120 by 32 px. One picture: its points take no focus.
pub struct Sparkline<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// Oldest first. Labels and titles are not used.
    pub points: &'a [Point],
    /// Places of points that no line joins to the one before: a dotted line stands between.
    pub cuts: &'a [usize],
    /// What the height must hold besides the values.
    pub scale: Scale,
    /// What to write when no point has a value.
    pub empty: &'a str,
}

impl Chart for Sparkline<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, _: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        let drawing = Drawing::new(KIND.name, Role::Image, &head, WIDTH, HEIGHT);
        let values: Vec<Option<f64>> = self.points.iter().map(|point| drawable(point.value)).collect();
        let Some(found) = extent(values.iter().copied().flatten()) else {
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing
                .group(&Look::EMPTY, |drawing| drawing.text((0.0, HEIGHT / 2.0 + 4.0), Anchor::Start, &text));
            return drawing.finish();
        };
        let (low, high) = range(self.scale, found);
        let across = MARGIN..WIDTH - MARGIN;
        let plane = Plane::new(0.0..values.len() as f64, low..high, across, HEIGHT - MARGIN..MARGIN);
        let places: Vec<_> = (0..values.len())
            .map(|index| values[index].map(|value| plane.at(index as f64 + 0.5, value)))
            .collect();
        let provisional: Vec<bool> = self.points.iter().map(|point| point.provisional).collect();
        if low < 0.0 && high > 0.0 {
            let (_, zero) = plane.at(0.0, 0.0);
            drawing.group(&Look::GRID, |drawing| drawing.line(&[(0.0, zero), (WIDTH, zero)]));
        }
        drawing.group(&Look::BREAK, |drawing| {
            for cut in self.cuts.iter().filter(|cut| **cut < values.len()) {
                let (x, _) = plane.at(*cut as f64, low);
                drawing.line(&[(x, 0.0), (x, HEIGHT)]);
            }
        });
        strokes(&drawing, &places, &provisional, self.cuts, DOT);
        let alone = runs(&places, self.cuts).into_iter().filter(|run| run.len() == 1).map(|run| run.start);
        let last = places.iter().rposition(Option::is_some);
        drawing.group(&Look::DOTS, |drawing| {
            for index in alone.filter(|&index| Some(index) != last).chain(last) {
                if let Some(place) = places[index] {
                    drawing.dot(place, DOT, if provisional[index] { Dot::Hollow } else { Dot::Solid });
                }
            }
        });
        drawing.finish()
    }
}
