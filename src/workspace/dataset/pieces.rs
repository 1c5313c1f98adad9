//! In how many pieces a KPI's records are gathered. Where its plan shows that each record is made of one row of a table or of
//! none, what comes of some of the table's files is kept by itself: a new or corrected file costs its own piece.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Snapshot, SnapshotFile};
use crate::query::{Dependence, Portion};
use crate::table::Pinned;
use crate::workspace::{Uses, Workspace};

/// The files that are served, by table.
pub(super) struct TableFiles {
    by_table: BTreeMap<String, Vec<File>>,
    /// A piece of fewer rows is not worth a query of its own.
    least_rows: u64,
}

struct File {
    path: PathBuf,
    /// The hash of what is read.
    content: String,
    rows: u64,
}

/// Records that come of some files of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) portion: Portion,
    /// What the files hold, by hashes.
    pub(super) content: String,
}

impl TableFiles {
    pub(super) fn new(workspace: &Workspace, snapshot: &Snapshot, pinned: &Pinned, least_rows: u64) -> Self {
        let file = |file: &SnapshotFile| File {
            path: pinned.of(file).to_owned(),
            content: file.served_sha256.clone(),
            rows: file.rows - file.set_aside - file.copies - file.superseded,
        };
        let own = |name: &String| super::served(snapshot, name).map(file).collect();
        let by_table = workspace.contracts.keys().map(|name| (name.clone(), own(name))).collect();
        Self { by_table, least_rows }
    }

    /// The pieces of a KPI, by what it reads; none where all is gathered at once.
    pub(super) fn pieces(&self, uses: &Uses) -> Vec<Piece> {
        let one_by_one = uses.dependences.iter().filter(|(_, own)| own.is_one_by_one());
        let largest = one_by_one.max_by_key(|(table, _)| self.rows(table));
        let Some((table, dependence)) = largest else { return Vec::new() };
        // What stands beside the table is read for each piece again.
        let beside: u64 = uses.tables.keys().filter(|own| *own != table).map(|own| self.rows(own)).sum();
        let least = beside.max(self.least_rows);
        let piece = |files: &[&File]| Piece {
            portion: Portion {
                table: table.clone(),
                files: files.iter().map(|file| file.path.clone()).collect(),
            },
            content: files.iter().map(|file| file.content.as_str()).collect::<Vec<_>>().join("\n"),
        };
        let mut pieces = Vec::new();
        let mut open: Vec<&File> = Vec::new();
        for file in self.of(table) {
            open.push(file);
            if open.iter().map(|file| file.rows).sum::<u64>() >= least {
                pieces.push(piece(&open));
                open.clear();
            }
        }
        if !open.is_empty() {
            pieces.push(piece(&open));
        }
        match (pieces.len(), dependence) {
            (0 | 1, _) => return Vec::new(),
            (_, Dependence::OrNone) => pieces.push(piece(&[])),
            _ => {}
        }
        pieces
    }

    fn of(&self, table: &str) -> &[File] {
        self.by_table.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    fn rows(&self, table: &str) -> u64 {
        self.of(table).iter().map(|file| file.rows).sum()
    }
}
