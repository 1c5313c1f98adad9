//! Files that stand where data are read and on which no figure stands, although nothing is wrong with them.

use crate::diagnostic::{Diagnostic, counted};
use crate::table::{Snapshot, by_place};

/// So many files of a place are named.
const NAMED: usize = 3;

/// A warning for each place and kind.
pub(super) fn files(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for (place, files) in by_place(&snapshot.arriving_files) {
        let message = match files {
            [file] => format!("`{file}` is still being written and is not used yet"),
            _ => {
                format!("{} are still being written and are not used yet: {}", of(place, files), named(files))
            }
        };
        told.push(Diagnostic::warning_without_place("arriving-file", message));
    }
    let meant = snapshot.meant_tables();
    for (place, files) in by_place(&snapshot.unknown_files) {
        let message = match files {
            [file] => format!("`{file}` belongs to no table that has a contract and is not used"),
            _ => format!(
                "{} belong to no table that has a contract and are not used: {}",
                of(place, files),
                named(files)
            ),
        };
        let problem = Diagnostic::warning_without_place("unknown-file", message);
        told.push(match meant.get(place) {
            Some(table) => {
                problem.help(format!("did you mean `{table}`? a table's files have its very name"))
            }
            None => problem,
        });
    }
    for (place, files) in by_place(&snapshot.passed_files) {
        let are = if files.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {are} passed over, as names are that begin with `_` or `.` or end as those of unfinished files: {}",
            of(place, files),
            named(files)
        );
        told.push(
            Diagnostic::warning_without_place("passed-over", message)
                .help("rename what is data; take away what is none"),
        );
    }
    told
}

fn of(place: &str, files: &[String]) -> String {
    format!("{} of `{place}`", counted(files.len(), "file"))
}

fn named(files: &[String]) -> String {
    let names: Vec<String> = files.iter().take(NAMED).map(|file| format!("`{file}`")).collect();
    let more = if files.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}
