//! The chart of a table of figures: a course as a line, parts as bars.

use std::collections::HashSet;
use std::ops::Range;

use rust_xlsxwriter::{Chart, ChartEmptyCells, ChartFont, ChartLegendPosition};

use crate::report::Answer;

/// Fewer periods are no course.
const LEAST_PERIODS: usize = 3;

/// More parts than this are a list.
const MOST_PARTS: usize = 30;

/// What of a table is drawn: places of its answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// Periods one after another, and as many of a year before.
    Course(Range<usize>, Option<Range<usize>>),
    /// Parts of one period.
    Parts(Range<usize>),
}

/// Where the cells stand that are drawn.
pub(super) struct Cells<'a> {
    /// The sheet.
    pub(super) sheet: &'a str,
    /// The row of the first answer.
    pub(super) first_row: u32,
    /// The columns of periods, of parts and of values.
    pub(super) columns: [u16; 3],
}

/// What its words are.
pub(super) struct Said<'a> {
    /// The table's heading.
    pub(super) title: &'a str,
    /// The unit of the values.
    pub(super) unit: &'a str,
    /// How values are written.
    pub(super) code: String,
    /// Whether any is below 0.
    pub(super) negative: bool,
    /// The figures themselves.
    pub(super) own: &'a str,
    /// Those of a year before.
    pub(super) last_year: &'a str,
}

impl Drawn {
    /// What of a table can be drawn; nothing where it has neither a course nor parts.
    pub(super) fn of(answers: &[Answer]) -> Option<Self> {
        let first = answers.first()?;
        let alone = |answer: &&Answer| answer.code == first.code && answer.by.is_empty();
        let wholes: Vec<&Answer> = answers.iter().take_while(alone).collect();
        let follows = |pair: &&[&Answer]| pair[0].last_day.succ_opt() == Some(pair[1].first_day);
        let course = 1 + wholes.windows(2).take_while(follows).count();
        if course >= LEAST_PERIODS && valued(&answers[..course]) {
            let rest = course..wholes.len();
            let as_many = rest.len() == course && wholes.len() == answers.len();
            return Some(Self::Course(0..course, as_many.then_some(rest)));
        }
        let part = |answer: &&Answer| {
            let dimension = answer.by.keys().next();
            answer.by.len() == 1
                && answer.code == first.code
                && answer.period == first.period
                && dimension == answers[1].by.keys().next()
        };
        let parts = answers.iter().skip(1).take_while(part).count();
        let members: HashSet<_> = answers[1..=parts].iter().map(|answer| &answer.by[0]).collect();
        let fits = (2..=MOST_PARTS).contains(&parts) && members.len() == parts;
        (fits && valued(&answers[1..=parts])).then_some(Self::Parts(1..1 + parts))
    }

    /// How high it is, in rows of a table.
    pub(super) fn height(&self) -> u32 {
        match self {
            Self::Course(..) => 15,
            Self::Parts(parts) => 6 + u32::try_from(parts.len()).unwrap_or(u32::MAX),
        }
    }

    /// The chart.
    pub(super) fn chart(&self, cells: &Cells<'_>, said: &Said<'_>) -> Chart {
        let [periods, members, values] = cells.columns;
        let row = |place: usize| cells.first_row + u32::try_from(place).unwrap_or(u32::MAX);
        let range = |column: u16, rows: &Range<usize>| {
            (cells.sheet, row(rows.start), column, row(rows.end - 1), column)
        };
        let mut chart = match self {
            Self::Course(own, last_year) => {
                let mut chart = Chart::new_line();
                let series = chart.add_series();
                series.set_categories(range(periods, own)).set_values(range(values, own)).set_name(said.own);
                if let Some(rows) = last_year {
                    let series = chart.add_series();
                    series.set_categories(range(periods, own)).set_values(range(values, rows));
                    series.set_name(said.last_year);
                    chart.legend().set_position(ChartLegendPosition::Bottom);
                } else {
                    chart.legend().set_hidden();
                }
                chart.y_axis().set_name(said.unit).set_num_format(&said.code);
                chart
            }
            Self::Parts(rows) => {
                let mut chart = Chart::new_bar();
                let series = chart.add_series();
                series
                    .set_categories(range(members, rows))
                    .set_values(range(values, rows))
                    .set_name(said.own);
                chart.legend().set_hidden();
                // Of bars the library calls the axis of values x. The first part stands on top, and a bar begins at 0.
                chart.y_axis().set_reverse();
                chart.x_axis().set_name(said.unit).set_num_format(&said.code);
                if !said.negative {
                    chart.x_axis().set_min(0);
                }
                chart
            }
        };
        chart.title().set_name(said.title).set_font(ChartFont::new().set_size(12).set_bold());
        // What is missing is a gap and no 0.
        chart.show_empty_cells_as(ChartEmptyCells::Gaps);
        chart.set_alt_text(said.title);
        chart.set_width(900).set_height(self.height() * 20);
        chart
    }
}

/// Whether there are numbers enough to draw.
fn valued(answers: &[Answer]) -> bool {
    answers.iter().filter(|answer| answer.value.is_some()).count() > 1
}
