//! A list that is printed while it comes: as long as one likes, and no line of it is kept.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde_json::{Map, Value};

use super::Failure;
use super::access::{Cell, ListFormat, in_csv};

/// How wide the columns of a table are, in letters.
#[derive(Debug, Default)]
pub(super) struct Widths(Vec<usize>);

impl Widths {
    /// With a line more.
    pub(super) fn add(&mut self, cells: &[Cell]) {
        self.widen(cells.iter().map(|cell| cell.words.chars().count()));
    }

    fn widen(&mut self, widths: impl Iterator<Item = usize>) {
        for (column, width) in widths.enumerate() {
            match self.0.get_mut(column) {
                Some(own) => *own = width.max(*own),
                None => self.0.push(width),
            }
        }
    }
}

/// What a list's columns are called by programs and by people.
type Columns = Vec<(&'static str, &'static str)>;

/// A list on its way out.
pub(super) enum Lines {
    /// For people.
    Table(Widths, BufWriter<StdoutLock<'static>>),
    /// Comma-separated.
    Csv(Box<csv::Writer<StdoutLock<'static>>>),
    /// An array of objects, a line each.
    Json(Columns, BufWriter<StdoutLock<'static>>, bool),
}

impl Lines {
    /// Begins with the heads of its columns.
    pub(super) fn begin(format: ListFormat, columns: Columns, mut widths: Widths) -> Result<Self, Failure> {
        let out = io::stdout().lock();
        Ok(match format {
            ListFormat::Table => {
                widths.widen(columns.iter().map(|(_, title)| title.chars().count()));
                let heads = columns.iter().map(|(_, title)| Cell::plain(*title));
                let mut lines = Self::Table(widths, BufWriter::new(out));
                lines.put(heads.collect())?;
                lines
            }
            ListFormat::Csv => {
                let mut out = csv::Writer::from_writer(out);
                out.write_record(columns.iter().map(|(name, _)| *name)).map_err(unwritten)?;
                Self::Csv(Box::new(out))
            }
            ListFormat::Json => {
                let mut out = BufWriter::new(out);
                write!(out, "[")?;
                Self::Json(columns, out, true)
            }
        })
    }

    /// Prints a line.
    pub(super) fn put(&mut self, cells: Vec<Cell>) -> Result<(), Failure> {
        match self {
            Self::Table(widths, out) => {
                let padded = cells.iter().zip(&widths.0).map(|(cell, width)| {
                    let pad = width.saturating_sub(cell.words.chars().count());
                    format!("{}{}", cell.words, " ".repeat(pad))
                });
                let line = padded.collect::<Vec<_>>().join("  ");
                writeln!(out, "{}", line.trim_end())?;
            }
            Self::Csv(out) => {
                out.write_record(cells.iter().map(|cell| in_csv(&cell.value))).map_err(unwritten)?;
            }
            Self::Json(columns, out, is_first) => {
                let object =
                    columns.iter().zip(cells).map(|((name, _), cell)| ((*name).to_owned(), cell.value));
                let object: Map<String, Value> = object.collect();
                write!(
                    out,
                    "{}{}",
                    if std::mem::take(is_first) { "\n" } else { ",\n" },
                    Value::Object(object)
                )?;
            }
        }
        Ok(())
    }

    /// Ends it.
    pub(super) fn end(self) -> Result<(), Failure> {
        match self {
            Self::Table(_, mut out) => out.flush()?,
            Self::Csv(mut out) => out.flush()?,
            Self::Json(_, mut out, is_empty) => {
                writeln!(out, "{}]", if is_empty { "" } else { "\n" })?;
                out.flush()?;
            }
        }
        Ok(())
    }
}

fn unwritten(error: csv::Error) -> Failure {
    Failure::Rows(Box::new(error))
}
