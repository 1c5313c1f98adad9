//! `minhbach audit`: what was done, and whether the record of it is whole.

use std::process::ExitCode;

use chrono::DateTime;
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::Value;

use super::access::{Cell, House, ListFormat, by_hand, inert, pairs};
use super::lines::{Lines, Widths};
use super::{Failure, Globals, composed};
use crate::access::audit::{Break, Found, Head, How, Kind, Verified, Wanted, search, verify};
use crate::calendar::Day;
use crate::diagnostic::counted;
use crate::locale::Locale;
use crate::page;
use crate::workspace::Workspace;

/// Which events, or what else.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Check that no event was changed, removed, inserted or moved.
    #[arg(long)]
    verify: bool,
    /// A head that an earlier `--verify` printed and that you kept elsewhere: the record must be its continuation.
    #[arg(long, value_name = "HEAD", requires = "verify")]
    head: Option<Head>,
    /// Only events since the beginning of a day, in the workspace's time zone.
    #[arg(long, value_name = "DATE")]
    since: Option<Day>,
    /// Only what an account did, and what was changed of it.
    #[arg(long, value_name = "NAME", value_parser = composed)]
    who: Option<String>,
    /// Only events of a kind.
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::word)))]
    kind: Option<String>,
    /// Destroy addresses and typed texts of all months before that of a day, for good.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["verify", "since", "who", "kind"])]
    forget_before: Option<Day>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

pub(super) fn run(place: &Globals, args: &AuditArgs) -> Result<ExitCode, Failure> {
    let house = House::open(place)?;
    if args.verify {
        let found = verify(&house.private, args.head.as_ref())?;
        tell(&found);
        return Ok(if found.is_whole() { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    if let Some(day) = args.forget_before {
        let months = house.audit.forget_before(day, by_hand(Kind::Forgot))?;
        eprintln!("addresses and typed texts of {} are gone", counted(months.len(), "month"));
        return print_months(&months);
    }
    let settings = &house.workspace.settings;
    let wanted = Wanted {
        since: args.since.map(|day| settings.zone.beginning(day)),
        who: args.who.clone(),
        kind: args.kind.as_deref().and_then(Kind::from_word),
    };
    let locale = settings.locale();
    if args.format == ListFormat::Table {
        let chosen =
            [("who", &args.who), ("kind", &args.kind), ("since", &args.since.map(|day| day.to_string()))];
        let chosen =
            chosen.into_iter().filter_map(|(name, value)| Some(format!(" --{name} {}", value.as_ref()?)));
        eprintln!("{}: audit{}", settings.title, chosen.collect::<String>());
    }
    // A record has more lines than memory: it is read twice for a table, whose columns are as wide as their widest cell.
    let mut widths = Widths::default();
    let mut last = u64::MAX;
    if args.format == ListFormat::Table {
        last = 0;
        search(&house.private, &wanted, |found| {
            last = last.max(found.line.n);
            widths.add(&row(&found, &locale, &house.workspace));
            true
        })?;
    }
    let mut lines = Lines::begin(args.format, columns(&locale), widths)?;
    let mut failed = None;
    search(&house.private, &wanted, |found| {
        // What was done meanwhile may be wider.
        if found.line.n > last {
            return false;
        }
        failed = lines.put(row(&found, &locale, &house.workspace)).err();
        failed.is_none()
    })?;
    failed.map_or_else(|| lines.end(), Err)?;
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the months are this command's data")]
fn print_months(months: &[String]) -> Result<ExitCode, Failure> {
    months.iter().for_each(|month| println!("{month}"));
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the verdict is this command's data")]
fn tell(found: &Verified) {
    println!("events  {}", found.lines);
    println!("head    {}", found.head);
    if let Some(month) = &found.forgotten_before {
        println!("what was personal before {month} was forgotten");
    }
    if found.torn > 0 {
        println!(
            "{} of a process that was killed, told and gone on after",
            counted(found.torn, "unfinished line")
        );
    }
    for broken in &found.breaks {
        println!("{}", broken_in_words(broken));
    }
    println!("whole   {}", if found.is_whole() { "yes" } else { "NO" });
    println!(
        "\nThis does not prove that the record was not written anew from its beginning: keep the head elsewhere, and hold\n\
         it against the record later with `--verify --head`."
    );
}

fn broken_in_words(broken: &Break) -> String {
    let what = match &broken.how {
        How::Unreadable => "no event can be read here".to_owned(),
        How::Changed => "the event was changed".to_owned(),
        How::Removed { first, last } if first == last => format!("event {first} is gone before this one"),
        How::Removed { first, last } => format!("events {first} to {last} are gone before this one"),
        How::Inserted => "the event was inserted".to_owned(),
        How::Swapped => "the event and the next one have changed places".to_owned(),
        How::Cut { known } => format!("the record once went on to event {known}"),
        How::Personal => "its address or typed texts were changed or taken away".to_owned(),
        How::PersonalGone => {
            "addresses and typed texts of its month were taken away, and no event says so".to_owned()
        }
    };
    let event = broken.n.map(|n| format!(" (event {n})")).unwrap_or_default();
    format!("{}:{}{event}: {what}", broken.file, broken.line)
}

fn columns(locale: &Locale) -> Vec<(&'static str, &'static str)> {
    let words = &locale.words().access;
    vec![
        ("n", "№"),
        ("at", words.at),
        ("kind", words.kind),
        ("account", words.account),
        ("role", words.role),
        ("address", words.address),
        ("method", words.method),
        ("route", words.route),
        ("parameters", words.parameters),
        ("typed", words.typed),
        ("rows", words.rows),
        ("bytes", words.bytes),
        ("status", words.status),
        ("request", words.request),
    ]
}

fn row(found: &Found, locale: &Locale, workspace: &Workspace) -> Vec<Cell> {
    let words = &locale.words().access;
    let line = &found.line;
    let optional = |text: &Option<String>| match text {
        Some(text) => Cell::plain(text.as_str()),
        None => Cell { value: Value::Null, words: String::new() },
    };
    let personal = found.personal.clone().unwrap_or_default();
    let (mut address, mut texts) = (optional(&personal.address), pairs(&personal.texts));
    if found.is_forgotten() {
        words.forgotten.clone_into(&mut address.words);
        (texts.words, texts.value) = (words.forgotten.to_owned(), Value::Null);
    }
    let at = DateTime::parse_from_rfc3339(&line.at).ok();
    let local =
        at.map(|at| workspace.settings.zone.local(at.to_utc()).format("%Y-%m-%d %H:%M:%S").to_string());
    let at = Cell { value: line.at.as_str().into(), words: local.unwrap_or_else(|| line.at.clone()) };
    let kind = words.kind_of(&line.kind).unwrap_or(&line.kind);
    vec![
        Cell::number(Some(line.n)),
        at,
        Cell { value: line.kind.as_str().into(), words: kind.to_owned() },
        optional(&line.account),
        match &line.role {
            Some(role) => {
                Cell { value: role.as_str().into(), words: page::role_title(workspace, role).to_owned() }
            }
            None => optional(&None),
        },
        address,
        match line.method.as_deref().and_then(|method| words.value_of("method", method)) {
            Some(told) => Cell { words: told.to_owned(), ..optional(&line.method) },
            None => optional(&line.method),
        },
        optional(&line.route),
        Cell { words: page::event_codes(workspace, locale, &line.codes, inert), ..pairs(&line.codes) },
        texts,
        Cell::number(line.rows),
        Cell::number(line.bytes),
        Cell::number(line.status.map(u64::from)),
        optional(&line.request),
    ]
}
