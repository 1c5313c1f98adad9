//! What a list of records adds up to: how many it has, in what they count, and the figure that they give.

use super::proof::{self, Ground};
use super::records::{Counted, CountedIn, Only, counted, holds_words};
use super::slice::Slice;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::Kpi;
use crate::kpi::sql;

/// The names of the columns of a tally, in their order.
pub struct Tally {
    /// The statement, one row.
    pub sql: String,
    /// Each way of counting, whose number of records stands in the columns `n0`, `n1` …
    pub ways: Vec<CountedIn>,
    /// The places of the value columns whose sums stand in the columns `v0`, `v1` …, by their places.
    pub columns: Vec<usize>,
}

/// How many records there are (`records`), how many of them a list has (`listed`), how many of these leave the formula
/// empty (`blank`), and, of those in which the words occur, how many counted in each way; with `sums` what the list's
/// records give by value column, as the figure's proof has it. Nothing where no column has a window.
pub fn statement(slice: &Slice<'_>, columns: &[String], only: &Only, sums: bool) -> Option<Tally> {
    let kpi = slice.question.kpi;
    let Counted { conditions, blank, any } = counted(slice)?;
    let found = holds_words(columns, only).unwrap_or_else(|| "TRUE".to_owned());
    let ways = CountedIn::all(kpi);
    let part = only.counted_in.as_ref().map(|part| of_way(kpi, part, &conditions));
    let listed = part.map_or_else(|| format!("k.{FOUND}"), |part| format!("k.{FOUND} AND {part}"));
    let count = |condition: &str| format!("count(*) FILTER (WHERE {condition})");
    let mut outer = vec![
        "count(*) AS records".to_owned(),
        format!("{} AS listed", count(&listed)),
        format!("{} AS blank", count(&format!("{listed} AND k.{BLANK}"))),
    ];
    let counts = ways.iter().map(|way| count(&format!("k.{FOUND} AND {}", of_way(kpi, way, &conditions))));
    outer.extend(counts.enumerate().map(|(place, count)| format!("{count} AS n{place}")));
    let flags = conditions.iter().map(|(index, condition)| format!("({condition}) AS {}", flag(*index)));
    let values = kpi.columns.iter().map(|column| format!(", k.{}", sql::name(&column.name)));
    let inner: Vec<String> = flags
        .chain([
            format!("{found} AS {FOUND}"),
            format!("({}) AS {BLANK}", blank.unwrap_or_else(|| "FALSE".to_owned())),
        ])
        .collect();
    let rows = format!(
        "SELECT k.day{}, {}\n  FROM (\n{}\n  ) AS k\n  LEFT JOIN calendar AS c ON c.day = k.day\n  WHERE {any}",
        values.collect::<String>(),
        inner.join(", "),
        kpi.file.text.trim_end(),
    );
    let mut summed = Vec::new();
    let mut ranked = Vec::new();
    for (index, _) in conditions.iter().filter(|_| sums) {
        let column = &kpi.columns[*index];
        let condition = format!("{listed} AND k.{}", flag(*index));
        match column.aggregate {
            Aggregate::Sum | Aggregate::Distinct => {
                outer.push(format!("{} AS v{index}", proof::expression(column, Some(&condition))));
            }
            Aggregate::Median | Aggregate::P90 => {
                let records = format!("(\n  {rows}\n  )");
                let ground = Ground { records: &records, calendar: "calendar" };
                if let Some(own) = proof::ranked(&ground, column, &condition) {
                    ranked.push((*index, own));
                }
            }
        }
        summed.push(*index);
    }
    let added = format!("SELECT {}\nFROM (\n  {rows}\n) AS k", outer.join(", "));
    let sql = match ranked.as_slice() {
        [] => added,
        ranked => {
            let places = ranked
                .iter()
                .map(|(index, _)| format!("p{index}.{} AS v{index}", sql::name(&kpi.columns[*index].name)));
            let joined = ranked.iter().map(|(index, own)| format!("{own} AS p{index}"));
            format!(
                "SELECT a.*, {}\nFROM (\n{added}\n) AS a\nCROSS JOIN {}",
                places.collect::<Vec<_>>().join(", "),
                joined.collect::<Vec<_>>().join("\nCROSS JOIN ")
            )
        }
    };
    Some(Tally { sql, ways, columns: summed })
}

/// The dimensions under several of whose members one key stands, so that it has several records.
pub fn spread(slice: &Slice<'_>) -> Vec<String> {
    let question = slice.question;
    let spread = |(axis, _): &(usize, &String)| question.cube.overlaps(*axis, question.lens(*axis));
    question.kpi.dimensions.iter().enumerate().filter(spread).map(|(_, name)| name.clone()).collect()
}

// Names that no column of a query bears.
const FOUND: &str = "\"#found\"";
const BLANK: &str = "\"#blank\"";

/// Whether a record counts in the value column at a place.
fn flag(index: usize) -> String {
    sql::name(&format!("#{index}"))
}

fn of_way(kpi: &Kpi, way: &CountedIn, conditions: &[(usize, String)]) -> String {
    let own = conditions.iter().filter(|(index, _)| {
        let column = &kpi.columns[*index];
        way.has(&column.name, column.role)
    });
    let own: Vec<String> = own.map(|(index, _)| format!("k.{}", flag(*index))).collect();
    if own.is_empty() { "FALSE".to_owned() } else { format!("({})", own.join(" OR ")) }
}
