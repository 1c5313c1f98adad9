//! For which days the tables speak that say on which day each of their rows happened.

use arrow::array::AsArray;
use arrow::datatypes::Date32Type;
use chrono::TimeDelta;
use indexmap::IndexMap;

use crate::calendar::{Day, DayRange};
use crate::kpi::{Gap, Kpi, Named, Reason, Supply};
use crate::query::{Lane, QueryError, Request, Rows, Session};
use crate::table::Contract;
use crate::workspace::Workspace;

/// The first and the last day of a table; nothing where no row has one.
type Spans = IndexMap<String, Option<DayRange>>;

/// Limits each KPI that needs no reports to the days for which all tables that it reads speak: reports say
/// by themselves whether anything is missing.
///
/// The days are those of all rows of a table, whatever a KPI picks from it.
///
/// # Errors
/// Where a table cannot be read.
pub(super) async fn limit(
    workspace: &Workspace,
    session: &Session,
    supplies: &mut IndexMap<String, Supply>,
) -> Result<(), QueryError> {
    let mut spans = Spans::new();
    for kpi in workspace.kpis.values().filter(|kpi| kpi.reports.is_empty()) {
        let Some(supply) = supplies.get_mut(&kpi.code).filter(|supply| supply.reason.is_none()) else {
            continue;
        };
        let dated: Vec<(&Contract, &String)> =
            workspace.dated(kpi).filter_map(|table| Some((table, table.day.as_ref()?))).collect();
        for (table, day) in &dated {
            if !spans.contains_key(&table.name) {
                spans.insert(table.name.clone(), span(session, table, day).await?);
            }
        }
        let tables: Vec<&Contract> = dated.iter().map(|(table, _)| *table).collect();
        of_all(supply, &tables, &spans);
    }
    Ok(())
}

async fn span(session: &Session, table: &Contract, day: &str) -> Result<Option<DayRange>, QueryError> {
    let statement = format!("SELECT min(\"{day}\"), max(\"{day}\") FROM \"{}\"", table.name);
    let rows = session.run(Request::new(&table.name, statement).lane(Lane::Long)).await?;
    Ok(date(&rows, 0).zip(date(&rows, 1)).map(|(first_day, last_day)| DayRange { first_day, last_day }))
}

fn date(rows: &Rows, column: usize) -> Option<Day> {
    let days = rows.batches.first()?.column(column).as_primitive_opt::<Date32Type>()?;
    days.iter()
        .next()
        .flatten()
        .and_then(|since_1970| Day::default().checked_add_signed(TimeDelta::days(i64::from(since_1970))))
}

/// The latest beginning, the earliest end, and every gap.
fn of_all(supply: &mut Supply, tables: &[&Contract], spans: &Spans) {
    let named = |table: &Contract| Named { name: table.name.clone(), title: table.title.clone() };
    let mut known: Vec<(&Contract, DayRange)> = Vec::new();
    for table in tables {
        match spans.get(&table.name).copied().flatten() {
            Some(span) => known.push((table, span)),
            None => {
                supply.reason = Some(Reason::NoData(named(table)));
                return;
            }
        }
        supply.gaps.extend(table.gaps.iter().map(|gap| Gap {
            days: DayRange { first_day: gap.first_day, last_day: gap.last_day },
            label: gap.label.clone(),
        }));
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
