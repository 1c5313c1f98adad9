//! Rows and figures printed in the formats of the command line.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch};
use indexmap::IndexMap;
use parquet::arrow::ArrowWriter;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Failure, Format, figures};
use crate::kpi::{Role, Status};
use crate::locale::Unit;
use crate::page;
use crate::query::Rows;
use crate::report::{Answer, RecordsView, cell, write_json};
use crate::workspace::Reader;

/// Prints figures.
pub(super) fn answers(reader: &Reader<'_>, answers: &[Answer], format: Format) -> Result<(), Failure> {
    match format {
        Format::Json => json(&answers),
        Format::Csv => {
            let columns = figures::columns(reader, answers);
            let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
            let line = |row| columns.iter().map(|(_, column)| column.plain(row)).collect();
            separated(&names, (0..answers.len()).map(line).collect())
        }
        Format::Parquet => parquet(&figures::rows(&figures::columns(reader, answers))?),
        Format::Table => {
            let locale = reader.locale();
            let words = locale.words();
            let mut lines = vec![
                [
                    words.kpi,
                    words.reporting_period,
                    words.part,
                    words.numerator,
                    words.denominator,
                    words.value,
                    words.bodies_reported,
                    words.note,
                ]
                .map(capitalised)
                .to_vec(),
            ];
            lines.extend(answers.iter().map(|answer| line(reader, answer)));
            aligned(&lines, 3..7)
        }
    }
}

/// A word as it heads a column.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One figure for people: in its unit, its member by name, with a word on where it stands.
fn line(reader: &Reader<'_>, answer: &Answer) -> Vec<String> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let kpi = reader.workspace().kpis.get(&answer.code);
    let figure = |value: Option<Decimal>, unit: &Unit| {
        value.map_or_else(|| "—".to_owned(), |value| locale.quantity(value, unit))
    };
    // Whoever asks here checks to the last unit: nothing is shortened.
    let exact = |unit: &Unit| Unit { scaled: false, ..unit.clone() };
    let unit = kpi.map_or_else(Unit::plain, |kpi| exact(&kpi.unit));
    let of = |role: Role| {
        let first = kpi.and_then(|kpi| kpi.role(role).next().map(|column| column.unit.clone()));
        first.map_or_else(Unit::plain, |unit| Unit { label: String::new(), ..exact(&unit) })
    };
    let part = figures::member(reader, answer).unwrap_or_default();
    let mut notes: Vec<String> = answer.why.iter().map(|why| page::why_no_value(locale, why)).collect();
    let left_out = answer.left_out.iter().map(|(name, number)| (name.as_str(), *number));
    notes.extend(kpi.and_then(|kpi| page::left_out(locale, kpi, left_out)));
    notes.extend(answer.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
    if answer.provisional {
        notes.push(words.provisional.to_owned());
    }
    match answer.status {
        Some(Status::Met) => notes.push(words.met.to_owned()),
        Some(Status::Missed) => notes.push(words.missed.to_owned()),
        Some(Status::NotDue) => notes.push(words.not_due.to_owned()),
        None => {}
    }
    let needs_reports = kpi.is_some_and(|kpi| !kpi.reports.is_empty());
    let reports =
        if needs_reports { format!("{}/{}", answer.reported, answer.expected) } else { String::new() };
    vec![
        answer.code.clone(),
        format!("{} ({})", answer.period, locale.date_range(answer.first_day, answer.last_day)),
        part,
        figure(answer.numerator, &of(Role::Numerator)),
        figure(answer.denominator, &of(Role::Denominator)),
        match (kpi, answer.value) {
            (Some(kpi), Some(value)) => page::quantity(locale, kpi, &unit, value),
            (Some(_) | None, value) => figure(value, &unit),
        },
        reports,
        notes.join("; "),
    ]
}

/// Prints rows; titles are for people, machines get the columns' names.
pub(super) fn rows(
    reader: &Reader<'_>,
    rows: &Rows,
    titles: &[String],
    format: Format,
) -> Result<(), Failure> {
    let names: Vec<String> = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
    match format {
        Format::Table => {
            let mut lines = vec![titles.to_vec()];
            each(rows, |batch, row| {
                lines.push(batch.columns().iter().map(|column| person(reader, column, row)).collect());
                Ok(())
            })?;
            aligned(&lines, 0..0)
        }
        Format::Json => {
            let mut all = Vec::new();
            each(rows, |batch, row| {
                let cells = batch.columns().iter().map(|column| cell(column, row));
                all.push(names.iter().zip(cells).collect::<IndexMap<_, _>>());
                Ok(())
            })?;
            json(&all)
        }
        Format::Csv => {
            let mut lines = Vec::new();
            each(rows, |batch, row| {
                lines.push(batch.columns().iter().map(|column| cell(column, row).plain()).collect());
                Ok(())
            })?;
            separated(&names, lines)
        }
        Format::Parquet => parquet(rows),
    }
}

/// Values parted by commas.
fn separated<T: AsRef<[u8]>>(names: &[T], lines: Vec<Vec<String>>) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(io::stdout().lock());
    let failed = |error: csv::Error| Failure::Rows(error.into());
    writer.write_record(names).map_err(failed)?;
    for line in lines {
        writer.write_record(line).map_err(failed)?;
    }
    Ok(writer.flush()?)
}

fn parquet(rows: &Rows) -> Result<(), Failure> {
    let failed = |error: parquet::errors::ParquetError| Failure::Rows(error.into());
    let mut writer = ArrowWriter::try_new(io::stdout(), Arc::clone(&rows.schema), None).map_err(failed)?;
    for batch in &rows.batches {
        writer.write(batch).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(())
}

/// Prints records for a person: titles, labels in place of codes.
pub(super) fn records(reader: &Reader<'_>, view: &RecordsView) -> Result<(), Failure> {
    let mut lines: Vec<Vec<String>> =
        vec![view.columns.iter().map(|column| capitalised(&column.title)).collect()];
    each(&view.rows, |batch, row| {
        let cells = batch.columns().iter().zip(&view.columns);
        lines.push(cells.map(|(cell, column)| column.in_words(&person(reader, cell, row))).collect());
        Ok(())
    })?;
    aligned(&lines, 0..0)
}

fn each(
    rows: &Rows,
    mut take: impl FnMut(&RecordBatch, usize) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for batch in &rows.batches {
        for row in 0..batch.num_rows() {
            take(batch, row)?;
        }
    }
    Ok(())
}

fn json(values: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    write_json(&mut out, values).map_err(|error| Failure::Rows(error.into()))?;
    Ok(writeln!(out)?)
}

/// A cell as a person reads it.
fn person(reader: &Reader<'_>, column: &ArrayRef, row: usize) -> String {
    // Whoever asks here checks to the last digit, which a page rounds off a double.
    if column.data_type().is_floating() && !column.is_null(row) {
        return reader.locale().exact(&cell(column, row).plain());
    }
    page::cell(reader.locale(), column.as_ref(), row).unwrap_or_else(|| "—".to_owned())
}

fn aligned(lines: &[Vec<String>], right: std::ops::Range<usize>) -> Result<(), Failure> {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = io::stdout().lock();
    for line in lines {
        let mut text = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.chars().count());
            let (before, after) =
                if right.contains(&column) { (pad.as_str(), "") } else { ("", pad.as_str()) };
            text.push_str(&format!("{before}{cell}{after}  "));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
