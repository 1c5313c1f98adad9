//! `minhbach schema`: what may stand in the workspace's files, for editors and other programs.

use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::Value;

use super::Failure;
use crate::workspace::FORMS;

/// Which form.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The form; without it one object that holds all, by name.
    #[arg(value_parser = PossibleValuesParser::new(FORMS.iter().map(|form| form.name)))]
    kind: Option<String>,
}

pub(super) fn run(args: &SchemaArgs) -> Result<ExitCode, Failure> {
    let schema =
        |name: &str| FORMS.iter().find(|form| form.name == name).map(|form| (form.schema)().to_value());
    let told = match &args.kind {
        Some(kind) => schema(kind).unwrap_or(Value::Null),
        None => Value::Object(
            FORMS.iter().map(|form| (form.name.to_owned(), (form.schema)().to_value())).collect(),
        ),
    };
    writeln!(stdout(), "{told:#}")?;
    Ok(ExitCode::SUCCESS)
}
