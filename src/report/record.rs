//! One row of a table by its key: the record that an identifier stands for.

use std::sync::Arc;

use super::front::front;
use super::{Ask, Column, Frontmatter, Kind, ReportError, Table};
use crate::kpi::sql;
use crate::query::{Lane, Texts};
use crate::workspace::Reader;

/// A record of a table.
#[derive(Debug)]
pub struct RecordView {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What its table is called.
    pub title: String,
    /// Its key.
    pub key: String,
    /// Its columns; one row, or as many as bear the key.
    pub rows: Table,
    /// The titles of columns that name or harm somebody: their values are not read.
    pub hidden: Vec<String>,
}

/// So many rows of one key are read: a contract's key has one.
const MOST: usize = 20;

/// A key longer than this is none.
const LONGEST: usize = 200;

/// The record of a table that a key stands for.
///
/// # Errors
/// For a table that does not exist or whose key is of several columns, for a key that no row bears, for a reader who
/// does not see all rows, and where the rows cannot be read.
pub async fn record(
    reader: &Reader<'_>,
    table: &str,
    key: &str,
    ask: &Ask,
) -> Result<RecordView, ReportError> {
    let unknown =
        |name: &str| ReportError::Unknown { what: "record", name: name.to_owned(), known: Vec::new() };
    let contract = reader.table_of_records(table).ok_or_else(|| unknown(table))?;
    let [own] = contract.key.as_slice() else { return Err(unknown(table)) };
    if key.chars().count() > LONGEST {
        return Err(unknown(table));
    }
    // A key says which row it is; of the others only what names nobody.
    let (open, hidden): (Vec<_>, Vec<_>) =
        contract.columns.iter().partition(|(name, column)| *name == own || column.sensitivity.is_open());
    let columns: Vec<String> = open.iter().map(|(name, _)| format!("t.{}", sql::name(name))).collect();
    let columns = columns.join(", ");
    let statement = format!(
        "SELECT {columns} FROM {} AS t WHERE CAST(t.{} AS VARCHAR) = {} ORDER BY {columns} LIMIT {MOST}",
        sql::name(table),
        sql::name(own),
        sql::text(key)
    );
    let rows = reader.run_with(Lane::Records, table, &statement, Texts::default()).await?;
    if rows.is_empty() {
        return Err(unknown(key));
    }
    let column = |name: &str, kind: Kind| match contract.columns.get(name) {
        Some(column) => Column {
            title: column.title.clone(),
            labels: reader.table_labels(column),
            sensitivity: column.sensitivity,
            record: reader.row_of(table, name).filter(|other| other != table),
            ..Column::new(name, kind)
        },
        None => Column::new(name, kind),
    };
    Ok(RecordView {
        front: front(reader, reader.workspace().opening_period(), ask)?,
        title: contract.title.clone(),
        key: key.to_owned(),
        rows: Table::of_rows(Arc::new(rows), column),
        hidden: hidden.into_iter().map(|(_, column)| column.title.clone()).collect(),
    })
}
