//! Where the members of a dimension lie, as columns of their table say.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;

use crate::kpi::definition::dimension::{Dimension, MemberSource};
use crate::kpi::sql;
use crate::query::{QueryError, Request, Session};

/// A point on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// East of Greenwich.
    pub longitude: f64,
    /// North of the equator.
    pub latitude: f64,
}

impl Position {
    /// The places of a dimension's members by code; of a code with several lives the last one's.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub async fn load(
        session: &Session,
        dimension: &Dimension,
    ) -> Result<BTreeMap<String, Self>, QueryError> {
        let table = match &dimension.members {
            MemberSource::Values(_) => return Ok(BTreeMap::new()),
            MemberSource::Table(table) => table,
        };
        let Some((longitude, latitude)) = &table.place else { return Ok(BTreeMap::new()) };
        let [key, longitude, latitude, name] =
            [&table.key, longitude, latitude, &table.table].map(|name| sql::name(name));
        let last =
            table.valid.as_ref().map_or_else(String::new, |(first, _)| format!(", {}", sql::name(first)));
        let statement = format!(
            "SELECT CAST({key} AS VARCHAR) AS code, CAST({longitude} AS DOUBLE) AS east, \
             CAST({latitude} AS DOUBLE) AS north FROM {name} \
             WHERE {longitude} IS NOT NULL AND {latitude} IS NOT NULL ORDER BY {key}{last}"
        );
        let rows = session.run(Request::new(&dimension.name, statement)).await?;
        let mut places = BTreeMap::new();
        for batch in &rows.batches {
            let degrees = |column: usize| batch.column(column).as_primitive::<Float64Type>();
            for row in (0..batch.num_rows()).filter(|row| degrees(1).is_valid(*row)) {
                if let Some(code) = sql::text_at(batch.column(0), row) {
                    let place = Self { longitude: degrees(1).value(row), latitude: degrees(2).value(row) };
                    places.insert(code, place);
                }
            }
        }
        Ok(places)
    }
}
