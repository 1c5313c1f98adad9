//! The command line: what was typed, made into work. stdout is data, stderr is talk.

mod access;
mod aside;
mod audit;
mod check;
mod explain;
mod export;
mod failure;
mod found;
mod issue;
mod kpi;
mod lines;
mod listing;
mod log;
mod memory;
mod new;
mod oddities;
mod opened;
mod password;
mod prove;
mod provider;
mod query;
mod records;
mod schema;
mod serve;
mod stores;
mod subject;
mod table;
mod unused;
mod user;
mod verify;
mod written;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::calendar::Day;
use crate::locale::nfc;

pub use failure::Failure;

/// Turns a folder of Parquet exports, SQL and TOML files into a KPI dashboard whose every number
/// explains itself.
#[derive(Debug, Parser)]
#[command(name = "minhbach", version, about)]
pub struct Cli {
    #[command(flatten)]
    place: Globals,
    #[command(flatten)]
    serve: serve::Serve,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where the workspace, its data and its state are, and as of when.
#[derive(Debug, Clone, Args)]
struct Globals {
    /// The workspace's folder; the current one if not given.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// The data: a folder, a file:// or an s3:// address, instead of the workspace's own.
    #[arg(long, global = true, value_name = "URL")]
    data: Option<String>,
    /// The state folder (cache); `state` below the workspace if not given.
    #[arg(long, global = true, value_name = "DIR")]
    state: Option<PathBuf>,
    /// The data date: the latest day that the data speak for.
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<Day>,
    /// Memory of one gathering, as `4GiB`; two run at once. A quarter of the machine's if not given, one gibibyte to eight.
    #[arg(long, global = true, value_name = "SIZE")]
    memory: Option<memory::Size>,
}

impl Globals {
    fn folder(&self) -> &Path {
        self.workspace.as_deref().unwrap_or(Path::new("."))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the dashboards (what is done without a command).
    Serve(serve::Serve),
    /// Check all files of the workspace: 0 no error, perhaps warnings, 1 errors in files, 2 it, or a part of it, could not run.
    Check(check::Check),
    /// Print figures of KPIs: 0 all, 3 some (the others are named), 2 none.
    Kpi(kpi::KpiArgs),
    /// Print the records behind a number.
    Records(records::RecordsArgs),
    /// Run a named query of the workspace, or a SQL file.
    Query(query::QueryArgs),
    /// Write a period's figures as a pack that its receiver can check.
    Export(export::ExportArgs),
    /// Record what was really sent for a pack: number, day, file.
    Issue(issue::IssueArgs),
    /// Check a pack: 0 all that was asked holds, 1 something does not, 2 something cannot be said.
    Verify(verify::VerifyArgs),
    /// Say who may sign in.
    User(user::UserArgs),
    /// Say what somebody may see, and why.
    Access(explain::AccessArgs),
    /// Show that others' rows change nothing of what roles get: 0 they do not, 1 they do.
    ProveAccess(prove::ProveArgs),
    /// Print or check what was done: 0 all holds, 1 the record was changed, 2 it cannot be said.
    Audit(audit::AuditArgs),
    /// Write a commented skeleton.
    New(new::New),
    /// Print JSON Schemas of the workspace's files.
    Schema(schema::SchemaArgs),
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, in the workspace's language.
    Table,
    /// Comma-separated, numbers as machines read them.
    Csv,
    /// An array of objects.
    Json,
    /// A Parquet file.
    Parquet,
}

/// What was typed as the program keeps all text: with composed letters (NFC). Paths stay as they are.
fn composed(typed: &str) -> Result<String, std::convert::Infallible> {
    Ok(nfc(typed).into_owned())
}

/// Runs what was typed and says how it ended.
pub fn run(cli: Cli) -> ExitCode {
    let Cli { place, serve, command } = cli;
    let misplaced = command.is_some() && serve.is_typed();
    let command = command.unwrap_or(Command::Serve(serve));
    match &command {
        Command::Serve(args) => log::start(args.log_format(), true),
        _ => log::start(log::LogFormat::default(), false),
    }
    let done = match command {
        _ if misplaced => Err(serve::misplaced()),
        Command::Serve(args) => serve::run(&place, &args),
        Command::Check(args) => check::run(&place, &args),
        Command::Kpi(args) => kpi::run(&place, &args),
        Command::Records(args) => records::run(&place, &args),
        Command::Query(args) => query::run(&place, &args),
        Command::Export(args) => export::run(&place, &args),
        Command::Issue(args) => issue::run(&args),
        Command::Verify(args) => verify::run(&place, &args),
        Command::User(args) => user::run(&place, args),
        Command::Access(args) => explain::run(&place, &args),
        Command::ProveAccess(args) => prove::run(&place, &args),
        Command::Audit(args) => audit::run(&place, &args),
        Command::New(args) => new::run(&place, &args),
        Command::Schema(args) => schema::run(&args),
    };
    done.unwrap_or_else(|failure| {
        if failure.is_closed_pipe() {
            return ExitCode::SUCCESS;
        }
        failure.tell();
        ExitCode::from(2)
    })
}
