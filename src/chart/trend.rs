//! Trend: a figure over periods as a line, with last year, a target, an even pace and breaks in the series.

use std::ops::Range;

use super::axis::{Plane, Scale, Tick, drawable, extent, thinned, ticks};
use super::breaks::{Break, Breaks};
use super::callout::{Room, Stroke, beside, leader};
use super::drawing::{Anchor, Dot, Drawing, Fill, Head, Look, Role, Spot};
use super::key::{Key, Swatch};
use super::path::across;
use super::stroke::{doubts, runs, strokes};
use super::text::{Face, fitted, widest};
use super::texture::Texture;
use super::{Chart, Kind, Point, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "trend", purpose: "a figure over periods, beside last year, a target and an even pace" };

const PLOT: f64 = 124.0;
const DOT: f64 = 3.0;
/// Closer dots would run together, so only those that mean something are drawn.
const DOTS_APART: f64 = 9.0;
/// More would make a page heavy, and a way from one to the next long; beyond it neighbours share a mark.
const MOST_MARKS: usize = 36;
/// From the edge of the plot to the first point, px; less where the points are closer.
const EDGE: f64 = 14.0;
/// Names of periods are short; a longer one is cut.
const LONGEST_NAME: f64 = 110.0;
/// Two thirds of the card: figures beyond it would leave no room for the line.
const WIDEST_TICK: f64 = 220.0;
/// The right end of the plot, px.
const RIGHT: f64 = WIDTH - 1.0;

/// A value to be reached, drawn as a line across.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Where it stands, in the unit of the values.
    pub value: f64,
    /// What it is, with its value, for the legend.
    pub label: String,
}

/// What the lines are called in the legend, which is drawn only where there is more than one thing to tell apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Legend<'a> {
    /// The line itself.
    pub series: &'a str,
    /// [`Trend::previous`].
    pub previous: &'a str,
    /// Hollow points on a hatched band.
    pub provisional: &'a str,
    /// [`Trend::pace`]; it should say that it is not a target.
    pub pace: &'a str,
    /// Points with a `*`.
    pub doubtful: &'a str,
}

/// A figure over periods, 340 px wide.
pub struct Trend<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// Oldest first.
    pub points: &'a [Point],
    /// The same periods a year earlier, in the same order; may be empty or shorter. Their titles join the tooltips.
    pub previous: &'a [Point],
    /// The values of an even pace, one a point, in the unit of the values; may be empty or shorter.
    pub pace: &'a [Option<f64>],
    /// The value to be reached.
    pub target: Option<Target>,
    /// Changes that make values compare badly.
    pub breaks: &'a [Break],
    /// Places of points that no line joins to the one before.
    pub cuts: &'a [usize],
    /// The names of the lines.
    pub legend: Legend<'a>,
    /// The unit of the axis; may be empty.
    pub unit: &'a str,
    /// What to write when there is no value.
    pub empty: &'a str,
    /// What the axis must hold besides the values.
    pub scale: Scale,
    /// How a figure of the axis is written.
    pub axis_label: &'a dyn Fn(f64) -> String,
}

/// Values made drawable, and where everything stands.
struct Layout {
    values: Vec<Option<f64>>,
    previous: Vec<Option<f64>>,
    pace: Vec<Option<f64>>,
    target: Option<f64>,
    ticks: Vec<Tick>,
    key: Key,
    breaks: Breaks,
    left: f64,
    down: Range<f64>,
    /// The plot in slots across (a point stands at its index and a half) and in values up.
    plane: Plane,
    slots: Range<f64>,
}

impl Layout {
    fn place(&self, index: usize, value: f64) -> Spot {
        self.plane.at(index as f64 + 0.5, value)
    }

    fn places(&self, values: &[Option<f64>]) -> Vec<Option<Spot>> {
        values.iter().enumerate().map(|(index, value)| value.map(|value| self.place(index, value))).collect()
    }

    /// The edge before the point at `index`, px.
    fn edge(&self, index: usize) -> f64 {
        self.plane.at((index as f64).clamp(self.slots.start, self.slots.end), 0.0).0
    }
}

/// The stretch of slots, `points` of them with a place at the middle of each, that fills `wide` px: points far apart
/// reach to [`EDGE`] px from the ends, others to half their distance.
fn stretch(points: usize, wide: f64) -> Range<f64> {
    let points = points.max(1) as f64;
    let apart = ((wide - 2.0 * EDGE) / (points - 1.0)).max(wide / points);
    let edge = if apart.is_finite() { EDGE.min(apart / 2.0) / apart } else { 0.5 };
    0.5 - edge..points - 0.5 + edge
}

impl Trend<'_> {
    fn layout(&self) -> Layout {
        let values: Vec<Option<f64>> = self.points.iter().map(|point| drawable(point.value)).collect();
        let previous: Vec<Option<f64>> =
            self.previous.iter().take(values.len()).map(|point| drawable(point.value)).collect();
        let found = extent(values.iter().chain(&previous).copied().flatten());
        // Without a figure there is nothing that a pace or a target could be compared with.
        let drawn = |value: &Option<f64>| found.and(drawable(*value));
        let pace: Vec<Option<f64>> = self.pace.iter().take(values.len()).map(drawn).collect();
        let target = self.target.as_ref().and_then(|target| drawn(&Some(target.value)));
        let all = found.into_iter().flat_map(|(low, high)| [low, high]).chain(target);
        let ticks = extent(all.chain(pace.iter().copied().flatten()))
            .map_or_else(Vec::new, |extent| ticks(self.scale, extent, self.axis_label));
        let key = Key::new(if found.is_some() { self.entries(&previous, &pace, target) } else { Vec::new() });
        let breaks = Breaks::new(self.breaks, self.points.len());
        let left = match widest(ticks.iter().map(|tick| &*tick.label), Face::Regular) {
            0.0 => 0.0,
            figures => (figures.min(WIDEST_TICK) + 6.0).ceil(),
        };
        let top = key.height + breaks.above() + 9.0;
        let down = top..top + PLOT;
        let slots = stretch(values.len(), RIGHT - left);
        let up = match (ticks.first(), ticks.last()) {
            (Some(lowest), Some(highest)) => lowest.value..highest.value,
            (None, _) | (_, None) => 0.0..1.0,
        };
        let plane = Plane::new(slots.clone(), up, left..RIGHT, down.end..down.start);
        Layout { values, previous, pace, target, ticks, key, breaks, left, down, plane, slots }
    }

    fn entries(
        &self,
        previous: &[Option<f64>],
        pace: &[Option<f64>],
        target: Option<f64>,
    ) -> Vec<(Swatch, &str)> {
        let drawn = |values: &[Option<f64>]| values.iter().any(Option::is_some);
        let told = [
            (self.points.iter().any(|point| point.provisional), Swatch::Provisional, self.legend.provisional),
            (drawn(previous), Swatch::Previous, self.legend.previous),
            (drawn(pace), Swatch::Pace, self.legend.pace),
            (target.is_some(), Swatch::Target, self.target.as_ref().map_or("", |target| &target.label)),
        ];
        let mut entries = vec![(Swatch::Words, self.unit)];
        if told.iter().any(|(drawn, ..)| *drawn) {
            entries.push((Swatch::Line, self.legend.series));
        }
        let told = told.into_iter().filter(|(drawn, ..)| *drawn);
        entries.extend(told.map(|(_, swatch, words)| (swatch, words)));
        if self.points.iter().any(|point| point.doubtful) {
            entries.push((Swatch::Doubt, self.legend.doubtful));
        }
        entries
    }

    fn draw_axes(&self, drawing: &Drawing, layout: &Layout) {
        for (look, at_zero) in [(&Look::GRID, false), (&Look::ZERO, true)] {
            let ticks = layout.ticks.iter().filter(|tick| (tick.value == 0.0) == at_zero);
            let lines = ticks.map(|tick| across((layout.left, layout.plane.at(0.0, tick.value).1), RIGHT));
            drawing.group(look, |drawing| drawing.path(&lines.collect::<String>()));
        }
        drawing.group(&Look::TICK, |drawing| {
            for tick in &layout.ticks {
                let label = fitted(&tick.label, Face::Regular, WIDEST_TICK);
                let (_, y) = layout.plane.at(0.0, tick.value);
                drawing.text((layout.left - 5.0, y + 4.0), Anchor::End, &label);
            }
            let names: Vec<_> =
                self.points.iter().map(|point| fitted(&point.label, Face::Regular, LONGEST_NAME)).collect();
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            let middles: Vec<f64> = (0..names.len()).map(|index| layout.place(index, 0.0).0).collect();
            for name in thinned(&names, &middles, 0.0..WIDTH) {
                let place = (name.middle, layout.down.end + 17.0);
                drawing.text(place, Anchor::Middle, names[name.index]);
            }
        });
    }

    /// The band behind the periods that have not ended.
    fn draw_band(&self, drawing: &Drawing, layout: &Layout) {
        let open: Vec<Option<Spot>> =
            self.points.iter().map(|point| point.provisional.then_some((0.0, 0.0))).collect();
        drawing.textured(&Look::BAND, Texture::Band, |drawing| {
            for run in runs(&open, &[]) {
                let from = (layout.edge(run.start), layout.down.start);
                drawing.rectangle(from, (layout.edge(run.end), layout.down.end), Fill::Solid);
            }
        });
    }

    /// What is told about a period: the tooltip of its point, and that of the year before.
    fn told(&self, index: usize) -> String {
        let before = self.previous.get(index).map_or("", |point| &*point.title);
        let now = &*self.points[index].title;
        if before.is_empty() || now.is_empty() {
            format!("{now}{before}")
        } else {
            format!("{now}\n{before}")
        }
    }

    /// The lines to compare with: neutral, below the line itself.
    fn draw_others(&self, drawing: &Drawing, layout: &Layout) {
        // A pace is no figure, and the same on either side.
        let others =
            [(&Look::PREVIOUS, &layout.previous, self.cuts), (&Look::PACE, &layout.pace, &[] as &[usize])];
        for (look, values, cuts) in others {
            let places = layout.places(values);
            drawing.group(look, |drawing| {
                for run in runs(&places, cuts) {
                    let run: Vec<Spot> = places[run].iter().copied().flatten().collect();
                    match run[..] {
                        [alone] => drawing.line(&[(alone.0 - 4.0, alone.1), (alone.0 + 4.0, alone.1)]),
                        _ => drawing.line(&run),
                    }
                }
            });
        }
        if let Some(target) = layout.target {
            let (_, y) = layout.plane.at(0.0, target);
            drawing.group(&Look::TARGET, |drawing| drawing.line(&[(layout.left, y), (RIGHT, y)]));
        }
    }

    fn draw_values(&self, drawing: &Drawing, links: &[Option<String>], layout: &Layout) {
        let places = layout.places(&layout.values);
        let provisional: Vec<bool> = self.points.iter().map(|point| point.provisional).collect();
        strokes(drawing, &places, &provisional, self.cuts, DOT);
        let alone: Vec<usize> =
            runs(&places, self.cuts).into_iter().filter(|r| r.len() == 1).map(|r| r.start).collect();
        let last = places.iter().rposition(Option::is_some);
        let dense = (RIGHT - layout.left) / (places.len() as f64) < DOTS_APART;
        let at = |wanted: &dyn Fn(usize) -> bool| -> Vec<Spot> {
            (0..places.len()).filter(|&index| wanted(index)).filter_map(|index| places[index]).collect()
        };
        let solid =
            |index: usize| !provisional[index] && (!dense || alone.contains(&index) || last == Some(index));
        drawing.group(&Look::POINTS, |drawing| drawing.points(at(&solid)));
        drawing.group(&Look::DOTS, |drawing| {
            at(&|index| provisional[index]).into_iter().for_each(|at| drawing.dot(at, DOT, Dot::Hollow));
        });
        let doubtful: Vec<bool> = self.points.iter().map(|point| point.doubtful).collect();
        doubts(drawing, &places, &doubtful);
        let together = places.len().div_ceil(MOST_MARKS).max(1);
        drawing.group(&Look::HITS, |drawing| {
            for start in (0..places.len()).step_by(together) {
                let end = (start + together).min(places.len());
                let told: Vec<String> = (start..end).map(|index| self.told(index)).collect();
                drawing.mark(links, end - 1, &told.join("\n"), |drawing| {
                    let from = (layout.edge(start), layout.down.start);
                    drawing.rectangle(from, (layout.edge(end), layout.down.end), Fill::Hit);
                });
            }
        });
        if let Some((index, dot)) = last.and_then(|index| Some((index, places[index]?))) {
            let text = fitted(&self.points[index].text, Face::SemiBold, RIGHT - layout.left);
            let room = Room {
                across: layout.left..RIGHT,
                down: layout.down.start - 6.0..layout.down.end,
                grid: layout.ticks.iter().map(|tick| layout.plane.at(0.0, tick.value).1).collect(),
            };
            let place = beside(dot, &text, &room, &self.drawn(layout));
            if let Some((from, to)) = leader(dot, &text, place) {
                drawing.group(&Look::LEADER, |drawing| drawing.line(&[from, to]));
            }
            drawing.group(&Look::VALUE, |drawing| drawing.text(place, Anchor::End, &text));
        }
    }

    /// Every stroke that a figure must not stand on.
    fn drawn(&self, layout: &Layout) -> Vec<Stroke> {
        let mut strokes = Vec::new();
        let cut = [(&layout.values, self.cuts), (&layout.previous, self.cuts), (&layout.pace, &[])];
        for (values, cuts) in cut {
            let places = layout.places(values);
            for run in runs(&places, cuts) {
                let run: Vec<Spot> = places[run].iter().copied().flatten().collect();
                strokes.extend(run.windows(2).map(|pair| (pair[0], pair[1])));
                // Dots, and what stands alone.
                strokes.extend(run.iter().map(|&(x, y)| ((x - DOT, y), (x + DOT, y))));
            }
        }
        let doubtful = layout.places(&layout.values).into_iter().zip(self.points);
        let doubtful = doubtful.filter(|(_, point)| point.doubtful).filter_map(|(place, _)| place);
        strokes.extend(doubtful.map(|(x, y)| ((x - DOT, y - 8.0), (x + DOT, y - 8.0))));
        strokes.extend(
            layout.target.map(|target| layout.plane.at(0.0, target).1).map(|y| ((0.0, y), (WIDTH, y))),
        );
        let down = &layout.down;
        let breaks = layout.breaks.lines(&|position| layout.edge(position));
        strokes.extend(breaks.into_iter().map(|x| ((x, down.start), (x, down.end))));
        strokes
    }
}

impl Chart for Trend<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let layout = self.layout();
        let head = Head { id: self.id, title: self.title, description: self.description };
        let height = layout.down.end + 24.0 + layout.breaks.below();
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        layout.key.draw(&drawing);
        if layout.ticks.is_empty() {
            let text = fitted(self.empty, Face::Regular, WIDTH);
            let middle = (WIDTH / 2.0, (layout.down.start + layout.down.end) / 2.0);
            drawing.group(&Look::EMPTY, |drawing| drawing.text(middle, Anchor::Middle, &text));
            let base = layout.down.end;
            drawing.group(&Look::ZERO, |drawing| drawing.line(&[(0.0, base), (WIDTH, base)]));
        } else {
            self.draw_band(&drawing, &layout);
        }
        self.draw_axes(&drawing, &layout);
        let edge = |position: usize| layout.edge(position);
        layout.breaks.draw(&drawing, &edge, &layout.down, layout.down.end + 34.0);
        if !layout.ticks.is_empty() {
            self.draw_others(&drawing, &layout);
            self.draw_values(&drawing, links, &layout);
        }
        drawing.finish()
    }
}
