//! Workbooks: tables that a person reads and counts on with, as numbers, days and formulas.
//!
//! The figures of a dashboard stand on one sheet below one another; a list of rows has a sheet of its own, and more where
//! one is full. What Excel counts with has 15 digits: a longer number stands as a text and the sheet says so.

mod about;
mod chart;
mod digits;
mod figures;
mod fit;
mod names;
mod rows;
mod styles;
mod summary;
mod writer;

use self::writer::Writer;
use super::ExportError;
use super::bag::Bag;
use super::book::{Block, Book, Content, Flow, Sheet};
use super::format::{Format, Sink};
use super::material::{Material, codes};
use super::official;
use super::part::Written;
use crate::page;
use crate::report::{Line, ReportError, RowsView, Table};
use crate::workspace::Reader;

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "xlsx",
    media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    single: false,
    write: |reader, book, sink| write(reader, book, sink, MOST_ROWS),
};

/// How many rows a sheet holds.
const MOST_ROWS: u32 = 1_048_576;

/// Writes a book; a sheet has at most so many rows.
///
/// # Errors
/// Where a row cannot be had or written.
pub fn write(
    reader: &Reader<'_>,
    book: Book<'_>,
    sink: &mut Sink<'_>,
    most_rows: u32,
) -> Result<(), ExportError> {
    let Book { title, edition, sheets } = book;
    let mut writer = Writer::new(reader, &edition, &title, most_rows)?;
    for each in sheets {
        sheet(&mut writer, each)?;
    }
    writer.save(sink)
}

/// The workbook of a pack: a summary, a sheet a dashboard, what the KPIs are, where the figures come from.
pub(super) fn tables(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let (reader, edition) = (material.reader, &material.edition);
    let words = &reader.locale().words().workbook;
    let mut writer = Writer::new(reader, edition, &edition.plan, MOST_ROWS)?;
    let lines: Vec<Line> = material.own_lines().cloned().collect();
    let official = official::table(reader.locale(), &lines, edition.period.days());
    summary::summary(&mut writer, words.summary, &official)?;
    for report in &material.reports {
        sheet(&mut writer, Sheet::of_report(reader, report))?;
    }
    for (name, rows) in &material.tables {
        sheet(&mut writer, named(reader, name, rows))?;
    }
    let codes = codes(&material.figures);
    list(&mut writer, words.definitions, about::definitions(reader, &codes))?;
    list(&mut writer, words.provenance, about::facts(reader, edition))?;
    list(&mut writer, words.files, about::files(reader))?;
    bag.file(path, |sink| writer.save(sink))?;
    Ok(Written::default())
}

/// The rows of a query that the printed report reads.
fn named(reader: &Reader<'_>, name: &str, rows: &Result<RowsView, ReportError>) -> Sheet<'static> {
    let locale = reader.locale();
    let title =
        reader.workspace().queries.get(name).map_or_else(|| name.to_owned(), |query| query.title.clone());
    let (mut notes, content) = match rows {
        Ok(view) => (view.description.iter().cloned().collect(), Content::Rows(Flow::of(view.table.clone()))),
        Err(error) => (vec![page::refusal(error, locale).sentence], Content::Nothing),
    };
    if let Ok(view) = rows {
        notes.extend(view.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
        notes.extend(page::not_filtered_by(locale, &view.unfiltered));
    }
    let block = Block { name: name.to_owned(), title: title.clone(), notes, content };
    Sheet { name: name.to_owned(), title, blocks: vec![block], report: None }
}

fn list(writer: &mut Writer<'_>, title: &str, table: Table) -> Result<(), ExportError> {
    rows::list(writer, title, title, Vec::new(), Flow::of(table))
}

/// The figures on a sheet, then each list of rows on its own.
fn sheet(writer: &mut Writer<'_>, sheet: Sheet<'_>) -> Result<(), ExportError> {
    let Sheet { name: _, title, blocks, report: _ } = sheet;
    let figures = blocks.iter().any(|block| !matches!(block.content, Content::Rows(_)));
    let mut page = figures.then(|| figures::Page::begin(writer, &title)).transpose()?;
    let mut lists = Vec::new();
    for block in blocks {
        let Block { name: _, title: heading, notes, content } = block;
        match content {
            Content::Figures(answers) => {
                if let Some(page) = &mut page {
                    page.block(writer, &heading, &notes, &answers)?;
                }
            }
            Content::Rows(flow) => {
                let place = writer.names.unique(&heading);
                if let Some(page) = &mut page {
                    page.elsewhere(writer, &heading, &place)?;
                }
                lists.push((place, heading, notes, flow));
            }
            Content::Nothing => {
                if let Some(page) = &mut page {
                    page.block(writer, &heading, &notes, &[])?;
                }
            }
        }
    }
    if let Some(page) = page {
        page.end(writer);
    }
    for (place, heading, notes, flow) in lists {
        rows::rows(writer, &place, &heading, notes, flow)?;
    }
    Ok(())
}
