//! `minhbach new`: a commented skeleton.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::opened::Opened;
use super::{Failure, Globals};
use crate::locale::Language;
use crate::workspace::Skeleton;

/// What to write, and under which name.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What to write.
    #[arg(value_enum)]
    kind: Kind,
    /// Its name: the file's; for a workspace the folder's path.
    name: String,
    /// The language of a workspace's readers; `vi` unless said.
    #[arg(long, value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(Language::ALL.map(Language::code)))]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Kpi,
    Dashboard,
    Table,
    Workspace,
}

#[expect(clippy::print_stdout, reason = "the files written are this command's data")]
pub(super) fn run(place: &Globals, args: &New) -> Result<ExitCode, Failure> {
    let kind = match args.kind {
        Kind::Kpi => Skeleton::Kpi,
        Kind::Dashboard => Skeleton::Dashboard,
        Kind::Table => Skeleton::Table,
        Kind::Workspace => Skeleton::Workspace,
    };
    if args.language.is_some() && kind != Skeleton::Workspace {
        let message = "`--language` is a workspace's".to_owned();
        let hint = Some("what stands in a workspace has the workspace's language".to_owned());
        return Err(Failure::Typed { message, hint });
    }
    let language = args.language.as_deref().and_then(Language::from_code).unwrap_or(Language::Vi);
    let opened = match kind {
        Skeleton::Workspace => None,
        Skeleton::Kpi | Skeleton::Dashboard | Skeleton::Table => Some(Opened::definitions(place)?),
    };
    let workspace = opened.as_ref().map(|opened| &*opened.workspace);
    for path in kind.write(place.folder(), &args.name, workspace, language)? {
        println!("{}", short(&path).display());
    }
    match kind {
        Skeleton::Dashboard => eprintln!("hint: list it in `dashboards` of minhbach.toml to show it"),
        Skeleton::Workspace => next(&short(&place.folder().join(&args.name))),
        Skeleton::Kpi | Skeleton::Table => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// What to type now.
fn next(folder: &Path) {
    let shown = folder.to_string_lossy();
    let plain = shown.chars().all(|letter| letter.is_alphanumeric() || "/_-.".contains(letter));
    let name = if plain { shown.into_owned() } else { format!("'{}'", shown.replace('\'', "'\\''")) };
    eprintln!(
        "\nlook at `timezone`, `[data] first_day` and `[plan]` in minhbach.toml: they are not yours yet\n\n\
         next, after a file `{}` with the columns of queries/tables/events.toml is there:\n\n    \
         minhbach check --with-data --workspace {name}\n    minhbach kpi --workspace {name}\n    \
         minhbach serve --workspace {name}",
        folder.join("data/events.parquet").display()
    );
}

/// Without the point that stands for the current folder.
fn short(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
