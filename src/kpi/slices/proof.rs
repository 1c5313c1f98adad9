//! The printed proof: SQL that gives the very figure, on this engine or another.

use indexmap::IndexMap;

use super::figure::{Figure, Reason};
use super::slice::Slice;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Kpi, Role, ValueColumn};
use crate::kpi::sql;

/// The statement over the workspace's tables, `calendar` and `slots`: one row of the value columns,
/// then `numerator`, `denominator` (where something is divided) and `value`.
///
/// It does not know who reported, nor for which days the tables speak: where the figure has no value for
/// such a reason, it says so in a comment and gives NULL throughout.
pub fn statement(slice: &Slice<'_>, figure: &Figure) -> String {
    let kpi = slice.question.kpi;
    let told = figure.parts.iter().any(|part| part.cell.number.is_some());
    if let Some(reason) = unseen(figure.reason.as_ref(), figure.value.is_some() || told) {
        return nothing(kpi, "", reason);
    }
    let records = format!("(\n{}\n  )", kpi.file.text.trim_end());
    body(slice, &IndexMap::new(), "", &Ground { records: &records, calendar: "calendar" })
}

/// Where a statement finds what it counts: names of tables, or queries in brackets.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The KPI's records.
    pub records: &'a str,
    /// The days.
    pub calendar: &'a str,
}

/// The statement of one of many figures, by its number, which is the row's first column: the whole, or the part of
/// some members. `reason` is why it has no value, where that cannot be seen in its records.
pub fn numbered(
    slice: &Slice<'_>,
    part: &IndexMap<String, Option<String>>,
    number: usize,
    reason: Option<&Reason>,
    ground: &Ground<'_>,
) -> String {
    let first = format!("{number} AS figure, ");
    match reason {
        Some(reason) => nothing(slice.question.kpi, &first, reason),
        None => body(slice, part, &first, ground),
    }
}

fn body(
    slice: &Slice<'_>,
    part: &IndexMap<String, Option<String>>,
    first: &str,
    ground: &Ground<'_>,
) -> String {
    let kpi = slice.question.kpi;
    let Ground { records, calendar } = ground;
    // What stands at a place in their order needs the records one by one, so each such column stands beside
    // the others.
    let (mut columns, mut ranked) = (Vec::new(), Vec::new());
    for (index, column) in kpi.columns.iter().enumerate() {
        let condition = slice.counts_for(index, part);
        match condition.as_deref().and_then(|condition| self::ranked(ground, column, condition)) {
            Some(text) => ranked.push((format!("p{index}"), column, text)),
            None => columns.push(format!(
                "         {} AS {}",
                expression(column, condition.as_deref()),
                sql::name(&column.name)
            )),
        }
    }
    let source = |name: &str| {
        let own = ranked.iter().find(|(_, column, _)| column.name == name);
        format!("{}.{}", own.map_or("p", |(alias, _, _)| alias), sql::name(name))
    };
    let sum = |role: Role| kpi.role(role).map(|column| source(&column.name)).collect::<Vec<_>>().join(" + ");
    let numerator = sum(Role::Numerator);
    let formula = if kpi.is_ratio() {
        let denominator = sum(Role::Denominator);
        format!(
            "{numerator} AS numerator,\n       {denominator} AS denominator,\n       \
             {} * CAST({numerator} AS DOUBLE) / CAST(NULLIF({denominator}, 0) AS DOUBLE) AS value",
            kpi.unit.times.unwrap_or(1)
        )
    } else {
        format!("{numerator} AS numerator,\n       {numerator} AS value")
    };
    let own: Vec<String> = kpi.columns.iter().map(|column| source(&column.name)).collect();
    let added = (!columns.is_empty()).then(|| {
        format!(
            "(\n  SELECT\n{}\n  FROM {records} AS k\n  LEFT JOIN {calendar} AS c ON c.day = k.day\n) AS p",
            columns.join(",\n")
        )
    });
    let ranked = ranked.iter().map(|(alias, _, text)| format!("{text} AS {alias}"));
    let from: Vec<String> = added.into_iter().chain(ranked).collect();
    format!("SELECT {first}{},\n       {formula}\nFROM {}", own.join(", "), from.join("\nCROSS JOIN "))
}

/// Of the reason why a figure has no value whether it can be seen in its records; it is given back where it cannot.
/// `told`: something of the figure is a number all the same.
pub fn unseen(reason: Option<&Reason>, told: bool) -> Option<&Reason> {
    match reason.filter(|_| !told)? {
        Reason::NothingToMeasure | Reason::NothingBelow => None,
        reason => Some(reason),
    }
}

/// One row without any value.
fn nothing(kpi: &Kpi, first: &str, reason: &Reason) -> String {
    let below = kpi.is_ratio().then_some("denominator");
    let own = kpi.columns.iter().map(|column| column.name.as_str());
    let names = own.chain(["numerator"]).chain(below).chain(["value"]);
    let columns: Vec<String> =
        names.map(|name| format!("CAST(NULL AS DOUBLE) AS {}", sql::name(name))).collect();
    format!("-- {}\nSELECT {first}{}", sql::comment(&reason.sentence()), columns.join(",\n       "))
}

/// What is taken of the records in the order of their values, and where among them it stands.
type Taken = (&'static str, &'static str);

/// The value in the middle, or half way between the two in the middle.
const MIDDLE: Taken =
    ("(min(r.value) + max(r.value)) * 0.5", "2 * r.place BETWEEN r.records AND r.records + 2");

/// The smallest value whose place among the records, times ten, is at least nine times their number.
const NINE_TENTHS: Taken = ("min(r.value)", "10 * r.place >= 9 * r.records");

/// A query of one row for the number of a column that needs its records in their order; nothing for another column.
pub(super) fn ranked(ground: &Ground<'_>, column: &ValueColumn, condition: &str) -> Option<String> {
    let taken = match column.aggregate {
        Aggregate::Sum | Aggregate::Distinct => return None,
        Aggregate::Median => MIDDLE,
        Aggregate::P90 => NINE_TENTHS,
    };
    Some(at_place(ground, column, condition, taken))
}

fn at_place(ground: &Ground<'_>, column: &ValueColumn, condition: &str, (taken, place): Taken) -> String {
    let Ground { records, calendar } = ground;
    let name = sql::name(&column.name);
    let value = format!("CAST(k.{name} AS DECIMAL(38, {}))", column.scale);
    format!(
        "(\n  SELECT {taken} AS {name}\n  FROM (\n  SELECT {value} AS value, row_number() OVER (ORDER BY \
         k.{name}) AS place, count(*) OVER () AS records\n  FROM {records} AS k\n  LEFT JOIN {calendar} AS c \
         ON c.day = k.day\n  WHERE {condition}\n  ) AS r\n  WHERE {place}\n)"
    )
}

pub(super) fn expression(column: &ValueColumn, condition: Option<&str>) -> String {
    let name = format!("k.{}", sql::name(&column.name));
    // One row, as the others give.
    let nothing = || "min(CAST(NULL AS BIGINT))".to_owned();
    let Some(condition) = condition else { return nothing() };
    match column.aggregate {
        Aggregate::Sum => {
            format!(
                "coalesce(sum(CAST({name} AS DECIMAL(38, {}))) FILTER (WHERE {condition}), 0)",
                column.scale
            )
        }
        Aggregate::Distinct => format!("count(DISTINCT {name}) FILTER (WHERE {condition})"),
        // Among the others they stand only where they have no window.
        Aggregate::Median | Aggregate::P90 => nothing(),
    }
}
