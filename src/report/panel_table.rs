//! Every panel and every dashboard as tables, for whatever takes figures out of the program.

use super::asked::Head;
use super::parts::GroupView;
use super::{Answer, Ask, PanelView, Report, StageView, Table, tidy};
use crate::kpi::{Breakdown, Figure};
use crate::workspace::Reader;

impl PanelView {
    /// What it shows as a table: a query's rows, or its figures as [`tidy()`] gives them, the whole before its parts; nothing
    /// of a panel that could not be made. `ask` is the question that it was made for.
    pub fn table(&self, reader: &Reader<'_>, ask: &Ask) -> Option<Table> {
        match self {
            Self::Rows(view) | Self::Cells(view) => Some(view.table.clone()),
            Self::Broken { .. } => None,
            _ => Some(tidy(reader, &self.answers(reader, ask))),
        }
    }

    /// Each of its figures; none of a query's rows.
    pub fn answers(&self, reader: &Reader<'_>, ask: &Ask) -> Vec<Answer> {
        let own = |head: &Head, figures: &[&Figure]| {
            figures.iter().map(|figure| reader.answer(head, figure, ask)).collect::<Vec<Answer>>()
        };
        let parts = |head: &Head, whole: &Breakdown| {
            own(head, &std::iter::once(&whole.total).chain(&whole.parts).collect::<Vec<_>>())
        };
        match self {
            // The course's last figure is the tile's own.
            Self::Tile(view) => {
                let before = view.course.iter().filter(|each| each.period != view.figure.period);
                let plan = view.plan.iter().map(|(figure, _)| figure);
                own(&view.head, &std::iter::once(&view.figure).chain(plan).chain(before).collect::<Vec<_>>())
            }
            Self::Trend(view) => {
                let last_year = view.last_year.iter().flatten();
                own(&view.head, &view.figures.iter().chain(last_year).collect::<Vec<_>>())
            }
            Self::Bars(view) => {
                let mut all = parts(&view.head, &view.breakdown);
                all.extend(view.group.iter().flat_map(|group| crossed(reader, ask, &view.head, group)));
                all
            }
            Self::Bullet(view) => parts(&view.head, &view.breakdown),
            Self::Map(view) => parts(&view.head, &view.breakdown),
            Self::Table(view) => parts(&view.head, &view.breakdown),
            Self::Heatmap(view) | Self::Multiples(view) => {
                let cells = view.rows.iter().flat_map(|row| &row.cells);
                own(&view.head, &view.wholes.iter().chain(cells).collect::<Vec<_>>())
            }
            Self::Funnel(view) => {
                let each = |stage: &StageView| reader.answer(&stage.head, &stage.figure, ask);
                let with_branches = |stage: &StageView| {
                    std::iter::once(each(stage)).chain(stage.branches.iter().map(each)).collect::<Vec<_>>()
                };
                view.stages.iter().flat_map(with_branches).collect()
            }
            Self::Rows(_) | Self::Cells(_) | Self::Broken { .. } => Vec::new(),
        }
    }
}

/// The cells of parts by a second dimension: each bears both members.
fn crossed(reader: &Reader<'_>, ask: &Ask, head: &Head, group: &GroupView) -> Vec<Answer> {
    let mut all: Vec<Answer> = group.totals.iter().map(|figure| reader.answer(head, figure, ask)).collect();
    for cells in &group.cells {
        for (cell, total) in cells.iter().zip(&group.totals) {
            let mut answer = reader.answer(head, cell, ask);
            answer.by.extend(total.by.clone());
            all.push(answer);
        }
    }
    all
}

impl Report {
    /// The table of each panel that could be made, with the panel's title.
    pub fn tables(&self, reader: &Reader<'_>) -> Vec<(&str, Table)> {
        let of = |panel: &'_ PanelView| panel.table(reader, &self.front.ask);
        self.panels.iter().filter_map(|panel| Some((panel.title(), of(panel)?))).collect()
    }
}
