//! What arrived, as tables: who sent which report, the tables and their files, and whatever is wrong with them.

use rust_decimal::Decimal;

use super::ExportError;
use super::book::{Block, Book, Content, Flow, Sheet};
use super::catalogue::table_title;
use super::listed::{block, coded, column, count, text};
use crate::kpi::Arrival;
use crate::page;
use crate::report::{
    self, Ask, CheckView, Column, DataView, Digits, Kind, RejectedRow, RejectedValue, RowCell, RowsView,
    Table,
};
use crate::table::Rule;
use crate::workspace::Reader;

/// What the sheet is called in files.
const NAME: &str = "data";

/// Rows that are written together.
const PIECE: usize = 4_096;

impl<'a> Book<'a> {
    /// What a page on the data shows, with all rows that failed a check.
    ///
    /// # Errors
    /// Where these rows cannot be read any more.
    pub fn of_data(reader: &'a Reader<'a>, view: &DataView) -> Result<Self, ExportError> {
        let ask = &view.front.ask;
        let bodies = view.bodies.iter().enumerate();
        let mut blocks = vec![reports(reader, view)];
        blocks.extend(
            bodies.map(|(at, panel)| Block::of_panel(reader, ask, format!("bodies-{}", at + 1), panel)),
        );
        blocks.push(tables(reader, view));
        let files = self::files(reader);
        let words = reader.locale().words();
        if !files.is_empty() {
            blocks.push(block("files", words.workbook.files, file_heads(reader), files));
        }
        blocks.extend(unused(reader, view));
        blocks.extend(odd(reader, view));
        if !view.checks.is_empty() {
            blocks.push(checks(reader, &view.checks));
            blocks.extend(view.checks.iter().flat_map(|check| broken(reader, check)));
        }
        if view.rejected.count > 0 {
            blocks.push(rejected(reader, ask)?);
        }
        blocks.extend(codes(reader, view));
        blocks.extend(kpis(reader, view));
        let title = words.data.to_owned();
        let sheet = Sheet { name: NAME.to_owned(), title: title.clone(), blocks, report: None };
        Ok(Self { title, edition: view.front.edition.clone(), sheets: vec![sheet] })
    }
}

/// A row for each report that a body owed.
fn reports<'a>(reader: &Reader<'_>, view: &DataView) -> Block<'a> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let own = &words.lists;
    let arrivals =
        [("on_time", own.on_time), ("late", own.late), ("missing", own.missing), ("not_due", words.not_due)];
    let columns = vec![
        column("report", own.report, Kind::Text),
        column("body", words.data_page.body, Kind::Text),
        column("period", words.pages.period, Kind::Text),
        column("first_day", own.first_day, Kind::Day),
        column("last_day", own.last_day, Kind::Day),
        coded("arrival", words.data_page.reports, arrivals),
        column("days", own.days_late, Kind::Whole),
    ];
    let mut rows = Vec::new();
    for report in &view.reports {
        for (body, cells) in &report.rows {
            for ((days, period), arrival) in report.columns.iter().zip(cells) {
                let (word, late) = match arrival {
                    None => continue,
                    Some(Arrival::OnTime) => ("on_time", None),
                    Some(Arrival::Late { days }) => ("late", Some(*days)),
                    Some(Arrival::Missing { days }) => ("missing", Some(*days)),
                    Some(Arrival::NotDue) => ("not_due", None),
                };
                let period = period.as_ref().map(|period| page::period_name(locale, period));
                rows.push(vec![
                    text(&report.title),
                    text(body),
                    text(&period.unwrap_or_default()),
                    RowCell::Day(days.first_day),
                    RowCell::Day(days.last_day),
                    text(word),
                    late.map_or(RowCell::Nothing, |days| count(days.unsigned_abs())),
                ]);
            }
        }
    }
    block("sending", words.data_page.reports, columns, rows)
}

fn tables<'a>(reader: &Reader<'_>, view: &DataView) -> Block<'a> {
    let words = reader.locale().words();
    let own = &words.data_page;
    let money = column("money_set_aside", own.money, Kind::Whole);
    let columns = vec![
        column("table", words.code, Kind::Text),
        column("title", words.pages.table, Kind::Text),
        column("files", own.files, Kind::Whole),
        column("rows", own.arrived, Kind::Whole),
        column("set_aside", own.set_aside, Kind::Whole),
        column("copies", own.copies, Kind::Whole),
        column("superseded", own.superseded, Kind::Whole),
        Column { unit: Some(reader.locale().currency().clone()), ..money },
        column("unstated", words.lists.unstated, Kind::Whole),
    ];
    let rows = view.tables.iter().map(|table| {
        let money = table.money_set_aside.and_then(|sum| Decimal::try_from_i128_with_scale(sum, 0).ok());
        vec![
            text(&table.name),
            text(&table.title),
            count(table.files as u64),
            count(table.rows),
            count(table.set_aside),
            count(table.copies),
            count(table.superseded),
            money.map_or(RowCell::Nothing, |sum| RowCell::Number(Digits::from(sum))),
            count(table.unstated),
        ]
    });
    block("tables", own.tables, columns, rows.collect())
}

/// The columns of [`files`].
pub(super) fn file_heads(reader: &Reader<'_>) -> Vec<Column> {
    let words = reader.locale().words();
    vec![
        column("table", words.pages.table, Kind::Text),
        column("file", words.pages.file, Kind::Text),
        column("bytes", words.workbook.bytes, Kind::Whole),
        column("rows", words.rows, Kind::Whole),
        column("set_aside", words.pages.file_set_aside, Kind::Whole),
        column("copies", words.workbook.copies, Kind::Whole),
        column("superseded", words.workbook.superseded, Kind::Whole),
        column("sha256", words.hash, Kind::Text),
    ]
}

/// The files that are used, for who sees all of them.
pub(super) fn files(reader: &Reader<'_>) -> Vec<Vec<RowCell>> {
    let files = reader.snapshot().into_iter().flat_map(|snapshot| snapshot.files());
    let row = files.map(|file| {
        vec![
            text(&table_title(reader, &file.table)),
            text(&file.path),
            count(file.size),
            count(file.rows),
            count(file.set_aside),
            count(file.copies),
            count(file.superseded),
            text(&file.sha256),
        ]
    });
    row.collect()
}

/// Files that are there and not used, or were used before; nothing where there is none.
fn unused<'a>(reader: &Reader<'_>, view: &DataView) -> Option<Block<'a>> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let own = &words.data_page;
    let kinds = [
        ("lost", own.lost, &view.lost),
        ("replaced", own.replaced_files, &view.replaced),
        ("arriving", own.arriving, &view.arriving),
        ("unknown", own.unknown, &view.unknown),
        ("passed", own.passed, &view.passed),
    ];
    let labels = kinds.map(|(word, label, _)| (word, label)).into_iter().chain([("unusable", own.fatal)]);
    let columns = vec![
        column("file", words.pages.file, Kind::Text),
        coded("kind", words.workbook.state, labels),
        column("reason", words.reason, Kind::Text),
    ];
    let unusable = view
        .fatal
        .iter()
        .map(|(path, why)| vec![text(path), text("unusable"), text(&page::why_unusable(locale, why))]);
    let others = kinds.into_iter().flat_map(|(word, _, paths)| {
        paths.iter().map(move |path| vec![text(path), text(word), RowCell::Nothing])
    });
    let rows: Vec<_> = unusable.chain(others).collect();
    (!rows.is_empty()).then(|| block("unused", words.lists.unused, columns, rows))
}

fn odd<'a>(reader: &Reader<'_>, view: &DataView) -> Option<Block<'a>> {
    let words = reader.locale().words();
    let columns =
        vec![column("table", words.pages.table, Kind::Text), column("note", words.note, Kind::Text)];
    let rows: Vec<_> = view
        .odd
        .iter()
        .flat_map(|odd| {
            let sentences = page::odd_sentences(reader.locale(), odd);
            sentences.into_iter().map(|sentence| vec![text(&odd.table), text(&sentence)])
        })
        .collect();
    (!rows.is_empty()).then(|| block("oddities", words.data_page.odd, columns, rows))
}

fn checks<'a>(reader: &Reader<'_>, checks: &[CheckView]) -> Block<'a> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let own = &words.lists;
    let states = [("holds", own.holds), ("broken", own.broken), ("unchecked", words.data_page.unchecked)];
    let columns = vec![
        column("check", words.code, Kind::Text),
        column("title", words.data_page.checks, Kind::Text),
        coded("state", words.workbook.judgement, states),
        column("rows", own.broken_rows, Kind::Whole),
        column("at_least", own.at_least, Kind::Answer),
        column("reason", words.reason, Kind::Text),
    ];
    let rows = checks.iter().map(|check| {
        let (state, rows, more, why) = match &check.broken {
            Ok(broken) => {
                let state = if broken.of_all() == 0 { "holds" } else { "broken" };
                (state, count(broken.of_all() as u64), RowCell::Answer(broken.more), String::new())
            }
            Err(why) => ("unchecked", RowCell::Nothing, RowCell::Nothing, page::why_unchecked(locale, why)),
        };
        vec![text(&check.name), text(&check.title), text(state), rows, more, text(&why)]
    });
    block("checks", words.data_page.checks, columns, rows.collect())
}

/// The first of the rows that break an identity, and those of other periods; nothing for one that holds.
fn broken<'a>(reader: &Reader<'_>, check: &CheckView) -> Vec<Block<'a>> {
    let Ok(broken) = &check.broken else { return Vec::new() };
    let name = format!("check-{}", check.name);
    let here = (broken.count > 0).then(|| {
        let more = broken.more || broken.count > broken.rows.table.len();
        let of = more.then_some(broken.count);
        breaking(reader, name.clone(), check.title.clone(), &broken.rows, of)
    });
    let elsewhere = broken.elsewhere.as_ref().map(|view| {
        let count = reader.locale().integer(i64::try_from(view.table.len()).unwrap_or(i64::MAX));
        let count = page::fill(reader.locale().words().data_page.broken_elsewhere, &[&count]);
        breaking(reader, format!("{name}-elsewhere"), format!("{}: {count}", check.title), view, None)
    });
    here.into_iter().chain(elsewhere).collect()
}

/// Rows that break an identity; `of` how many there are, where these are not all.
fn breaking<'a>(
    reader: &Reader<'_>,
    name: String,
    title: String,
    view: &RowsView,
    of: Option<usize>,
) -> Block<'a> {
    let locale = reader.locale();
    let shown = view.table.len();
    let mut notes: Vec<String> = view.description.iter().cloned().collect();
    if let Some(of) = of {
        let told = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
        notes.push(page::fill(locale.words().lists.first_of, &[&told(shown), &told(of)]));
    }
    notes.extend(view.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
    let content = Content::Rows(Flow::of(view.table.clone()));
    Block { name, title, notes, content }
}

/// Every row that failed a check, as they come.
fn rejected<'a>(reader: &'a Reader<'a>, ask: &Ask) -> Result<Block<'a>, ExportError> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let own = &words.data_page;
    let rules = Rule::ALL.map(|rule| (rule.name(), page::rule(locale, rule)));
    let states = [("text", words.value), ("empty", own.empty), ("hidden", own.hidden)];
    let columns = vec![
        column("body", own.body, Kind::Text),
        column("table", words.pages.table, Kind::Text),
        column("file", words.pages.file, Kind::Text),
        column("row", own.row, Kind::Whole),
        coded("rule", words.reason, rules),
        column("column", own.column, Kind::Text),
        column("value", words.value, Kind::Text),
        coded("value_state", words.workbook.state, states),
        column("counts", own.kept, Kind::Answer),
    ];
    let (count, mut rows) = report::all_rejected(reader, ask)?;
    let heads = columns.clone();
    let pieces = std::iter::from_fn(move || {
        let piece: Result<Vec<_>, _> = rows.by_ref().take(PIECE).map(|row| row.map(rejected_row)).collect();
        match piece {
            Ok(rows) if rows.is_empty() => None,
            Ok(rows) => Some(Ok(Table::of_values(heads.clone(), rows))),
            Err(error) => Some(Err(error)),
        }
    });
    let content = Content::Rows(Flow { columns, count: Some(count as u64), pieces: Box::new(pieces) });
    let (name, title) = ("rejected".to_owned(), own.rejected.to_owned());
    Ok(Block { name, title, notes: Vec::new(), content })
}

fn rejected_row(row: RejectedRow) -> Vec<RowCell> {
    let (value, state) = match row.value {
        RejectedValue::Text(value) => (RowCell::Text(value), "text"),
        RejectedValue::Empty => (RowCell::Nothing, "empty"),
        RejectedValue::Hidden => (RowCell::Nothing, "hidden"),
    };
    vec![
        text(&row.organization.unwrap_or_default()),
        text(&row.table),
        row.place.as_ref().map_or(RowCell::Nothing, |(file, _)| text(file)),
        row.place.as_ref().map_or(RowCell::Nothing, |(_, row)| count(*row)),
        text(row.rule.name()),
        text(&row.column),
        value,
        text(state),
        RowCell::Answer(row.kept),
    ]
}

fn codes<'a>(reader: &Reader<'_>, view: &DataView) -> Option<Block<'a>> {
    let words = reader.locale().words();
    let columns = vec![
        column("code", words.code, Kind::Text),
        column("dimension", words.lists.dimension, Kind::Text),
        column("nearest", words.lists.nearest, Kind::Text),
        column("records", words.records, Kind::Whole),
        column("places", words.lists.places, Kind::Text),
    ];
    let rows = view.codes.iter().map(|code| {
        vec![
            text(&code.code),
            text(&code.dimension),
            text(code.nearest.as_deref().unwrap_or_default()),
            count(code.records),
            text(&code.places.join(", ")),
        ]
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| block("strays", words.data_page.codes, columns, rows))
}

/// KPIs that could not be computed, or some of whose records count in no period.
fn kpis<'a>(reader: &Reader<'_>, view: &DataView) -> Option<Block<'a>> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let columns = vec![
        column("code", words.code, Kind::Text),
        column("title", words.kpi, Kind::Text),
        column("note", words.note, Kind::Text),
    ];
    let failed = view.failed.iter().map(|each| {
        vec![text(&each.code), text(&each.title), text(page::why_hindered(locale, each.hindrance))]
    });
    let outside = view
        .outside
        .iter()
        .map(|each| vec![text(&each.code), text(&each.title), text(&page::outside(locale, each.outside))]);
    let rows: Vec<_> = failed.chain(outside).collect();
    (!rows.is_empty()).then(|| block("kpis", words.lists.doubtful_kpis, columns, rows))
}
