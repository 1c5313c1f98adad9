//! For which days the tables speak that say on which day each of their rows happened.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Int64Type};
use chrono::{Datelike, TimeDelta};
use indexmap::IndexMap;

use super::opening::DataError;
use crate::calendar::{Day, DayRange, day_since_1970};
use crate::kpi::{Caveat, Gap, Kpi, Named, Outside, Reason, Supply};
use crate::query::{Lane, QueryError, Request, Rows, Session};
use crate::table::{Contract, LONGEST_PAUSE, LoneRow, Pinned, RejectedRows, Snapshot, TableGap, lone_rows};
use crate::workspace::Workspace;

/// Of so many rows one at most may be a slip of the pen; where more stand alone, the table is thin.
const SHARE_OF_SLIPS: u64 = 10;

/// So many rows that stand alone are looked for in the files.
const MOST_LONE: usize = 10;

/// On which days the rows of a table happened.
#[derive(Debug, Default)]
pub(super) struct TableDays {
    /// Each day with its rows, from a while before the data's first day until a while after the data date:
    /// rows just outside say that the days inside are known, and a far one says nothing.
    pub(super) rows: BTreeMap<Day, u64>,
    /// Rows of no day, or of one that no period has.
    outside: Outside,
}

/// The days of every table whose contract names the column.
///
/// # Errors
/// Where a table cannot be read.
pub(super) async fn days(
    workspace: &Workspace,
    session: &Session,
    data_date: Day,
) -> Result<IndexMap<String, TableDays>, QueryError> {
    let (first_day, pause) = (workspace.calendars.first_day(), TimeDelta::days(LONGEST_PAUSE));
    let from = first_day.checked_sub_signed(pause).unwrap_or(first_day);
    let until = data_date.checked_add_signed(pause).unwrap_or(data_date);
    // As far as the calendar goes, which queries see: what comes later counts in no period of theirs.
    let end = Day::from_ymd_opt(data_date.year() + 1, 12, 31).unwrap_or(until);
    let mut found = IndexMap::new();
    for contract in workspace.contracts.values() {
        let Some(day) = &contract.day else { continue };
        let statement = format!(
            "SELECT CASE WHEN d.day BETWEEN {} AND {} THEN d.day END AS day, \
             CASE WHEN d.day IS NULL THEN 1 WHEN d.day < {} THEN 2 WHEN d.day > {} THEN 3 ELSE 0 END AS place, \
             count(*) AS \"rows\" FROM (SELECT \"{day}\" AS day FROM \"{}\") AS d GROUP BY 1, 2",
            date(from),
            date(until),
            date(first_day),
            date(end),
            contract.name
        );
        let rows = session.run(Request::new(&contract.name, statement).lane(Lane::Long)).await?;
        found.insert(contract.name.clone(), TableDays::read(&rows));
    }
    Ok(found)
}

fn date(day: Day) -> String {
    format!("DATE '{day}'")
}

impl TableDays {
    fn read(rows: &Rows) -> Self {
        let mut days = Self::default();
        for batch in &rows.batches {
            let day = batch.column(0).as_primitive::<Date32Type>();
            let place = batch.column(1).as_primitive::<Int64Type>();
            let counts = batch.column(2).as_primitive::<Int64Type>();
            for row in 0..batch.num_rows() {
                let count = u64::try_from(counts.value(row)).unwrap_or(0);
                match place.value(row) {
                    1 => days.outside.no_day += count,
                    2 => days.outside.before += count,
                    3 => days.outside.beyond += count,
                    _ => {}
                }
                let own = day_since_1970(day.value(row)).filter(|_| day.is_valid(row));
                if let Some(own) = own {
                    *days.rows.entry(own).or_default() += count;
                }
            }
        }
        days
    }

    /// The days from the first to the last row that another one comes near: a single row far away is a slip
    /// of the pen, and would make 0 of days of which nothing is known. Where more than a tenth of the rows are
    /// such, they are no slips, and all rows bound the days.
    pub(super) fn span(&self) -> Option<DayRange> {
        let range = |first: Option<&Day>, last: Option<&Day>| {
            first.zip(last).map(|(first, last)| DayRange { first_day: *first, last_day: *last })
        };
        let near = self.near();
        let all = range(self.rows.keys().next(), self.rows.keys().next_back());
        let Some(within) = range(near.first(), near.last()) else { return all };
        // Outside of them each row stands alone on its day.
        let lone = self.rows.keys().filter(|day| !within.contains(**day)).count() as u64;
        if lone * SHARE_OF_SLIPS > self.rows.values().sum() { all } else { Some(within) }
    }

    /// The days with a row that another one comes near.
    fn near(&self) -> BTreeSet<Day> {
        let close = |a: &Day, b: &Day| b.signed_duration_since(*a).num_days() <= LONGEST_PAUSE;
        let days: Vec<&Day> = self.rows.keys().collect();
        let pairs = days.windows(2).filter(|pair| close(pair[0], pair[1])).flatten();
        let same = self.rows.iter().filter(|(_, rows)| **rows > 1).map(|(day, _)| day);
        pairs.copied().chain(same).copied().collect()
    }

    /// The days outside the span on which a row stands alone, each with the day next to it.
    fn lone(&self) -> Vec<(Day, Day)> {
        let Some(span) = self.span() else { return Vec::new() };
        let days: Vec<Day> = self.rows.keys().copied().collect();
        let before = days.windows(2).filter(|pair| pair[0] < span.first_day).map(|pair| (pair[0], pair[1]));
        let after = days.windows(2).filter(|pair| pair[1] > span.last_day).map(|pair| (pair[1], pair[0]));
        before.chain(after).collect()
    }

    /// The gaps of a contract with the rows that lie in them.
    pub(super) fn gaps(&self, contract: &Contract) -> Vec<Gap> {
        let gap = |own: &TableGap| Gap {
            days: DayRange { first_day: own.first_day, last_day: own.last_day },
            label: own.label.clone(),
            rows: self.rows.range(own.first_day..=own.last_day).map(|(_, rows)| rows).sum(),
        };
        contract.gaps.iter().map(gap).collect()
    }
}

/// The rows that stand alone, and where.
///
/// # Errors
/// Where a file cannot be read any more.
pub(super) fn lone(
    workspace: &Workspace,
    days: &IndexMap<String, TableDays>,
    snapshot: &Snapshot,
    files: (&Pinned, &RejectedRows),
) -> Result<Vec<LoneRow>, DataError> {
    let mut found = Vec::new();
    for (table, days) in days {
        let lone: BTreeMap<Day, Day> = days.lone().into_iter().take(MOST_LONE).collect();
        if let Some(contract) = workspace.contracts.get(table).filter(|_| !lone.is_empty()) {
            found.extend(lone_rows(contract, &lone, snapshot, files)?);
        }
    }
    Ok(found)
}

/// Limits each KPI that needs no reports to the days for which all tables that it reads speak: reports say
/// by themselves whether anything is missing. Every KPI is told of rows that no period has.
///
/// The days are those of all rows of a table, whatever a KPI picks from it.
pub(super) fn limit(
    workspace: &Workspace,
    days: &IndexMap<String, TableDays>,
    supplies: &mut IndexMap<String, Supply>,
) {
    for kpi in workspace.kpis.values() {
        let Some(supply) = supplies.get_mut(&kpi.code).filter(|supply| supply.reason.is_none()) else {
            continue;
        };
        let tables: Vec<(&Contract, &TableDays)> =
            workspace.dated(kpi).filter_map(|table| Some((table, days.get(&table.name)?))).collect();
        let read = |table: &Contract| {
            let columns = workspace.uses.get(&kpi.code).and_then(|uses| uses.tables.get(&table.name));
            columns.zip(table.day.as_ref()).is_some_and(|(columns, day)| columns.contains(day))
        };
        let lost = tables.iter().filter(|(table, days)| !days.outside.is_nothing() && read(table));
        supply.undated = lost
            .map(|(table, days)| Caveat::Undated { table: Some(named(table)), outside: days.outside })
            .collect();
        if kpi.reports.is_empty() {
            of_all(supply, &tables);
        }
    }
}

fn named(table: &Contract) -> Named {
    Named { name: table.name.clone(), title: table.title.clone() }
}

/// The latest beginning, the earliest end, and every gap.
fn of_all(supply: &mut Supply, tables: &[(&Contract, &TableDays)]) {
    let mut known: Vec<(&Contract, DayRange)> = Vec::new();
    for (table, days) in tables {
        match days.span() {
            Some(span) => known.push((table, span)),
            None => {
                supply.reason = Some(Reason::NoData(named(table)));
                return;
            }
        }
        supply.gaps.extend(days.gaps(table));
        supply.silences.extend(days.silences(table).into_iter().map(|days| (named(table), days)));
    }
    let begins = known.iter().max_by_key(|(_, span)| span.first_day);
    let ends = known.iter().min_by_key(|(_, span)| span.last_day);
    let Some(((later, first), (earlier, last))) = begins.zip(ends) else { return };
    let (first_day, last_day) = (first.first_day, last.last_day);
    if first_day <= last_day {
        supply.span = Some(DayRange { first_day, last_day });
    } else {
        let (begins, ends) = ((named(later), first_day), (named(earlier), last_day));
        supply.reason = Some(Reason::NoCommonDay { begins, ends });
    }
}

impl Workspace {
    /// The tables that a KPI reads and whose contracts name their `day`.
    fn dated<'a>(&'a self, kpi: &Kpi) -> impl Iterator<Item = &'a Contract> {
        let uses = self.uses.get(&kpi.code);
        let tables = uses.into_iter().flat_map(|uses| uses.tables.keys());
        tables.filter_map(|table| self.contracts.get(table)).filter(|table| table.day.is_some())
    }

    /// The KPIs that need no reports and none of whose tables names its `day`: for them a period without
    /// data is 0.
    pub fn unlimited(&self) -> impl Iterator<Item = &Kpi> {
        let reads = |kpi: &Kpi| {
            let uses = self.uses.get(&kpi.code);
            uses.is_some_and(|uses| uses.tables.keys().any(|table| self.contracts.contains_key(table)))
        };
        let own = self.kpis.values().filter(|kpi| kpi.reports.is_empty());
        own.filter(move |kpi| reads(kpi) && self.dated(kpi).next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_row_that_stands_alone_bounds_nothing_unless_many_do() {
        for (rows, span, lone) in [
            ("", "", ""),
            ("2024-01-05", "2024-01-05..2024-01-05", ""),
            ("2024-01-05 2024-02-05", "2024-01-05..2024-02-05", ""),
            ("2002-01-05*1 2024-01-05*5 2024-02-05*5", "2024-01-05..2024-02-05", "2002-01-05"),
            ("2024-01-05*9 2024-02-05 2024-03-08", "2024-01-05..2024-02-05", "2024-03-08"),
            (
                "2002-01-05 2003-01-05 2024-01-05*30 2099-01-01",
                "2024-01-05..2024-01-05",
                "2002-01-05 2003-01-05 2099-01-01",
            ),
            // In the midst it bounds nothing anyway.
            ("2024-01-01*9 2024-06-01 2024-12-01 2024-12-02", "2024-01-01..2024-12-02", ""),
            // A survey every year, and a table of few rows.
            ("2021-01-05 2022-01-05 2023-01-05", "2021-01-05..2023-01-05", ""),
            ("2023-01-10 2024-02-20 2024-02-21", "2023-01-10..2024-02-21", ""),
        ] {
            let mut days = TableDays::default();
            for own in rows.split_whitespace() {
                let (own, rows) = own.split_once('*').unwrap_or((own, "1"));
                *days.rows.entry(day(own)).or_default() += rows.parse::<u64>().unwrap();
            }
            let told = days.span().map(|span| format!("{}..{}", span.first_day, span.last_day));
            assert_eq!(told.unwrap_or_default(), span, "{rows}");
            let told: Vec<String> = days.lone().iter().map(|(own, _)| own.to_string()).collect();
            assert_eq!(told.join(" "), lone, "{rows}");
        }
    }
}
