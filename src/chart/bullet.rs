//! Bullet: for each member how far it has come, beside its target and an even pace, on one axis.

use super::axis::{Plane, Scale, Tick, drawable, extent, thinned, ticks};
use super::drawing::{Anchor, Drawing, Fill, Head, Look, Role};
use super::key::{Key, Swatch, tick};
use super::names::{self, Lines, names};
use super::text::{Face, fitted, widest, wrapped};
use super::texture::Texture;
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "bullet", purpose: "how far each member has come, beside its target and an even pace" };

const ROW: f64 = 24.0;
const MARGIN: f64 = 4.0;
/// Half the thickness of a bar, px.
const HALF: f64 = 5.0;
const GAP: f64 = 8.0;
const NAMES: f64 = 124.0;
const FIGURES: f64 = 96.0;
/// Room for why there is no value, in two lines.
const ABSENT: f64 = 50.0;
const SHORTEST_AXIS: f64 = 90.0;
/// Values beyond it are cut: they would make the rows below the whole too short to read.
const MOST: f64 = 1.25;
/// Below the bars, for the figures of the axis.
const AXIS: f64 = 20.0;

/// What marks and fillings are called in the key; what is not drawn, or has no word, is not listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct BulletWords<'a> {
    /// The bar.
    pub value: &'a str,
    /// The part of a bar beyond its full measure.
    pub beyond: &'a str,
    /// [`BulletRow::target`].
    pub target: &'a str,
    /// [`BulletRow::pace`]; it should say that it is not a target.
    pub pace: &'a str,
}

/// One member.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletRow {
    /// Its name, in several lines where it is long.
    pub label: String,
    /// The tooltip in full words: name, value, target, pace, and why there is none.
    pub title: String,
    /// The value; `None`, and what is not finite, has no bar.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; where empty, [`Bullet::empty`].
    pub text: String,
    /// The value to be reached: a mark across the bar.
    pub target: Option<f64>,
    /// Where an even pace would be: a small triangle below the bar.
    pub pace: Option<f64>,
    /// Whether it is beyond every measure, without a value: no bar of any length, but what it says in the place of one.
    pub beyond: bool,
}

impl BulletRow {
    /// Whether it has no value because it is beyond every measure.
    fn is_beyond(&self) -> bool {
        self.beyond && drawable(self.value).is_none()
    }
}

/// Members beside their targets, 340 px wide.
pub struct Bullet<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// From the top; the caller sorts them.
    pub rows: &'a [BulletRow],
    /// The whole, in the unit of the values (100 where they are percent): the axis reaches it, and what is beyond is
    /// hatched; bars longer than five fourths of it are cut. Not above zero, or not finite: there is no whole.
    pub full: f64,
    /// The words of the key.
    pub words: BulletWords<'a>,
    /// How a figure of the axis is written.
    pub axis_label: &'a dyn Fn(f64) -> String,
    /// What to write without rows, and beside a row without value and text.
    pub empty: &'a str,
}

/// Where everything stands.
struct Layout {
    names: Vec<Lines>,
    /// The top of each row, and the bottom of the last; px.
    tops: Vec<f64>,
    ticks: Vec<Tick>,
    key: Key,
    plane: Plane,
    /// Room for a figure, px.
    figures: f64,
    /// The ends of the axis, in values.
    least: f64,
    most: f64,
}

impl Layout {
    fn x(&self, value: f64) -> f64 {
        self.plane.at(value.clamp(self.least, self.most), 0.0).0
    }

    fn middle(&self, index: usize) -> f64 {
        (self.tops[index] + self.tops[index + 1]) / 2.0
    }

    fn bottom(&self) -> f64 {
        self.tops[self.tops.len() - 1]
    }
}

impl Bullet<'_> {
    fn full(&self) -> Option<f64> {
        drawable(Some(self.full)).filter(|full| *full > 0.0)
    }

    fn text<'b>(&'b self, row: &'b BulletRow) -> &'b str {
        if row.text.is_empty() { self.empty } else { &row.text }
    }

    fn layout(&self) -> Layout {
        let all = self.rows.iter().flat_map(|row| [row.value, row.target, row.pace]).filter_map(drawable);
        let (low, high) = extent(all.chain(self.full()).chain([0.0])).unwrap_or((0.0, 1.0));
        let (least, most) = self.full().map_or((low, high), |full| {
            // A little below zero is seen, without taking the room of what is above.
            (low.max(-full / 4.0), high.min(full * MOST))
        });
        let ticks = ticks(Scale::Zero, (least, most), self.axis_label);
        let (least, most) = match (ticks.first(), ticks.last()) {
            (Some(first), Some(last)) => (least.min(0.0).max(first.value), most.min(last.value)),
            (None, _) | (_, None) => (least, most),
        };
        let (least, most) = if least < most { (least, most) } else { (0.0, 1.0) };
        let given = self.rows.iter().filter(|row| drawable(row.value).is_some());
        let figures = widest(given.map(|row| self.text(row)), Face::SemiBold).clamp(ABSENT, FIGURES);
        let labels: Vec<&str> = self.rows.iter().map(|row| &*row.label).collect();
        let column = widest(labels.iter().copied(), Face::Regular)
            .min(NAMES)
            .min(WIDTH - SHORTEST_AXIS - figures - 2.0 * GAP);
        let names = names(&labels, column);
        let key = self.key(most);
        let mut tops = vec![key.height + 2.0];
        for (lines, row) in names.iter().zip(self.rows) {
            let absent = drawable(row.value).is_none() && !row.is_beyond();
            let absent = absent.then(|| wrapped(self.text(row), Face::Regular, figures, 2));
            let high = names::height(lines).max(names::height(&absent.unwrap_or_default()));
            tops.push(tops[tops.len() - 1] + (high + 2.0 * MARGIN).max(ROW));
        }
        let plane = Plane::new(least..most, 0.0..1.0, column + GAP..WIDTH - figures - GAP, 0.0..1.0);
        Layout { names, tops, ticks, key, plane, figures, least, most }
    }

    fn key(&self, most: f64) -> Key {
        let any =
            |value: &dyn Fn(&BulletRow) -> Option<f64>| self.rows.iter().filter_map(value).any(|_| true);
        let beyond = self.full().is_some_and(|full| {
            let over = self.rows.iter().filter_map(|row| drawable(row.value)).any(|value| value > full);
            most > full && over
        });
        let entries = [
            (any(&|row| drawable(row.value)), Swatch::Part(Texture::Solid), self.words.value),
            (beyond, Swatch::Part(Texture::Hatch), self.words.beyond),
            (any(&|row| drawable(row.target)), Swatch::Aim, self.words.target),
            (any(&|row| drawable(row.pace)), Swatch::Tick, self.words.pace),
        ];
        Key::new(entries.into_iter().filter(|(drawn, ..)| *drawn).map(|(_, swatch, words)| (swatch, words)))
    }

    fn draw_axis(&self, drawing: &Drawing, layout: &Layout) {
        let (top, bottom) = (layout.key.height + 2.0, layout.bottom());
        let seen: Vec<&Tick> =
            layout.ticks.iter().filter(|tick| (layout.least..=layout.most).contains(&tick.value)).collect();
        let whole = |value: f64| value == 0.0 || self.full() == Some(value);
        for (look, strong) in [(&Look::GRID, false), (&Look::ZERO, true)] {
            let at = seen.iter().map(|tick| tick.value).filter(|value| whole(*value) == strong);
            let full = self.full().filter(|full| strong && seen.iter().all(|tick| tick.value != *full));
            drawing.group(look, |drawing| {
                for value in at.chain(full) {
                    drawing.line(&[(layout.x(value), top), (layout.x(value), bottom)]);
                }
            });
        }
        drawing.group(&Look::TICK, |drawing| {
            let labels: Vec<_> =
                seen.iter().map(|tick| fitted(&tick.label, Face::Regular, FIGURES)).collect();
            let labels: Vec<&str> = labels.iter().map(|label| &**label).collect();
            let middles: Vec<f64> = seen.iter().map(|tick| layout.x(tick.value)).collect();
            for label in thinned(&labels, &middles, 0.0..WIDTH) {
                drawing.text((label.middle, bottom + 14.0), Anchor::Middle, labels[label.index]);
            }
        });
    }

    fn draw_bars(&self, drawing: &Drawing, layout: &Layout) {
        let values: Vec<Option<f64>> = self.rows.iter().map(|row| drawable(row.value)).collect();
        let full = self.full();
        drawing.group(&Look::TRACK, |drawing| {
            for index in (0..values.len()).filter(|index| full.is_some() && !self.rows[*index].is_beyond()) {
                let y = layout.middle(index);
                let end = layout.x(full.unwrap_or(0.0));
                drawing.rectangle((layout.x(0.0), y - HALF), (end, y + HALF), Fill::Solid);
            }
        });
        for (texture, beyond) in [(Texture::Solid, false), (Texture::Hatch, true)] {
            drawing.textured(&Look::PARTS, texture, |drawing| {
                for (index, value) in values.iter().enumerate().filter_map(|(i, v)| Some((i, (*v)?))) {
                    let inside = full.map_or(value, |full| value.min(full));
                    let (from, to) = if beyond { (inside, value) } else { (0.0, inside) };
                    if from == to {
                        continue;
                    }
                    let y = layout.middle(index);
                    let (from, to) = (layout.x(from), layout.x(to));
                    let to = if to == from { from + if value < 0.0 { -1.0 } else { 1.0 } } else { to };
                    let cut = value > layout.most || value < layout.least;
                    if cut && (beyond || value < 0.0 || full.is_none()) {
                        draw_cut(drawing, from, to, y);
                    } else {
                        drawing.rectangle((from, y - HALF), (to, y + HALF), Fill::Solid);
                    }
                }
            });
        }
        drawing.group(&Look::AIM, |drawing| {
            for (index, target) in
                self.rows.iter().enumerate().filter_map(|(i, r)| Some((i, drawable(r.target)?)))
            {
                let (x, y) = (layout.x(target), layout.middle(index));
                drawing.line(&[(x, y - HALF - 3.5), (x, y + HALF + 3.5)]);
            }
        });
        drawing.group(&Look::TICKS, |drawing| {
            for (index, pace) in self
                .rows
                .iter()
                .enumerate()
                .filter_map(|(i, r)| Some((i, drawable(r.pace).filter(|_| !r.is_beyond())?)))
            {
                tick(drawing, (layout.x(pace), layout.middle(index) + HALF + 0.5));
            }
        });
    }

    fn draw_text(&self, drawing: &Drawing, layout: &Layout) {
        drawing.group(&Look::LABEL, |drawing| {
            for (index, lines) in layout.names.iter().enumerate() {
                names::draw(drawing, lines, (0.0, layout.middle(index)), Anchor::Start);
            }
        });
        for (look, given) in [(&Look::VALUE, true), (&Look::ABSENT, false)] {
            drawing.group(look, |drawing| {
                for (index, row) in self.rows.iter().enumerate() {
                    if (drawable(row.value).is_some() || row.is_beyond()) != given {
                        continue;
                    }
                    if row.is_beyond() {
                        // Where a bar would begin: one that ends anywhere on the axis would be read as a share.
                        let from = layout.x(0.0) + 3.0;
                        let text = fitted(self.text(row), Face::SemiBold, WIDTH - 1.0 - from);
                        names::draw(
                            drawing,
                            &vec![text.into_owned()],
                            (from, layout.middle(index)),
                            Anchor::Start,
                        );
                        continue;
                    }
                    let lines = if given {
                        vec![fitted(self.text(row), Face::SemiBold, layout.figures).into_owned()]
                    } else {
                        wrapped(self.text(row), Face::Regular, layout.figures, 2)
                    };
                    names::draw(drawing, &lines, (WIDTH - 1.0, layout.middle(index)), Anchor::End);
                }
            });
        }
    }
}

/// A bar from `from` to `to` that goes on where the axis ends: two slanted pieces at its end.
fn draw_cut(drawing: &Drawing, from: f64, to: f64, y: f64) {
    let out = if to < from { -1.0 } else { 1.0 };
    let body = (to - from).abs() - 12.0;
    if body > 0.0 {
        drawing.rectangle((from, y - HALF), (from + out * body, y + HALF), Fill::Solid);
    }
    for back in [9.0, 4.0] {
        let x = to - out * back;
        drawing.polygon(&[(x, y + HALF), (x + 2.5, y + HALF), (x + 4.5, y - HALF), (x + 2.0, y - HALF)]);
    }
}

impl Chart for Bullet<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        if self.rows.is_empty() {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 2.0 * ROW);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| {
                drawing.text((WIDTH / 2.0, ROW + 4.0), Anchor::Middle, &text);
            });
            return drawing.finish();
        }
        let layout = self.layout();
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, layout.bottom() + AXIS);
        layout.key.draw(&drawing);
        self.draw_axis(&drawing, &layout);
        self.draw_bars(&drawing, &layout);
        self.draw_text(&drawing, &layout);
        drawing.group(&Look::HITS, |drawing| {
            for (index, row) in self.rows.iter().enumerate() {
                drawing.mark(links, index, &row.title, |drawing| {
                    drawing.rectangle((0.0, layout.tops[index]), (WIDTH, layout.tops[index + 1]), Fill::Hit);
                });
            }
        });
        drawing.finish()
    }
}
