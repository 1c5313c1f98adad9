//! Trend: a figure over periods as a line, with last year, a target and breaks in the series.

use super::axis::{Plane, Scale, Tick, drawable, extent, thinned, ticks};
use super::drawing::{Anchor, Dot, Drawing, Fill, Head, Look, Place, Role};
use super::stroke::{runs, strokes};
use super::text::{Face, SIZE, fitted, widest, width};
use super::{Chart, Kind, Point, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "trend", purpose: "a figure over periods, beside last year and a target" };

const PLOT: f64 = 124.0;
const ROW: f64 = 15.0;
/// From the top of a row to its base line.
const BASE: f64 = 11.0;
const DOT: f64 = 3.0;
const SWATCH: f64 = 18.0;
/// Closer dots would run together, so only those that mean something are drawn.
const DOTS_APART: f64 = 9.0;
/// Names of periods are short; a longer one is cut.
const LONGEST_NAME: f64 = 110.0;
/// Two thirds of the card: figures beyond it would leave no room for the line.
const WIDEST_TICK: f64 = 220.0;

/// A value to be reached, drawn as a line across.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Where it stands, in the unit of the values.
    pub value: f64,
    /// What it is, with its value, for the legend.
    pub label: String,
}

/// A change after which values compare badly with those before.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// The index of the first point after it; one beyond the last is at the right edge, a greater one is not drawn.
    pub position: usize,
    /// What changed: a line below the chart, numbered.
    pub label: String,
}

/// What the lines are called in the legend, which is drawn only where there is more than one thing to tell apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Legend<'a> {
    /// The line itself.
    pub series: &'a str,
    /// [`Trend::previous`].
    pub previous: &'a str,
    /// Hollow points.
    pub provisional: &'a str,
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
    /// The value to be reached.
    pub target: Option<Target>,
    /// Changes that make values compare badly.
    pub breaks: &'a [Break],
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

/// An entry of the legend: how it is drawn, and what it is called.
#[derive(Clone, Copy)]
enum Swatch {
    Unit,
    Line,
    Provisional,
    Previous,
    Target,
}

/// Values made drawable, and where everything stands.
struct Layout {
    values: Vec<Option<f64>>,
    previous: Vec<Option<f64>>,
    ticks: Vec<Tick>,
    legend: Vec<(Swatch, String, Place)>,
    left: f64,
    top: f64,
    bottom: f64,
}

impl Trend<'_> {
    fn layout(&self) -> Layout {
        let values: Vec<Option<f64>> = self.points.iter().map(|point| drawable(point.value)).collect();
        let previous: Vec<Option<f64>> =
            self.previous.iter().take(values.len()).map(|point| drawable(point.value)).collect();
        let target = self.target.as_ref().and_then(|target| drawable(Some(target.value)));
        let found = extent(values.iter().chain(&previous).copied().flatten());
        let ticks = found
            .and_then(|(low, high)| extent([low, high].into_iter().chain(target)))
            .map_or_else(Vec::new, |extent| ticks(self.scale, extent, self.axis_label));
        let figures = widest(ticks.iter().map(|tick| &*tick.label), Face::Regular).min(WIDEST_TICK);
        let (legend, rows) =
            if found.is_some() { self.legend(&values, &previous) } else { (Vec::new(), 0.0) };
        let numbers = if self.broken().next().is_some() { ROW } else { 0.0 };
        let top = rows + numbers + 9.0;
        Layout { values, previous, ticks, legend, left: (figures + 6.0).ceil(), top, bottom: top + PLOT }
    }

    /// The legend's entries with their places, and its height in px.
    fn legend(
        &self,
        values: &[Option<f64>],
        previous: &[Option<f64>],
    ) -> (Vec<(Swatch, String, Place)>, f64) {
        let drawn = |values: &[Option<f64>]| values.iter().any(Option::is_some);
        let hollow =
            self.points.iter().zip(values).any(|(point, value)| point.provisional && value.is_some());
        let mut entries = Vec::new();
        if drawn(previous) || hollow || self.target.is_some() {
            entries.push((Swatch::Line, self.legend.series));
        }
        if hollow {
            entries.push((Swatch::Provisional, self.legend.provisional));
        }
        if drawn(previous) {
            entries.push((Swatch::Previous, self.legend.previous));
        }
        if let Some(target) = &self.target {
            entries.push((Swatch::Target, &target.label));
        }
        entries.insert(0, (Swatch::Unit, self.unit));
        let (mut x, mut row) = (0.0, 0.0);
        let mut placed = Vec::new();
        for (swatch, text) in entries.into_iter().filter(|(_, text)| !text.is_empty()) {
            let before = if matches!(swatch, Swatch::Unit) { 0.0 } else { SWATCH + 4.0 };
            let text = fitted(text, Face::Regular, WIDTH - before).into_owned();
            let taken = before + width(&text, Face::Regular, SIZE);
            if x > 0.0 && x + taken > WIDTH {
                (x, row) = (0.0, row + 1.0);
            }
            placed.push((swatch, text, (x, ROW * row + BASE)));
            x += taken + 12.0;
        }
        let rows = if placed.is_empty() { 0.0 } else { row + 1.0 };
        (placed, rows * ROW)
    }

    /// The breaks that can be drawn, with their numbers, in the order given.
    fn broken(&self) -> impl Iterator<Item = (usize, &Break)> {
        let drawn =
            self.breaks.iter().filter(|at| !self.points.is_empty() && at.position <= self.points.len());
        drawn.enumerate().map(|(index, at)| (index + 1, at))
    }

    /// The numbers of the breaks above their lines, those of one place together: `[(position, "1, 2")]`.
    fn numbers(&self) -> Vec<(usize, String)> {
        let mut numbers: Vec<(usize, String)> = Vec::new();
        for (number, at) in self.broken() {
            match numbers.iter_mut().find(|(position, _)| *position == at.position) {
                Some((_, text)) => *text = format!("{text}, {number}"),
                None => numbers.push((at.position, number.to_string())),
            }
        }
        numbers
    }

    fn draw_legend(&self, drawing: &Drawing, layout: &Layout) {
        for (swatch, _, (x, base)) in &layout.legend {
            let middle = base - 4.0;
            let line = |drawing: &Drawing| drawing.line(&[(*x, middle), (x + SWATCH, middle)]);
            let dot = |drawing: &Drawing, dot: Dot| drawing.dot((x + SWATCH / 2.0, middle), DOT, dot);
            match swatch {
                Swatch::Unit => {}
                Swatch::Line => {
                    drawing.group(&Look::LINE, line);
                    drawing.group(&Look::DOTS, |drawing| dot(drawing, Dot::Solid));
                }
                Swatch::Provisional => drawing.group(&Look::DOTS, |drawing| dot(drawing, Dot::Hollow)),
                Swatch::Previous => drawing.group(&Look::PREVIOUS, line),
                Swatch::Target => drawing.group(&Look::TARGET, line),
            }
        }
        drawing.group(&Look::LEGEND, |drawing| {
            for (swatch, text, (x, base)) in &layout.legend {
                let before = if matches!(swatch, Swatch::Unit) { 0.0 } else { SWATCH + 4.0 };
                drawing.text((x + before, *base), Anchor::Start, text);
            }
        });
    }

    fn draw_axes(&self, drawing: &Drawing, layout: &Layout, plane: &Plane) {
        let right = WIDTH - 1.0;
        for (look, at_zero) in [(&Look::GRID, false), (&Look::ZERO, true)] {
            drawing.group(look, |drawing| {
                for tick in layout.ticks.iter().filter(|tick| (tick.value == 0.0) == at_zero) {
                    let (_, y) = plane.at(0.0, tick.value);
                    drawing.line(&[(layout.left, y), (right, y)]);
                }
            });
        }
        drawing.group(&Look::TICK, |drawing| {
            for tick in &layout.ticks {
                let label = fitted(&tick.label, Face::Regular, WIDEST_TICK);
                drawing.text((layout.left - 5.0, plane.at(0.0, tick.value).1 + 4.0), Anchor::End, &label);
            }
        });
        let names: Vec<_> =
            self.points.iter().map(|point| fitted(&point.label, Face::Regular, LONGEST_NAME)).collect();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        let middles: Vec<f64> = (0..names.len()).map(|index| plane.at(index as f64 + 0.5, 0.0).0).collect();
        drawing.group(&Look::TICK, |drawing| {
            for name in thinned(&names, &middles, 0.0..WIDTH) {
                drawing.text((name.middle, layout.bottom + 17.0), Anchor::Middle, names[name.index]);
            }
        });
    }

    fn draw_breaks(&self, drawing: &Drawing, layout: &Layout, plane: &Plane) {
        let numbers = self.numbers();
        drawing.group(&Look::BREAK, |drawing| {
            for (position, _) in &numbers {
                let (x, _) = plane.at(*position as f64, 0.0);
                drawing.line(&[(x, layout.top - 4.0), (x, layout.bottom)]);
            }
        });
        drawing.group(&Look::NOTE, |drawing| {
            let mut clear = f64::NEG_INFINITY;
            let mut sorted: Vec<_> = numbers.iter().collect();
            sorted.sort_by_key(|(position, _)| *position);
            for (position, text) in sorted {
                let half = width(text, Face::Regular, SIZE) / 2.0;
                let middle = plane.at(*position as f64, 0.0).0.min(WIDTH - half);
                // A number without room is left out; its line and its note stand.
                if middle - half > clear {
                    drawing.text((middle, layout.top - 7.0), Anchor::Middle, text);
                    clear = middle + half + 2.0;
                }
            }
            for (number, at) in self.broken() {
                let note = format!("{number}. {}", at.label);
                let base = layout.bottom + 17.0 + ROW * number as f64;
                drawing.text((0.0, base), Anchor::Start, &fitted(&note, Face::Regular, WIDTH));
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

    fn draw_values(&self, drawing: &Drawing, layout: &Layout, plane: &Plane) {
        let place =
            |(index, value): (usize, &Option<f64>)| value.map(|value| plane.at(index as f64 + 0.5, value));
        let before: Vec<Option<Place>> = layout.previous.iter().enumerate().map(place).collect();
        let places: Vec<Option<Place>> = layout.values.iter().enumerate().map(place).collect();
        drawing.group(&Look::PREVIOUS, |drawing| {
            for run in runs(&before) {
                let run: Vec<Place> = before[run].iter().copied().flatten().collect();
                match run[..] {
                    [alone] => drawing.line(&[(alone.0 - 4.0, alone.1), (alone.0 + 4.0, alone.1)]),
                    _ => drawing.line(&run),
                }
            }
        });
        let provisional: Vec<bool> = self.points.iter().map(|point| point.provisional).collect();
        strokes(drawing, &places, &provisional, DOT);
        let alone: Vec<usize> = runs(&places).into_iter().filter(|r| r.len() == 1).map(|r| r.start).collect();
        let last = places.iter().rposition(Option::is_some);
        let dense = (WIDTH - 1.0 - layout.left) / (places.len() as f64) < DOTS_APART;
        drawing.group(&Look::DOTS, |drawing| {
            for index in 0..places.len() {
                let (left, right) = (plane.at(index as f64, 0.0).0, plane.at(index as f64 + 1.0, 0.0).0);
                drawing.mark(&self.told(index), |drawing| {
                    drawing.rectangle((left, layout.top), (right, layout.bottom), Fill::Hit);
                    let said = provisional[index] || alone.contains(&index) || last == Some(index);
                    if let Some(place) = places[index].filter(|_| said || !dense) {
                        drawing.dot(place, DOT, if provisional[index] { Dot::Hollow } else { Dot::Solid });
                    }
                });
            }
        });
        if let Some((index, (x, y))) = last.and_then(|index| Some((index, places[index]?))) {
            let text = fitted(&self.points[index].text, Face::SemiBold, WIDTH - layout.left);
            let wide = width(&text, Face::SemiBold, SIZE);
            let x = (x + wide / 2.0).min(WIDTH - 1.0).max(layout.left + wide);
            // On the side from which the line does not come, unless the plot ends there.
            let from_above =
                index.checked_sub(1).and_then(|i| places[i]).is_some_and(|(_, before)| before < y - 6.0);
            let below = (from_above && y + 17.0 < layout.bottom) || y - 18.0 < layout.top;
            drawing.group(&Look::VALUE, |drawing| {
                drawing.text((x, if below { y + 15.0 } else { y - 8.0 }), Anchor::End, &text);
            });
        }
    }
}

impl Chart for Trend<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn svg(&self) -> String {
        let layout = self.layout();
        let head = Head { id: self.id, title: self.title, description: self.description };
        let height = layout.bottom + 22.0 + ROW * self.broken().count() as f64;
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, height);
        let (Some(lowest), Some(highest)) = (layout.ticks.first(), layout.ticks.last()) else {
            let middle = (WIDTH / 2.0, (layout.top + layout.bottom) / 2.0);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| drawing.text(middle, Anchor::Middle, &text));
            let plane = Plane::new(
                0.0..self.points.len().max(1) as f64,
                0.0..1.0,
                0.0..WIDTH,
                layout.bottom..layout.top,
            );
            drawing
                .group(&Look::ZERO, |drawing| drawing.line(&[(0.0, layout.bottom), (WIDTH, layout.bottom)]));
            self.draw_axes(&drawing, &layout, &plane);
            self.draw_breaks(&drawing, &layout, &plane);
            return drawing.finish();
        };
        let (x, y) = (0.0..self.points.len() as f64, lowest.value..highest.value);
        let plane = Plane::new(x, y, layout.left..WIDTH - 1.0, layout.bottom..layout.top);
        self.draw_legend(&drawing, &layout);
        self.draw_axes(&drawing, &layout, &plane);
        if let Some(target) = self.target.as_ref().and_then(|target| drawable(Some(target.value))) {
            let (_, y) = plane.at(0.0, target);
            drawing.group(&Look::TARGET, |drawing| drawing.line(&[(layout.left, y), (WIDTH - 1.0, y)]));
        }
        self.draw_breaks(&drawing, &layout, &plane);
        self.draw_values(&drawing, &layout, &plane);
        drawing.finish()
    }
}
