//! The working days of the workspace's file, and the engine's own tables of time, as queries see them.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;

use super::files::Files;
use crate::calendar::{CalendarRow, Calendars, Day, Slot, WorkingDays, WorkingDaysFile, days_since_1970};
use crate::diagnostic::{Diagnostic, Diagnostics, form};
use crate::query::EngineTable;

const WORKING_DAYS_FILE: &str = "queries/working_days.toml";

/// The working days; weekends alone are none where the file says nothing else.
pub(super) fn working_days(problems: &mut Diagnostics, files: &Files) -> WorkingDays {
    let weekends_only = || {
        WorkingDays::new(std::iter::empty(), std::iter::empty())
            .unwrap_or_else(|_| unreachable!("no day contradicts another where there is none"))
    };
    let Some(file) = files.get(WORKING_DAYS_FILE) else { return weekends_only() };
    let Some(form) = form::read::<WorkingDaysFile>(problems, file, 0, &file.text) else {
        return weekends_only();
    };
    form.read().unwrap_or_else(|mistakes| {
        for mistake in mistakes {
            problems.push(Diagnostic::error(
                "working-days",
                file.span(mistake.place),
                mistake.kind.to_string(),
            ));
        }
        weekends_only()
    })
}

/// The tables of time as of a data date; without slots for the reporting query.
pub(super) fn tables(
    calendars: &Calendars,
    data_date: Day,
    with_slots: bool,
) -> Result<Vec<EngineTable>, ArrowError> {
    let rows = calendars.calendar_rows(data_date);
    let mut tables = vec![EngineTable { name: "calendar".to_owned(), batch: calendar(&rows, with_slots)? }];
    if with_slots {
        tables.push(EngineTable { name: "slots".to_owned(), batch: slots(&calendars.slots(data_date))? });
    }
    Ok(tables)
}

/// `slots(slot, first_day, last_day)`: every slot begun by the data date.
fn slots(slots: &[Slot]) -> Result<RecordBatch, ArrowError> {
    let first: ArrayRef =
        Arc::new(Date32Array::from_iter_values(slots.iter().map(|slot| days_since_1970(slot.first_day))));
    let last: ArrayRef =
        Arc::new(Date32Array::from_iter_values(slots.iter().map(|slot| days_since_1970(slot.last_day))));
    let columns = vec![("slot", Arc::clone(&first)), ("first_day", first), ("last_day", last)];
    batch(columns)
}

/// `calendar(day, slot, in_plan, working_day, working_number)`; without `slot` for the reporting
/// query, which the data date is found with.
fn calendar(rows: &[CalendarRow], with_slot: bool) -> Result<RecordBatch, ArrowError> {
    let day: ArrayRef =
        Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| days_since_1970(row.day))));
    let slot: ArrayRef =
        Arc::new(rows.iter().map(|row| row.slot.map(days_since_1970)).collect::<Date32Array>());
    let in_plan: ArrayRef = Arc::new(rows.iter().map(|row| Some(row.in_plan)).collect::<BooleanArray>());
    let working: ArrayRef = Arc::new(rows.iter().map(|row| Some(row.working_day)).collect::<BooleanArray>());
    let number: ArrayRef =
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| i64::from(row.working_number))));
    let mut columns = vec![("day", day)];
    if with_slot {
        columns.push(("slot", slot));
    }
    columns.extend([("in_plan", in_plan), ("working_day", working), ("working_number", number)]);
    batch(columns)
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let field = |(name, column): &(&str, ArrayRef)| {
        let kind: DataType = column.data_type().clone();
        Field::new(*name, kind, true)
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns.into_iter().map(|(_, column)| column).collect())
}
