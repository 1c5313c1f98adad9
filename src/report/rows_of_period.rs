//! The rows of a query that concern a period, by the column that its header names.

use std::sync::Arc;

use super::{RowCell, Table};
use crate::calendar::{Calendars, Period};
use crate::query::{NamedQuery, Rows};

/// Those rows, and the others where there are any. All of them where the query names no such column; a row without a
/// value there concerns every period.
pub(super) fn rows_of_period(
    calendars: &Calendars,
    query: &NamedQuery,
    rows: Arc<Rows>,
    period: &Period,
) -> (Arc<Rows>, Option<Arc<Rows>>) {
    // Of rows that are not all nobody knows how many others there are.
    let Some((column, _)) = query.period.as_ref().filter(|_| !rows.truncated) else { return (rows, None) };
    let table = Table::of_rows(Arc::clone(&rows), super::Column::new);
    let Some(place) = table.place(column) else { return (rows, None) };
    let own: Vec<bool> = table.rows().map(|row| concerns(calendars, row.get(place), period)).collect();
    if own.iter().all(|own| *own) {
        return (rows, None);
    }
    let others: Vec<bool> = own.iter().map(|own| !own).collect();
    (Arc::new(rows.only(&own)), Some(Arc::new(rows.only(&others))))
}

/// Whether a year or a day concerns a period: a year its parts, and whatever of no year shares days with it.
fn concerns(calendars: &Calendars, cell: Option<&RowCell>, period: &Period) -> bool {
    match cell {
        Some(RowCell::Day(day)) => period.contains(*day),
        Some(RowCell::Number(digits)) => match period.year() {
            Some(year) => digits.as_str().parse() == Ok(year),
            None => calendars.parse(period.calendar(), digits.as_str()).is_ok_and(|year| {
                year.first_day() <= period.last_day() && period.first_day() <= year.last_day()
            }),
        },
        Some(RowCell::Nothing | RowCell::Answer(_) | RowCell::Moment(..) | RowCell::Text(_)) | None => true,
    }
}
