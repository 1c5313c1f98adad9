//! What is printed for programs: the formats of `export`, on the standard output.

use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};

use super::{Failure, Format};
use crate::export::{self, Content, Sink, write_csv, write_json_array, write_parquet};
use crate::workspace::Reader;

/// Whether CSV begins with the mark by which spreadsheets know UTF-8.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Bom {
    /// Without it, for programs.
    Never,
    /// With it, for people who open the file in a spreadsheet.
    Always,
}

impl From<Bom> for export::Bom {
    fn from(typed: Bom) -> Self {
        match typed {
            Bom::Never => Self::Never,
            Bom::Always => Self::Always,
        }
    }
}

/// How it is printed.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Printed {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Whether CSV begins with the mark by which spreadsheets know UTF-8 (BOM).
    #[arg(long, value_enum, default_value_t = Bom::Never, value_name = "WHEN")]
    bom: Bom,
}

impl Printed {
    /// Writes a table to the standard output; nothing for people, who get it from [`table`](super::table).
    pub(super) fn write(self, reader: &Reader<'_>, content: Content<'_>) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout());
        let sink: &mut Sink<'_> = &mut out;
        match self.format {
            Format::Table => {}
            Format::Csv => write_csv(reader, content, sink, self.bom.into())?,
            Format::Json => write_json_array(content, sink)?,
            Format::Parquet => write_parquet(reader, content, sink)?,
        }
        Ok(out.flush()?)
    }
}
