//! Tables: contracts, the data location, what its files hold, and what had to be set aside.
//!
//! Parquet files, or tables from memory, go in; a [`Snapshot`] comes out, which names exactly the files that every number is
//! computed from. This module knows nothing of SQL, calendars or KPIs, and it drops nothing unseen.
//!
//! ```text
//! Contract ─┐
//! Location ─┴▶ verdict (a file by itself) ─▶ crossing, cross (files against files) ─▶ twin ─▶ Snapshot
//! ```
//!
//! What stands in the location is seen by one walk, sorted by table in a listing, and compared with what
//! was served before.

mod bound;
mod cells;
mod check;
mod contract;
mod contract_file;
mod convert;
mod cross;
mod crossing;
mod demand;
mod ends;
mod engine_tables;
mod entry;
mod excluded;
mod files;
mod finding;
mod folder;
mod found;
mod given;
mod input;
mod intake;
mod listing;
mod load;
mod location;
mod loss;
mod memory;
mod missed;
mod nature;
mod newest;
mod note;
#[cfg(feature = "s3")]
mod objects;
mod oddities;
mod parallel;
mod partition;
mod pinned;
mod placing;
mod reading;
mod rejected;
mod reread;
mod resolve;
mod settled;
mod snapshot;
mod spelling;
mod standing;
mod store_access;
mod tally;
mod told;
mod twin;
mod verdict;
mod walk;

pub use contract::{
    Column, ColumnType, Contract, OnFail, Reference, Replace, Sensitivity, TableGap, gap_line,
};
pub use contract_file::contract_schema;
pub use convert::Zone;
pub use ends::EndCounts;
pub use engine_tables::{
    LOADED_FILES, REJECTED_ROWS, REJECTED_VALUE, loaded_files, loaded_files_schema, names_file,
    parquet_bytes, rejected_rows_schema, write_engine_table,
};
pub(crate) use entry::{Kind, Name, Wish};
pub use excluded::{EXCLUDED, excluded_rows};
pub use finding::{Fatal, Fate, Finding, Layout, Rule};
pub use given::MemoryTables;
pub use intake::{Arrived, Intake, Naive, Nan, Stored};
pub use listing::by_place;
pub(crate) use listing::name as data_name;
pub use load::{LoadError, load};
pub use location::{Location, LocationError, Version};
pub use loss::{Limits, Loss, LossOf, losses};
pub use missed::MissedFile;
pub use nature::Nature;
pub use newest::{LONGEST_PAUSE, LoneRow, NewestRow, lone_rows, newest_row};
pub use note::Note;
pub use oddities::{Count, KeptRows, Oddities};
pub(crate) use parallel::in_parallel;
pub use pinned::Pinned;
pub use reading::{Found, Reading};
pub use rejected::{Rejected, RejectedRows};
pub use resolve::resolve;
pub use snapshot::{FatalFile, Snapshot, SnapshotFile};
pub use spelling::{CodeCounts, Codes, MOST_CODES};
pub use store_access::StoreAccess;
pub use tally::{BodyRows, Tally};

#[cfg(test)]
mod tests;
