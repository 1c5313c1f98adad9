//! Tables as templates find them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure;
use crate::export::ExportError;
use crate::export::book::Flow;
use crate::kpi::{Role, State};
use crate::locale::{Locale, Unit};
use crate::page;
use crate::report::{Answer, Column, RowCell, Table, part_name};
use crate::workspace::Reader;

/// So many rows of a table are printed.
const MOST_ROWS: usize = 1_000;

/// A table.
#[derive(Serialize, Default)]
pub(super) struct TableData {
    columns: Vec<ColumnData>,
    /// Cells as a person reads them; `null` where there is no value.
    rows: Vec<Vec<Option<String>>>,
    /// The same rows by the names of their columns, exactly; of named queries only.
    values: Vec<BTreeMap<String, Option<String>>>,
    /// How many rows there are; more than are printed where `cut`.
    count: u64,
    cut: bool,
    /// Members that have no value for one reason, in a sentence each in place of many rows.
    notes: Vec<String>,
    /// Why it could not be made.
    error: Option<String>,
}

#[derive(Serialize)]
struct ColumnData {
    name: String,
    title: String,
    /// Whether its cells stand to the right.
    number: bool,
}

impl TableData {
    /// What could not be made.
    pub(super) fn refused(error: String) -> Self {
        Self { error: Some(error), ..Self::default() }
    }

    /// Rows with their exact values.
    pub(super) fn of_table(locale: &Locale, table: &Table) -> Self {
        let mut own = Self { columns: columns(&table.columns), ..Self::default() };
        own.take(locale, &table.columns, table);
        for row in table.rows().take(MOST_ROWS) {
            let exact = |cell: &RowCell| (*cell != RowCell::Nothing).then(|| cell.clone().plain());
            let cells = table.columns.iter().zip(&row);
            own.values.push(cells.map(|(column, cell)| (column.name.clone(), exact(cell))).collect());
        }
        own
    }

    /// The rows as they are read, without their exact values.
    pub(super) fn without_values(self) -> Self {
        Self { values: Vec::new(), ..self }
    }

    /// Rows that come in pieces; those that are not printed are counted.
    pub(super) fn of_flow(locale: &Locale, flow: Flow<'_>) -> Result<Self, ExportError> {
        let mut own = Self { columns: columns(&flow.columns), ..Self::default() };
        for piece in flow.pieces {
            own.take(locale, &flow.columns, &piece?);
            if own.cut
                && let Some(count) = flow.count
            {
                own.count = count;
                break;
            }
        }
        Ok(own)
    }

    fn take(&mut self, locale: &Locale, columns: &[Column], table: &Table) {
        for row in table.rows().take(MOST_ROWS.saturating_sub(self.rows.len())) {
            let shown = |(column, cell)| {
                let column: &Column = column;
                page::cell(locale, column.kind, cell).map(|text| column.in_words(&text))
            };
            self.rows.push(columns.iter().zip(&row).map(shown).collect());
        }
        self.count += table.len() as u64;
        self.cut = self.count > self.rows.len() as u64 || table.truncated;
    }

    /// Figures: the whole before its parts.
    pub(super) fn of_figures(reader: &Reader<'_>, answers: &[Answer]) -> Self {
        let columns = figure_columns(reader, answers);
        let blank = Blank::among(reader, answers);
        let shown = |answer: &&Answer| blank.iter().all(|own| !own.holds(reader.locale(), answer));
        let rows = answers.iter().filter(shown).take(MOST_ROWS);
        Self {
            notes: blank.iter().map(|own| own.told(reader.locale())).collect(),
            rows: rows.map(|answer| columns.iter().map(|(_, cell)| cell(answer)).collect()).collect(),
            columns: columns.into_iter().map(|(column, _)| column).collect(),
            count: answers.len() as u64,
            cut: answers.len() > MOST_ROWS,
            ..Self::default()
        }
    }
}

fn columns(columns: &[Column]) -> Vec<ColumnData> {
    let of = |column: &Column| ColumnData {
        name: column.name.clone(),
        title: column.title.clone(),
        number: column.kind.is_number() && column.labels.is_empty(),
    };
    columns.iter().map(of).collect()
}

/// From so many on, members without a value for one reason are named in a sentence.
const LEAST_BLANK: usize = 4;

/// Members that have no value for one reason.
struct Blank {
    /// The state and the reason, as they are read.
    why: String,
    members: Vec<String>,
}

impl Blank {
    /// Those that are many.
    fn among(reader: &Reader<'_>, answers: &[Answer]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for answer in answers.iter().filter(|answer| answer.by.len() == 1) {
            let (Some(why), Some(name)) = (why_blank(reader.locale(), answer), part_name(reader, answer))
            else {
                continue;
            };
            match all.iter_mut().find(|own| own.why == why) {
                Some(own) => own.members.push(name),
                None => all.push(Self { why, members: vec![name] }),
            }
        }
        all.retain(|own| own.members.len() >= LEAST_BLANK);
        all
    }

    fn holds(&self, locale: &Locale, answer: &Answer) -> bool {
        answer.by.len() == 1 && why_blank(locale, answer).is_some_and(|why| why == self.why)
    }

    fn told(&self, locale: &Locale) -> String {
        let count = locale.integer(i64::try_from(self.members.len()).unwrap_or(i64::MAX));
        page::fill(locale.words().print.blank, &[&page::capital(&self.why), &count, &self.members.join("; ")])
    }
}

/// Why a figure has nothing to show; nothing of one that has a value, or anything beside the line.
fn why_blank(locale: &Locale, answer: &Answer) -> Option<String> {
    let anything = [answer.numerator, answer.denominator].into_iter().flatten().any(|side| !side.is_zero());
    if answer.state == State::Value || anything {
        return None;
    }
    let text = figure::text(locale, None, answer);
    Some(figure::reason(locale, answer).map_or_else(|| text.clone(), |why| format!("{text} ({why})")))
}

/// What one column says of a figure.
type Cell<'a> = Box<dyn Fn(&Answer) -> Option<String> + 'a>;

/// The columns that say something of these figures.
fn figure_columns<'a>(reader: &'a Reader<'_>, answers: &'a [Answer]) -> Vec<(ColumnData, Cell<'a>)> {
    let (locale, words) = (reader.locale(), &reader.locale().words().print);
    let column = |name: &str, title: &str, number| ColumnData {
        name: name.to_owned(),
        title: title.to_owned(),
        number,
    };
    let first = answers.first();
    let one_kpi = first.filter(|first| answers.iter().all(|answer| answer.code == first.code));
    let kpi = one_kpi.and_then(|answer| reader.kpi(&answer.code).ok());
    let mut all: Vec<(ColumnData, Cell<'a>)> = Vec::new();
    if kpi.is_none() {
        let title = |answer: &Answer| Some(reader.kpi(&answer.code).ok()?.title.clone());
        all.push((column("title", words.content, false), Box::new(title)));
    }
    let dimension = answers.iter().find_map(|answer| answer.by.keys().next());
    if let Some(dimension) = dimension {
        let member =
            move |answer: &Answer| Some(part_name(reader, answer).unwrap_or_else(|| words.whole.to_owned()));
        all.push((column("member", &reader.dimension_title(dimension), false), Box::new(member)));
    }
    if answers.iter().any(|answer| Some(&answer.period) != first.map(|first| &first.period)) {
        let days = |answer: &Answer| {
            Some(format!("{}–{}", locale.date(answer.first_day), locale.date(answer.last_day)))
        };
        all.push((column("period", words.period, false), Box::new(days)));
    }
    if let Some(kpi) = kpi.filter(|kpi| kpi.is_ratio()) {
        for (role, name) in [(Role::Numerator, "numerator"), (Role::Denominator, "denominator")] {
            let unit = kpi.role(role).next().map_or_else(Unit::plain, |column| column.unit.clone());
            let labels: Vec<&str> = kpi.role(role).map(|column| column.label.as_str()).collect();
            let title = match unit.label.as_str() {
                "" => labels.join(" + "),
                label => format!("{} ({label})", labels.join(" + ")),
            };
            let cell = move |answer: &Answer| {
                let side = if role == Role::Numerator { answer.numerator } else { answer.denominator };
                Some(locale.number(side?, unit.decimals))
            };
            all.push((column(name, &title, true), Box::new(cell)));
        }
    }
    let value = |answer: &Answer| Some(figure::text(locale, reader.kpi(&answer.code).ok(), answer));
    all.push((column("value", words.value, true), Box::new(value)));
    if answers.iter().any(|answer| answer.status.is_some()) {
        let standing =
            |answer: &Answer| answer.status.map(|status| figure::standing(locale, status).to_owned());
        all.push((column("status", words.standing, false), Box::new(standing)));
    }
    let noted = |answer: &Answer| {
        let provisional = answer.provisional.then(|| locale.words().provisional.to_owned());
        figure::reason(locale, answer).or(provisional)
    };
    if answers.iter().any(|answer| noted(answer).is_some()) {
        all.push((column("note", words.note, false), Box::new(noted)));
    }
    all
}
