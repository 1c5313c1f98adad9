//! Where the members of a dimension lie: columns of their table, or a file of outlines.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;

use super::dimension::{Dimension, MemberSource};
use super::sql;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span, Spanned};
use crate::query::{QueryError, Request, Session};
use crate::table::{ColumnType, Contract};

/// A point on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// East of Greenwich.
    pub longitude: f64,
    /// North of the equator.
    pub latitude: f64,
}

/// A file of outlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeFile {
    /// Its path below the workspace.
    pub file: String,
    /// The property that holds a member's code.
    pub key: String,
    /// Where the dimension's file names it.
    pub place: Span,
}

impl Place {
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

/// Two columns of numbers.
pub(super) fn columns(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    given: &Spanned<(String, String)>,
    contract: &Contract,
) -> Option<(String, String)> {
    let (longitude, latitude) = given.get_ref();
    let mut sound = true;
    for name in [longitude, latitude] {
        let span = file.span(given.span());
        let problem = match contract.columns.get(name) {
            None => {
                let message = format!("table `{}` has no column `{name}`", contract.name);
                let known = contract.columns.keys().map(String::as_str);
                Diagnostic::error("unknown-column", span, message).suggest(name, known)
            }
            Some(column) => match column.kind {
                ColumnType::Decimal { .. } | ColumnType::Integer => continue,
                ColumnType::Text | ColumnType::Date | ColumnType::Boolean | ColumnType::Money => {
                    let message = format!("`{name}` holds no degrees");
                    Diagnostic::error("wrong-type", span, message).help("give it the type `decimal(9,6)`")
                }
            },
        };
        problems.push(problem);
        sound = false;
    }
    sound.then(|| (longitude.clone(), latitude.clone()))
}

/// A file and its key, which need each other.
pub(super) fn shapes(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    shapes: Option<&Spanned<String>>,
    key: Option<&Spanned<String>>,
) -> Option<ShapeFile> {
    match (shapes, key) {
        (Some(shapes), Some(key)) => {
            let (place, key) = (file.span(shapes.span()), key.get_ref().clone());
            Some(ShapeFile { file: shapes.get_ref().clone(), key, place })
        }
        (None, None) => None,
        (Some(alone), None) | (None, Some(alone)) => {
            let message =
                "`shapes` and `shape_key` stand together: a file, and the property that holds a code";
            problems.push(Diagnostic::error("missing-key", file.span(alone.span()), message));
            None
        }
    }
}
