//! `minhbach records`: the records behind a number.

use std::process::ExitCode;

use clap::Args;

use super::kpi::broken;
use super::opened::{Opened, ask};
use super::{Failure, Format, Globals, composed, table};
use crate::diagnostic::{agreeing, counted};
use crate::kpi::Scope;
use crate::kpi::records::Page;
use crate::report::{self, AskError, Reading, ReportError};

/// More than a screen is looked through page by page, on the KPI's own pages.
const SHOWN: usize = 100;

/// More than any engine gives; as a limit of SQL it is a number of 32 bits with a sign.
const ALL: usize = 2_147_483_647;

/// Whose records, and how many.
#[derive(Debug, Args)]
pub(super) struct RecordsArgs {
    /// The KPI.
    #[arg(value_parser = composed)]
    code: String,
    /// A period, as for `kpi`.
    #[arg(long, value_name = "P", value_parser = composed)]
    period: Option<String>,
    /// Only what lies below a member; `~` is not known. Repeat for more.
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = composed)]
    filters: Vec<String>,
    /// A view in which bodies and areas compare across reorganisations.
    #[arg(long, value_name = "NAME", value_parser = composed)]
    view: Option<String>,
    /// In the order of a column; `-COLUMN` for the greatest first.
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = composed)]
    sort: Option<String>,
    /// At most so many; 100 of a table unless said, all of what goes into a file.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(super) fn run(place: &Globals, args: &RecordsArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    broken(&opened, &args.code)?;
    let dataset = opened.data(place)?;
    let reader = dataset.for_reader(Scope::everything());
    let ask = ask(&reader, args.period.as_ref(), &args.filters, args.view.as_ref())?;
    let kpi = reader.kpi(&args.code)?;
    let kind = reader.workspace().opening_period();
    let period =
        ask.period_of(&reader, kpi, kind).map_err(|error| ReportError::from(AskError::from(error)))?;
    let sort = args.sort.as_ref().map(|column| report::sort(kpi, column)).transpose();
    let limit = args.limit.unwrap_or(match args.format {
        Format::Table => SHOWN,
        // What is cut in silence is taken for the whole by whoever opens the file.
        Format::Csv | Format::Json | Format::Parquet => ALL,
    });
    let page = Page { sort: sort.map_err(ReportError::from)?, offset: 0, limit };
    let reading = match args.format {
        Format::Table => Reading::Words,
        Format::Csv | Format::Json | Format::Parquet => Reading::Codes,
    };
    let mut view = opened.runtime.block_on(async {
        let question = reader.question(kpi, ask.filters, ask.view).await.map_err(ReportError::from)?;
        report::records(&reader, &question.at(&period), page, reading).await
    })?;
    view.table.columns.iter_mut().for_each(|column| column.title = table::capitalised(&column.title));
    table::rows(&reader, &view.table, args.format)?;
    if view.blank > 0 {
        eprintln!(
            "{} of {} {} the formula's columns empty and {} not count",
            view.blank,
            counted(view.count, "record"),
            agreeing(view.blank, "leaves", "leave"),
            agreeing(view.blank, "does", "do")
        );
    }
    let shown = view.table.len() as u64;
    if view.count > shown {
        eprintln!("{shown} of {}; `--limit` gives more", counted(view.count, "record"));
    }
    Ok(ExitCode::SUCCESS)
}
