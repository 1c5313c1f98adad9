//! Whether a pack that was written says what the data say now.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::ExportError;
use super::bag::PAYLOAD;
use super::manifest;
use super::material::{Material, PackOrder};
use crate::report::{Answer, json};
use crate::workspace::Reader;

/// What became of a pack's figures since it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Codes of KPIs some of whose figures are others now, each with how many.
    pub figures: BTreeMap<String, usize>,
}

/// Holds a pack against what would be written today; nothing where data and definitions are the same.
///
/// # Errors
/// Where the pack cannot be read, or today's figures cannot be had.
pub async fn changed(
    reader: &Reader<'_>,
    order: &PackOrder,
    place: &Path,
) -> Result<Option<Changed>, ExportError> {
    let path = place.join(PAYLOAD).join(manifest::FILE);
    let failed = |source| ExportError::File { path: path.clone(), source };
    let written: Value = serde_json::from_slice(&fs::read(&path).map_err(failed)?)
        .map_err(|source| ExportError::format("json", "the manifest of the pack", source))?;
    let same = |name: &str, now: &str| written.get(name).and_then(Value::as_str) == Some(now);
    if same("snapshot", &reader.identity()) && same("workspace", &reader.workspace().identity) {
        return Ok(None);
    }
    let material = Material::gather(reader, order).await?;
    let mut before = BTreeMap::new();
    for figure in written.get("figures").and_then(Value::as_array).into_iter().flatten() {
        before.insert(key(figure), said(figure));
    }
    let mut changed = Changed::default();
    let mut note = |figure: &Value| {
        let code = figure.get("code").and_then(Value::as_str).unwrap_or_default();
        *changed.figures.entry(code.to_owned()).or_default() += 1;
    };
    for figure in &material.figures {
        let figure = as_value(figure)?;
        if before.remove(&key(&figure)).is_none_or(|old| old != said(&figure)) {
            note(&figure);
        }
    }
    // What there was and is no more.
    for gone in before.keys() {
        let code = gone.split('\0').next().unwrap_or_default();
        note(&Value::Object([("code".to_owned(), Value::from(code))].into_iter().collect()));
    }
    Ok(Some(changed))
}

fn as_value(figure: &Answer) -> Result<Value, ExportError> {
    serde_json::from_str(&json(figure)).map_err(|source| ExportError::format("json", "a figure", source))
}

/// What tells a figure from all others.
fn key(figure: &Value) -> String {
    let of = |name: &str| figure.get(name).map(Value::to_string).unwrap_or_default();
    let code = figure.get("code").and_then(Value::as_str).unwrap_or_default();
    format!("{code}\0{}\0{}\0{}", of("calendar"), of("period"), of("by"))
}

/// What it says.
fn said(figure: &Value) -> [String; 4] {
    ["numerator", "denominator", "value", "state"]
        .map(|name| figure.get(name).map(Value::to_string).unwrap_or_default())
}
