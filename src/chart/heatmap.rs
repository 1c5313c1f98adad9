//! Heatmap: rows by columns, each cell a shade of its value or the sign of its state.
//!
//! A row is one stop of the keyboard, and its tooltip lists its cells; cells that do not show all in themselves have
//! tooltips for the pointer, neighbours that tell the same have one together. A state has a sign inside, and a value
//! its figure, a `*` behind what is doubtful, so nothing is told by colour alone. Either all figures fit, in smaller
//! digits if need be, or none is written and the legend says so: an empty cell among others would look as if there
//! were no figure. A `*` stands in any case.

use std::borrow::Cow;

use super::axis::{Scale, drawable, thinned};
use super::digits::{Digits, NARROWEST_CELL, SMALL, fits};
use super::drawing::{Anchor, Drawing, Fill, Head, Look, Role};
use super::names::{self, Lines, names};
use super::path::{number, rectangle};
use super::states::{self, State};
use super::steps::{self, Steps};
use super::stroke::DOUBT;
use super::text::{Face, SIZE, fitted, widest, width};
use super::{Chart, Kind, WIDTH};

/// The entry of [`super::CHARTS`].
pub(super) const KIND: Kind =
    Kind { name: "heatmap", purpose: "a figure or a state for each member and each period" };

/// The height of a row with a name in one line.
const ROW: f64 = 19.0;
/// Between cells.
const BETWEEN: f64 = 1.0;
const GAP: f64 = 6.0;
/// Names get at least so much, however many columns there are.
const NARROWEST_NAMES: f64 = 84.0;
const WIDEST_NAMES: f64 = 170.0;
const LEAST_CELL: f64 = 3.0;
const WIDEST_CELL: f64 = 60.0;
/// Names of columns are short; a longer one is cut.
const WIDEST_HEAD: f64 = 80.0;
/// From the right and the upper edge of a cell to the middle and the base line of a sign in its corner, px.
const CORNER: (f64, f64) = (4.0, 8.5);

/// What cells get before names, where there are many of both; figures that need more stand in tooltips only.
const NARROWEST_READABLE: f64 = 15.0;
const WIDEST_READABLE: f64 = 24.0;

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shade {
    /// A value; where it is not finite, the cell is missing.
    Value(f64),
    /// The state at this index of [`Heatmap::states`]; where there is none, the cell is missing.
    State(usize),
    /// There is none.
    Missing,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it is.
    pub shade: Shade,
    /// The value as a reader sees it, more about the state than its label, or why there is neither; where empty, the
    /// state's label or [`Heatmap::empty`].
    pub text: String,
    /// What must be known of the value, for the tooltip; where not empty, a `*` stands in the cell.
    pub doubt: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatmapRow {
    /// Its name; set in several lines where it is long.
    pub label: String,
    /// One for each column; those that lack at the end are missing.
    pub cells: Vec<Cell>,
}

/// Members by periods.
pub struct Heatmap<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// What is drawn, in words.
    pub title: &'a str,
    /// What there is to see, in words; may be empty.
    pub description: &'a str,
    /// Short names, oldest first: "T1". As many as fit stand above the cells; tooltips have all. At most 85 fit, and
    /// of more only the newest are drawn.
    pub columns: &'a [&'a str],
    /// From the top.
    pub rows: &'a [HeatmapRow],
    /// What cells may be, in the order of the legend; may be empty.
    pub states: &'a [State],
    /// What the shades must hold besides the values.
    pub scale: Scale,
    /// The unit of the values, beside their legend; may be empty.
    pub unit: &'a str,
    /// How a bound of the legend is written.
    pub axis_label: &'a dyn Fn(f64) -> String,
    /// What cells with a `*` are called in the legend.
    pub doubtful: &'a str,
    /// What the legend says where cells are too narrow for figures.
    pub unwritten: &'a str,
    /// What to write when there is nothing to draw, for a cell without value and text, and in the legend.
    pub empty: &'a str,
}

/// What a cell looks like; cells that look alike are drawn together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Step(usize),
    State(usize),
    Missing,
}

/// Neighbouring cells of a row of which the same is told: the first and the last column.
struct Run<'t> {
    from: usize,
    to: usize,
    text: Cow<'t, str>,
}

/// Where everything stands, px.
struct Layout<'h> {
    /// The index of the first column that is drawn.
    first: usize,
    left: f64,
    cell: f64,
    /// How the figures of the cells are written; nothing where not all of them fit.
    digits: Option<Digits>,
    names: Vec<Lines>,
    /// The upper and the lower edge of each row's cells.
    rows: Vec<(f64, f64)>,
    steps: Option<Steps<'h>>,
    /// The top of the legend of states, and of the columns' names.
    states: f64,
    heads: f64,
    bottom: f64,
}

impl Layout<'_> {
    /// The left edge of a column.
    fn column(&self, column: usize) -> f64 {
        self.left + self.cell * (column - self.first) as f64
    }

    fn is_small(&self) -> bool {
        matches!(self.digits, Some(Digits::Small | Digits::Cornered))
    }

    /// Where what stands in a column's cells is centred.
    fn middle(&self, column: usize) -> f64 {
        self.column(column) + self.cell / 2.0 - 0.5
    }

    /// Cells side by side as path data.
    fn cells(&self, run: &Run<'_>, (top, bottom): (f64, f64)) -> String {
        let left = self.column(run.from);
        if self.cell < NARROWEST_CELL {
            return rectangle((left, top), self.cell * (run.to + 1 - run.from) as f64, bottom - top);
        }
        let first = rectangle((left, top), self.cell - BETWEEN, bottom - top);
        let shape = &first[first.find('h').unwrap_or(0)..];
        let next = format!("m{} 0{shape}", number(self.cell));
        first.clone() + &next.repeat(run.to - run.from)
    }
}

impl Heatmap<'_> {
    fn shade(&self, row: &HeatmapRow, column: usize) -> Shade {
        match row.cells.get(column).map_or(Shade::Missing, |cell| cell.shade) {
            Shade::Value(value) => drawable(Some(value)).map_or(Shade::Missing, Shade::Value),
            Shade::State(state) if state < self.states.len() => Shade::State(state),
            Shade::State(_) | Shade::Missing => Shade::Missing,
        }
    }

    fn drawn(&self, steps: Option<&Steps<'_>>, row: &HeatmapRow, column: usize) -> Drawn {
        match self.shade(row, column) {
            Shade::Value(value) => steps.map_or(Drawn::Missing, |steps| Drawn::Step(steps.step(value))),
            Shade::State(state) => Drawn::State(state),
            Shade::Missing => Drawn::Missing,
        }
    }

    /// What stands in a cell, where it fits.
    fn inside<'t>(&'t self, row: &'t HeatmapRow, column: usize) -> Cow<'t, str> {
        let text = match self.shade(row, column) {
            Shade::Value(_) => self.text(row, column),
            Shade::State(state) => &self.states[state].sign,
            Shade::Missing => states::MISSING_SIGN,
        };
        match self.doubt(row, column) {
            None => Cow::Borrowed(text),
            Some(_) => Cow::Owned(format!("{text}{DOUBT}")),
        }
    }

    fn doubt<'t>(&'t self, row: &'t HeatmapRow, column: usize) -> Option<&'t str> {
        row.cells.get(column).map(|cell| &*cell.doubt).filter(|doubt| !doubt.is_empty())
    }

    /// What is told of a cell, with what must be known of it.
    fn told_of<'t>(&'t self, row: &'t HeatmapRow, column: usize) -> Cow<'t, str> {
        let text = self.text(row, column);
        self.doubt(row, column).map_or(Cow::Borrowed(text), |doubt| Cow::Owned(format!("{text} ({doubt})")))
    }

    /// What a cell is, in words.
    fn text<'t>(&'t self, row: &'t HeatmapRow, column: usize) -> &'t str {
        match row.cells.get(column).map(|cell| &*cell.text).filter(|text| !text.is_empty()) {
            Some(text) => text,
            None => match self.shade(row, column) {
                Shade::State(state) => &self.states[state].label,
                Shade::Value(_) | Shade::Missing => self.empty,
            },
        }
    }

    /// Neighbours of a row from column `first` on of which the same is told, those that `are`.
    fn runs<'t>(&'t self, row: &'t HeatmapRow, first: usize, are: impl Fn(usize) -> bool) -> Vec<Run<'t>> {
        let mut runs: Vec<Run<'t>> = Vec::new();
        for column in (first..self.columns.len()).filter(|column| are(*column)) {
            let text = self.told_of(row, column);
            match runs.last_mut() {
                Some(run) if run.text == text && run.to + 1 == column => run.to = column,
                Some(_) | None => runs.push(Run { from: column, to: column, text }),
            }
        }
        runs
    }

    /// The columns of a run in words.
    fn span(&self, run: &Run<'_>) -> String {
        match run.to - run.from {
            0 => self.columns[run.from].to_owned(),
            _ => format!("{}–{}", self.columns[run.from], self.columns[run.to]),
        }
    }

    /// A row in words.
    fn told(&self, row: &HeatmapRow, first: usize) -> String {
        let runs = self.runs(row, first, |_| true);
        let runs: Vec<String> = runs.iter().map(|run| format!("{} {}", self.span(run), run.text)).collect();
        format!("{}: {}", row.label, runs.join("; "))
    }

    /// The entries of the legend of states: those that occur, what is missing where something is, and that figures
    /// are not `written`.
    fn entries(&self, first: usize, written: bool) -> Vec<states::Entry<'_>> {
        let shades = || {
            let rows = self.rows.iter();
            rows.flat_map(|row| (first..self.columns.len()).map(|column| self.shade(row, column)))
        };
        let mut entries: Vec<states::Entry<'_>> = (0..self.states.len())
            .filter(|state| shades().any(|shade| shade == Shade::State(*state)))
            .map(|state| states::Entry::State(&self.states[state]))
            .collect();
        if shades().any(|shade| shade == Shade::Missing) {
            entries.push(states::Entry::Missing(self.empty));
        }
        let columns = || first..self.columns.len();
        if self.rows.iter().any(|row| columns().any(|at| self.doubt(row, at).is_some())) {
            entries.push(states::Entry::Doubtful(self.doubtful));
        }
        if !written && !self.unwritten.is_empty() {
            entries.push(states::Entry::Unwritten(self.unwritten));
        }
        entries
    }

    fn layout(&self) -> Layout<'_> {
        let most = ((WIDTH - NARROWEST_NAMES - GAP) / LEAST_CELL) as usize;
        let first = self.columns.len().saturating_sub(most);
        let columns = (self.columns.len() - first).max(1) as f64;
        let wish = widest(self.rows.iter().map(|row| &*row.label), Face::Regular).min(WIDEST_NAMES).ceil();
        // Names take what cells leave in which everything can be written, and wrap into it.
        let inside =
            self.rows.iter().flat_map(|row| (first..self.columns.len()).map(|at| self.inside(row, at)));
        let inside: Vec<Cow<'_, str>> = inside.collect();
        let widest = |size: f64| {
            let widths = inside.iter().map(|text| width(text, Face::Regular, size));
            widths.fold(0.0, f64::max).ceil() + 3.0
        };
        let readable = [SIZE, SMALL].map(widest).into_iter().find(|wide| *wide <= WIDEST_READABLE);
        let readable = readable.unwrap_or(NARROWEST_READABLE);
        let taken = columns * readable.max(NARROWEST_READABLE);
        let left = wish.min((WIDTH - GAP - taken).max(NARROWEST_NAMES)) + GAP;
        let cell = ((WIDTH - left) / columns).min(WIDEST_CELL);
        // Whole pixels are sharp and short to write.
        let cell = if cell >= NARROWEST_CELL { cell.floor() } else { (cell * 10.0).floor() / 10.0 };
        // What rounding left over goes to the names.
        let left = if cell < WIDEST_CELL { (WIDTH - cell * columns).floor() } else { left };
        let shades =
            self.rows.iter().flat_map(|row| (first..self.columns.len()).map(|at| self.shade(row, at)));
        let values = shades.filter_map(|shade| match shade {
            Shade::Value(value) => Some(value),
            Shade::State(_) | Shade::Missing => None,
        });
        let steps = Steps::of(self.scale, values, self.axis_label, self.unit);
        let digits = self.digits(first, cell);
        let states = if steps.is_some() { steps::LEGEND } else { 0.0 };
        let heads = states + states::height(&self.entries(first, digits.is_some()));
        let labels: Vec<&str> = self.rows.iter().map(|row| &*row.label).collect();
        let names = names(&labels, left - GAP);
        let mut top = heads + 16.0;
        let rows = names
            .iter()
            .map(|lines| {
                let upper = top;
                top += ROW.max(names::height(lines) + 6.0);
                (upper, top - BETWEEN)
            })
            .collect();
        Layout { first, left, cell, digits, names, rows, steps, states, heads, bottom: top }
    }

    /// The first way in which the figures of all cells fit.
    fn digits(&self, first: usize, cell: f64) -> Option<Digits> {
        let values = self.rows.iter().flat_map(|row| {
            let columns = (first..self.columns.len()).map(move |at| (row, at));
            columns.filter(|(row, at)| matches!(self.shade(row, *at), Shade::Value(_)))
        });
        let figures = values.map(|(row, at)| (self.inside(row, at), self.text(row, at)));
        Digits::of(&figures.collect::<Vec<_>>(), cell)
    }

    fn draw_cells(&self, drawing: &Drawing, layout: &Layout<'_>) {
        let steps = layout.steps.as_ref();
        let kinds = steps.into_iter().flat_map(|steps| steps.all().map(Drawn::Step));
        let kinds = kinds.chain((0..self.states.len()).map(Drawn::State)).chain([Drawn::Missing]);
        for kind in kinds {
            let look = match kind {
                Drawn::Step(step) => steps.map_or(&states::MISSING, |steps| steps.shade(step)),
                Drawn::State(state) => self.states[state].tone.look(),
                Drawn::Missing => &states::MISSING,
            };
            drawing.group(look, |drawing| {
                let mut silent = String::new();
                for (row, &edges) in self.rows.iter().zip(&layout.rows) {
                    for run in self.runs(row, layout.first, |at| self.drawn(steps, row, at) == kind) {
                        let data = layout.cells(&run, edges);
                        if self.is_written(row, run.from, layout) {
                            silent.push_str(&data);
                        } else {
                            drawing.told_path(&data, &format!("{}: {}", self.span(&run), run.text));
                        }
                    }
                }
                drawing.path(&silent);
            });
        }
    }

    /// Whether all that could be told of a cell stands in it.
    fn is_written(&self, row: &HeatmapRow, column: usize, layout: &Layout<'_>) -> bool {
        match self.shade(row, column) {
            Shade::Value(_) => self.doubt(row, column).is_none() && layout.digits.is_some(),
            Shade::State(_) | Shade::Missing => false,
        }
    }

    /// Signs inside cells, a row at a time; figures too, where they have the usual size.
    fn draw_inside(&self, drawing: &Drawing, layout: &Layout<'_>) {
        for (row, &(top, bottom)) in self.rows.iter().zip(&layout.rows) {
            let (mut signs, mut figures) = (Vec::new(), Vec::new());
            // The right end of the sign of doubt before.
            let mut taken = f64::NEG_INFINITY;
            for column in layout.first..self.columns.len() {
                let middle = layout.middle(column);
                let text = self.inside(row, column);
                let fitting = match self.shade(row, column) {
                    Shade::Value(_) if layout.is_small() => continue,
                    Shade::Value(_) => layout.digits.is_some(),
                    Shade::State(_) | Shade::Missing => fits(&text, SIZE, layout.cell + 1.0),
                };
                let doubtful = self.doubt(row, column).is_some();
                if doubtful && !fitting {
                    // The sign alone is better than nothing; where cells are narrower, it stands for neighbours too.
                    let half = width(DOUBT, Face::Regular, SIZE) / 2.0;
                    if middle - half >= taken {
                        signs.extend(DOUBT.chars().map(|sign| (middle, sign)));
                        taken = middle + half;
                    }
                    continue;
                }
                let mut letters = text.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) if fitting => signs.push((middle, letter)),
                    (Some(_), Some(_)) if fitting => figures.push((middle, text)),
                    _ => {}
                }
            }
            let base = (top + bottom) / 2.0 + 4.0;
            drawing.letters(&signs, base);
            drawing.figures(&figures, base);
        }
    }

    /// Figures in smaller digits, a row at a time.
    fn draw_small(&self, drawing: &Drawing, layout: &Layout<'_>) {
        for (row, &(top, bottom)) in self.rows.iter().zip(&layout.rows) {
            let (mut figures, mut signs) = (Vec::new(), Vec::new());
            for at in layout.first..self.columns.len() {
                if !matches!(self.shade(row, at), Shade::Value(_)) {
                    continue;
                }
                match (layout.digits, self.doubt(row, at)) {
                    (Some(Digits::Cornered), doubt) => {
                        figures.push((layout.middle(at), Cow::Borrowed(self.text(row, at))));
                        let corner = layout.column(at) + layout.cell - CORNER.0;
                        signs
                            .extend(doubt.into_iter().flat_map(|_| DOUBT.chars()).map(|sign| (corner, sign)));
                    }
                    _ => figures.push((layout.middle(at), self.inside(row, at))),
                }
            }
            let lower = if layout.digits == Some(Digits::Cornered) { 5.0 } else { 3.0 };
            drawing.figures(&figures, (top + bottom) / 2.0 + lower);
            drawing.letters(&signs, top + CORNER.1);
        }
    }
}

impl Chart for Heatmap<'_> {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn linked(&self, links: &[Option<String>]) -> String {
        let head = Head { id: self.id, title: self.title, description: self.description };
        if self.columns.is_empty() || self.rows.is_empty() {
            let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, 48.0);
            let text = fitted(self.empty, Face::Regular, WIDTH);
            drawing.group(&Look::EMPTY, |drawing| drawing.text((WIDTH / 2.0, 28.0), Anchor::Middle, &text));
            return drawing.finish();
        }
        let layout = self.layout();
        let drawing = Drawing::new(KIND.name, Role::Marks, &head, WIDTH, layout.bottom);
        if let Some(steps) = &layout.steps {
            steps.legend(&drawing, (0.0, 1.0), WIDTH);
        }
        states::legend(&drawing, &self.entries(layout.first, layout.digits.is_some()), layout.states);
        let middles: Vec<f64> = (0..self.columns.len() - layout.first)
            .map(|index| layout.left + layout.cell * (index as f64 + 0.5) - 0.5)
            .collect();
        let heads: Vec<_> = self.columns[layout.first..]
            .iter()
            .map(|name| fitted(name, Face::Regular, WIDEST_HEAD.min(WIDTH - layout.left)))
            .collect();
        let heads: Vec<&str> = heads.iter().map(|head| &**head).collect();
        drawing.group(&Look::TICK, |drawing| {
            for name in thinned(&heads, &middles, layout.left..WIDTH) {
                drawing.text((name.middle, layout.heads + 11.0), Anchor::Middle, heads[name.index]);
            }
        });
        drawing.group(&states::CELLS, |drawing| self.draw_cells(drawing, &layout));
        drawing.group(&Look::LABEL, |drawing| {
            self.draw_inside(drawing, &layout);
            for (lines, &(top, bottom)) in layout.names.iter().zip(&layout.rows) {
                names::draw(drawing, lines, (0.0, (top + bottom) / 2.0), Anchor::Start);
            }
        });
        if layout.is_small() {
            drawing.group(&Look::SMALL, |drawing| self.draw_small(drawing, &layout));
        }
        for (place, (row, &(top, bottom))) in self.rows.iter().zip(&layout.rows).enumerate() {
            let silent = (layout.first..self.columns.len()).all(|at| self.is_written(row, at, &layout));
            drawing.mark(links, place, &self.told(row, layout.first), |drawing| {
                let end = if silent { WIDTH } else { layout.left - GAP };
                drawing.rectangle((0.0, top), (end, bottom), Fill::Hit);
                if !silent {
                    drawing.ring(&rectangle((0.0, top), WIDTH, bottom - top));
                }
            });
        }
        drawing.finish()
    }
}
