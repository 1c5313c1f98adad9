//! `minhbach kpi`: figures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::opened::{Opened, ask};
use super::written::Printed;
use super::{Failure, Format, Globals, composed, table};
use crate::diagnostic::causes;
use crate::export::Content;
use crate::kpi::{Hindrance, Reason, Scope};
use crate::report::{self, Answer, Ask, Facets, MOST_PERIODS, figures};
use crate::store::StoreError;
use crate::table::Location;
use crate::workspace::Reader;

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
    #[command(flatten)]
    printed: Printed,
    /// Write a proof of one figure that runs on DuckDB, here or elsewhere: SQL over the data files as
    /// they arrived, with the tables that the program made beside it.
    #[arg(long, requires = "out", conflicts_with_all = ["by", "trend", "format"])]
    proof: bool,
    /// The folder into which the proof is written; it is made if it is not there.
    #[arg(long, value_name = "DIR", requires = "proof")]
    out: Option<PathBuf>,
}

pub(super) fn run(place: &Globals, args: &KpiArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let dataset = opened.data(place)?;
    let reader = dataset.for_reader(Scope::everything());
    let ask = ask(&reader, args.period.as_ref(), &args.filters, args.view.as_ref())?;
    if let Some(out) = &args.out {
        for code in &args.codes {
            broken(&opened, code)?;
        }
        return prove(&opened, &reader, dataset.location(), &args.codes, &ask, out);
    }
    let mut refused: Vec<Failure> = Vec::new();
    let mut codes = args.codes.clone();
    codes.retain(|code| broken(&opened, code).map_err(|failure| refused.push(failure)).is_ok());
    let mut all = Vec::new();
    // Without any code all would answer.
    if !codes.is_empty() || args.codes.is_empty() {
        let cut = Facets { by: args.by.clone(), trend: args.trend, most: None };
        let asked = figures(&reader, &codes, &ask, &cut);
        for each in opened.runtime.block_on(asked)? {
            match each.answers {
                Ok(answers) => all.extend(answers),
                Err(error) => refused.push(error.into()),
            }
        }
    }
    if !all.is_empty() {
        match args.printed.format {
            Format::Table => table::answers(&reader, &all)?,
            Format::Csv | Format::Json | Format::Parquet => {
                args.printed.write(&reader, Content::Figures(all.clone()))?;
            }
        }
    }
    let failed = opened.runtime.block_on(failed(&reader, &all));
    let whole = refused.is_empty() && failed.is_empty();
    tell_once(&refused);
    for (code, because) in failed {
        eprintln!("error: KPI `{code}` has no figure: {because}");
    }
    if all.iter().any(|answer| matches!(answer.why, Some(Reason::NotGathered(Hindrance::Memory)))) {
        eprintln!("hint: `--memory SIZE`, such as `4GiB`, lets one gathering take more");
    }
    Ok(match (whole, all.is_empty()) {
        (true, _) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(PARTLY),
        (false, true) => ExitCode::from(2),
    })
}

/// How the program ends where it gave some of what was asked for.
const PARTLY: u8 = 3;

/// Tells what stopped whom; what stopped several is told once.
fn tell_once(refused: &[Failure]) {
    let mut told = BTreeSet::new();
    refused.iter().filter(|failure| told.insert(failure.to_string())).for_each(Failure::tell);
}

/// The KPIs some of whose figures the program could not compute, and why.
async fn failed(reader: &Reader<'_>, answers: &[Answer]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for answer in answers {
        if all.iter().any(|(code, _)| *code == answer.code) {
            continue;
        }
        let because = match &answer.why {
            Some(reason @ Reason::TooLarge) => reason.sentence(),
            Some(reason @ Reason::NotGathered(_)) => match reader.kpi(&answer.code) {
                Ok(kpi) => reader.cube(kpi).await.map_or_else(|error| causes(&*error), |_| reason.sentence()),
                Err(_) => reason.sentence(),
            },
            _ => continue,
        };
        all.push((answer.code.clone(), because));
    }
    all
}

/// Writes the proof of one figure into a folder.
#[expect(clippy::print_stdout, reason = "the files written are this command's data")]
fn prove(
    opened: &Opened,
    reader: &Reader<'_>,
    location: &Location,
    codes: &[String],
    ask: &Ask,
    out: &Path,
) -> Result<ExitCode, Failure> {
    let [code] = codes else {
        let message = "`--proof` proves one figure".to_owned();
        return Err(Failure::Typed { message, hint: Some("name one KPI".to_owned()) });
    };
    let figures = reader.figures_of(code)?;
    let [kpi] = figures.as_slice() else {
        let codes: Vec<&str> = figures.iter().map(|kpi| kpi.code.as_str()).collect();
        let message = format!("`{code}` has {} figures, and `--proof` proves one", figures.len());
        return Err(Failure::Typed { message, hint: Some(format!("name one of {}", codes.join(", "))) });
    };
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        |source| StoreError::Write { path, source }
    };
    // Files that appear among the data would be taken for data.
    if location.holds(out) {
        let message = format!("`{}` lies in the data folder, where nothing is written", out.display());
        return Err(Failure::Typed { message, hint: Some("name a folder outside it".to_owned()) });
    }
    let data = location.address().replace('\\', "/");
    let kind = reader.workspace().opening_period();
    let proof = report::proof(reader, kind, &kpi.code, ask, &data);
    let proof = opened.runtime.block_on(proof)?;
    std::fs::create_dir_all(out).map_err(unwritten(out))?;
    for (name, bytes) in proof.files {
        let path = out.join(name);
        std::fs::write(&path, bytes).map_err(unwritten(&path))?;
        println!("{}", path.display());
    }
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
