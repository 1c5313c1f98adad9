//! JSON: what the edition says of itself, then the tables with their columns. Figures are the objects that the
//! API answers; numbers keep all digits.

use indexmap::IndexMap;
use serde::Serialize;

use super::ExportError;
use super::book::{Block, Book, Content, Flow};
use super::format::{Format, Sink};
use crate::report::{Column, Edition, RowCell, json};
use crate::workspace::Reader;

/// The format.
pub(super) const FORMAT: Format = Format { name: "json", media: "application/json", single: false, write };

/// Whose numbers these are.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a str,
    plan: &'a str,
    calendar: &'a str,
    period: String,
    first_day: String,
    last_day: String,
    provisional: bool,
    data_date: String,
    snapshot: &'a str,
    scope: IndexMap<&'a str, &'a Vec<String>>,
    filters: IndexMap<&'a str, &'a Vec<String>>,
    synthetic: bool,
    unread: &'a [String],
}

#[derive(Serialize)]
struct ColumnHead<'a> {
    name: &'a str,
    title: &'a str,
    unit: Option<&'a str>,
}

/// Writes a table alone, as an array of objects: figures as the API answers them, rows by the names of their columns.
///
/// # Errors
/// Where a row cannot be had or written.
pub fn write_array(content: Content<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    match content {
        Content::Figures(answers) => put(sink, &answers)?,
        Content::Rows(flow) => objects(flow, sink)?,
        Content::Nothing => sink.write_all(b"[]")?,
    }
    Ok(sink.write_all(b"\n")?)
}

fn write(_: &Reader<'_>, book: Book<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    sink.write_all(b"{\"edition\":")?;
    put(sink, &head(&book.title, &book.edition))?;
    sink.write_all(b",\"tables\":[")?;
    let mut first = true;
    for sheet in book.sheets {
        for block in sheet.blocks {
            sink.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            table(&sheet.name, block, sink)?;
        }
    }
    Ok(sink.write_all(b"\n]}\n")?)
}

fn table(sheet: &str, block: Block<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let Block { name, title, notes, content } = block;
    sink.write_all(b"{\"sheet\":")?;
    put(sink, &sheet)?;
    sink.write_all(b",\"name\":")?;
    put(sink, &name)?;
    sink.write_all(b",\"title\":")?;
    put(sink, &title)?;
    sink.write_all(b",\"notes\":")?;
    put(sink, &notes)?;
    match content {
        Content::Figures(answers) => {
            sink.write_all(b",\"figures\":")?;
            put(sink, &answers)?;
        }
        Content::Rows(flow) => {
            sink.write_all(b",\"columns\":")?;
            put(sink, &flow.columns.iter().map(described).collect::<Vec<_>>())?;
            sink.write_all(b",\"rows\":")?;
            objects(flow, sink)?;
        }
        Content::Nothing => {}
    }
    Ok(sink.write_all(b"}")?)
}

fn objects(flow: Flow<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    sink.write_all(b"[")?;
    let names: Vec<String> = flow.columns.into_iter().map(|column| column.name).collect();
    let mut first = true;
    for piece in flow.pieces {
        for row in piece?.rows() {
            sink.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            put(sink, &names.iter().zip(&row).collect::<IndexMap<&String, &RowCell>>())?;
        }
    }
    Ok(sink.write_all(b"]")?)
}

fn head<'a>(title: &'a str, edition: &'a Edition) -> Head<'a> {
    let in_words = |pairs: &'a [(String, Vec<String>)]| pairs.iter().map(|(a, b)| (a.as_str(), b)).collect();
    Head {
        title,
        plan: &edition.plan,
        calendar: &edition.period.calendar().name,
        period: edition.period.name(),
        first_day: edition.period.first_day().to_string(),
        last_day: edition.period.last_day().to_string(),
        provisional: edition.is_provisional(),
        data_date: edition.data_date.to_string(),
        snapshot: &edition.snapshot,
        scope: in_words(&edition.scope),
        filters: in_words(&edition.chosen),
        synthetic: edition.synthetic,
        unread: &edition.unread,
    }
}

fn described(column: &Column) -> ColumnHead<'_> {
    ColumnHead {
        name: &column.name,
        title: &column.title,
        unit: column.unit.as_ref().map(|unit| unit.label.as_str()),
    }
}

fn put(sink: &mut Sink<'_>, value: &impl Serialize) -> Result<(), ExportError> {
    Ok(sink.write_all(json(value).as_bytes())?)
}
