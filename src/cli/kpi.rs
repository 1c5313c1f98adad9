//! `minhbach kpi`: figures.

use std::process::ExitCode;

use clap::Args;

use super::opened::{Opened, ask};
use super::{Failure, Format, Place, composed, table};
use crate::kpi::Scope;
use crate::report::{Cut, MOST_PERIODS, figures};

/// Which figures, and how.
#[derive(Debug, Args)]
pub(super) struct KpiArgs {
    /// The KPIs, or indicators of which each figure is a KPI; every one if none is named.
    #[arg(value_name = "CODE", value_parser = composed)]
    codes: Vec<String>,
    /// A period: 2024-05, 2024-Q2, 2024-H1, 2024-9M, 2024, plan, 2024-01-01..2024-03-31; a prefix
    /// names a calendar.
    #[arg(long, value_name = "P", value_parser = composed)]
    period: Option<String>,
    /// Break down by a dimension; the total comes first.
    #[arg(long, value_name = "DIM", value_parser = composed)]
    by: Option<String>,
    /// Only what lies below a member; `~` is not known. Repeat for more.
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = composed)]
    filters: Vec<String>,
    /// A view in which bodies and areas compare across reorganisations.
    #[arg(long, value_name = "NAME", value_parser = composed)]
    view: Option<String>,
    /// The figure of so many periods, the one asked for being the last.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_PERIODS)))]
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
    for code in &args.codes {
        broken(&opened, code)?;
    }
    let cut = Cut { by: args.by.clone(), trend: args.trend };
    let asked = figures(&dataset, &Scope::Everything, &args.codes, &ask, &cut);
    let all = opened.runtime.block_on(asked)?;
    table::answers(&dataset, &all, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// A code whose file is there but has mistakes is told with them.
pub(super) fn broken(opened: &Opened, code: &str) -> Result<(), Failure> {
    let workspace = &opened.workspace;
    if workspace.kpis.contains_key(code) {
        return Ok(());
    }
    // A bare code would otherwise answer with some of its figures as if they were all.
    let own = |path: &str| {
        let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".sql"));
        stem.and_then(|stem| stem.strip_prefix(code))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
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
