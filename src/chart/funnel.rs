//! Funnel: stages from the top on one scale from zero, and what leaves between them.
//!
//! Bars begin at the left and not in the middle, so that lengths can be compared; a stage that grows is simply longer.
//! Branches stand below the stage that they leave, where the next one ends, on the same scale. No text lies on a shape.

use super::axis::{Plane, Scale, drawable, extent, range};
use super::drawing::{Anchor, Drawing, Fill, Head, Look, Role, Spot};
use super::names::{self, Lines, names};
use super::palette::series;
use super::path::rectangle;
use super::text::{Face, SIZE, fitted, widest, width, without_middle};
use super::texture::Texture;
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "funnel", purpose: "how many come through each of several stages, and what leaves between" };

const LINE: f64 = 15.0;
const BAR: f64 = 13.0;
const BRANCH: f64 = 10.0;
/// From the top of a line to its base.
const BASE: f64 = 11.0;
const GAP: f64 = 6.0;
/// Between bars where nothing is written.
const BARE: f64 = 10.0;
/// Wider than any figure that a reader can take in.
const FIGURES: f64 = 130.0;

/// What leaves is hollow, so that it is told from stages in print.
const BRANCHES: Look = Look::new(
    "branch",
    concat!(r#"fill=""#, series!(), r#"" fill-opacity=".25" stroke=""#, series!(), r#"" stroke-width="1.2""#),
);
const ABSENT: Look =
    Look::new("absent", r#"fill="none" stroke="currentColor" stroke-opacity=".6" stroke-dasharray="3 3""#);
const ELBOW: Look = Look::new("elbow", r#"fill="none" stroke="currentColor" stroke-opacity=".6""#);

/// One stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its name; set in several lines where it is long.
    pub label: String,
    /// The tooltip in full words: name, value, and why there is none.
    pub title: String,
    /// How many come to it; `None`, and what is not finite, is an outline.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; where empty, [`Funnel::empty`].
    pub text: String,
    /// Its share of the stage before, in words; may be empty. Not drawn for the first stage.
    pub share: String,
    /// What leaves after this stage and does not come to the next, from the top.
    pub branches: Vec<Branch>,
}

/// What leaves after a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its name.
    pub label: String,
    /// The tooltip in full words: name, value, and why there is none.
    pub title: String,
    /// How many leave, in the unit of the stages.
    pub value: Option<f64>,
    /// The value as a reader sees it, or why there is none; where empty, [`Funnel::empty`].
    pub text: String,
}

/// Stages of a process with what comes through each.
pub struct Funnel<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// From the first.
    pub stages: &'a [Stage],
    /// What to write without stages, and beside a stage without value and text.
    pub empty: &'a str,
}

/// Where a stage stands, px.
struct Row {
    label: Lines,
    text: String,
    top: f64,
    /// The top of its bar.
    bar: f64,
    /// Where its bar ends across; `None` without a value.
    end: Option<f64>,
    /// Its branches.
    leaving: Vec<Leaving>,
    /// The top of the line of the share.
    share: f64,
}

impl Funnel<'_> {
    fn text<'t>(&'t self, text: &'t str) -> &'t str {
        if text.is_empty() { self.empty } else { text }
    }

    /// Whether something is written below stage `index`, of its share in the next.
    fn share(&self, index: usize) -> Option<&str> {
        self.stages.get(index + 1).map(|next| &*next.share).filter(|share| !share.is_empty())
    }

    /// Where a stage's bar ends across, px.
    fn end(stage: &Stage, plane: &Plane, zero: f64) -> Option<f64> {
        drawable(stage.value).map(|value| {
            let (end, _) = plane.at(value, 0.0);
            // What is not zero is seen, however small beside the others.
            if value > 0.0 {
                end.max(zero + 1.0)
            } else if value < 0.0 {
                end.min(zero - 1.0)
            } else {
                end
            }
        })
    }

    /// Every stage's place, and the height of all.
    fn rows(&self, plane: &Plane, zero: f64) -> (Vec<Row>, f64) {
        let texts = self.stages.iter().map(|stage| self.text(&stage.text));
        let figures = widest(texts, Face::SemiBold).min(FIGURES);
        let labels: Vec<&str> = self.stages.iter().map(|stage| &*stage.label).collect();
        let labels = names(&labels, WIDTH - figures - 2.0 * GAP);
        let mut top = 0.0;
        let rows = self.stages.iter().zip(labels).enumerate().map(|(index, (stage, label))| {
            let text = fitted(self.text(&stage.text), Face::SemiBold, FIGURES).into_owned();
            let bar = top + names::height(&label).max(LINE) + 3.0;
            let next = self.stages.get(index + 1).and_then(|next| Self::end(next, plane, zero));
            let after = next.unwrap_or(zero).max(zero) + 3.0 * GAP;
            let mut below = bar + BAR + 2.0;
            let mut leaving = Vec::new();
            for branch in &stage.branches {
                let at = self.branch(branch, below, after, plane);
                below = at.line + LINE;
                leaving.push(at);
            }
            let row =
                Row { label, text, top, bar, end: Self::end(stage, plane, zero), leaving, share: below };
            let (share, last) = (self.share(index).is_some(), index + 1 == self.stages.len());
            top = match (share || !stage.branches.is_empty(), last) {
                (false, true) => bar + BAR + 1.0,
                (false, false) => bar + BAR + BARE,
                (true, _) => below + if share { LINE } else { 0.0 } + 4.0,
            };
            row
        });
        let rows = rows.collect();
        (rows, top)
    }

    /// Where `branch` stands from `top` down; `after` is where the next stage ends. Its words stand beside its bar where
    /// they fit, else on a line of their own above it.
    fn branch(&self, branch: &Branch, top: f64, after: f64, plane: &Plane) -> Leaving {
        let length = drawable(branch.value).map(|value| {
            let length = (plane.at(value, 0.0).0 - plane.at(0.0, 0.0).0).abs();
            if value == 0.0 { 0.0 } else { length.max(1.0) }
        });
        let from = after.min(WIDTH - 1.0 - length.unwrap_or(0.0)).max(GAP);
        let to = from + length.unwrap_or(0.0);
        let figure = self.text(&branch.text);
        let said =
            if branch.label.is_empty() { figure.to_owned() } else { format!("{}: {figure}", branch.label) };
        let wide = width(&said, Face::Regular, SIZE);
        if wide <= WIDTH - to - GAP {
            let words = Words { place: (to + GAP, top + BASE), anchor: Anchor::Start, said };
            return Leaving { line: top, from, to, words, led: true };
        }
        // A name to the left stands where the line that leads to the bar would be.
        if wide <= from - 2.0 * GAP {
            let words = Words { place: (from - GAP, top + BASE), anchor: Anchor::End, said };
            return Leaving { line: top, from, to, words, led: false };
        }
        // The figure stays whole; the name gives way.
        let name = WIDTH - width(&format!(": {figure}"), Face::Regular, SIZE);
        let said = if wide <= WIDTH {
            said
        } else if name > 20.0 {
            format!("{}: {figure}", without_middle(&branch.label, Face::Regular, name))
        } else {
            fitted(figure, Face::Regular, WIDTH).into_owned()
        };
        let x = from.min(WIDTH - width(&said, Face::Regular, SIZE)).max(0.0);
        let words = Words { place: (x, top + BASE), anchor: Anchor::Start, said };
        Leaving { line: top + LINE, from, to, words, led: false }
    }
}

/// What is written of a branch.
struct Words {
    place: Spot,
    anchor: Anchor,
    said: String,
}

/// Where a branch stands, px.
struct Leaving {
    /// The top of the line of its bar.
    line: f64,
    from: f64,
    to: f64,
    words: Words,
    /// Whether a line leads to it from its stage.
    led: bool,
}

impl Chart for Funnel<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        if self.stages.is_empty() {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 48.0);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            let middle = (WIDTH / 2.0, 28.0);
            drawing.group(&Look::EMPTY, |drawing| drawing.text(middle, Anchor::Middle, &text));
            return drawing.finish();
        }
        let branches = self.stages.iter().flat_map(|stage| &stage.branches).map(|branch| branch.value);
        let values = self.stages.iter().map(|stage| stage.value).chain(branches).filter_map(drawable);
        let (low, high) = range(Scale::Zero, extent(values).unwrap_or((0.0, 0.0)));
        let plane = Plane::new(low..high, 0.0..1.0, 1.0..WIDTH - 1.0, 0.0..1.0);
        let (zero, _) = plane.at(0.0, 0.0);
        let (rows, height) = self.rows(&plane, zero);
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        drawing.textured(&Look::PARTS, Texture::Solid, |drawing| {
            for (place, (stage, row)) in self.stages.iter().zip(&rows).enumerate() {
                drawing.mark(links, place, &stage.title, |drawing| {
                    drawing.rectangle((0.0, row.top), (WIDTH, row.bar + BAR), Fill::Hit);
                    if let Some(end) = row.end.filter(|end| *end != zero) {
                        drawing.rectangle((zero, row.bar), (end, row.bar + BAR), Fill::Solid);
                    }
                });
            }
        });
        drawing.group(&ABSENT, |drawing| {
            for row in rows.iter().filter(|row| row.end.is_none()) {
                drawing.path(&rectangle((1.5, row.bar + 0.5), WIDTH - 3.0, BAR - 1.0));
            }
        });
        drawing.group(&Look::ZERO, |drawing| {
            for row in rows.iter().filter(|row| row.end.is_some()) {
                drawing.line(&[(zero, row.bar), (zero, row.bar + BAR)]);
            }
        });
        drawing.group(&ELBOW, |drawing| {
            for row in &rows {
                // Where one of them has its words on a line of their own, the lines would cross them.
                let led = row.leaving.iter().all(|at| at.led);
                for at in row.leaving.iter().filter(|_| led) {
                    let middle = at.line + LINE / 2.0;
                    let (down, upper): (f64, f64) = (at.from - 2.0 * GAP, row.bar + BAR);
                    let turn: [Spot; 3] = [(down, upper), (down, middle), (at.from - 2.0, middle)];
                    drawing.line(&turn);
                }
            }
        });
        drawing.group(&BRANCHES, |drawing| {
            for (stage, row) in self.stages.iter().zip(&rows) {
                for (branch, at) in stage.branches.iter().zip(&row.leaving) {
                    drawing.mark(&[], 0, &branch.title, |drawing| {
                        drawing.rectangle((0.0, at.line), (WIDTH, at.line + LINE), Fill::Hit);
                        if at.to > at.from {
                            let upper = at.line + (LINE - BRANCH) / 2.0;
                            drawing.path(&rectangle((at.from, upper), at.to - at.from, BRANCH));
                        }
                    });
                }
            }
        });
        drawing.group(&Look::LABEL, |drawing| {
            for row in &rows {
                names::draw(drawing, &row.label, (0.0, (row.top + row.bar) / 2.0), Anchor::Start);
                for Leaving { words: Words { place, anchor, said }, .. } in &row.leaving {
                    drawing.text(*place, *anchor, said);
                }
            }
        });
        drawing.group(&Look::NOTE, |drawing| {
            for (index, row) in rows.iter().enumerate() {
                if let Some(share) = self.share(index) {
                    let share = format!("↓ {share}");
                    let share = fitted(&share, Face::Regular, WIDTH - 2.0 * GAP);
                    drawing.text((GAP, row.share + BASE), Anchor::Start, &share);
                }
            }
        });
        for (look, given) in [(&Look::VALUE, true), (&Look::ABSENT, false)] {
            drawing.group(look, |drawing| {
                for row in rows.iter().filter(|row| row.end.is_some() == given) {
                    // On the base line of the name's first line.
                    let base = (row.top + row.bar - names::height(&row.label)) / 2.0 + 10.0;
                    drawing.text((WIDTH - 1.0, base), Anchor::End, &row.text);
                }
            });
        }
        drawing.finish()
    }
}
