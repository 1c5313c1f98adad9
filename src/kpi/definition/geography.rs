//! Where a dimension's file says that its members lie: columns of degrees, or a file of outlines.

use std::sync::Arc;

use super::dimension::ShapeFile;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};
use crate::table::{ColumnType, Contract};

/// Two columns of numbers.
pub(in crate::kpi) fn columns(
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
pub(in crate::kpi) fn shapes(
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
