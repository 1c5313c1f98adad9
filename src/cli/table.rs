//! Rows and figures printed in the formats of the command line.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch,
    StringArray,
};
use arrow::datatypes::{DataType, Date32Type, Field, Int64Type, Schema};
use parquet::arrow::ArrowWriter;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{Failure, Format};
use crate::kpi::{Role, Status};
use crate::locale::Unit;
use crate::page;
use crate::query::Rows;
use crate::report::{Answer, RecordsView, cell, decimal};
use crate::workspace::Dataset;

/// Digits after the mark of numbers in a Parquet file of figures.
const SCALE: i8 = 10;

/// Prints figures.
pub(super) fn answers(dataset: &Dataset, answers: &[Answer], format: Format) -> Result<(), Failure> {
    match format {
        Format::Json => json(&answers.iter().map(Answer::json).collect::<Vec<_>>()),
        Format::Csv | Format::Parquet => {
            let batch = batch(answers)?;
            let rows = Rows { schema: batch.schema(), batches: vec![batch], truncated: false };
            let titles: Vec<String> = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
            self::rows(dataset, &rows, &titles, format)
        }
        Format::Table => {
            let locale = dataset.locale();
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
            lines.extend(answers.iter().map(|answer| line(dataset, answer)));
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
fn line(dataset: &Dataset, answer: &Answer) -> Vec<String> {
    let (locale, words) = (dataset.locale(), dataset.locale().words());
    let kpi = dataset.workspace().kpis.get(&answer.code);
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
    let part = answer.by.iter().next().map_or_else(String::new, |(dimension, code)| match code {
        Some(code) => dataset.unit_label(
            dimension,
            answer.view.as_deref(),
            code,
            answer.last_day.min(dataset.data_date()),
        ),
        None => words.unknown.to_owned(),
    });
    let mut notes: Vec<String> = answer.why.iter().map(|why| page::why_no_value(locale, why)).collect();
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
pub(super) fn rows(dataset: &Dataset, rows: &Rows, titles: &[String], format: Format) -> Result<(), Failure> {
    let names: Vec<String> = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
    match format {
        Format::Table => {
            let mut lines = vec![titles.to_vec()];
            each(rows, |batch, row| {
                lines.push(batch.columns().iter().map(|column| person(dataset, column, row)).collect());
                Ok(())
            })?;
            aligned(&lines, 0..0)
        }
        Format::Json => {
            let mut all = Vec::new();
            each(rows, |batch, row| {
                let object: Map<String, Value> = names
                    .iter()
                    .cloned()
                    .zip(batch.columns().iter().map(|column| cell(column, row)))
                    .collect();
                all.push(Value::Object(object));
                Ok(())
            })?;
            json(&all)
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(io::stdout().lock());
            let failed = |error: csv::Error| Failure::Rows(error.into());
            writer.write_record(&names).map_err(failed)?;
            each(rows, |batch, row| {
                let cells = batch.columns().iter().map(|column| match cell(column, row) {
                    Value::Null => String::new(),
                    Value::String(text) => text,
                    other => other.to_string(),
                });
                writer.write_record(cells).map_err(failed)
            })?;
            Ok(writer.flush()?)
        }
        Format::Parquet => {
            let failed = |error: parquet::errors::ParquetError| Failure::Rows(error.into());
            let mut writer =
                ArrowWriter::try_new(io::stdout(), Arc::clone(&rows.schema), None).map_err(failed)?;
            for batch in &rows.batches {
                writer.write(batch).map_err(failed)?;
            }
            writer.close().map_err(failed)?;
            Ok(())
        }
    }
}

/// Prints records for a person: titles, labels in place of codes.
pub(super) fn records(dataset: &Dataset, view: &RecordsView) -> Result<(), Failure> {
    let mut lines: Vec<Vec<String>> =
        vec![view.columns.iter().map(|column| capitalised(&column.title)).collect()];
    each(&view.rows, |batch, row| {
        let cells = batch.columns().iter().zip(&view.columns);
        lines.push(cells.map(|(cell, column)| column.in_words(&person(dataset, cell, row))).collect());
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

fn json(values: &[Value]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, values).map_err(|error| Failure::Rows(error.into()))?;
    Ok(writeln!(out)?)
}

/// A cell as a person reads it.
fn person(dataset: &Dataset, column: &ArrayRef, row: usize) -> String {
    let locale = dataset.locale();
    if column.is_null(row) {
        return "—".to_owned();
    }
    match column.data_type() {
        DataType::Date32 => {
            let day = column.as_primitive::<Date32Type>().value_as_date(row);
            day.map_or_else(String::new, |day| locale.date(day))
        }
        DataType::Int64 => locale.whole(column.as_primitive::<Int64Type>().value(row)),
        DataType::Decimal128(_, scale) => decimal(column, row)
            .map_or_else(String::new, |value| locale.number(value, u32::from(scale.unsigned_abs()))),
        _ => match cell(column, row) {
            Value::String(text) => text,
            other => other.to_string(),
        },
    }
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

/// Figures as rows; parts and columns beside are in the JSON form only.
fn batch(answers: &[Answer]) -> Result<RecordBatch, Failure> {
    let text = |of: &dyn Fn(&Answer) -> Option<String>| {
        Arc::new(answers.iter().map(of).collect::<StringArray>()) as ArrayRef
    };
    let day = |of: &dyn Fn(&Answer) -> chrono::NaiveDate| {
        Arc::new(Date32Array::from_iter_values(
            answers.iter().map(|answer| Date32Type::from_naive_date(of(answer))),
        )) as ArrayRef
    };
    let exact = |of: &dyn Fn(&Answer) -> Option<Decimal>| -> Result<ArrayRef, Failure> {
        let mut wide = Vec::new();
        for answer in answers {
            wide.push(of(answer).map(|value| scaled(&answer.code, value)).transpose()?);
        }
        let array = wide.into_iter().collect::<Decimal128Array>().with_precision_and_scale(38, SCALE);
        Ok(Arc::new(array.map_err(|error| Failure::Rows(error.into()))?))
    };
    let count = |of: &dyn Fn(&Answer) -> usize| {
        Arc::new(answers.iter().map(|answer| i64::try_from(of(answer)).ok()).collect::<Int64Array>())
            as ArrayRef
    };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("code", text(&|a| Some(a.code.clone()))),
        ("calendar", text(&|a| Some(a.calendar.clone()))),
        ("period", text(&|a| Some(a.period.clone()))),
        ("first_day", day(&|a| a.first_day)),
        ("last_day", day(&|a| a.last_day)),
        ("provisional", Arc::new(answers.iter().map(|a| Some(a.provisional)).collect::<BooleanArray>())),
        ("dimension", text(&|a| a.by.keys().next().cloned())),
        ("member", text(&|a| a.by.values().next().cloned().flatten())),
        ("numerator", exact(&|a| a.numerator)?),
        ("denominator", exact(&|a| a.denominator)?),
        ("value", exact(&|a| a.value)?),
        ("unit", text(&|a| Some(a.unit.clone()))),
        ("target", exact(&|a| a.target)?),
        ("status", text(&|a| a.status.map(|status| status.word().to_owned()))),
        ("state", text(&|a| Some(a.state.word().to_owned()))),
        ("reason", text(&|a| a.reason.clone())),
        ("caveats", text(&|a| caveats(a))),
        ("reported", count(&|a| a.reported)),
        ("expected", count(&|a| a.expected)),
        ("snapshot", text(&|a| Some(a.snapshot.clone()))),
    ];
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|error| Failure::Rows(error.into()))
}

/// What is doubtful about a figure, in one text.
fn caveats(answer: &Answer) -> Option<String> {
    let told: Vec<String> = answer.caveats.iter().map(|caveat| caveat.told().sentence).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// A number in steps of the file's scale.
fn scaled(code: &str, mut value: Decimal) -> Result<i128, Failure> {
    value.rescale(u32::from(SCALE.unsigned_abs()));
    if value.scale() == u32::from(SCALE.unsigned_abs()) {
        return Ok(value.mantissa());
    }
    let message = format!("a number of `{code}` is too large for this format");
    Err(Failure::Typed { message, hint: Some("`--format table` shows it whole".to_owned()) })
}
