//! `minhbach query`: a named query of the workspace, or a SQL file.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::opened::Opened;
use super::{Failure, Format, Place, table};
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::query::NamedQuery;

/// Which query, with which values.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// The name of a query below queries/reports or queries/checks, or the path of a SQL file.
    #[arg(value_name = "NAME|FILE")]
    query: String,
    /// A parameter's value. Repeat for more.
    #[arg(long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// How to print the rows.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(super) fn run(place: &Place, args: &QueryArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let given = parameters(&args.parameters)?;
    let file = Path::new(&args.query);
    let own;
    let query = match opened.workspace.queries.get(&args.query) {
        Some(query) => query,
        None if file.extension().is_some_and(|ending| ending == "sql") && file.is_file() => {
            own = read(file)?;
            &own
        }
        None => {
            let known = opened.workspace.queries.keys().map(String::as_str);
            let hint = crate::diagnostic::suggestion(&args.query, known).or_else(|| {
                Some("the workspace has no named query; a path ending in .sql is run as a file".to_owned())
            });
            return Err(Failure::Typed { message: format!("there is no query `{}`", args.query), hint });
        }
    };
    let values = query.parameters.bind(&given)?;
    let dataset = opened.data(place)?;
    let rows = opened.runtime.block_on(dataset.named(query, values))?;
    let title = |name: &String| query.labels.get(name).unwrap_or(name).clone();
    let titles: Vec<String> = rows.schema.fields().iter().map(|field| title(field.name())).collect();
    table::rows(&dataset, &rows, &titles, args.format)?;
    if opened.workspace.queries.contains_key(&args.query) {
        for caveat in dataset.query_caveats(&query.name) {
            eprintln!("warning: {}", caveat.told().sentence);
        }
    }
    if rows.truncated {
        eprintln!("warning: there are more rows than are shown");
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<NamedQuery, Failure> {
    let text = std::fs::read_to_string(path)?;
    let file = SourceFile::new(path.to_string_lossy(), text);
    let mut problems = Diagnostics::default();
    let query = NamedQuery::parse(&mut problems, &file);
    query.filter(|_| !problems.has_errors()).ok_or_else(|| Failure::Mistakes {
        what: format!("`{}`", path.display()),
        problems: problems.sorted(),
    })
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
