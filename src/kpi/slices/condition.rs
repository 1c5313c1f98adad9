//! Windows, filters and views as SQL, so that a record list and a proof can say exactly what counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexMap;

use super::filter::Filters;
use super::frame::Frame;
use super::question::Question;
use super::slice::Slice;
use crate::calendar::Day;
use crate::kpi::cube::member::Members;
use crate::kpi::cube::view::Units;
use crate::kpi::definition::kpi::Role;
use crate::kpi::sql;

impl Slice<'_> {
    /// The condition under which a record of `k`, joined to its calendar day `c`, counts in the value column at an
    /// index for its reader; nothing where the column has no window.
    pub(in crate::kpi) fn counts(&self, index: usize) -> Option<String> {
        let column = self.question.kpi.columns.get(index)?;
        let there = self.stands(index)?;
        Some(format!("k.{} IS NOT NULL AND {there}", sql::name(&column.name)))
    }

    /// The same for a part: by each dimension that the column minds only records of that very member. What lies
    /// below a member is a part of its own in a breakdown.
    pub(in crate::kpi) fn counts_for(
        &self,
        index: usize,
        part: &IndexMap<String, Option<String>>,
    ) -> Option<String> {
        let Question { kpi, lenses, .. } = self.question;
        let column = kpi.columns.get(index)?;
        let mut all = vec![self.counts(index)?];
        for (dimension, code) in part {
            let axis = kpi.dimensions.iter().position(|own| own == dimension)?;
            if self.question.minds(column, axis) {
                all.push(match lenses[axis] {
                    Some((_, units)) => of_unit(self.frame, units, dimension, code.as_deref()),
                    None => of_member(self.frame, dimension, code.as_deref()),
                });
            }
        }
        Some(all.join(" AND "))
    }

    /// The condition under which a record stands in the days of a column of the formula, passes its filters and
    /// fills nothing that would make it count; nothing where no column has a window.
    pub(in crate::kpi) fn blank(&self) -> Option<String> {
        let columns = self.question.kpi.columns.iter().enumerate();
        let formula = columns.filter(|(_, column)| column.role != Role::Beside);
        let mut places: Vec<String> = formula.filter_map(|(index, _)| self.stands(index)).collect();
        places.sort();
        places.dedup();
        let any: Vec<String> = places.iter().map(|place| format!("({place})")).collect();
        (!any.is_empty()).then(|| format!("{} AND ({})", self.question.kpi.unfilled(), any.join(" OR ")))
    }

    /// The days that a column reads, and its filters.
    fn stands(&self, index: usize) -> Option<String> {
        let Question { kpi, filters, lenses, scope, .. } = self.question;
        // What the data do not speak of, no record counts in.
        if kpi.unspoken(self.period).is_some() {
            return None;
        }
        let (column, slots) = (kpi.columns.get(index)?, self.windows[index].as_ref().ok()?);
        if scope.hides(&column.ignores) {
            return None;
        }
        let mut all = vec![within(self.frame, slots)?];
        let hiding = kpi.dimensions.iter().filter_map(|own| Some((own, scope.members(own)?)));
        all.extend(hiding.map(|(dimension, seen)| member(self.frame, seen, dimension)));
        for (axis, dimension) in kpi.dimensions.iter().enumerate() {
            if !self.question.minds(column, axis) {
                continue;
            }
            match lenses[axis] {
                Some((_, units)) => all.push(unit(self.frame, units, filters, dimension)),
                None => all.extend(filters.get(dimension).map(|own| member(self.frame, own, dimension))),
            }
        }
        Some(all.join(" AND "))
    }
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
fn member(frame: Frame<'_>, wanted: &BTreeSet<Option<String>>, dimension: &str) -> String {
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

/// The records of one member and of none below it.
fn of_member(frame: Frame<'_>, dimension: &str, code: Option<&str>) -> String {
    let nothing = Members::default();
    let members = frame.members.get(dimension).unwrap_or(&nothing);
    any(members, dimension, code.is_none(), code.map(|code| (code, None, None)).into_iter().collect())
}

/// The records of one unit.
fn of_unit(frame: Frame<'_>, units: &Units, dimension: &str, code: Option<&str>) -> String {
    let own = units.stretches().filter(|(_, _, _, unit)| code.is_some() && *unit == code);
    let nothing = Members::default();
    let members = frame.members.get(dimension).unwrap_or(&nothing);
    any(members, dimension, code.is_none(), own.map(|(code, from, to, _)| (code, from, to)).collect())
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
