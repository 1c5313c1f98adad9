//! The records behind a number: the KPI's own query, each value column in its own window.

use super::slice::Slice;
pub use crate::kpi::definition::kpi::COUNTED_IN;
use crate::kpi::definition::kpi::Kpi;
use crate::kpi::sql;
use crate::query::PLACE_OF_TEXT;

/// One page of a record list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// By which column; nothing = by day and key.
    pub sort: Option<Sort>,
    /// How many records to pass over.
    pub offset: usize,
    /// How many to give at the most.
    pub limit: usize,
}

/// An order of records: by one column, then as they stand without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// One of [`shown`].
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// The statement of a page of them: see [`all`].
pub fn statement(slice: &Slice<'_>, page: &Page) -> Option<String> {
    let all = all(slice, page.sort.as_ref())?;
    Some(format!("{all}\nLIMIT {} OFFSET {}", page.limit, page.offset))
}

/// The statement of the records that counted, and of those that leave the formula empty: the columns that it counted in, its day, its key, its
/// dimensions, its value columns, then the others; in a total order. Nothing where no column has a
/// window. What is sorted is to be run with an order of texts.
pub fn all(slice: &Slice<'_>, sort: Option<&Sort>) -> Option<String> {
    let kpi = slice.question.kpi;
    let columns = columns(kpi);
    let (counted, any) = counted(slice)?;
    let shown: Vec<String> = columns.iter().map(|name| format!("k.{}", sql::name(name))).collect();
    Some(format!(
        "SELECT {counted} AS {COUNTED_IN}, {}\nFROM (\n{}\n) AS k\nLEFT JOIN calendar AS c ON c.day = k.day\n\
         WHERE {any}\nORDER BY {}",
        shown.join(", "),
        kpi.file.text.trim_end(),
        order(kpi, sort, &counted),
    ))
}

/// Every column a term, so that no two engines and no two pages can order equal records in two ways;
/// what is missing comes last either way, which engines take differently unless told. The column that
/// a reader chose is in the order of what the reader sees: of it the engine keeps no more than a page.
fn order(kpi: &Kpi, sort: Option<&Sort>, counted: &str) -> String {
    let names = shown(kpi);
    let term =
        |what: &str, descending| format!("{what} {} NULLS LAST", if descending { "DESC" } else { "ASC" });
    let own = sort.and_then(|sort| {
        let place = names.iter().position(|name| *name == sort.column)? + 1;
        let value = if place == 1 { counted.to_owned() } else { format!("k.{}", sql::name(&sort.column)) };
        Some((place, format!("{PLACE_OF_TEXT}({value})"), sort.descending))
    });
    let chosen = own.iter().flat_map(|(place, seen, descending)| {
        [term(seen, *descending), term(&place.to_string(), *descending)]
    });
    let others = (2..=names.len()).chain([1]);
    let others = others.filter(|place| own.as_ref().is_none_or(|(own, ..)| own != place));
    chosen.chain(others.map(|place| term(&place.to_string(), false))).collect::<Vec<_>>().join(", ")
}

/// The columns of a record list in their order: each may sort it.
pub fn shown(kpi: &Kpi) -> Vec<String> {
    std::iter::once(COUNTED_IN.to_owned()).chain(columns(kpi)).collect()
}

/// The statement that counts them, as `records`.
pub fn count(slice: &Slice<'_>) -> Option<String> {
    let (_, any) = counted(slice)?;
    Some(format!(
        "SELECT count(*) AS records FROM (\n{}\n) AS k\nLEFT JOIN calendar AS c ON c.day = k.day\nWHERE {any}",
        slice.question.kpi.file.text.trim_end()
    ))
}

/// The statement that counts, as `records`, those of them that leave the formula empty and count in no
/// column of it.
pub fn count_blank(slice: &Slice<'_>) -> Option<String> {
    let blank = slice.blank()?;
    Some(format!(
        "SELECT count(*) AS records FROM (\n{}\n) AS k\nLEFT JOIN calendar AS c ON c.day = k.day\nWHERE {blank}",
        slice.question.kpi.file.text.trim_end()
    ))
}

/// The columns that a record list shows after [`COUNTED_IN`], each once.
pub fn columns(kpi: &Kpi) -> Vec<String> {
    let mut names = vec!["day".to_owned()];
    let values = kpi.columns.iter().map(|column| &column.name);
    for name in kpi.key.iter().chain(&kpi.dimensions).chain(values).chain(&kpi.details) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The columns that a record counted in as one text, and the condition that it counted at all or should have.
fn counted(slice: &Slice<'_>) -> Option<(String, String)> {
    let columns = slice.question.kpi.columns.iter().enumerate();
    let conditions: Vec<(&str, String)> =
        columns.filter_map(|(index, column)| Some((column.name.as_str(), slice.counts(index)?))).collect();
    if conditions.is_empty() {
        return None;
    }
    let names: Vec<String> = conditions
        .iter()
        .map(|(name, condition)| {
            format!("CASE WHEN {condition} THEN {} ELSE '' END", sql::text(&format!("{name} ")))
        })
        .collect();
    let counted = conditions.iter().map(|(_, condition)| condition.clone());
    let any: Vec<String> = counted.chain(slice.blank()).map(|condition| format!("({condition})")).collect();
    Some((format!("trim({})", names.join(" || ")), any.join(" OR ")))
}
