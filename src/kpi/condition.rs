//! Windows, filters and views as SQL, so that a record list and a proof can say exactly what counted.

use std::collections::BTreeMap;
use std::ops::Range;

use super::definition::{Kpi, ValueColumn};
use super::filter::Filters;
use super::member::Members;
use super::scope::Scope;
use super::selection::{Frame, Selection, limit};
use super::sql;
use super::view::Units;
use crate::calendar::{Day, window};

/// The condition under which a record of `k`, joined to its calendar day `c`, counts in a column for a
/// reader; nothing where the column has no window.
pub(super) fn counts(
    frame: Frame<'_>,
    scope: &Scope,
    selection: &Selection,
    kpi: &Kpi,
    column: &ValueColumn,
) -> Option<String> {
    let there = stands(frame, scope, selection, kpi, column)?;
    Some(format!("k.{} IS NOT NULL AND {there}", sql::name(&column.name)))
}

/// The condition under which a record stands in the days of a column of the formula, passes its filters and fills
/// nothing that would make it count; nothing where no column has a window.
pub(super) fn blank(frame: Frame<'_>, scope: &Scope, selection: &Selection, kpi: &Kpi) -> Option<String> {
    let mut places: Vec<String> =
        kpi.formula().filter_map(|column| stands(frame, scope, selection, kpi, column)).collect();
    places.sort();
    places.dedup();
    let any: Vec<String> = places.iter().map(|place| format!("({place})")).collect();
    (!any.is_empty()).then(|| format!("{} AND ({})", sql::unfilled(kpi), any.join(" OR ")))
}

/// The days that a column reads, and its filters.
fn stands(
    frame: Frame<'_>,
    scope: &Scope,
    selection: &Selection,
    kpi: &Kpi,
    column: &ValueColumn,
) -> Option<String> {
    match scope {
        Scope::Everything => {}
    }
    // What the data do not speak of, no record counts in.
    if limit(kpi, &selection.period).is_some() {
        return None;
    }
    let slots = window(frame.calendars, &selection.period, column.over, frame.slots).ok()?;
    let mut all = vec![within(frame, &slots)?];
    for dimension in kpi.dimensions.iter().filter(|name| !column.ignores.contains(name)) {
        match frame.units(dimension, selection.view.as_deref()) {
            Ok(Some(units)) => all.push(unit(frame, units, &selection.filters, dimension)),
            Ok(None) if selection.filters.get(dimension).is_some() => {
                all.push(member(frame, &selection.filters, dimension));
            }
            Ok(None) => {}
            // The selection was checked; nothing counts where it was not.
            Err(_) => all.push("FALSE".to_owned()),
        }
    }
    Some(all.join(" AND "))
}

fn within(frame: Frame<'_>, slots: &Range<usize>) -> Option<String> {
    let own = frame.slots.get(slots.clone())?;
    let (first, last) = (own.first()?.first_day, own.last()?.first_day);
    Some(if first == last {
        format!("c.slot = {}", sql::date(first))
    } else {
        format!("c.slot BETWEEN {} AND {}", sql::date(first), sql::date(last))
    })
}

/// A filter with all that lies below its members, each on the days on which it does.
fn member(frame: Frame<'_>, filters: &Filters, dimension: &str) -> String {
    let Some(wanted) = filters.get(dimension) else { return "TRUE".to_owned() };
    let roots: Vec<&str> = wanted.iter().flatten().map(String::as_str).collect();
    let mut stretches: Vec<Stretch<'_>> = roots.iter().map(|code| (*code, None, None)).collect();
    let nothing = Members::default();
    let members = frame.members.get(dimension).unwrap_or(&nothing);
    for code in members.codes().filter(|code| !roots.contains(code)) {
        stretches.extend(members.stretches(code, &roots).into_iter().map(|(from, to)| (code, from, to)));
    }
    any(members, dimension, wanted.contains(&None), stretches)
}

/// The codes of the units that a filter names, each on its days; without a filter those of all units,
/// and what is not known.
fn unit(frame: Frame<'_>, units: &Units, filters: &Filters, dimension: &str) -> String {
    let wanted = filters.get(dimension);
    let passes =
        |unit: &str| wanted.is_none_or(|wanted| wanted.iter().any(|member| member.as_deref() == Some(unit)));
    let stretches = units
        .stretches()
        .filter(|(_, _, _, unit)| unit.is_some_and(passes))
        .map(|(code, from, to, _)| (code, from, to));
    let nothing = Members::default();
    let members = frame.members.get(dimension).unwrap_or(&nothing);
    any(members, dimension, wanted.is_none_or(|wanted| wanted.contains(&None)), stretches.collect())
}

/// A code and the first and last day on which it counts; nothing = always.
type Stretch<'a> = (&'a str, Option<Day>, Option<Day>);

fn any(members: &Members, dimension: &str, unknown: bool, stretches: Vec<Stretch<'_>>) -> String {
    // As cubes read it, whatever type the query gives.
    let column = format!("CAST(k.{} AS VARCHAR)", sql::name(dimension));
    let mut any = Vec::new();
    if unknown {
        any.push(format!("{column} IS NULL"));
    }
    // Codes of the same days stand in one list.
    let mut by_days: BTreeMap<(Option<Day>, Option<Day>), Vec<String>> = BTreeMap::new();
    for (code, from, to) in stretches {
        // A record may have another spelling of the code.
        let spellings = members.aliases().filter(|(_, meant)| *meant == code).map(|(spelling, _)| spelling);
        let listed = std::iter::once(code).chain(spellings).map(sql::text);
        by_days.entry((from, to)).or_default().extend(listed);
    }
    for ((from, to), codes) in by_days {
        let from = from.map(|day| format!("k.day >= {}", sql::date(day)));
        let to = to.map(|day| format!("k.day <= {}", sql::date(day)));
        let listed = format!("{column} IN ({})", codes.join(", "));
        let all: Vec<String> = std::iter::once(listed).chain(from).chain(to).collect();
        any.push(if all.len() == 1 { all.concat() } else { format!("({})", all.join(" AND ")) });
    }
    if any.is_empty() { "FALSE".to_owned() } else { format!("({})", any.join(" OR ")) }
}
