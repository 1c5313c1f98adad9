//! Multiples: the same small trend for each member, side by side, to compare their ways.

use std::ops::Range;

use super::axis::{Plane, Scale, Tick, drawable, extent, ticks};
use super::drawing::{Anchor, Dot, Drawing, Fill, Head, Look, Role, Spot};
use super::names::{self, Lines, names};
use super::stroke::{DOUBT, doubts, runs, strokes};
use super::text::{Face, SIZE, fitted, widest, width, wrapped};
use super::texture::Texture;
use super::{Chart, Kind, Point, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "multiples", purpose: "the same small trend for each member of a dimension" };

/// Two: three would leave 100 px each, less than a name.
const COLUMNS: usize = 2;
const BETWEEN: f64 = 18.0;
const COLUMN: f64 = (WIDTH - BETWEEN) / COLUMNS as f64;
const PLOT: f64 = 40.0;
/// Above the plot, so that a tick's figure and the figure above it stay apart.
const ABOVE_PLOT: f64 = 9.0;
/// Below the plot; the names of the periods stand there below the last row.
const BELOW_PLOT: f64 = 17.0;
const FIGURE: f64 = 14.0;
const WIDEST_TICK: f64 = 60.0;
const DOT: f64 = 2.5;
/// From the first and last point to the ends of a plot.
const EDGE: f64 = 5.0;

/// Whether heights can be compared from one member to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heights {
    /// One scale for all.
    Shared,
    /// A scale for each member: only their ways can be compared, which [`Multiples::note`] should say.
    Own,
}

/// One member.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name, in several lines where it is long.
    pub label: String,
    /// The tooltip in full words: name, periods, values, and why there is none.
    pub title: String,
    /// The last figure as a reader sees it, or why there is none; where empty, [`Multiples::empty`].
    pub text: String,
    /// Oldest first. Texts and titles are not used.
    pub points: Vec<Point>,
}

/// A small trend for each of several members, in two columns, 340 px wide.
pub struct Multiples<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// In reading order; the caller sorts them.
    pub members: &'a [Member],
    /// Places of points that no line joins to the one before, the same for each member: a dotted line stands between.
    pub cuts: &'a [usize],
    /// Whether one scale holds for all.
    pub heights: Heights,
    /// What an axis must hold besides the values.
    pub scale: Scale,
    /// What to know of the scales and the unit, below; may be empty.
    pub note: &'a str,
    /// How a figure of an axis is written.
    pub axis_label: &'a dyn Fn(f64) -> String,
    /// What is told of points with a `*`, below where there are any.
    pub doubtful: &'a str,
    /// What to write without members, and for a member without value and text.
    pub empty: &'a str,
}

/// A member and where it stands.
struct Panel<'m> {
    member: &'m Member,
    name: Lines,
    ticks: Vec<Tick>,
    values: Vec<Option<f64>>,
    /// The rectangle of it all, px.
    across: Range<f64>,
    down: Range<f64>,
    /// The left end and the top of its plot, px.
    left: f64,
    top: f64,
    plane: Plane,
}

impl Panel<'_> {
    fn bottom(&self) -> f64 {
        self.top + PLOT
    }

    fn places(&self) -> Vec<Option<Spot>> {
        let place =
            |(index, value): (usize, &Option<f64>)| value.map(|value| self.plane.at(index as f64, value));
        self.values.iter().enumerate().map(place).collect()
    }

    /// The left and right edge of the period at `index`, px.
    fn edges(&self, index: usize) -> (f64, f64) {
        let at = |slot: f64| self.plane.at(slot, 0.0).0.clamp(self.left, self.across.end);
        (at(index as f64 - 0.5), at(index as f64 + 0.5))
    }
}

impl Multiples<'_> {
    fn panels(&self) -> Vec<Panel<'_>> {
        let values: Vec<Vec<Option<f64>>> = self
            .members
            .iter()
            .map(|member| member.points.iter().map(|point| drawable(point.value)).collect())
            .collect();
        let axis = |values: &mut dyn Iterator<Item = f64>| {
            extent(values).map_or_else(Vec::new, |extent| ticks(self.scale, extent, self.axis_label))
        };
        let ticks: Vec<Vec<Tick>> = match self.heights {
            Heights::Shared => {
                let shared = axis(&mut values.iter().flatten().copied().flatten());
                vec![shared; values.len()]
            }
            Heights::Own => values.iter().map(|values| axis(&mut values.iter().copied().flatten())).collect(),
        };
        let figures = widest(ticks.iter().flatten().map(|tick| &*tick.label), Face::Regular).min(WIDEST_TICK);
        let labels: Vec<&str> = self.members.iter().map(|member| &*member.label).collect();
        let names = names(&labels, COLUMN);
        let mut panels: Vec<Panel<'_>> = Vec::new();
        let mut top = 0.0;
        for row in (0..labels.len()).step_by(COLUMNS) {
            let members = row..(row + COLUMNS).min(labels.len());
            let named = names[members.clone()].iter().map(names::height).fold(0.0, f64::max);
            let plot = top + named + FIGURE + ABOVE_PLOT;
            for index in members {
                let start = (COLUMN + BETWEEN) * (index - row) as f64;
                let left = start + if figures > 0.0 { figures + 5.0 } else { 0.0 };
                let up = match (ticks[index].first(), ticks[index].last()) {
                    (Some(lowest), Some(highest)) => lowest.value..highest.value,
                    (None, _) | (_, None) => 0.0..1.0,
                };
                let last = values[index].len().saturating_sub(1) as f64;
                // A single point stands in the middle.
                let slots = if last == 0.0 { -1.0..1.0 } else { 0.0..last };
                let room = left + EDGE..start + COLUMN - EDGE;
                panels.push(Panel {
                    member: &self.members[index],
                    name: names[index].clone(),
                    ticks: ticks[index].clone(),
                    values: values[index].clone(),
                    across: start..start + COLUMN,
                    down: top..plot + PLOT + BELOW_PLOT - 3.0,
                    left,
                    top: plot,
                    plane: Plane::new(slots, up, room, plot + PLOT..plot),
                });
            }
            top = plot + PLOT + BELOW_PLOT;
        }
        panels
    }

    fn draw_axes(&self, drawing: &Drawing, panels: &[Panel<'_>]) {
        for (look, at_zero) in [(&Look::GRID, false), (&Look::ZERO, true)] {
            drawing.group(look, |drawing| {
                for panel in panels {
                    if panel.ticks.is_empty() && at_zero {
                        drawing.line(&[(panel.left, panel.bottom()), (panel.across.end, panel.bottom())]);
                    }
                    let ends = [panel.ticks.first(), panel.ticks.last()].into_iter().flatten();
                    let zero = panel.ticks.iter().filter(|tick| tick.value == 0.0);
                    let lines = ends.filter(|tick| tick.value != 0.0).chain(zero);
                    for tick in lines.filter(|tick| (tick.value == 0.0) == at_zero) {
                        let (_, y) = panel.plane.at(0.0, tick.value);
                        drawing.line(&[(panel.left, y), (panel.across.end, y)]);
                    }
                }
            });
        }
        drawing.group(&Look::TICK, |drawing| {
            for panel in panels {
                for tick in [panel.ticks.first(), panel.ticks.last()].into_iter().flatten() {
                    let label = fitted(&tick.label, Face::Regular, WIDEST_TICK);
                    let (_, y) = panel.plane.at(0.0, tick.value);
                    drawing.text((panel.left - 4.0, y + 4.0), Anchor::End, &label);
                }
            }
            // The last panel of each column stands for those above it.
            for panel in &panels[panels.len().saturating_sub(COLUMNS)..] {
                draw_periods(drawing, panel);
            }
        });
    }

    fn draw_values(&self, drawing: &Drawing, panels: &[Panel<'_>]) {
        // One line for all, with a gap from panel to panel, so that its looks are written once.
        let (mut places, mut provisional, mut doubtful) = (Vec::new(), Vec::new(), Vec::new());
        let mut cuts = Vec::new();
        for panel in panels {
            cuts.extend(self.cuts.iter().map(|cut| places.len() + cut));
            places.extend(panel.places());
            provisional.extend(panel.member.points.iter().map(|point| point.provisional));
            doubtful.extend(panel.member.points.iter().map(|point| point.doubtful));
            places.push(None);
            provisional.push(false);
            doubtful.push(false);
        }
        strokes(drawing, &places, &provisional, &cuts, DOT);
        drawing.group(&Look::DOTS, |drawing| {
            let mut start = 0;
            for panel in panels {
                let own = start..start + panel.values.len();
                let last = own.clone().rev().find(|&index| places[index].is_some());
                let alone = runs(&places[own.clone()], self.cuts).into_iter().filter(|run| run.len() == 1);
                let alone = alone.map(|run| own.start + run.start).filter(|index| Some(*index) != last);
                for index in alone.chain(last) {
                    if let Some(place) = places[index] {
                        drawing.dot(place, DOT, if provisional[index] { Dot::Hollow } else { Dot::Solid });
                    }
                }
                start = own.end + 1;
            }
        });
        doubts(drawing, &places, &doubtful);
    }

    fn draw_text(&self, drawing: &Drawing, panels: &[Panel<'_>]) {
        let named = |panel: &Panel<'_>| panel.top - ABOVE_PLOT - FIGURE;
        drawing.group(&Look::LABEL, |drawing| {
            for panel in panels {
                let middle = named(panel) - names::height(&panel.name) / 2.0;
                names::draw(drawing, &panel.name, (panel.across.start, middle), Anchor::Start);
            }
        });
        for (look, given) in [(&Look::VALUE, true), (&Look::ABSENT, false)] {
            drawing.group(look, |drawing| {
                let known = |panel: &Panel<'_>| panel.values.last().is_some_and(Option::is_some);
                for panel in panels.iter().filter(|panel| known(panel) == given) {
                    let text = if panel.member.text.is_empty() { self.empty } else { &panel.member.text };
                    let text = fitted(text, Face::SemiBold, COLUMN);
                    drawing.text((panel.across.start, named(panel) + 10.5), Anchor::Start, &text);
                }
            });
        }
    }
}

/// The first and the last period below a panel; the first only where there is room.
fn draw_periods(drawing: &Drawing, panel: &Panel<'_>) {
    let points = &panel.member.points;
    let base = panel.bottom() + 14.0;
    let room = panel.across.end - panel.left;
    let Some(last) = points.last() else { return };
    let last = fitted(&last.label, Face::Regular, room);
    drawing.text((panel.across.end, base), Anchor::End, &last);
    if let Some(first) = points.first().filter(|_| points.len() > 1) {
        let wide = |text: &str| width(text, Face::Regular, SIZE);
        if wide(&first.label) + 8.0 + wide(&last) <= room {
            drawing.text((panel.left, base), Anchor::Start, &first.label);
        }
    }
}

impl Chart for Multiples<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        let panels = self.panels();
        let Some(bottom) = panels.iter().map(|panel| panel.down.end).reduce(f64::max) else {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 44.0);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| drawing.text((WIDTH / 2.0, 26.0), Anchor::Middle, &text));
            return drawing.finish();
        };
        let mut note = wrapped(self.note, Face::Regular, WIDTH, 3);
        if self.members.iter().flat_map(|member| &member.points).any(|point| point.doubtful) {
            note.extend(wrapped(&format!("{DOUBT} {}", self.doubtful), Face::Regular, WIDTH, 1));
        }
        let height = bottom + 9.0 + 15.0 * note.len() as f64;
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        drawing.textured(&Look::BAND, Texture::Band, |drawing| {
            for panel in &panels {
                for index in (0..panel.values.len()).filter(|&index| panel.member.points[index].provisional) {
                    let (left, right) = panel.edges(index);
                    drawing.rectangle((left, panel.top), (right, panel.bottom()), Fill::Solid);
                }
            }
        });
        drawing.group(&Look::BREAK, |drawing| {
            for panel in &panels {
                for cut in self.cuts.iter().filter(|cut| **cut < panel.values.len()) {
                    let (x, _) = panel.edges(*cut);
                    drawing.line(&[(x, panel.top), (x, panel.bottom())]);
                }
            }
        });
        self.draw_axes(&drawing, &panels);
        self.draw_values(&drawing, &panels);
        self.draw_text(&drawing, &panels);
        drawing.group(&Look::NOTE, |drawing| {
            for (index, line) in note.iter().enumerate() {
                drawing.text((0.0, bottom + 18.0 + 15.0 * index as f64), Anchor::Start, line);
            }
        });
        drawing.group(&Look::HITS, |drawing| {
            for (place, panel) in panels.iter().enumerate() {
                drawing.mark(links, place, &panel.member.title, |drawing| {
                    let from = (panel.across.start, panel.down.start);
                    drawing.rectangle(from, (panel.across.end, panel.down.end), Fill::Hit);
                });
            }
        });
        drawing.finish()
    }
}
