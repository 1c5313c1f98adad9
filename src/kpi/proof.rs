//! The printed proof: SQL that gives the very figure, on this engine or another.

use super::Aggregate;
use super::condition::counts;
use super::definition::{Kpi, Role, ValueColumn};
use super::scope::Scope;
use super::selection::{Frame, Selection};
use super::sql;

/// The statement over the workspace's tables, `calendar` and `slots`: one row of the value columns,
/// then `numerator`, `denominator` (where something is divided) and `value`.
///
/// It does not know who reported, nor for which days the tables speak: where nobody did, or an amount is
/// stated nowhere, it gives 0 and the figure nothing.
pub fn statement(frame: Frame<'_>, kpi: &Kpi, scope: &Scope, selection: &Selection) -> String {
    let text = kpi.file.text.trim_end();
    // What nine tenths do not exceed needs the records in their order, so each stands beside the others.
    let (mut columns, mut ranked) = (Vec::new(), Vec::new());
    for (index, column) in kpi.columns.iter().enumerate() {
        let condition = counts(frame, scope, selection, kpi, column);
        match condition.as_deref().filter(|_| column.aggregate == Aggregate::P90) {
            Some(condition) => {
                ranked.push((format!("p{index}"), column, nine_tenths(text, column, condition)))
            }
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
            "(\n  SELECT\n{}\n  FROM (\n{text}\n  ) AS k\n  LEFT JOIN calendar AS c ON c.day = k.day\n) AS p",
            columns.join(",\n")
        )
    });
    let ranked = ranked.iter().map(|(alias, _, text)| format!("{text} AS {alias}"));
    let from: Vec<String> = added.into_iter().chain(ranked).collect();
    format!("SELECT {},\n       {formula}\nFROM {}", own.join(", "), from.join("\nCROSS JOIN "))
}

/// The smallest value whose place among `records`, times ten, is at least nine times their number.
fn nine_tenths(text: &str, column: &ValueColumn, condition: &str) -> String {
    let name = sql::name(&column.name);
    format!(
        "(\n  SELECT min(r.value) AS {name}\n  FROM (\n  SELECT k.{name} AS value, row_number() OVER (ORDER BY \
         k.{name}) AS place, count(*) OVER () AS records\n  FROM (\n{text}\n  ) AS k\n  LEFT JOIN calendar AS c ON \
         c.day = k.day\n  WHERE {condition}\n  ) AS r\n  WHERE 10 * r.place >= 9 * r.records\n)"
    )
}

fn expression(column: &ValueColumn, condition: Option<&str>) -> String {
    let name = format!("k.{}", sql::name(&column.name));
    let Some(condition) = condition else { return "CAST(NULL AS BIGINT)".to_owned() };
    match column.aggregate {
        Aggregate::Sum => {
            format!(
                "coalesce(sum(CAST({name} AS DECIMAL(38, {}))) FILTER (WHERE {condition}), 0)",
                column.scale
            )
        }
        Aggregate::Distinct => format!("count(DISTINCT {name}) FILTER (WHERE {condition})"),
        Aggregate::Median => {
            let value = format!("CASE WHEN {condition} THEN CAST({name} AS DOUBLE) END");
            format!("percentile_cont(0.5) WITHIN GROUP (ORDER BY {value})")
        }
        // Among the others it stands only where it has no window.
        Aggregate::P90 => "CAST(NULL AS BIGINT)".to_owned(),
    }
}
