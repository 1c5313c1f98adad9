//! Bars: horizontal, from zero, in the order given, each with its name and its figure; side by side or stacked; or dots
//! at the ends of thin lines.

use std::ops::Range;

use super::axis::{Plane, Scale, drawable, extent, range};
use super::drawing::{Anchor, Dot, Drawing, Fill, Head, Look, Role};
use super::key::{Key, Swatch};
use super::names::{self, Lines, names};
use super::text::{Face, SIZE, fitted, widest, width};
use super::texture::Texture;
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "bars", purpose: "one figure for each member of a dimension, compared, or its parts" };

/// The least height of a row, px.
const ROW: f64 = 22.0;
/// Above and below the names and the bars of a row.
const MARGIN: f64 = 4.0;
const THICKNESS: f64 = 12.0;
/// The radius of a dot, px.
const DOT: f64 = 4.0;
/// From a bar to the next of its group: the least at which figures stand below each other.
const PITCH: f64 = 12.0;
const GAP: f64 = 6.0;
/// Names longer than two fifths of the card are broken; the tooltip has them whole.
const NAMES: f64 = 136.0;
/// Wider than any figure that a reader can take in.
const FIGURES: f64 = 110.0;
/// Less and bars could not be told apart.
const SHORTEST_AXIS: f64 = 48.0;

/// How the parts of a bar stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement<'a> {
    /// One bar a row: [`Bar::value`].
    Single,
    /// A dot a row, where a bar would end.
    Dots,
    /// A bar for each part, below each other, with the names of the parts: at most five; the caller merges the rest.
    Grouped(&'a [&'a str]),
    /// The parts one after the other, with their names as above. Only for parts that add up.
    Stacked(&'a [&'a str]),
}

/// A figure within a [`Bar`].
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The value; `None`, and what is not finite, is not drawn.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none.
    pub text: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name, in several lines where it is long.
    pub label: String,
    /// The tooltip in full words: name, value, and why there is none. A line for each part is added to it.
    pub title: String,
    /// The value of a single bar; of a stacked one the whole, which is written and not drawn. `None`, and what is not
    /// finite, has no bar.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; where empty, [`Bars::empty`].
    pub text: String,
    /// One for each name of the arrangement, in its order.
    pub parts: Vec<Part>,
    /// A value to be reached: a mark across a single or stacked bar.
    pub target: Option<f64>,
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
    /// How their parts stand.
    pub arrangement: Arrangement<'a>,
    /// What the marks of [`Bar::target`] are called in the key.
    pub target: &'a str,
    /// What to write without bars, and beside a bar without value and text.
    pub empty: &'a str,
    /// What the axis reaches at least: the whole, of which bars are shares.
    pub whole: Option<f64>,
}

/// A rectangle of a row, in values across and px down from the top of the row's bars.
struct Strip {
    texture: Texture,
    from: f64,
    to: f64,
    down: Range<f64>,
}

/// A figure beside a bar.
struct Figure<'b> {
    text: &'b str,
    given: bool,
    /// The end of the bar that it stands at.
    end: f64,
    /// Its middle, px down from the top of the row's bars.
    middle: f64,
}

/// What is drawn of a bar.
struct Row<'b> {
    strips: Vec<Strip>,
    figures: Vec<Figure<'b>>,
    target: Option<f64>,
    /// The height of the bars, px.
    bars: f64,
}

impl Bars<'_> {
    fn parts(&self) -> &[&str] {
        match self.arrangement {
            Arrangement::Single | Arrangement::Dots => &[],
            Arrangement::Grouped(parts) | Arrangement::Stacked(parts) => parts,
        }
    }

    fn row<'b>(&'b self, bar: &'b Bar) -> Row<'b> {
        let target = drawable(bar.target);
        let text = |text: &'b str| if text.is_empty() { self.empty } else { text };
        let whole = |end: f64| {
            let given = drawable(bar.value).is_some();
            vec![Figure { text: text(&bar.text), given, end, middle: THICKNESS / 2.0 }]
        };
        let strip = |texture, from, to| Strip { texture, from, to, down: 0.0..THICKNESS };
        match self.arrangement {
            Arrangement::Single | Arrangement::Dots => {
                let value = drawable(bar.value);
                let strips = value.map(|value| strip(Texture::Solid, 0.0, value)).into_iter().collect();
                Row { strips, figures: whole(value.unwrap_or(0.0)), target, bars: THICKNESS }
            }
            Arrangement::Stacked(names) => {
                let (mut low, mut high) = (0.0, 0.0);
                let mut strips = Vec::new();
                for (index, part) in bar.parts.iter().take(names.len()).enumerate() {
                    let Some(value) = drawable(part.value) else { continue };
                    let end = if value < 0.0 { &mut low } else { &mut high };
                    strips.push(strip(Texture::of_part(index), *end, *end + value));
                    *end += value;
                }
                let end = if high == 0.0 { low } else { high };
                Row { strips, figures: whole(end), target, bars: THICKNESS }
            }
            Arrangement::Grouped(_) if said_once(&bar.parts) => {
                let text = text(bar.parts.first().map_or(&bar.text, |part| &part.text));
                let figure = Figure { text, given: false, end: 0.0, middle: THICKNESS / 2.0 };
                Row { strips: vec![], figures: vec![figure], target: None, bars: THICKNESS }
            }
            Arrangement::Grouped(names) => {
                let mut row = Row { strips: vec![], figures: vec![], target: None, bars: 0.0 };
                for (index, part) in bar.parts.iter().take(names.len()).enumerate() {
                    let (top, value) = (row.bars, drawable(part.value));
                    let down = top + 1.5..top + PITCH - 1.5;
                    row.figures.push(Figure {
                        text: text(&part.text),
                        given: value.is_some(),
                        end: value.unwrap_or(0.0),
                        middle: (down.start + down.end) / 2.0,
                    });
                    let to = value.unwrap_or(0.0);
                    row.strips.push(Strip { texture: Texture::of_part(index), from: 0.0, to, down });
                    row.bars += PITCH;
                }
                row
            }
        }
    }

    /// The key: the parts that are drawn, and what the marks are.
    fn key(&self, targets: bool) -> Key {
        let seen = |index: usize| {
            let value = |bar: &Bar| bar.parts.get(index).and_then(|part| drawable(part.value));
            self.bars.iter().filter_map(value).any(|value| value != 0.0)
        };
        let parts = self.parts().iter().enumerate().filter(|(index, _)| seen(*index));
        let parts = parts.map(|(index, name)| (Swatch::Part(Texture::of_part(index)), *name));
        Key::new(parts.chain(targets.then_some((Swatch::Aim, self.target))))
    }

    /// The tooltip: the bar's own, and a line for each part.
    fn told(&self, bar: &Bar) -> String {
        let mut told = bar.title.clone();
        for (name, part) in self.parts().iter().zip(&bar.parts) {
            let text = if part.text.is_empty() { self.empty } else { &part.text };
            told.push_str(&format!("\n{name}: {text}"));
        }
        told
    }
}

/// Whether no part has a value, all for the same reason.
fn said_once(parts: &[Part]) -> bool {
    parts.iter().all(|part| drawable(part.value).is_none())
        && parts.windows(2).all(|pair| pair[0].text == pair[1].text)
}

/// Room that a figure needs beside its bar, px.
fn beside(figure: &Figure<'_>) -> f64 {
    match width(figure.text, Face::SemiBold, SIZE) {
        0.0 => 0.0,
        width => width.min(FIGURES) + GAP,
    }
}

/// The greatest room that figures need to the left or to the right of the bars, px.
fn room(rows: &[Row<'_>], below_zero: bool) -> f64 {
    let figures = rows.iter().flat_map(|row| &row.figures).filter(|figure| (figure.end < 0.0) == below_zero);
    figures.map(beside).fold(0.0, f64::max)
}

/// The greatest length of the axis from `left` on, px, with which every figure beside a bar is on the sheet: a wide
/// figure beside a short bar takes nothing from the long ones.
fn length(rows: &[Row<'_>], (low, high): (f64, f64), left: f64) -> f64 {
    let whole = WIDTH - 1.0 - left;
    let figures = rows.iter().flat_map(|row| row.figures.iter().map(|figure| (row.target, figure)));
    let longest = figures.filter(|(_, figure)| figure.end >= 0.0).map(|(target, figure)| {
        // A mark can push the figure to its other side.
        let share = (target.unwrap_or(0.0).max(figure.end) - low) / (high - low);
        if share > 0.0 { (whole - beside(figure)) / share } else { whole }
    });
    longest.fold(whole, f64::min)
}

/// Where everything stands.
struct Layout<'b> {
    rows: Vec<Row<'b>>,
    key: Key,
    names: Vec<Lines>,
    /// The top of each row, and the bottom of the last; px.
    tops: Vec<f64>,
    plane: Plane,
}

impl Layout<'_> {
    fn x(&self, value: f64) -> f64 {
        self.plane.at(value, 0.0).0
    }

    fn middle(&self, index: usize) -> f64 {
        (self.tops[index] + self.tops[index + 1]) / 2.0
    }

    /// The top of the bars of a row, px.
    fn bars(&self, index: usize) -> f64 {
        self.middle(index) - self.rows[index].bars / 2.0
    }

    fn height(&self) -> f64 {
        self.tops.last().map_or(0.0, |bottom| bottom + 2.0)
    }

    /// A thin line from zero to a dot, for those that read along it.
    fn draw_dots(&self, drawing: &Drawing) {
        let ends = || {
            let rows = self.rows.iter().enumerate();
            rows.flat_map(|(index, row)| row.strips.iter().map(move |strip| (index, self.x(strip.to))))
        };
        drawing.group(&Look::LEADER, |drawing| {
            for (index, x) in ends() {
                drawing.line(&[(self.x(0.0), self.middle(index)), (x, self.middle(index))]);
            }
        });
        drawing.group(&Look::DOTS, |drawing| {
            for (index, x) in ends() {
                drawing.dot((x, self.middle(index)), DOT, Dot::Solid);
            }
        });
    }

    fn draw_bars(&self, drawing: &Drawing, dots: bool) {
        let zero = self.x(0.0);
        for texture in Texture::PARTS.into_iter().filter(|_| !dots) {
            drawing.textured(&Look::PARTS, texture, |drawing| {
                for (index, row) in self.rows.iter().enumerate() {
                    let top = self.bars(index);
                    for strip in row.strips.iter().filter(|strip| strip.texture == texture) {
                        let (from, to) = (self.x(strip.from), self.x(strip.to));
                        // What is not zero is seen, however small beside the others.
                        let to = match strip.to - strip.from {
                            long if long > 0.0 && from == zero => to.max(from + 1.0),
                            long if long < 0.0 && from == zero => to.min(from - 1.0),
                            0.0 => continue,
                            _ => to,
                        };
                        let (upper, lower) = (top + strip.down.start, top + strip.down.end);
                        drawing.rectangle((from, upper), (to, lower), Fill::Solid);
                    }
                }
            });
        }
        drawing.group(&Look::ZERO, |drawing| {
            drawing.line(&[(zero, self.key.height), (zero, self.height())]);
        });
        drawing.group(&Look::AIM, |drawing| {
            for (index, row) in self.rows.iter().enumerate() {
                if let Some(x) = row.target.map(|target| self.x(target)) {
                    let middle = self.middle(index);
                    drawing.line(&[(x, middle - 9.0), (x, middle + 9.0)]);
                }
            }
        });
    }

    fn draw_text(&self, drawing: &Drawing, past: f64) {
        drawing.group(&Look::LABEL, |drawing| {
            for (index, lines) in self.names.iter().enumerate() {
                names::draw(drawing, lines, (0.0, self.middle(index)), Anchor::Start);
            }
        });
        for (look, given) in [(&Look::VALUE, true), (&Look::ABSENT, false)] {
            drawing.group(look, |drawing| {
                for (index, row) in self.rows.iter().enumerate() {
                    let aim = row.target.map(|target| self.x(target));
                    for figure in row.figures.iter().filter(|figure| figure.given == given) {
                        let text = fitted(figure.text, Face::SemiBold, FIGURES);
                        let wide = width(&text, Face::SemiBold, SIZE) + 10.0;
                        let (end, base) = (self.x(figure.end), self.bars(index) + figure.middle + 4.0);
                        // A mark that would stand in the figure pushes it outward.
                        if figure.end < 0.0 {
                            let end = aim.filter(|aim| (end - wide..=end).contains(aim)).unwrap_or(end);
                            drawing.text((end - 5.0 - past, base), Anchor::End, &text);
                        } else {
                            let end = aim.filter(|aim| (end..=end + wide).contains(aim)).unwrap_or(end);
                            drawing.text((end + 5.0 + past, base), Anchor::Start, &text);
                        }
                    }
                }
            });
        }
    }
}

impl Chart for Bars<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        if self.bars.is_empty() {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 2.0 * ROW);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| {
                drawing.text((WIDTH / 2.0, ROW + 4.0), Anchor::Middle, &text);
            });
            return drawing.finish();
        }
        let layout = self.layout();
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, layout.height());
        layout.key.draw(&drawing);
        let dots = self.arrangement == Arrangement::Dots;
        layout.draw_bars(&drawing, dots);
        if dots {
            layout.draw_dots(&drawing);
        }
        // Half of a dot lies beyond its value.
        layout.draw_text(&drawing, if dots { DOT / 2.0 } else { 0.0 });
        drawing.group(&Look::HITS, |drawing| {
            for (index, bar) in self.bars.iter().enumerate() {
                drawing.mark(links, index, &self.told(bar), |drawing| {
                    drawing.rectangle((0.0, layout.tops[index]), (WIDTH, layout.tops[index + 1]), Fill::Hit);
                });
            }
        });
        drawing.finish()
    }
}

impl Bars<'_> {
    fn layout(&self) -> Layout<'_> {
        let rows: Vec<Row<'_>> = self.bars.iter().map(|bar| self.row(bar)).collect();
        let (before, after) = (room(&rows, true), room(&rows, false));
        let labels: Vec<&str> = self.bars.iter().map(|bar| &*bar.label).collect();
        let column = widest(labels.iter().copied(), Face::Regular)
            .min(NAMES)
            .min(WIDTH - SHORTEST_AXIS - before - after - GAP);
        let names = names(&labels, column);
        let key = self.key(rows.iter().any(|row| row.target.is_some()));
        let mut tops = vec![key.height + 2.0];
        for (row, lines) in rows.iter().zip(&names) {
            let high = row.bars.max(names::height(lines)) + 2.0 * MARGIN;
            tops.push(tops[tops.len() - 1] + high.max(ROW));
        }
        let ends = rows.iter().flat_map(|row| row.strips.iter().map(|strip| strip.to).chain(row.target));
        let ends = ends.chain(drawable(self.whole));
        let (low, high) = range(Scale::Zero, extent(ends).unwrap_or((0.0, 0.0)));
        let left = column + GAP + before;
        let right = left + length(&rows, (low, high), left);
        let plane = Plane::new(low..high, 0.0..1.0, left..right, 0.0..1.0);
        Layout { rows, key, names, tops, plane }
    }
}
