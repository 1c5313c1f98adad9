//! The key of a chart: what its lines, marks and textures are called, in rows above the plot.

use super::WIDTH;
use super::drawing::{Anchor, Dot, Drawing, Fill, Look, Spot};
use super::stroke::DOUBT;
use super::text::{Face, SIZE, width, wrapped};
use super::texture::Texture;

/// The height of a line of words, px.
pub(super) const ROW: f64 = 15.0;
/// From the top of a line to its base line, px.
const BASE: f64 = 11.0;
const SWATCH: f64 = 18.0;
/// The width of a mark that stands upright.
const MARK: f64 = 8.0;
/// Between a swatch and its words.
const GAP: f64 = 4.0;
/// Between an entry and the next, px.
const APART: f64 = 12.0;

/// How an entry is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swatch {
    /// Words alone.
    Words,
    /// A line with dots.
    Line,
    /// A hollow dot on a band.
    Provisional,
    /// The line of the year before.
    Previous,
    /// The line of an even pace.
    Pace,
    /// The line of a target.
    Target,
    /// The filling of a bar, or of one of its parts.
    Part(Texture),
    /// The mark of a target across a bar.
    Aim,
    /// The mark of an even pace below a bar.
    Tick,
    /// The sign above a point about which there is something to know.
    Doubt,
}

struct Entry {
    swatch: Swatch,
    lines: Vec<String>,
    /// The left end of its first base line.
    place: Spot,
}

/// The entries with their places.
pub(super) struct Key {
    entries: Vec<Entry>,
    /// px, 0 without entries.
    pub(super) height: f64,
}

impl Key {
    /// Those `entries` that have words, side by side as far as they fit, from the top of the sheet.
    pub(super) fn new<'w>(entries: impl IntoIterator<Item = (Swatch, &'w str)>) -> Self {
        let (mut x, mut row, mut rows) = (0.0, 0, 0);
        let mut placed = Vec::new();
        for (swatch, words) in entries.into_iter().filter(|(_, words)| !words.is_empty()) {
            let before = before(swatch);
            let taken = before + width(words, Face::Regular, SIZE);
            if x > 0.0 && x + taken > WIDTH {
                (x, row) = (0.0, rows);
            }
            let lines = wrapped(words, Face::Regular, WIDTH - before, 2);
            rows = rows.max(row + lines.len());
            placed.push(Entry { swatch, lines, place: (x, ROW * row as f64 + BASE) });
            // After words of two lines nothing fits, so the next begins below them.
            x += taken + APART;
        }
        Self { entries: placed, height: ROW * rows as f64 }
    }

    /// Draws all entries.
    pub(super) fn draw(&self, drawing: &Drawing) {
        for entry in &self.entries {
            swatch(drawing, entry.swatch, (entry.place.0, entry.place.1 - 4.0));
        }
        drawing.group(&Look::LEGEND, |drawing| {
            for Entry { swatch, lines, place: (x, base) } in &self.entries {
                for (index, line) in lines.iter().enumerate() {
                    drawing.text((x + before(*swatch), base + ROW * index as f64), Anchor::Start, line);
                }
            }
        });
    }
}

/// Room for a swatch and the gap after it, px.
fn before(swatch: Swatch) -> f64 {
    match swatch {
        Swatch::Words => 0.0,
        Swatch::Aim | Swatch::Tick | Swatch::Doubt => MARK + GAP,
        Swatch::Line
        | Swatch::Provisional
        | Swatch::Previous
        | Swatch::Pace
        | Swatch::Target
        | Swatch::Part(_) => SWATCH + GAP,
    }
}

/// A swatch whose left end has its middle at `(x, y)`.
fn swatch(drawing: &Drawing, swatch: Swatch, (x, y): Spot) {
    let line = |drawing: &Drawing| drawing.line(&[(x, y), (x + SWATCH, y)]);
    let dot = |drawing: &Drawing, dot: Dot| drawing.dot((x + SWATCH / 2.0, y), 3.0, dot);
    let whole = |drawing: &Drawing| drawing.rectangle((x, y - 5.0), (x + SWATCH, y + 5.0), Fill::Solid);
    match swatch {
        Swatch::Words => {}
        Swatch::Line => {
            drawing.group(&Look::LINE, line);
            drawing.group(&Look::DOTS, |drawing| dot(drawing, Dot::Solid));
        }
        Swatch::Provisional => {
            drawing.textured(&Look::BAND, Texture::Band, whole);
            drawing.group(&Look::DOTS, |drawing| dot(drawing, Dot::Hollow));
        }
        Swatch::Previous => drawing.group(&Look::PREVIOUS, line),
        Swatch::Pace => drawing.group(&Look::PACE, line),
        Swatch::Target => drawing.group(&Look::TARGET, line),
        Swatch::Part(texture) => drawing.textured(&Look::PARTS, texture, whole),
        Swatch::Aim => {
            let x = x + MARK / 2.0;
            drawing.group(&Look::AIM, |drawing| drawing.line(&[(x, y - 6.0), (x, y + 6.0)]));
        }
        Swatch::Tick => {
            drawing.group(&Look::TICKS, |drawing| tick(drawing, (x + MARK / 2.0, y - 3.0)));
        }
        Swatch::Doubt => drawing.group(&Look::LABEL, |drawing| {
            drawing.text((x + MARK / 2.0, y + 5.0), Anchor::Middle, DOUBT);
        }),
    }
}

/// A small triangle that points up to `place`.
pub(super) fn tick(drawing: &Drawing, (x, y): Spot) {
    drawing.polygon(&[(x, y), (x + 4.0, y + 6.0), (x - 4.0, y + 6.0)]);
}
