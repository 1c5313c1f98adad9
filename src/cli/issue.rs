//! `minhbach issue`: what was really sent for a pack.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, composed};
use crate::calendar::Day;
use crate::export::{issue, record_of};

/// Which pack, and what was sent.
#[derive(Debug, Args)]
pub(super) struct IssueArgs {
    /// The pack's folder.
    pack: PathBuf,
    /// Number and signs, as on the document: 05/BC-SCT.
    #[arg(long, value_name = "NUMBER", value_parser = composed)]
    number: String,
    /// The document's day, as 2024-07-05.
    #[arg(long, value_name = "DATE")]
    date: Day,
    /// The file that was sent, signed.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

#[expect(clippy::print_stdout, reason = "what was recorded is this command's data")]
pub(super) fn run(args: &IssueArgs) -> Result<ExitCode, Failure> {
    let own = issue(&args.pack, &args.number, args.date, &args.file)?;
    println!("{}  {}", own.sha256, own.file);
    eprintln!("recorded in {}", record_of(&args.pack).display());
    Ok(ExitCode::SUCCESS)
}
