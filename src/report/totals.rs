//! The totals of a query's columns, added up in one place and exactly.

use rust_decimal::Decimal;

use super::{RowCell, Table};
use crate::query::NamedQuery;

/// The total of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnTotal {
    /// The column.
    pub column: String,
    /// The sum of the values that there are, in the column's unit.
    pub sum: Decimal,
    /// How many rows have a value.
    pub valued: usize,
    /// How many rows there are.
    pub rows: usize,
}

impl ColumnTotal {
    /// Whether a row has no value, so that the whole may be another.
    pub fn is_partial(&self) -> bool {
        self.valued < self.rows
    }
}

/// The totals that a query's header names, in its order. None where a single row is its own total, and none of a table that
/// does not have all rows; a column without any value, or whose sum is too large to be counted, has none.
pub(super) fn totals(query: &NamedQuery, table: &Table) -> Vec<ColumnTotal> {
    if table.truncated || table.len() < 2 {
        return Vec::new();
    }
    query.totals.iter().filter_map(|(name, _)| total(table, name)).collect()
}

fn total(table: &Table, name: &str) -> Option<ColumnTotal> {
    let place = table.place(name)?;
    let cells: Vec<RowCell> = table.rows().filter_map(|row| row.into_iter().nth(place)).collect();
    let valued: Vec<&RowCell> = cells.iter().filter(|cell| **cell != RowCell::Nothing).collect();
    let number = |cell: &RowCell| match cell {
        RowCell::Number(digits) => Decimal::from_str_exact(digits.as_str()).ok(),
        RowCell::Nothing | RowCell::Answer(_) | RowCell::Day(_) | RowCell::Moment(..) | RowCell::Text(_) => {
            None
        }
    };
    let sum = valued.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(number(cell)?))?;
    let (valued, rows) = (valued.len(), cells.len());
    (valued > 0).then(|| ColumnTotal { column: name.to_owned(), sum, valued, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Column, Digits, Kind};

    #[test]
    fn a_total_says_of_how_many_rows_it_is_and_a_column_without_a_value_has_none() {
        let column = |name| Column::new(name, Kind::Decimal { scale: 0 });
        let number = |value: i64| RowCell::Number(Digits::from(Decimal::from(value)));
        let rows = vec![
            vec![number(3), RowCell::Nothing, RowCell::Nothing],
            vec![number(-5), number(7), RowCell::Nothing],
        ];
        let table = Table::of_values(vec![column("a"), column("b"), column("c")], rows);
        let told = |name| total(&table, name).map(|total| (total.sum, total.valued, total.rows));
        assert_eq!(told("a"), Some((Decimal::from(-2), 2, 2)));
        assert_eq!(told("b"), Some((Decimal::from(7), 1, 2)));
        assert_eq!((told("c"), told("d")), (None, None));
    }
}
