//! Funnel: stages from the top on one scale from zero, and what leaves between them.
//!
//! Bars begin at the left and not in the middle, so that lengths can be compared. A pale band leads from each bar to
//! the next; a stage that grows is simply longer. Branches stand below the stage that they leave, where the next one
//! ends, on the same scale.

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

const FLOW: Look = Look::new("flow", concat!(r#"fill=""#, series!(), r#"" fill-opacity=".16""#));
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
    /// Its name; set in two lines where it is long.
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
    /// Where the lines of the branches begin; the share follows.
    below: f64,
    /// Where its bar ends across; `None` without a value.
    end: Option<f64>,
}

impl Funnel<'_> {
    fn text<'t>(&'t self, text: &'t str) -> &'t str {
        if text.is_empty() { self.empty } else { text }
    }

    /// Whether something is written below stage `index`, of its share in the next.
    fn share(&self, index: usize) -> Option<&str> {
        self.stages.get(index + 1).map(|next| &*next.share).filter(|share| !share.is_empty())
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
            let end = drawable(stage.value).map(|value| {
                let (end, _) = plane.at(value, 0.0);
                // What is not zero is seen, however small beside the others.
                if value > 0.0 {
                    end.max(zero + 1.0)
                } else if value < 0.0 {
                    end.min(zero - 1.0)
                } else {
                    end
                }
            });
            let below = bar + BAR + 2.0;
            let row = Row { label, text, top, bar, below, end };
            let lines = stage.branches.len() + usize::from(self.share(index).is_some());
            let last = index + 1 == self.stages.len();
            top = match (lines, last) {
                (0, true) => bar + BAR + 1.0,
                (0, false) => bar + BAR + BARE,
                (lines, _) => below + LINE * lines as f64 + 4.0,
            };
            row
        });
        let rows = rows.collect();
        (rows, top)
    }

    /// Where `branch` stands on the line at `line`; `after` is where the next stage ends.
    fn branch(&self, branch: &Branch, line: f64, after: f64, plane: &Plane) -> Leaving {
        let length = drawable(branch.value).map(|value| {
            let length = (plane.at(value, 0.0).0 - plane.at(0.0, 0.0).0).abs();
            if value == 0.0 { 0.0 } else { length.max(1.0) }
        });
        let from = after.min(WIDTH - 1.0 - length.unwrap_or(0.0)).max(GAP);
        let to = from + length.unwrap_or(0.0);
        let figure = self.text(&branch.text);
        let said =
            if branch.label.is_empty() { figure.to_owned() } else { format!("{}: {figure}", branch.label) };
        let (right, left) = (WIDTH - to - GAP, from - 2.0 * GAP);
        let wide = width(&said, Face::Regular, SIZE);
        let inside = to - from - 2.0 * GAP;
        // To the right if it fits there, else where there is most room: a long bar carries its name itself.
        let (x, anchor, room) = if wide <= right || right >= left.max(inside) {
            (to + GAP, Anchor::Start, right)
        } else if left >= inside {
            (from - GAP, Anchor::End, left)
        } else {
            (from + GAP, Anchor::Start, inside)
        };
        // The figure stays whole; the name gives way.
        let name = room - width(&format!(": {figure}"), Face::Regular, SIZE);
        let said = if wide <= room {
            said
        } else if name > 20.0 {
            format!("{}: {figure}", without_middle(&branch.label, Face::Regular, name))
        } else {
            fitted(figure, Face::Regular, room).into_owned()
        };
        Leaving { line, from, to, x, anchor, said }
    }
}

/// Where a branch stands, px.
struct Leaving {
    line: f64,
    from: f64,
    to: f64,
    x: f64,
    anchor: Anchor,
    said: String,
}

impl Chart for Funnel<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn svg(&self) -> String {
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
        let leaving: Vec<(usize, &Branch, Leaving)> = (0..rows.len())
            .flat_map(|index| {
                let first = rows[index].below;
                let next = rows.get(index + 1).and_then(|row| row.end);
                let after = next.unwrap_or(zero).max(zero) + 3.0 * GAP;
                let branches = self.stages[index].branches.iter().enumerate();
                let (stages, plane) = (&plane, first);
                branches
                    .map(move |(at, branch)| {
                        (index, branch, self.branch(branch, plane + LINE * at as f64, after, stages))
                    })
                    .collect::<Vec<_>>()
            })
            .collect();

        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        drawing.group(&FLOW, |drawing| {
            for pair in rows.windows(2) {
                if let (Some(from), Some(to)) = (pair[0].end, pair[1].end) {
                    let (upper, lower) = (pair[0].bar + BAR, pair[1].bar);
                    drawing.polygon(&[(zero, upper), (from, upper), (to, lower), (zero, lower)]);
                }
            }
        });
        drawing.textured(&Look::PARTS, Texture::Solid, |drawing| {
            for (stage, row) in self.stages.iter().zip(&rows) {
                drawing.mark(&stage.title, |drawing| {
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
            // A name to the left stands where the elbow would be.
            for (index, _, at) in leaving.iter().filter(|(_, _, at)| at.anchor == Anchor::Start) {
                let middle = at.line + LINE / 2.0;
                let (down, upper): (f64, f64) = (at.from - 2.0 * GAP, rows[*index].bar + BAR);
                let turn: [Spot; 3] = [(down, upper), (down, middle), (at.from - 2.0, middle)];
                drawing.line(&turn);
            }
        });
        drawing.group(&BRANCHES, |drawing| {
            for (_, branch, at) in &leaving {
                drawing.mark(&branch.title, |drawing| {
                    drawing.rectangle((0.0, at.line), (WIDTH, at.line + LINE), Fill::Hit);
                    if at.to > at.from {
                        let upper = at.line + (LINE - BRANCH) / 2.0;
                        drawing.path(&rectangle((at.from, upper), at.to - at.from, BRANCH));
                    }
                });
            }
        });
        drawing.group(&Look::LABEL, |drawing| {
            for row in &rows {
                names::draw(drawing, &row.label, (0.0, (row.top + row.bar) / 2.0), Anchor::Start);
            }
            for (_, _, at) in &leaving {
                drawing.text((at.x, at.line + BASE), at.anchor, &at.said);
            }
        });
        drawing.group(&Look::NOTE, |drawing| {
            for (index, row) in rows.iter().enumerate() {
                if let Some(share) = self.share(index) {
                    let share = format!("↓ {share}");
                    let base = row.below + LINE * self.stages[index].branches.len() as f64 + BASE;
                    let share = fitted(&share, Face::Regular, WIDTH - 2.0 * GAP);
                    drawing.text((GAP, base), Anchor::Start, &share);
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
