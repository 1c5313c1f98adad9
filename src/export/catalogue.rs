//! What KPIs are, as a table: what is counted, what it answers, how it is computed, of what, and who answers for it.

use super::book::{Block, Book, Sheet};
use super::listed::{block, column, text};
use crate::kpi::{Kpi, Role};
use crate::locale::Unit;
use crate::page;
use crate::report::{Catalogue, Column, Kind, RowCell};
use crate::workspace::Reader;

impl<'a> Book<'a> {
    /// The KPIs that a search found, and their figures.
    pub fn of_catalogue(reader: &Reader<'_>, catalogue: &Catalogue) -> Self {
        let title = reader.locale().words().catalogue;
        let rows = catalogue.entries.iter().map(|entry| definition(reader, &entry.kpi)).collect();
        let live = catalogue.entries.iter().filter_map(|entry| entry.live.as_ref().ok());
        let figures = live.flat_map(|live| live.answers(reader, &catalogue.front.ask)).collect();
        let blocks = vec![
            block("definitions", title, heads(reader), rows),
            Block::of_figures(reader.locale().words().lists.figures, figures),
        ];
        let sheet = Sheet { name: "kpis".to_owned(), title: title.to_owned(), blocks, report: None };
        Self { title: title.to_owned(), edition: catalogue.front.edition.clone(), sheets: vec![sheet] }
    }
}

/// The columns of [`definition`].
pub(super) fn heads(reader: &Reader<'_>) -> Vec<Column> {
    let words = reader.locale().words();
    let heads = [
        ("code", words.code),
        ("title", words.kpi),
        ("definition", words.definition),
        ("clauses", words.clause),
        ("formula", words.formula),
        ("columns", words.workbook.columns),
        ("column_codes", words.workbook.column_codes),
        ("unit", words.unit),
        ("target", words.target),
        ("dimensions", words.controls.divided_by),
        ("tables", words.workbook.tables),
        ("table_codes", words.workbook.table_codes),
        ("needs", words.workbook.reports),
        ("owners", words.workbook.owners),
    ];
    heads.map(|(name, title)| column(name, title, Kind::Text)).to_vec()
}

/// What a KPI is.
pub(super) fn definition(reader: &Reader<'_>, kpi: &Kpi) -> Vec<RowCell> {
    let dimensions: Vec<String> = kpi.dimensions.iter().map(|name| reader.dimension_title(name)).collect();
    vec![
        text(&kpi.code),
        text(&kpi.title),
        text(&kpi.definition),
        text(&clauses(reader, kpi)),
        text(&page::formula(reader.locale(), kpi, None)),
        text(&columns(reader, kpi)),
        text(&column_codes(kpi)),
        text(&kpi.unit.label),
        text(&target(reader, kpi)),
        text(&dimensions.join("\n")),
        text(&tables(reader, kpi, |table| Some(reader.workspace().contracts.get(table)?.title.clone()))),
        text(&tables(reader, kpi, |table| Some(table.to_owned()))),
        text(&reports(reader, kpi)),
        text(&owners(reader, kpi)),
    ]
}

/// The clauses of the plan that it answers, each with its place.
fn clauses(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let clauses = reader.workspace().plan.clauses_of(&kpi.code);
    let each =
        clauses.map(|clause| format!("{}: {}", page::clause_place(reader.locale(), &clause.id), clause.text));
    each.collect::<Vec<_>>().join("\n")
}

/// What its query calls its columns, a line each.
fn column_codes(kpi: &Kpi) -> String {
    kpi.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join("\n")
}

/// Its columns, each with its place in the formula, in words, and how it is taken.
fn columns(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let words = reader.locale().words();
    let each = kpi.columns.iter().map(|column| {
        let role = match column.role {
            Role::Numerator if kpi.is_ratio() => words.numerator,
            Role::Numerator => words.value,
            Role::Denominator => words.denominator,
            Role::Beside => words.pages.beside,
        };
        let taken = page::taken(reader.locale(), column, 0);
        format!("{role}: {}. {taken}", column.label)
    });
    each.collect::<Vec<_>>().join("\n")
}

fn target(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let Some(target) = reader.workspace().plan.target(&kpi.code) else { return String::new() };
    let unit = Unit { decimals: target.value.normalize().scale(), scaled: false, ..kpi.unit.clone() };
    let value = reader.locale().quantity(target.value, &unit);
    match target.by {
        Some(by) => {
            let by = reader.locale().words().pages.by_day.replace("{0}", &reader.locale().date(by));
            format!("{value} {by}")
        }
        None => value,
    }
}

/// The tables that it reads, a line each; the program's own have no title.
fn tables(reader: &Reader<'_>, kpi: &Kpi, called: impl Fn(&str) -> Option<String>) -> String {
    let uses = reader.workspace().uses.get(&kpi.code).into_iter().flat_map(|uses| uses.tables.keys());
    uses.filter_map(|table| called(table)).collect::<Vec<_>>().join("\n")
}

/// What a reader calls a table.
pub(super) fn table_title(reader: &Reader<'_>, table: &str) -> String {
    let contract = reader.workspace().contracts.get(table);
    contract.map_or_else(|| table.to_owned(), |contract| contract.title.clone())
}

fn reports(reader: &Reader<'_>, kpi: &Kpi) -> String {
    kpi.reports
        .iter()
        .map(|code| reader.report_label(code, reader.data_date()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who answers for its clauses, each body once.
fn owners(reader: &Reader<'_>, kpi: &Kpi) -> String {
    let mut names: Vec<String> = Vec::new();
    for owner in reader.workspace().plan.clauses_of(&kpi.code).flat_map(|clause| &clause.owners) {
        let name = reader.body_label(owner, reader.data_date());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("\n")
}
