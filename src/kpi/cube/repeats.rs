//! Records that a KPI lists more than once on a day: a join that multiplies, or a key under several members.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use serde::{Deserialize, Serialize};

use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Kpi, ValueColumn};
use crate::kpi::sql;
use crate::query::{Lane, QueryError, Request, Session};

/// How many keys stand more than once on one day in a column that is added up or put in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    /// Under the same members of all dimensions.
    pub again: u64,
    /// Under several members, by the KPI's dimensions.
    pub spread: Vec<u64>,
}

impl Kpi {
    /// The columns whose number another listing of a record would change: all but those that hold a key.
    pub fn repeating(&self) -> impl Iterator<Item = &ValueColumn> {
        self.columns.iter().filter(|column| match column.aggregate {
            Aggregate::Sum | Aggregate::Median | Aggregate::P90 => true,
            Aggregate::Distinct => false,
        })
    }
}

impl Repeats {
    /// Counts them over all days.
    ///
    /// # Errors
    /// Where the query fails.
    pub async fn count(session: &Session, kpi: &Kpi) -> Result<Self, QueryError> {
        // Most repeat nothing, which costs less to find out than what is repeated.
        let any = session.run(Request::new(&kpi.code, any(kpi)).lane(Lane::Long)).await?;
        if any.is_empty() {
            return Ok(Self { again: 0, spread: vec![0; kpi.dimensions.len()] });
        }
        let rows = session.run(Request::new(&kpi.code, statement(kpi)).lane(Lane::Long)).await?;
        let number = |place: usize| {
            let batch = rows.batches.first()?;
            let column = batch.column(place).as_primitive_opt::<Int64Type>()?;
            u64::try_from(column.iter().next()??).ok()
        };
        let spread = (1..=kpi.dimensions.len()).map(|place| number(place).unwrap_or(0)).collect();
        Ok(Self { again: number(0).unwrap_or(0), spread })
    }
}

/// One row where some key stands more than once on a day in one of the columns, else none.
fn any(kpi: &Kpi) -> String {
    let mut keys: Vec<String> = vec!["k.day".to_owned()];
    keys.extend(kpi.key.iter().filter(|name| *name != "day").map(|name| format!("k.{}", sql::name(name))));
    let several: Vec<String> =
        kpi.repeating().map(|column| format!("count(k.{}) > 1", sql::name(&column.name))).collect();
    format!(
        "SELECT 1 AS one FROM (\n{}\n) AS k GROUP BY {} HAVING {} LIMIT 1",
        kpi.file.text.trim_end(),
        keys.join(", "),
        several.join(" OR ")
    )
}

/// The records of a key on a day are gathered by their members first, then all together.
fn statement(kpi: &Kpi) -> String {
    let counted: Vec<String> = kpi.repeating().map(|column| sql::name(&column.name)).collect();
    let mut keys = vec!["day".to_owned()];
    keys.extend(kpi.key.iter().filter(|name| *name != "day").cloned());
    let key = |place: usize| format!("g{place}");
    let mut inner: Vec<String> = keys
        .iter()
        .enumerate()
        .map(|(place, name)| format!("k.{} AS {}", sql::name(name), key(place)))
        .collect();
    // What is a part of the key is the same wherever the key stands.
    let free: Vec<usize> =
        (0..kpi.dimensions.len()).filter(|place| !keys.contains(&kpi.dimensions[*place])).collect();
    let member =
        |place: &usize| format!("CAST(k.{} AS VARCHAR) AS d{place}", sql::name(&kpi.dimensions[*place]));
    inner.extend(free.iter().map(member));
    let groups: Vec<String> = (1..=inner.len()).map(|place| place.to_string()).collect();
    let counts = counted.iter().enumerate();
    inner.extend(counts.map(|(place, name)| format!("count(k.{name}) AS n{place}")));
    let numbers = 0..counted.len();
    let again: Vec<String> = numbers.clone().map(|number| format!("q.n{number} > 1")).collect();
    let spread = |dimension: usize| {
        if !free.contains(&dimension) {
            return format!("0 AS s{dimension}");
        }
        let several = numbers.clone().map(|number| {
            let member = format!("CASE WHEN q.n{number} > 0 THEN q.d{dimension} END");
            let all = format!("count(CASE WHEN q.n{number} > 0 THEN 1 END)");
            format!("min({member}) < max({member}) OR count({member}) BETWEEN 1 AND {all} - 1")
        });
        let several: Vec<String> = several.collect();
        format!("CASE WHEN {} THEN 1 ELSE 0 END AS s{dimension}", several.join(" OR "))
    };
    let mut outer = vec![format!("sum(CASE WHEN {} THEN 1 ELSE 0 END) AS again", again.join(" OR "))];
    outer.extend((0..kpi.dimensions.len()).map(spread));
    let sum = |name: &str| format!("CAST(coalesce(sum(r.{name}), 0) AS BIGINT) AS {name}");
    let mut sums = vec![sum("again")];
    sums.extend((0..kpi.dimensions.len()).map(|dimension| sum(&format!("s{dimension}"))));
    let own: Vec<String> = (0..keys.len()).map(|place| format!("q.{}", key(place))).collect();
    format!(
        "SELECT {} FROM (\nSELECT {} FROM (\nSELECT {} FROM (\n{}\n) AS k GROUP BY {}\n) AS q GROUP BY {}\n) AS r",
        sums.join(", "),
        outer.join(", "),
        inner.join(", "),
        kpi.file.text.trim_end(),
        groups.join(", "),
        own.join(", ")
    )
}
