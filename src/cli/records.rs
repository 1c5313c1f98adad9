//! `minhbach records`: the records behind a number.

use std::process::ExitCode;

use clap::Args;

use super::kpi::broken;
use super::opened::{Opened, ask};
use super::written::Printed;
use super::{Failure, Format, Globals, composed, table};
use crate::diagnostic::{agreeing, counted};
use crate::export::{Content, Flow};
use crate::kpi::Scope;
use crate::kpi::records::Page;
use crate::report::{self, AskError, Reading, ReportError};

/// More than a screen is looked through page by page, on the KPI's own pages.
const SHOWN: usize = 100;

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
    /// Only those in whose texts each of these words occurs, whatever their accents.
    #[arg(long, value_name = "WORDS", value_parser = composed)]
    find: Option<String>,
    /// Only those that counted in this column, or in any of the `numerator` or `denominator`.
    #[arg(long, value_name = "COLUMN", value_parser = composed)]
    counted_in: Option<String>,
    /// In the order of a column; `-COLUMN` for the greatest first.
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = composed)]
    sort: Option<String>,
    /// At most so many; 100 of a table unless said, all of what goes into a file.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    printed: Printed,
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
    let sort = args.sort.as_ref().map(|column| report::sort(&reader, kpi, column)).transpose();
    let sort = sort.map_err(ReportError::from)?;
    let only = report::only(&reader, kpi, args.find.as_deref(), args.counted_in.as_deref())
        .map_err(ReportError::from)?;
    let question = opened.runtime.block_on(reader.question(kpi, ask.filters, ask.view));
    let question = question.map_err(ReportError::from)?;
    let slice = question.at(&period);
    let (shown, count, blank) = match args.printed.format {
        Format::Table => {
            let page = Page { only, sort, offset: 0, limit: args.limit.unwrap_or(SHOWN) };
            let own = report::records(&reader, &slice, page, Reading::Words);
            let mut view = opened.runtime.block_on(own)?;
            view.table.columns.iter_mut().for_each(|column| column.title = table::capitalised(&column.title));
            table::rows(&reader, &view.table)?;
            (view.table.len() as u64, view.count, view.blank)
        }
        // What is cut in silence is taken for the whole by whoever opens the file.
        Format::Csv | Format::Json | Format::Parquet => {
            let all = report::all_records(&reader, &slice, &only, sort.as_ref(), args.limit, Reading::Codes);
            let all = opened.runtime.block_on(all)?;
            let (count, blank) = (all.count, all.blank);
            let flow = Flow::of_records(all, args.limit);
            let shown = flow.count.unwrap_or(count);
            args.printed.write(&reader, Content::Rows(flow))?;
            (shown, count, blank)
        }
    };
    if blank > 0 {
        eprintln!(
            "{} of {} {} the formula's columns empty and {} not count",
            blank,
            counted(count, "record"),
            agreeing(blank, "leaves", "leave"),
            agreeing(blank, "does", "do")
        );
    }
    if count > shown {
        eprintln!("{shown} of {}; `--limit` gives more", counted(count, "record"));
    }
    Ok(ExitCode::SUCCESS)
}
