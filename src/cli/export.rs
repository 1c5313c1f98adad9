//! `minhbach export`: a period's figures as a pack that its receiver can check.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::opened::{Opened, ask};
use super::{Failure, Globals, composed};
use crate::export::{PACK_FILES, PackOrder, pack};
use crate::kpi::Scope;

/// What is packed, and where it goes.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// A period, as for `kpi`.
    #[arg(long, value_name = "P", value_parser = composed)]
    period: String,
    /// The dashboards, by id; all if none is named.
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = composed)]
    dashboards: Vec<String>,
    /// The formats; all if none is named.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', help = formats())]
    formats: Vec<String>,
    /// Only what lies below a member; `~` is not known. Repeat for more.
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = composed)]
    filters: Vec<String>,
    /// The folder in which packs lie; it is made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn formats() -> String {
    let mut names: Vec<&str> = PACK_FILES.iter().map(|part| part.format).collect();
    names.dedup();
    format!("The formats, of {}; all if none is named", names.join(", "))
}

#[expect(clippy::print_stdout, reason = "the pack and its identity are this command's data")]
pub(super) fn run(place: &Globals, args: &ExportArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    opened.tell_problems();
    let dataset = opened.data(place)?;
    let reader = dataset.for_reader(Scope::everything());
    let ask = ask(&reader, Some(&args.period), &args.filters, None)?;
    let order = PackOrder { ask, dashboards: args.dashboards.clone(), formats: args.formats.clone() };
    let folder = args.out.join(order.name(&reader)?);
    let mut progress = |part: &str| eprintln!("writing {part}");
    let packed = opened.runtime.block_on(pack(&reader, &order, &folder, &mut progress))?;
    println!("{}  {}", packed.identity, folder.display());
    Ok(ExitCode::SUCCESS)
}
