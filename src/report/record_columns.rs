//! The columns of a record list: their order, and what each is.

use super::{Column, Kind};
use crate::kpi::records::{self as list, COUNTED_IN, CountedIn};
use crate::kpi::{Kpi, Role};
use crate::workspace::Reader;

/// The columns in the order in which a reader checks a figure: what a record is, what it adds, in what it counted, when,
/// and whose it is; other amounts; then the rest. What the reader may not see is no column: neither shown, nor sorted by,
/// nor searched.
pub(super) fn in_order(reader: &Reader<'_>, kpi: &Kpi) -> Vec<String> {
    let mut all = list::shown(kpi);
    all.retain(|name| reader.sees_column(kpi, name));
    let bodies = reader.bodies().unwrap_or_default();
    let rank = |name: &String| match kpi.columns.iter().find(|column| column.name == *name) {
        _ if kpi.key.contains(name) => 0,
        Some(column) if column.role != Role::Beside => 1,
        Some(_) => 2,
        None if name == COUNTED_IN => 3,
        None if name == "day" => 4,
        None if name == bodies => 5,
        None if reader.is_money(kpi, name) => 6,
        None if kpi.has(name) => 7,
        None => 8,
    };
    let mut ordered: Vec<(u8, String)> = all.into_iter().map(|name| (rank(&name), name)).collect();
    // Stable: what is of one rank stands as the query has it.
    ordered.sort_by_key(|(rank, _)| *rank);
    ordered.into_iter().map(|(_, name)| name).collect()
}

/// A column by its name.
pub(super) fn column(reader: &Reader<'_>, kpi: &Kpi, name: &str, kind: Kind) -> Column {
    let counted_in = name == COUNTED_IN;
    let own = || kpi.columns.iter().map(|column| (column.name.clone(), column.label.clone())).collect();
    let counted = kpi.columns.iter().find(|column| column.name == name);
    Column {
        name: name.to_owned(),
        title: reader.column_title(kpi, name),
        unit: counted.filter(|_| kind.is_number()).map(|column| column.unit.clone()),
        kind,
        sensitivity: reader.column_sensitivity(kpi, name),
        labels: if counted_in { own() } else { reader.column_labels(kpi, name) },
        list: counted_in,
        record: reader.record_of(kpi, name),
    }
}

/// Whether the reader may see every column that a way of counting speaks of.
pub(super) fn is_seen(reader: &Reader<'_>, kpi: &Kpi, way: &CountedIn) -> bool {
    let mut own = kpi.columns.iter().filter(|column| way.has(&column.name, column.role));
    own.all(|column| reader.sees_column(kpi, &column.name))
}
