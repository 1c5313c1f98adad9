//! Accounts and their audit, opened for one command.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use chrono::Utc;
use clap::ValueEnum;
use serde_json::{Map, Value};

use super::opened::Opened;
use super::table::aligned;
use super::{Failure, Globals};
use crate::access::audit::{AuditLog, Event, Kind};
use crate::access::{AccessError, AccountTable, Accounts, Private};
use crate::store::State;
use crate::workspace::Workspace;

/// The private part of the state folder of a workspace.
pub(super) struct House {
    pub(super) workspace: Arc<Workspace>,
    pub(super) private: Private,
    pub(super) accounts: Accounts,
    pub(super) audit: AuditLog,
}

impl House {
    /// Opens it. No other folder stands for one that cannot be used: who is disabled there would be let in here.
    pub(super) fn open(place: &Globals) -> Result<Self, Failure> {
        let workspace = Opened::definitions(place)?.workspace;
        let folder = place.state.clone().unwrap_or_else(|| workspace.root.join("state"));
        let private = Private::open(&State::open(&folder)?)?;
        let (accounts, audit) = (Accounts::of(&private), AuditLog::open(&private)?);
        Ok(Self { workspace, private, accounts, audit })
    }

    /// Changes the accounts, and says so in the audit: what is done, to whom, by whom on this machine.
    pub(super) fn change<T>(
        &self,
        done: &str,
        codes: BTreeMap<String, String>,
        work: impl FnOnce(&mut AccountTable, &mut Event) -> Result<T, AccessError>,
    ) -> Result<T, Failure> {
        let mut event = by_hand(Kind::ChangedAccess).code("done", done);
        event.codes.extend(codes);
        Ok(self.accounts.change(&self.audit, event, work)?)
    }
}

/// Something that is done at this machine's command line, now.
pub(super) fn by_hand(kind: Kind) -> Event {
    let mut event = Event::new(kind, Utc::now());
    event.method = Some("command line".to_owned());
    // Who that is on this machine, as far as it says so: `sudo` tells who called it.
    let user = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let event = match user {
        Some(user) => event.text("user", user),
        None => event,
    };
    system_user().into_iter().fold(event, |event, (name, number)| event.code(name, number))
}

/// As which user of the system this runs, and as which one somebody has signed in to this machine, by their numbers: unlike
/// the environment nobody says that of themselves.
#[cfg(target_os = "linux")]
fn system_user() -> Vec<(&'static str, String)> {
    use std::os::unix::fs::MetadataExt;

    // What describes a process belongs to whom it runs as.
    let runs_as = std::fs::metadata("/proc/self").ok().map(|found| ("uid", found.uid().to_string()));
    let signed_in = std::fs::read_to_string("/proc/self/loginuid").ok().and_then(|text| signed_in(&text));
    runs_as.into_iter().chain(signed_in.map(|number| ("login_uid", number))).collect()
}

/// Whom the system says to have signed in; nobody where no sign-in has begun what runs.
#[cfg(target_os = "linux")]
fn signed_in(told: &str) -> Option<String> {
    let number: u32 = told.trim().parse().ok()?;
    (number != u32::MAX).then(|| number.to_string())
}

#[cfg(not(target_os = "linux"))]
fn system_user() -> Vec<(&'static str, String)> {
    Vec::new()
}

/// How lists are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people, in the workspace's language.
    Table,
    /// Comma-separated.
    Csv,
    /// An array of objects.
    Json,
}

/// A list: what its columns are called by programs and by people, and its rows as both have them.
pub(super) struct List {
    pub(super) columns: Vec<(&'static str, &'static str)>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell of a list.
pub(super) struct Cell {
    pub(super) value: Value,
    pub(super) words: String,
}

impl Cell {
    /// What is the same for both.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let words = text.into();
        Self { value: Value::String(words.clone()), words }
    }

    /// A number, where there is one.
    pub(super) fn number(number: Option<u64>) -> Self {
        let words = number.map(|number| number.to_string()).unwrap_or_default();
        Self { value: number.map_or(Value::Null, Value::from), words }
    }
}

impl List {
    /// Prints it.
    pub(super) fn print(self, format: ListFormat) -> Result<(), Failure> {
        let Self { columns, rows } = self;
        match format {
            ListFormat::Table => {
                let heads = columns.iter().map(|(_, title)| (*title).to_owned()).collect();
                let lines = rows.into_iter().map(|row| row.into_iter().map(|cell| cell.words).collect());
                aligned(&std::iter::once(heads).chain(lines).collect::<Vec<_>>(), 0..0)
            }
            ListFormat::Csv => {
                let mut out = csv::Writer::from_writer(io::stdout().lock());
                let failed = |error: csv::Error| Failure::Rows(Box::new(error));
                out.write_record(columns.iter().map(|(name, _)| *name)).map_err(failed)?;
                for row in rows {
                    out.write_record(row.iter().map(|cell| in_csv(&cell.value))).map_err(failed)?;
                }
                Ok(out.flush()?)
            }
            ListFormat::Json => {
                let objects: Vec<Value> = rows
                    .into_iter()
                    .map(|row| {
                        let cells = columns.iter().zip(row);
                        let object: Map<String, Value> =
                            cells.map(|((name, _), cell)| ((*name).to_owned(), cell.value)).collect();
                        Value::Object(object)
                    })
                    .collect();
                let mut out = io::stdout().lock();
                serde_json::to_writer_pretty(&mut out, &objects)
                    .map_err(|error| Failure::Rows(Box::new(error)))?;
                Ok(writeln!(out)?)
            }
        }
    }
}

/// A value as one cell of a text.
pub(super) fn in_csv(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // What a reader typed becomes no formula.
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A text that somebody typed, as it can be shown: in quotes where it could be taken for more than one value, and nothing
/// in it moves the terminal or turns what stands around it.
pub(super) fn inert(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_plain = |letter: char| !letter.is_control() && !turns(letter);
    if text.chars().all(|letter| is_plain(letter) && !letter.is_whitespace() && !"=\"".contains(letter)) {
        return text.to_owned();
    }
    let shown = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if is_plain(letter) => letter.to_string(),
        letter => letter.escape_unicode().to_string(),
    };
    format!("\"{}\"", text.chars().map(shown).collect::<String>())
}

/// Pairs as people read them.
pub(super) fn pairs(pairs: &BTreeMap<String, String>) -> Cell {
    let words: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", inert(value))).collect();
    let object = pairs.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    Cell { value: Value::Object(object), words: words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn who_signed_in_to_the_machine_is_told_and_nobody_is_not() {
        assert_eq!(signed_in("1000\n").as_deref(), Some("1000"));
        assert_eq!(signed_in("0").as_deref(), Some("0"), "who signed in as the administrator");
        assert!(["4294967295", "", "an", "-1"].into_iter().all(|told| signed_in(told).is_none()));
        // What runs this may have no such file; what it says stands in the event.
        let told = std::fs::read_to_string("/proc/self/loginuid").ok().and_then(|text| signed_in(&text));
        let event = by_hand(Kind::Forgot);
        assert_eq!(event.codes.get("login_uid"), told.as_ref());
        assert!(event.codes["uid"].parse::<u32>().is_ok());
    }

    #[test]
    fn what_somebody_typed_moves_no_terminal_and_is_one_value() {
        assert_eq!(inert("Kon-Tum_2024"), "Kon-Tum_2024");
        assert_eq!(inert("x user=root"), "\"x user=root\"");
        assert_eq!(inert("a\u{1b}]0;b\u{202e}\"c"), "\"a\\u{1b}]0;b\\u{202e}\\\"c\"");
        assert_eq!(in_csv(&Value::String("=1+1".to_owned())), "'=1+1");
    }
}
