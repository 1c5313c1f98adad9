//! A dataset asked in one line, and figures read out.

use std::sync::Arc;

use arrow::array::ArrayRef;
use minhbach::calendar::Period;
use minhbach::kpi::{
    Against, Breakdown, Comparison, Crossing, Figure, Filters, Kpi, NotCompared, Question, Scope, State,
    Status, records,
};
use minhbach::workspace::Dataset;

use super::runtime;

/// One dataset, asked in words; its files stay as long as it does.
pub(crate) struct TestData(
    pub(crate) Dataset,
    #[expect(dead_code, reason = "held, not read")] pub(super) Arc<tempfile::TempDir>,
);

impl TestData {
    /// Waits for what is asked of the dataset.
    pub(crate) fn wait<T>(&self, asked: impl Future<Output = T>) -> T {
        runtime().block_on(asked)
    }

    /// Who sees all of it.
    pub(crate) fn reader(&self) -> minhbach::workspace::Reader<'_> {
        self.0.for_reader(Scope::everything())
    }

    pub(crate) fn asked(&self, code: &str, period: &str, filters: &[&str]) -> (Question<'_>, Period) {
        let kpi = self.reader().kpi(code).unwrap();
        let calendars = self.0.calendars();
        let period: Period = calendars.parse(kpi.calendar(calendars), period).unwrap();
        let (mut wanted, mut view) = (Filters::default(), None);
        for filter in filters {
            match filter.split_once('=').unwrap() {
                ("view", name) => view = Some(name.to_owned()),
                (dimension, member) => wanted.allow(dimension, member),
            }
        }
        let cube = runtime().block_on(self.0.cube(kpi)).unwrap();
        let scope = Scope::everything();
        (Question::new(self.0.frame(), kpi, cube, &scope, wanted, view).unwrap(), period)
    }

    /// One figure; filters as `dimension=member`, a view as `view=name`.
    pub(crate) fn figure(&self, code: &str, period: &str, filters: &[&str]) -> Figure {
        let (question, period) = self.asked(code, period, filters);
        question.at(&period).total()
    }

    /// The whole and its parts.
    pub(crate) fn breakdown(&self, code: &str, period: &str, filters: &[&str], by: &str) -> Breakdown {
        let (question, period) = self.asked(code, period, filters);
        question.at(&period).breakdown(by).unwrap()
    }

    /// A figure in words: `3/4`, `5`, or why there is none; with what else must be known of it.
    pub(crate) fn tell(&self, code: &str, period: &str) -> String {
        self.tell_where(code, period, &[])
    }

    /// The same under filters.
    pub(crate) fn tell_where(&self, code: &str, period: &str, filters: &[&str]) -> String {
        words(self.reader().kpi(code).unwrap(), &self.figure(code, period, filters))
    }

    /// The whole first, then `member: figure`; members that are not known are `~`.
    pub(crate) fn tell_by(&self, code: &str, period: &str, filters: &[&str], by: &str) -> Vec<String> {
        let (kpi, parts) = (self.reader().kpi(code).unwrap(), self.breakdown(code, period, filters, by));
        let part = |figure: &Figure| {
            let member = figure.by.as_ref().and_then(|(_, member)| member.as_deref()).unwrap_or("~");
            format!("{member}: {}", words(kpi, figure))
        };
        std::iter::once(words(kpi, &parts.total)).chain(parts.parts.iter().map(part)).collect()
    }

    /// One column's number.
    pub(crate) fn part(&self, code: &str, period: &str, filters: &[&str], column: &str) -> Option<String> {
        let figure = self.figure(code, period, filters);
        figure.part(self.reader().kpi(code).unwrap(), column).map(|number| number.normalize().to_string())
    }

    /// The comparison with the same period last year.
    pub(crate) fn compared(&self, code: &str, period: &str) -> Result<Comparison, NotCompared> {
        self.compared_with(code, period, &[], &Against::LastYear)
    }

    /// The comparison with another period.
    pub(crate) fn compared_with(
        &self,
        code: &str,
        period: &str,
        filters: &[&str],
        base: &Against,
    ) -> Result<Comparison, NotCompared> {
        let (question, period) = self.asked(code, period, filters);
        question.compared(&question.at(&period).total(), base)
    }

    /// The parts by two dimensions.
    pub(crate) fn crossing(&self, code: &str, period: &str, filters: &[&str], by: [&str; 2]) -> Crossing {
        let (question, period) = self.asked(code, period, filters);
        question.at(&period).crossing(by).unwrap()
    }

    /// The parts by two dimensions: a line for each member of the first.
    pub(crate) fn tell_crossing(
        &self,
        code: &str,
        period: &str,
        filters: &[&str],
        by: [&str; 2],
    ) -> Vec<String> {
        let kpi = self.reader().kpi(code).unwrap();
        let crossing = self.crossing(code, period, filters, by);
        let name = |figure: &Figure| {
            figure.by.as_ref().and_then(|(_, member)| member.clone()).unwrap_or_else(|| "~".to_owned())
        };
        let head: Vec<String> = crossing.columns.parts.iter().map(name).collect();
        let rows = crossing.rows.parts.iter().zip(&crossing.cells).map(|(row, cells)| {
            let cells: Vec<String> = cells.iter().map(|figure| words(kpi, figure)).collect();
            format!("{}: {}", name(row), cells.join(" "))
        });
        std::iter::once(head.join(" ")).chain(rows).collect()
    }

    /// How a figure, or its part for one member, stands against its target.
    pub(crate) fn status(
        &self,
        code: &str,
        period: &str,
        filters: &[&str],
        by: Option<(&str, &str)>,
    ) -> Option<Status> {
        let (question, _) = self.asked(code, period, filters);
        let figure = match by {
            None => self.figure(code, period, filters),
            Some((dimension, member)) => {
                let parts = self.breakdown(code, period, filters, dimension).parts;
                let own =
                    |figure: &Figure| figure.by == Some((dimension.to_owned(), Some(member.to_owned())));
                parts.into_iter().find(own).unwrap()
            }
        };
        let (plan, day) = (&self.0.workspace().plan, self.0.data_date());
        plan.judge(question.kpi(), &figure, question.filters(), day)
    }

    /// Records whose day lies outside the data's time.
    pub(crate) fn outside(&self, code: &str) -> minhbach::kpi::Outside {
        runtime().block_on(self.0.cube(self.reader().kpi(code).unwrap())).unwrap().outside
    }

    /// The records that counted: their key and the columns in which they did, a line each.
    pub(crate) fn records(&self, code: &str, period: &str, filters: &[&str]) -> Vec<String> {
        let (question, period) = self.asked(code, period, filters);
        let kpi = question.kpi();
        let page = records::Page { only: records::Only::ALL, sort: None, offset: 0, limit: 1000 };
        let Some(statement) = records::statement(&question.at(&period), &records::shown(kpi), &page) else {
            return Vec::new();
        };
        let rows = runtime().block_on(self.reader().run(code, &statement)).unwrap();
        let mut lines = Vec::new();
        for batch in &rows.batches {
            let names = kpi.key.iter().map(String::as_str).chain([records::COUNTED_IN]);
            let columns: Vec<&ArrayRef> = names.map(|name| batch.column_by_name(name).unwrap()).collect();
            for row in 0..batch.num_rows() {
                let cell =
                    |column: &&ArrayRef| arrow::util::display::array_value_to_string(column, row).unwrap();
                lines.push(columns.iter().map(cell).collect::<Vec<_>>().join(" "));
            }
        }
        lines
    }

    /// What the printed proof gives, column by column.
    pub(crate) fn proof(&self, code: &str, period: &str, filters: &[&str]) -> Vec<String> {
        let (question, period) = self.asked(code, period, filters);
        let slice = question.at(&period);
        let statement = minhbach::kpi::proof::statement(&slice, &slice.total());
        let rows = runtime().block_on(self.reader().run(code, &statement)).unwrap();
        assert_eq!(rows.batches.iter().map(|batch| batch.num_rows()).sum::<usize>(), 1, "{statement}");
        let batch = rows.batches.first().unwrap();
        let cell = |column: &ArrayRef| arrow::util::display::array_value_to_string(column, 0).unwrap();
        batch.columns().iter().map(cell).collect()
    }
}

/// A figure as a person would read it out.
pub(crate) fn words(kpi: &Kpi, figure: &Figure) -> String {
    let number =
        |number: Option<rust_decimal::Decimal>| number.map_or("-".to_owned(), |n| n.normalize().to_string());
    let mut text = match (figure.state, kpi.is_ratio()) {
        (State::Value, true) => format!("{}/{}", number(figure.numerator), number(figure.denominator)),
        (State::Value, false) => number(figure.value),
        (state, _) => {
            let reason = figure.reason.as_ref().map(|reason| reason.sentence()).unwrap_or_default();
            format!("{}: {reason}", state.word())
        }
    };
    for (flag, word) in [(figure.provisional, " provisional"), (figure.unsettled, " unsettled")] {
        if flag {
            text.push_str(word);
        }
    }
    text
}
