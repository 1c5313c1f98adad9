//! The outlines of a dimension's members, read from a GeoJSON file of the workspace.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::files::Files;
use crate::chart::{self, Polygon};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::kpi::Dimension;

/// Reads the file of each dimension that names one.
pub(super) fn read(
    problems: &mut Diagnostics,
    files: &Files,
    dimensions: &IndexMap<String, Dimension>,
) -> IndexMap<String, BTreeMap<String, Vec<Polygon>>> {
    let mut all = IndexMap::new();
    for dimension in dimensions.values() {
        let Some(shapes) = &dimension.shapes else { continue };
        let span = shapes.place.clone();
        let Some(file) = files.get(&shapes.file) else {
            let message = format!("there is no file `{}`", shapes.file);
            let problem = Diagnostic::error("missing-file", span, message);
            problems.push(problem.help("outlines lie below queries/ and end in .geojson"));
            continue;
        };
        match chart::shapes(&file.text, &shapes.key) {
            Ok(outlines) => {
                all.insert(dimension.name.clone(), outlines);
            }
            Err(error) => {
                // The file itself may be one line of megabytes, so the place is where it is named.
                let message = format!("`{}` cannot be read: {error}", shapes.file);
                problems.push(Diagnostic::error("geojson", span, message));
            }
        }
    }
    all
}
