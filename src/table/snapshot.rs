//! The exact files that every number is computed from, and what was not served.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::contract::Contract;
use super::ends::EndCounts;
use super::finding::Fatal;
use super::given::table_of;
use super::intake::Arrived;
use super::listing::by_place;
use super::missed::{MissedFile, is_of};
use super::note::Note;
use super::oddities::KeptRows;
use super::reading::Reading;
use super::spelling::CodeCounts;
use super::tally::BodyRows;
use crate::diagnostic::nearest;
use crate::store::sha256_hex;

/// What a contract makes of bytes: another one when the same files would give other rows.
const CONFORMANCE: &str = "conformance 1";

/// What is served, whole and unchanging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// 64 hexadecimal digits over what arrived and what it was held against: the same wherever it lies, whenever it came.
    pub id: String,
    /// Every contract's table, in the order of the contracts; its files by path, perhaps none, and what comes from memory.
    pub tables: IndexMap<String, Vec<SnapshotFile>>,
    /// Files of which no row is served, and folders whose files are not read, by path.
    pub fatal_files: Vec<FatalFile>,
    /// Data files that belong to no known table, by path.
    pub unknown_files: Vec<String>,
    /// Data files that are not read because of their names or those of folders above them, by path.
    pub passed_files: Vec<String>,
    /// Files that were still being written and are left out until they have arrived, by path.
    pub arriving_files: Vec<String>,
    /// Files that were served before and are gone, by table and path.
    pub missed_files: Vec<MissedFile>,
    /// The address of the failed checks of the rows of all files served: [`super::RejectedRows`].
    pub rejected: String,
    /// Whether any file says of itself that its data are made up.
    pub synthetic: bool,
    /// The entries of the state folder that say all this, by kind and key.
    pub entries: Vec<(String, String)>,
}

/// A file of the location, and the file that is served for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFile {
    /// The table.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// Bytes of the file as it arrived.
    pub size: u64,
    /// The address of those bytes.
    pub sha256: String,
    /// Bytes of the file to read: the one that arrived, or its cleaned twin, which lies in the cache.
    pub served_size: u64,
    /// The address of those bytes.
    pub served_sha256: String,
    /// Rows that arrived.
    pub rows: u64,
    /// Rows that are wrong and not served.
    pub set_aside: u64,
    /// Rows that are not served because a row that holds the very same is.
    pub copies: u64,
    /// Rows in whose place a later row counts.
    pub superseded: u64,
    /// What the rows set aside hold in their money columns.
    pub money_set_aside: i128,
    /// What each body sent in it and what became of that; who is not known comes first.
    pub bodies: Vec<BodyRows>,
    /// How many of its served rows have each code, by column.
    pub codes: CodeCounts,
    /// How many of its served rows have a text with blanks at an end, by column.
    pub ends: EndCounts,
    /// The one body that answers for every row, if it is one.
    pub organization: Option<String>,
    /// What the exporter noted in the file.
    pub metadata: BTreeMap<String, String>,
    /// Columns that the contract does not know: not served.
    pub unknown_columns: Vec<String>,
    /// How each column of the contract was read, in the contract's order.
    pub readings: Vec<Reading>,
    /// Columns that it does not hold just as the contract names and types them.
    pub arrived: Vec<Arrived>,
    /// What became of served values on their way, by column.
    pub notes: Vec<Note>,
    /// Columns that fail a check in rows that count all the same, with those rows.
    pub kept: Vec<(String, KeptRows)>,
    /// How many of its rows set aside have an amount that is missing or cannot be read, by the body that answers for them.
    pub unstated: BTreeMap<Option<String>, u64>,
}

/// A file of which no row is served, or a folder whose files are not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FatalFile {
    /// The table.
    pub table: String,
    /// Relative to the location, with forward slashes.
    pub path: String,
    /// Bytes; 0 where it could not be looked at or is no file.
    pub size: u64,
    /// The address of its bytes; empty where they could not be read.
    pub sha256: String,
    /// Its rows, where that much can be read.
    pub rows: Option<u64>,
    /// Why.
    pub fatal: Fatal,
}

impl Snapshot {
    /// All files served, by table and path.
    pub fn files(&self) -> impl Iterator<Item = &SnapshotFile> {
        self.tables.values().flatten()
    }

    /// The tables that are meant, probably, by places of files of no table: case and spelling alone may tell them apart.
    pub fn meant_tables(&self) -> BTreeMap<String, String> {
        let tables = || self.tables.keys().map(String::as_str);
        let meant = |place: &str| {
            let stem = place.rsplit_once('.').map_or(place, |(stem, _)| stem);
            nearest(&stem.to_lowercase(), tables()).filter(|table| *table != stem).map(str::to_owned)
        };
        let places = by_place(&self.unknown_files).map(|(place, _)| place);
        places.filter_map(|place| Some((place.to_owned(), meant(place)?))).collect()
    }

    /// The files of a table that were still being written.
    pub fn arriving(&self, table: &str) -> Vec<String> {
        self.arriving_files.iter().filter(|path| is_of(path, table)).cloned().collect()
    }

    /// The id of what is served: of each file that arrived the table, the path and the address of its bytes (which holds its size),
    /// with the contracts and the time zone by which they were read. Where files lie and when they came is no part of
    /// it, nor are the bytes that are served for them: another writer of Parquet would give the same data another name.
    pub(super) fn id_of(
        served: &IndexMap<String, Vec<SnapshotFile>>,
        fatal: &[FatalFile],
        contracts: &IndexMap<String, Contract>,
        zone: &str,
    ) -> String {
        let served = served.values().flatten();
        let served = served.map(|file| [&file.table, &file.path, &file.sha256].map(String::as_str));
        let fatal = fatal.iter().map(|file| [&file.table, &file.path, &file.sha256].map(String::as_str));
        let mut lines: Vec<String> = served.chain(fatal).map(|file| file.join("\0")).collect();
        lines.sort();
        lines.extend(
            contracts.values().map(|contract| format!("{}\0{}", contract.name, contract.fingerprint())),
        );
        lines.extend([zone.to_owned(), CONFORMANCE.to_owned()]);
        sha256_hex(lines.join("\n").as_bytes())
    }
}

impl SnapshotFile {
    /// Rows that are served.
    pub fn served_rows(&self) -> u64 {
        self.rows - self.set_aside - self.copies - self.superseded
    }

    /// How many of its rows set aside have an amount that is missing or cannot be read.
    pub fn all_unstated(&self) -> u64 {
        self.unstated.values().sum()
    }

    /// Whether some of its rows do not count.
    pub fn lacks_rows(&self) -> bool {
        self.served_rows() < self.rows
    }

    /// Whether it is a table from memory, so that there is no such file.
    pub fn is_from_memory(&self) -> bool {
        table_of(&self.path).is_some()
    }

    /// Whether a cleaned twin is served in the file's place.
    pub fn is_twin(&self) -> bool {
        self.sha256 != self.served_sha256
    }
}
