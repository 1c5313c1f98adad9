//! Windows and filters as SQL, so that a record list and a proof can say exactly what counted.

use std::ops::Range;

use super::definition::{Kpi, ValueColumn};
use super::filter::Filters;
use super::member::Members;
use super::slice::{Frame, Selection, limit};
use super::sql;
use crate::calendar::window;

/// The condition under which a record of `k`, joined to its calendar day `c`, counts in a column;
/// nothing where the column has no window.
pub(super) fn counts(
    frame: Frame<'_>,
    selection: &Selection,
    kpi: &Kpi,
    column: &ValueColumn,
) -> Option<String> {
    // What the data do not speak of, no record counts in.
    if limit(kpi, &selection.period).is_some() {
        return None;
    }
    let slots = window(frame.calendars, &selection.period, column.over, frame.slots).ok()?;
    let mut all = vec![format!("k.{} IS NOT NULL", sql::name(&column.name)), within(frame, &slots)?];
    for (dimension, _) in
        selection.filters.iter().filter(|(name, _)| !column.ignores.iter().any(|i| i == name))
    {
        if kpi.has(dimension) {
            all.push(member(frame, &selection.filters, dimension));
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
    // As cubes read it, whatever type the query gives.
    let column = format!("CAST(k.{} AS VARCHAR)", sql::name(dimension));
    let Some(wanted) = filters.get(dimension) else { return "TRUE".to_owned() };
    let roots: Vec<&str> = wanted.iter().flatten().map(String::as_str).collect();
    let mut any = Vec::new();
    if wanted.contains(&None) {
        any.push(format!("{column} IS NULL"));
    }
    let mut always: Vec<String> = roots.iter().map(|code| sql::text(code)).collect();
    let nothing = Members::default();
    let members = frame.members.get(dimension).unwrap_or(&nothing);
    for code in members.codes().filter(|code| !roots.contains(code)) {
        for (from, to) in members.stretches(code, &roots) {
            let from = from.map(|day| format!("k.day >= {}", sql::date(day)));
            let to = to.map(|day| format!("k.day <= {}", sql::date(day)));
            let days: Vec<String> = from.into_iter().chain(to).collect();
            if days.is_empty() {
                always.push(sql::text(code));
            } else {
                any.push(format!("({column} = {} AND {})", sql::text(code), days.join(" AND ")));
            }
        }
    }
    if !always.is_empty() {
        any.push(format!("{column} IN ({})", always.join(", ")));
    }
    format!("({})", any.join(" OR "))
}
