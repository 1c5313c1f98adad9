//! `minhbach query`: a named query of the workspace, or a SQL file.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::opened::Opened;
use super::written::Printed;
use super::{Failure, Format, Globals, composed, table};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceFile, short};
use crate::export::{Content, Flow};
use crate::kpi::{Caveat, Scope};
use crate::locale::nfc;
use crate::query::NamedQuery;
use crate::report::{Column, ReportError, Table};
use crate::workspace::{CheckedQuery, Dataset};

/// Which query, with which values.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// The name of a query below queries/reports or queries/checks, or the path of a SQL file, which
    /// needs no header; `-` reads the SQL from the standard input.
    #[arg(value_name = "NAME|FILE|-")]
    query: String,
    /// A parameter's value. Repeat for more.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = composed)]
    parameters: Vec<String>,
    #[command(flatten)]
    printed: Printed,
}

pub(super) fn run(place: &Globals, args: &QueryArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let given = parameters(&args.parameters)?;
    let file = Path::new(&args.query);
    let own = match &*args.query {
        "-" => Some(read("-", std::io::read_to_string(std::io::stdin())?)?),
        path if file.extension().is_some_and(|ending| ending == "sql") && file.is_file() => {
            Some(read(path, std::fs::read_to_string(file)?)?)
        }
        _ => None,
    };
    let known = &opened.workspace.queries;
    let query = match (known.get(&*nfc(&args.query)), &own) {
        (Some(query), _) | (None, Some((query, _))) => query,
        (None, None) if opened.workspace.refused_queries.contains(&*nfc(&args.query)) => {
            return Err(ReportError::RefusedQuery { name: args.query.clone() }.into());
        }
        (None, None) => {
            let known = known.keys().map(String::as_str);
            let hint = crate::diagnostic::suggestion(&args.query, known).or_else(|| {
                Some("the workspace has no named query; a path ending in .sql is run as a file".to_owned())
            });
            return Err(Failure::Typed { message: format!("there is no query `{}`", args.query), hint });
        }
    };
    // What does not fit is told before anything is read.
    query.parameters.bind(&given)?;
    let dataset = opened.data(place)?;
    let reader = dataset.for_reader(Scope::everything());
    let of_own = match &own {
        Some((_, said)) => tell_unchecked(&dataset, query, said)?,
        None => Vec::new(),
    };
    let rows = opened.runtime.block_on(reader.named(query, reader.values(query, given)?))?;
    let title = |name: &str| query.labels.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let column = |name: &str, kind| Column { title: title(name), ..Column::new(name, kind) };
    let rows = Table::of_rows(Arc::new(rows), column);
    let truncated = rows.truncated;
    match args.printed.format {
        Format::Table => table::rows(&reader, &rows)?,
        Format::Csv | Format::Json | Format::Parquet => {
            args.printed.write(&reader, Content::Rows(Flow::of(rows)))?;
        }
    }
    let is_own = own.as_ref().is_some_and(|(own, _)| std::ptr::eq(own, query));
    for caveat in if is_own { of_own } else { reader.query_caveats(&query.name) } {
        eprintln!("warning: {}", caveat.told().sentence);
    }
    if truncated {
        eprintln!("warning: there are more rows than are shown");
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what keeps the text from being a query of the workspace, where it can be run all the same, and gives what is
/// doubtful about its rows. `said` is what reading it said.
fn tell_unchecked(
    dataset: &Dataset,
    query: &NamedQuery,
    said: &[Diagnostic],
) -> Result<Vec<Caveat>, Failure> {
    let CheckedQuery { problems, as_figure, caveats } = dataset
        .check_query(query)
        .map_err(|problems| Failure::Mistakes { what: format!("`{}`", query.name), problems })?;
    let has_errors = |problems: &[Diagnostic]| problems.iter().any(|own| own.severity == Severity::Error);
    if has_errors(&problems) {
        eprintln!("warning: in the workspace this query would not pass `minhbach check`");
    } else if has_errors(&as_figure) {
        eprintln!("warning: as a KPI or a model this query would not pass `minhbach check`");
    }
    said.iter().chain(&problems).chain(&as_figure).for_each(|problem| eprintln!("{}", short(problem)));
    Ok(caveats)
}

/// The query of a text, and what is to be said of its header.
fn read(path: &str, text: String) -> Result<(NamedQuery, Vec<Diagnostic>), Failure> {
    let file = SourceFile::new(path, text);
    let mut problems = Diagnostics::default();
    let query = NamedQuery::unnamed(&mut problems, &file);
    match query.filter(|_| !problems.has_errors()) {
        Some(query) => Ok((query, problems.sorted())),
        None => Err(Failure::Mistakes { what: format!("`{path}`"), problems: problems.sorted() }),
    }
}

fn parameters(given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let mut values = BTreeMap::new();
    for text in given {
        let Some((name, value)) = text.split_once('=') else {
            let message = format!("`--param {text}` is not of the form NAME=VALUE");
            return Err(Failure::Typed { message, hint: None });
        };
        if values.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(Failure::Typed { message: format!("parameter `{name}` is given twice"), hint: None });
        }
    }
    Ok(values)
}
