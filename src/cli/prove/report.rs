//! What was shown of which role, for whoever keeps a dossier.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::path::Path;

use super::Own;
use super::altered::Altered;
use super::walk::Walked;
use crate::cli::Failure;
use crate::diagnostic::counted;
use crate::store::sha256_hex;
use crate::workspace::{Access, Dataset};

/// By table what became of its rows; nothing of one that is common.
pub(super) type Tables = BTreeMap<String, Option<Altered>>;

/// Of one role and one member.
pub(super) struct Proved {
    pub(super) role: String,
    pub(super) own: Own,
    pub(super) walked: Walked,
    /// The KPIs that the role is granted.
    pub(super) kpis: BTreeSet<String>,
    /// Those of which something is another where only others' rows are: a figure of any period, or what an address says.
    pub(super) unsound: BTreeSet<String>,
    /// Those of which nobody can tell yet, with the tables in which no other body's row is another; without any those that
    /// are the same whatever stands in the role's own rows.
    pub(super) untried: BTreeMap<String, Vec<String>>,
    /// Those that are shown for a reason though others' rows may change them; all else was tried without them.
    pub(super) excused: BTreeSet<String>,
    pub(super) tables: Tables,
}

impl Proved {
    /// Whether nothing of others was told.
    pub(super) fn is_sound(&self) -> bool {
        // Where those who see everything are told nothing else either, nothing was tried.
        let is_tried = self.walked.lists.is_none_or(|(others, all)| others > 0 || all == 0);
        self.walked.different.is_empty() && self.unsound.is_empty() && is_tried
    }

    /// The KPIs that others' rows do not change.
    pub(super) fn sound(&self) -> BTreeSet<String> {
        let told = |code: &&String| self.unsound.contains(*code) || self.untried.contains_key(*code);
        self.kpis.iter().filter(|code| !told(code)).cloned().collect()
    }
}

/// ` (organization = N1)`.
pub(super) fn of(own: &Own) -> String {
    let pairs: Vec<String> =
        own.iter().map(|(dimension, member)| format!("{dimension} = {member}")).collect();
    if pairs.is_empty() { String::new() } else { format!(" ({})", pairs.join(", ")) }
}

/// So many addresses are listed.
const LISTED: usize = 30;

/// Writes the report to a file, or prints it.
pub(super) fn write(
    dataset: &Dataset,
    access: &Access,
    proved: &[Proved],
    out: Option<&Path>,
) -> Result<(), Failure> {
    let text = told(dataset, access, proved);
    match out {
        Some(path) => std::fs::write(path, text)?,
        None => stdout().write_all(text.as_bytes())?,
    }
    Ok(())
}

fn told(dataset: &Dataset, access: &Access, proved: &[Proved]) -> String {
    let mut text = String::new();
    let roles = sha256_hex(format!("{access:?}").as_bytes());
    let _ = writeln!(text, "Minh Bạch {}, prove-access", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "definitions {}", dataset.workspace().identity);
    let _ = writeln!(text, "roles       {roles}");
    let _ = writeln!(text, "data        {}, until {}", dataset.snapshot_id(), dataset.data_date());
    for each in proved {
        let _ = writeln!(
            text,
            "\nrole `{}`{}: {}",
            each.role,
            of(&each.own),
            if each.is_sound() { "sound" } else { "NOT sound" }
        );
        let walked = &each.walked;
        let _ = writeln!(
            text,
            "  {}{}, {} with another answer where only what it may not see is another",
            counted(walked.asked, "question"),
            if walked.cut { " (there are more: `--most`)" } else { "" },
            walked.different.len()
        );
        for (address, how) in walked.different.iter().take(LISTED) {
            let _ = writeln!(text, "    {address}: {how}");
        }
        if walked.different.len() > LISTED {
            let _ = writeln!(text, "    and {} more", walked.different.len() - LISTED);
        }
        let kpis: Vec<&str> = each.unsound.iter().map(String::as_str).collect();
        let _ = writeln!(
            text,
            "  {} of {} have the same figures in all periods; {}: {}",
            each.sound().len(),
            counted(each.kpis.len(), "KPI"),
            if access.roles[&each.role].rows.is_empty() {
                "the others"
            } else {
                "the role is refused the others"
            },
            if kpis.is_empty() { "none".to_owned() } else { kpis.join(", ") }
        );
        if !each.untried.is_empty() {
            let count = counted(each.untried.len(), "KPI");
            let _ = writeln!(
                text,
                "  {count} could not be tried; shown only where the plan of the query vouches:"
            );
            for (code, tables) in &each.untried {
                let why = match tables.as_slice() {
                    [] => "the role's own rows change nothing there".to_owned(),
                    some => format!("no row of others is another in {}", some.join(", ")),
                };
                let _ = writeln!(text, "    {code}: {why}");
            }
        }
        for code in &each.excused {
            let reason = &access.roles[&each.role].excused[code];
            let _ = writeln!(text, "  {code} is shown for a reason and was left out here: {reason}");
        }
        let same: Vec<&str> =
            walked.kinds.iter().filter(|(_, changed)| !**changed).map(|(kind, _)| kind.as_str()).collect();
        let _ = writeln!(
            text,
            "  {} of {} addresses answer otherwise where the role's own rows are other ones; the same say: {}",
            walked.kinds.len() - same.len(),
            walked.kinds.len(),
            if same.is_empty() { "none".to_owned() } else { same.join(" ") }
        );
        if let Some((others, all)) = walked.lists {
            let _ = writeln!(
                text,
                "  {others} of {all} record lists say something else to who sees all of them where people are called otherwise"
            );
        }
        for (table, altered) in &each.tables {
            let told = match altered {
                None => "common, as it is".to_owned(),
                Some(Altered { removed: 0, changed: 0, added: 0, named: 0 }) => {
                    "as it is: no column says whose its rows are, or none is another's".to_owned()
                }
                Some(Altered { removed, changed, added, named }) => {
                    let rows =
                        format!("{} removed, {changed} changed, {added} added", counted(*removed, "row"));
                    match named {
                        0 => rows,
                        _ => {
                            format!("{rows}; {} of who somebody is are other ones", counted(*named, "value"))
                        }
                    }
                }
            };
            let _ = writeln!(text, "  table {table}: {told}");
        }
    }
    text
}
