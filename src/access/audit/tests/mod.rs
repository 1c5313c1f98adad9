//! The audit as a whole.

mod chain;
#[cfg(unix)]
mod killed;
mod personal;

use std::collections::BTreeMap;
use std::path::PathBuf;

use futures::executor::block_on;

use super::{AuditLog, Event, Kind, Verified, verify};
use crate::access::Private;
use crate::access::accounts::tests::{House, moment};
use crate::store::State;

/// A private folder of its own.
fn private() -> (tempfile::TempDir, Private) {
    let House { place, private, accounts: _, audit: _ } = House::new();
    (place, private)
}

/// The private folder of a state folder.
fn private_in(state: &std::path::Path) -> Private {
    Private::open(&State::open(state).unwrap()).unwrap()
}

/// An event of a number.
fn event(index: u64) -> Event {
    let mut event =
        Event::new(Kind::Saw, moment(i64::try_from(index).unwrap())).code("period", format!("{index}"));
    event.account = Some(if index.is_multiple_of(2) { "an" } else { "binh" }.to_owned());
    event.route = Some("/kpis/{code}".to_owned());
    event
}

/// Writes events of so many numbers, on the disk.
fn write(private: &Private, numbers: std::ops::RangeInclusive<u64>) {
    let log = AuditLog::with_files_of(private, 2_000).unwrap();
    for number in numbers {
        // One at a time, so that files are as long as they may be and no longer.
        block_on(log.append_synced(event(number))).unwrap();
    }
}

fn verified(private: &Private) -> Verified {
    verify(private, None).unwrap()
}

/// The files of the chain with their lines.
fn files(private: &Private) -> BTreeMap<PathBuf, Vec<String>> {
    let folder = private.inside("audit").unwrap();
    let names = folder.names().unwrap().into_iter().filter(|name| name.starts_with("audit-"));
    names
        .map(|name| {
            let path = folder.path(&name);
            let lines = std::fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
            (path, lines)
        })
        .collect()
}

fn put(path: &std::path::Path, lines: &[String]) {
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    std::fs::write(path, text).unwrap();
    close(path);
}

/// A file that was written anew is for this user alone.
fn close(path: &std::path::Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = path;
}
