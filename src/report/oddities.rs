//! What is odd about the files that are used, by table.

use crate::calendar::DayRange;
use crate::kpi::{Caveat, Gap};
use crate::table::{Contract, LoneRow};
use crate::workspace::Reader;

/// What is odd about the files of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddTable {
    /// What a reader calls the table.
    pub table: String,
    /// What is doubtful about figures that read it.
    pub doubts: Vec<Caveat>,
    /// Columns that its contract does not know.
    pub unknown: Vec<String>,
    /// Files that hold the same and count once.
    pub counted_once: Vec<String>,
    /// Files of which every row is a copy of a row of another file.
    pub sent_again: Vec<String>,
    /// Columns of codes of which not all are compared with their dimension's, by what readers call them.
    pub uncounted: Vec<String>,
    /// Rows that stand alone before or after all others.
    pub lone: Vec<LoneRow>,
    /// Gaps that rows lie in.
    pub gaps: Vec<Gap>,
    /// Stretches without a row, where rows come all the time.
    pub silences: Vec<DayRange>,
}

/// The tables about whose files something is odd, in the order of the contracts.
pub(super) fn odd_tables(reader: &Reader<'_>) -> Vec<OddTable> {
    let Some(files) = reader.files() else { return Vec::new() };
    let tables = reader.workspace().contracts.values().map(|contract| {
        let odd = files.oddities(contract);
        OddTable {
            table: contract.title.clone(),
            doubts: files.doubts(contract),
            unknown: odd.unknown.into_iter().map(|(column, _)| column).collect(),
            uncounted: odd.uncounted.iter().map(|name| title(contract, name)).collect(),
            lone: files.lone_rows(contract).cloned().collect(),
            gaps: files.rows_in_gaps(contract),
            silences: files.silences(contract),
            counted_once: if contract.key.is_empty() { Vec::new() } else { odd.repeated.concat() },
            sent_again: odd.resent,
        }
    });
    tables.filter(|odd| !odd.is_nothing()).collect()
}

impl OddTable {
    fn is_nothing(&self) -> bool {
        let dated = self.lone.is_empty() && self.gaps.is_empty() && self.silences.is_empty();
        dated
            && self.uncounted.is_empty()
            && self.doubts.is_empty()
            && self.unknown.is_empty()
            && self.counted_once.is_empty()
            && self.sent_again.is_empty()
    }
}

fn title(contract: &Contract, name: &str) -> String {
    contract.columns.get(name).map_or(name, |column| &column.title).to_owned()
}
