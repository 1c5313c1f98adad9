//! The passport of a number: everything about one KPI for one scope and state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asked::{Asked, head};
use super::front::{filters as filter_views, front, period_view};
use super::{Ask, AskError, FilterView, Frontmatter, ReportError, TableView, TileView};
use crate::calendar::{DayRange, Period, PeriodKind};
use crate::kpi::{
    Clause, Outside, REPORTING_DIMENSION, Scope, Selection, SliceError, ValueColumn, proof,
    records as record_list,
};
use crate::query::Rows;
use crate::table::Sensitivity;
use crate::workspace::{Dataset, UsedFile};

/// A KPI explained.
#[derive(Debug)]
pub struct Passport {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What its reader may filter by: its own dimensions.
    pub filters: Vec<FilterView>,
    /// The figure with its change, its course and where it stands against its target.
    pub tile: TileView,
    /// The clauses of the plan that it answers, word for word.
    pub clauses: Vec<Clause>,
    /// Its value columns with the days that each was read from.
    pub columns: Vec<(ValueColumn, Option<DayRange>)>,
    /// Who owed a report and has not sent it: labels in their order.
    pub missing: Vec<String>,
    /// The figure by each of its dimensions.
    pub tables: Vec<TableView>,
    /// Records that fall into no slot.
    pub outside: Outside,
    /// The KPI's file as it stands.
    pub sql: String,
    /// SQL that gives the very figure on another engine, run in the workspace's folder.
    pub proof: String,
    /// The files that it was computed from.
    pub files: Vec<UsedFile>,
    /// The first records behind it.
    pub records: RecordsView,
}

/// A page of records.
#[derive(Debug)]
pub struct RecordsView {
    /// The period in whose days they counted.
    pub period: Period,
    /// The columns' titles: the column's own, its contract's, or its dimension's.
    pub titles: Vec<String>,
    /// What a reader sees in each cell; sensitive columns are marked, not shown elsewhere.
    pub rows: Rows,
    /// For each column how sensitive it is.
    pub sensitivity: Vec<Sensitivity>,
    /// For each column that is a dimension, what its members are called.
    pub labels: Vec<BTreeMap<String, String>>,
    /// How many records there are in all.
    pub count: u64,
    /// The place of the first one shown, from 0.
    pub offset: usize,
    /// How many a page has.
    pub limit: usize,
}

/// Explains a KPI.
///
/// # Errors
/// For an unknown KPI, period or member, and where its query fails.
pub async fn passport(
    dataset: &Dataset,
    scope: &Scope,
    kind: PeriodKind,
    code: &str,
    ask: &Ask,
) -> Result<Passport, ReportError> {
    let kpi = dataset.kpi(code)?;
    let cube = dataset.cube(kpi).await?;
    let (filters, unfiltered) = ask.filters.split(kpi);
    let period = ask.period_of(dataset, kpi, kind).map_err(AskError::from)?;
    let mut front = front(dataset, kind, ask)?;
    front.period = period_view(dataset, period.clone());
    let asked = Asked {
        dataset,
        scope,
        kpi,
        cube: Arc::clone(&cube),
        filters: filters.clone(),
        view: ask.view.clone(),
    };
    let tile = asked.tile(head(dataset, kpi, None, &filters, &unfiltered), &period)?;
    let mut tables = Vec::new();
    for dimension in &kpi.dimensions {
        let (breakdown, labels) = asked.by_label(asked.breakdown(period.clone(), dimension)?);
        let head = head(dataset, kpi, None, &filters, &unfiltered);
        tables.push(TableView { head, dimension: dataset.dimension_title(dimension), breakdown, labels });
    }
    let selection = Selection { period, filters, view: ask.view.clone() };
    let label =
        |code: &String| dataset.member_label(REPORTING_DIMENSION, code, tile.figure.period.last_day());
    let mut missing: Vec<String> = tile.figure.completeness.missing.iter().map(label).collect();
    missing.sort_by(|a, b| dataset.locale().compare(a, b));
    Ok(Passport {
        front,
        filters: filter_views(dataset, &kpi.dimensions, ask),
        clauses: dataset.workspace().plan.clauses_of(code).cloned().collect(),
        columns: kpi.columns.iter().cloned().zip(tile.figure.parts.iter().map(|part| part.days)).collect(),
        missing,
        tables,
        outside: cube.outside,
        sql: kpi.file.text.clone(),
        proof: dataset.portable(kpi, &proof::statement(dataset.frame(), kpi, &selection)),
        files: dataset.files_of(kpi),
        records: records(dataset, scope, code, &selection, record_list::Page { offset: 0, limit: 20 })
            .await?,
        tile,
    })
}

/// A page of the records behind a number.
///
/// # Errors
/// For an unknown KPI, and where its query fails.
pub async fn records(
    dataset: &Dataset,
    scope: &Scope,
    code: &str,
    selection: &Selection,
    page: record_list::Page,
) -> Result<RecordsView, ReportError> {
    match scope {
        Scope::Everything => {}
    }
    let kpi = dataset.kpi(code)?;
    let frame = dataset.frame();
    let cube = dataset.cube(kpi).await?;
    selection
        .filters
        .check(kpi, &cube, |dimension| frame.members.get(dimension))
        .map_err(SliceError::from)?;
    let (rows, count) = match record_list::statement(frame, kpi, selection, page) {
        Some(statement) => {
            let rows = dataset.run(code, &statement).await?;
            let count = match record_list::count(frame, kpi, selection) {
                Some(statement) => dataset.run_count(code, &statement).await?,
                None => 0,
            };
            (rows, count)
        }
        None => (Rows::none(), 0),
    };
    let names: Vec<String> = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
    Ok(RecordsView {
        period: selection.period.clone(),
        titles: names.iter().map(|name| dataset.column_title(kpi, name)).collect(),
        labels: names.iter().map(|name| dataset.choices(name).into_iter().collect()).collect(),
        sensitivity: names.iter().map(|name| dataset.column_sensitivity(kpi, name)).collect(),
        rows,
        count,
        offset: page.offset,
        limit: page.limit,
    })
}
