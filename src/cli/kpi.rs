//! `minhbach kpi`: figures.

use std::process::ExitCode;

use clap::Args;
use futures::future::join_all;

use super::opened::{Opened, ask};
use super::{Failure, Format, Place, table};
use crate::kpi::{Kpi, Scope};
use crate::report::{Answer, Ask, AskError, ReportError, answers};
use crate::workspace::Dataset;

/// Which figures, and how.
#[derive(Debug, Args)]
pub(super) struct KpiArgs {
    /// The KPIs; every one if none is named.
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// A period: 2024-05, 2024-Q2, 2024-H1, 2024-9M, 2024, plan, 2024-01-01..2024-03-31; a prefix
    /// names a calendar.
    #[arg(long, value_name = "P")]
    period: Option<String>,
    /// Break down by a dimension; the total comes first.
    #[arg(long, value_name = "DIM")]
    by: Option<String>,
    /// Only what lies below a member; `~` is not known. Repeat for more.
    #[arg(long = "where", value_name = "DIM=VALUE")]
    filters: Vec<String>,
    /// A view in which bodies and areas compare across reorganisations.
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// The figure of so many periods, the one asked for being the last.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=240), conflicts_with = "by")]
    trend: Option<u16>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(super) fn run(place: &Place, args: &KpiArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let dataset = opened.data(place)?;
    let ask = ask(&dataset, args.period.as_ref(), &args.filters, args.view.as_ref())?;
    let codes: Vec<String> = if args.codes.is_empty() {
        dataset.workspace().kpis.keys().cloned().collect()
    } else {
        args.codes.clone()
    };
    // All cubes at once, where the engine is idle while one is read; what fails says so below.
    let known = codes.iter().filter_map(|code| dataset.kpi(code).ok());
    opened.runtime.block_on(join_all(known.map(|kpi| dataset.cube(kpi))));
    let mut all = Vec::new();
    for code in &codes {
        broken(&opened, code)?;
        let kpi = dataset.kpi(code)?;
        // Every KPI was asked for: one that lacks the dimension is left out, not refused.
        let lacks = args.by.as_ref().is_some_and(|by| !kpi.has(by))
            || ask.filters.iter().any(|(name, _)| !kpi.has(name));
        if args.codes.is_empty() && lacks {
            continue;
        }
        all.extend(opened.runtime.block_on(figures(&dataset, kpi, &ask, args))?);
    }
    table::answers(&dataset, &all, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// A code whose file is there but has mistakes is told with them.
pub(super) fn broken(opened: &Opened, code: &str) -> Result<(), Failure> {
    let workspace = &opened.workspace;
    if workspace.kpis.contains_key(code) {
        return Ok(());
    }
    let own = |path: &str| path.ends_with(&format!("/{code}.sql"));
    let problems: Vec<_> = workspace
        .problems
        .iter()
        .filter(|problem| problem.primary.as_ref().is_some_and(|span| own(&span.file.path)))
        .cloned()
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Mistakes { what: format!("KPI `{code}`"), problems })
}

async fn figures(
    dataset: &Dataset,
    kpi: &Kpi,
    ask: &Ask,
    args: &KpiArgs,
) -> Result<Vec<Answer>, ReportError> {
    let kind = dataset.workspace().opening_period();
    let period = ask.period_of(dataset, kpi, kind).map_err(AskError::from)?;
    let periods = match args.trend {
        Some(count) => period.trend(usize::from(count)),
        None => vec![period],
    };
    answers(dataset, &Scope::Everything, kpi, &periods, ask, args.by.as_deref()).await
}
