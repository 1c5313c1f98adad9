//! `minhbach verify`: what can be said of a pack without asking who sent it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use futures::executor::block_on;

use super::access::by_hand;
use super::opened::{Opened, state_folder};
use super::{Failure, Globals};
use crate::access::Private;
use crate::access::audit::{AuditLog, Kind};
use crate::diagnostic::{causes, counted};
use crate::export::verify::{Finding, Pack, Verdict, Verification, Word, recomputed};
use crate::kpi::Scope;
use crate::store::State;

/// The pack, and what it is held against.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The pack's folder, or the zip archive of it. With `--data` its figures are computed again, by its own definitions or by those of `--workspace`.
    #[arg(value_name = "PACK")]
    pack: PathBuf,
    /// A file that was sent, as a signed PDF; repeat for more.
    #[arg(long, value_name = "FILE")]
    sent: Vec<PathBuf>,
    /// How the verdicts are printed.
    #[arg(long, value_enum, default_value_t = VerifyFormat::Text)]
    format: VerifyFormat,
}

/// How verdicts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VerifyFormat {
    /// For people.
    Text,
    /// An object, as `docs/files.md` describes it.
    Json,
}

/// Findings of one verdict that people are told; JSON has all.
const MOST_TOLD: usize = 20;

pub(super) fn run(place: &Globals, args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let failed = |source| Failure::Pack { path: args.pack.clone(), source };
    let pack = Pack::read(&args.pack).map_err(failed)?;
    let recomputed = again(place, &pack);
    let found = pack.verify(&args.sent, recomputed).map_err(|error| failed(error.into()))?;
    match args.format {
        VerifyFormat::Text => tell(&found),
        VerifyFormat::Json => print_json(&found)?,
    }
    // Who may read a pack need not be allowed to write beside the accounts.
    if let Err(error) = note(place, &args.pack, found.code()) {
        eprintln!("warning: it is not written to the audit: {}", causes(&error));
    }
    Ok(ExitCode::from(found.code()))
}

/// Writes down that a pack was verified, where the workspace that is meant keeps an audit.
fn note(place: &Globals, pack: &Path, code: u8) -> Result<(), Failure> {
    let folder = state_folder(place, place.folder());
    if !folder.join("private").exists() {
        return Ok(());
    }
    let audit = AuditLog::open(&Private::open(&State::open(&folder)?)?)?;
    if audit.is_begun()? {
        let event = by_hand(Kind::Verified).code("ended_with", code.to_string());
        block_on(audit.append_synced(event.text("pack", pack.display().to_string())))?;
    }
    Ok(())
}

/// Computes the figures again, in a state folder that is gone with the process.
fn again(place: &Globals, pack: &Pack) -> Verdict {
    let claims = match &pack.claims {
        Ok(claims) => claims,
        Err(because) if place.data.is_some() => return Verdict::cannot(because.clone()),
        Err(_) => return Verdict::not_asked("its manifest cannot be read"),
    };
    let Some(root) = place.workspace.clone().or_else(|| pack.workspace()) else {
        let because = "the pack carries no definitions; name them with `--workspace DIR`";
        return if place.data.is_some() { Verdict::cannot(because) } else { Verdict::not_asked(because) };
    };
    // What a folder is called by its workspace says nothing beside another one.
    let absolute = claims.location.contains("://") || Path::new(&claims.location).is_absolute();
    let is_packs_own = place.data.is_none() && place.workspace.is_none();
    if is_packs_own && !absolute {
        return Verdict::not_asked("name the data with `--data`: the pack does not hold them");
    }
    let state = match tempfile::tempdir() {
        Ok(state) => state,
        Err(error) => return Verdict::cannot(causes(&error)),
    };
    let place = Globals {
        workspace: Some(root),
        state: Some(state.path().to_owned()),
        as_of: place.as_of.or(claims.data_date),
        ..place.clone()
    };
    let opened = match Opened::definitions(&place) {
        Ok(opened) => opened,
        Err(error) => return Verdict::cannot(causes(&error)),
    };
    // Nobody's keys are used because a stranger's pack says where.
    let location = &opened.workspace.settings.data_location;
    if is_packs_own && location.contains("://") && !location.starts_with("file://") {
        return Verdict::not_asked("the data lie in a store: name it with `--data` if you trust it");
    }
    eprintln!("computing the figures again");
    let dataset = match opened.data_untold(&place) {
        Ok(dataset) => dataset,
        Err(error) => return Verdict::cannot(causes(&error)),
    };
    let reader = dataset.for_reader(Scope::everything()).unhurried();
    opened.runtime.block_on(recomputed(pack, &reader))
}

#[expect(clippy::print_stdout, reason = "the verdicts are this command's data")]
fn print_json(found: &Verification) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(found).map_err(|error| Failure::Rows(Box::new(error)))?;
    println!("{text}");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the verdicts are this command's data")]
fn tell(found: &Verification) {
    println!(
        "identity    {}",
        found.identity.as_deref().unwrap_or("none: there is no tagmanifest-sha256.txt")
    );
    let words = ["yes", "NO", "cannot be said", "not asked"];
    verdict("intact", &found.intact, words);
    verdict("adds up", &found.adds_up, words);
    verdict("recomputed", &found.recomputed, ["same", "DIFFERS", "cannot be said", "not asked"]);
    for sent in &found.sent {
        let word = format!("{:?}", sent.verdict).to_lowercase();
        let of = sent.begins_with.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
        println!("sent        {word}{of}: {}: {}", sent.file, sent.says);
    }
    println!("\nThis does not prove:");
    for line in &found.not_proven {
        println!("- {line}");
    }
}

#[expect(clippy::print_stdout, reason = "the verdicts are this command's data")]
fn verdict(name: &str, verdict: &Verdict, words: [&str; 4]) {
    let [holds, fails, cannot, not_asked] = words;
    let word = match verdict.verdict {
        Word::Holds => holds,
        Word::Fails => fails,
        Word::Cannot => cannot,
        Word::NotAsked => not_asked,
    };
    println!("{name:<11} {word} ({})", verdict.about);
    for finding in verdict.findings.iter().take(MOST_TOLD) {
        println!("  {}", line(finding));
    }
    if let Some(more) = verdict.findings.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        println!("  and {} more", counted(more, "finding"));
    }
}

fn line(finding: &Finding) -> String {
    let file = finding.file.as_ref().map(|file| format!(" {file}")).unwrap_or_default();
    let figure = finding.figure.map(|figure| format!(" figure {figure}")).unwrap_or_default();
    let because = match finding.because.as_slice() {
        [] => String::new(),
        files => format!(" (because of {})", files.join(", ")),
    };
    format!("{}{file}{figure}: {}{because}", finding.kind, finding.says)
}
