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
/// It does not know who reported: where nobody did, it gives 0 and the figure nothing.
pub fn statement(frame: Frame<'_>, kpi: &Kpi, scope: &Scope, selection: &Selection) -> String {
    let columns: Vec<String> = kpi
        .columns
        .iter()
        .map(|column| {
            let condition = counts(frame, scope, selection, kpi, column);
            format!("         {} AS {}", expression(column, condition.as_deref()), sql::name(&column.name))
        })
        .collect();
    let sum = |role: Role| {
        let names: Vec<String> =
            kpi.role(role).map(|column| format!("p.{}", sql::name(&column.name))).collect();
        names.join(" + ")
    };
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
    let own: Vec<String> =
        kpi.columns.iter().map(|column| format!("p.{}", sql::name(&column.name))).collect();
    format!(
        "SELECT {},\n       {formula}\nFROM (\n  SELECT\n{}\n  FROM (\n{}\n  ) AS k\n  LEFT JOIN calendar AS c ON c.day = k.day\n) AS p",
        own.join(", "),
        columns.join(",\n"),
        kpi.file.text.trim_end(),
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
        Aggregate::Median => within(column, condition, "0.5"),
        Aggregate::P90 => within(column, condition, "0.9"),
    }
}

fn within(column: &ValueColumn, condition: &str, share: &str) -> String {
    let value = format!("CASE WHEN {condition} THEN CAST(k.{} AS DOUBLE) END", sql::name(&column.name));
    format!("percentile_cont({share}) WITHIN GROUP (ORDER BY {value})")
}
