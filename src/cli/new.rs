//! `minhbach new`: a commented skeleton.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::opened::Opened;
use super::{Failure, Place};
use crate::workspace::Skeleton;

/// What to write, and under which name.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What to write.
    #[arg(value_enum)]
    kind: Kind,
    /// Its name: the file's, the folder's for a workspace.
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Kpi,
    Dashboard,
    Table,
    Workspace,
}

#[expect(clippy::print_stdout, reason = "the files written are this command's data")]
pub(super) fn run(place: &Place, args: &New) -> Result<ExitCode, Failure> {
    let kind = match args.kind {
        Kind::Kpi => Skeleton::Kpi,
        Kind::Dashboard => Skeleton::Dashboard,
        Kind::Table => Skeleton::Table,
        Kind::Workspace => Skeleton::Workspace,
    };
    let opened = match kind {
        Skeleton::Workspace => None,
        Skeleton::Kpi | Skeleton::Dashboard | Skeleton::Table => Some(Opened::definitions(place)?),
    };
    let workspace = opened.as_ref().map(|opened| &*opened.workspace);
    for path in kind.write(&place.workspace, &args.name, workspace)? {
        println!("{}", path.display());
    }
    if kind == Skeleton::Dashboard {
        eprintln!("hint: list it in `dashboards` of minhbach.toml to show it");
    }
    Ok(ExitCode::SUCCESS)
}
