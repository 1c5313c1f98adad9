//! The rows of a named query, as a page shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rows_of_period::rows_of_period;
use super::totals::totals;
use super::{Ask, AskError, Column, ColumnTotal, Kind, ReportError, RowCell, Table};
use crate::calendar::{Period, PeriodKind};
use crate::kpi::Caveat;
use crate::query::{FIRST_DAY, NamedQuery, Rows};
use crate::workspace::Reader;

/// A query's rows.
#[derive(Debug)]
pub struct RowsView {
    /// What they are called.
    pub title: String,
    /// What they are, in a sentence or two.
    pub description: Option<String>,
    /// What the query gave.
    pub table: Table,
    /// The period whose days the query takes, where it takes any.
    pub over: Option<Period>,
    /// Titles of the filters asked for that it does not take.
    pub unfiltered: Vec<String>,
    /// The periods that its column `period` names.
    pub periods: BTreeMap<String, Period>,
    /// What is doubtful about the rows.
    pub caveats: Vec<Caveat>,
    /// The column that is the same in all rows, because they are those of one year: the period says it.
    pub year: Option<String>,
    /// How many rows concern other periods and are left out.
    pub elsewhere: usize,
    /// Totals of columns.
    pub totals: Vec<ColumnTotal>,
    /// Whether columns are left out because nobody has said for what people are looked at.
    pub unstated: bool,
    /// Where each row leads on; none where no row says so.
    pub leads: Vec<Option<RowLead>>,
}

/// Where a row of a query leads on: to a KPI of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLead {
    /// The KPI's code.
    pub code: String,
    /// Codes of members by dimension.
    pub members: Vec<(String, String)>,
}

/// The column of a query that says by its code of which KPI a row tells.
const KPI: &str = "kpi";

/// The column of a query that names periods.
const PERIOD: &str = "period";

impl RowsView {
    /// Whether a column has a year in every row, and no day.
    fn says_years(&self, column: &str) -> bool {
        let place = self.table.place(column);
        let whole = place.filter(|place| self.table.columns[*place].kind == Kind::Whole);
        whole.is_some_and(|place| {
            self.table.rows().all(|row| row.get(place).is_some_and(|cell| *cell != RowCell::Nothing))
        })
    }

    pub(super) fn of(reader: &Reader<'_>, query: &NamedQuery, title: String, rows: Arc<Rows>) -> Self {
        let titled =
            |name: &str| query.labels.get(name).cloned().unwrap_or_else(|| reader.dimension_title(name));
        let (leads, is_link) = leads(reader, query, &rows);
        let seen = |name: &str| reader.sees_query_column(&query.name, name) && !is_link(name);
        // Copied only for a reader for whom there is anything to leave out.
        let rows = match rows.schema.fields().iter().all(|field| seen(field.name())) {
            true => rows,
            false => Arc::new(rows.columns(seen)),
        };
        let table = Table::of_rows(rows, |name, kind| Column {
            title: titled(name),
            labels: reader.query_labels(&query.name, name),
            sensitivity: reader.query_sensitivity(&query.name, name),
            record: reader.query_record(&query.name, name),
            ..Column::new(name, kind)
        });
        let names: BTreeSet<String> = match table.place(PERIOD) {
            Some(place) => {
                let text = |row: Vec<RowCell>| row.get(place)?.text().map(str::to_owned);
                table.rows().filter_map(text).collect()
            }
            None => BTreeSet::new(),
        };
        let calendars = reader.calendars();
        let parsed = |name: String| {
            let period = calendars.parse(calendars.default_calendar(), &name).ok()?;
            Some((name, period))
        };
        let periods = names.into_iter().filter_map(parsed).collect();
        let description = query.description.clone();
        let caveats = reader.query_caveats(&query.name);
        let (over, unfiltered, totals) = (None, Vec::new(), totals(query, &table));
        Self {
            title,
            description,
            table,
            over,
            unfiltered,
            periods,
            caveats,
            year: None,
            elsewhere: 0,
            totals,
            unstated: reader.sight().is_unstated() && reader.query_tells_of_people(&query.name),
            leads,
        }
    }
}

/// Where the rows lead on, and which columns say nothing else: the KPI's, and members' that have no label.
fn leads<'a>(
    reader: &'a Reader<'_>,
    query: &'a NamedQuery,
    rows: &Arc<Rows>,
) -> (Vec<Option<RowLead>>, impl Fn(&str) -> bool + use<'a>) {
    let table = Table::of_rows(Arc::clone(rows), Column::new);
    let place = table.place(KPI);
    let has_kpi = place.is_some();
    let is_link = move |name: &str| {
        let own = name == KPI || reader.members(name).is_some();
        has_kpi && own && !query.labels.contains_key(name)
    };
    let Some(place) = place else { return (Vec::new(), is_link) };
    let lead = |row: Vec<RowCell>| {
        let kpi = reader.kpi(row.get(place)?.text()?).ok()?;
        let member = |dimension: &String| {
            let code = row.get(table.place(dimension)?)?.text()?;
            let known = reader.members(dimension)?.codes().any(|own| own == code);
            let seen = known && reader.sees_query_column(&query.name, dimension);
            seen.then(|| (dimension.clone(), code.to_owned()))
        };
        Some(RowLead { code: kpi.code.clone(), members: kpi.dimensions.iter().filter_map(member).collect() })
    };
    (table.rows().map(lead).collect(), is_link)
}

/// A named query's rows for a question, under the query's own title.
///
/// # Errors
/// For a query or a period that does not exist, and where it fails.
pub async fn query_rows(reader: &Reader<'_>, name: &str, ask: &Ask) -> Result<RowsView, ReportError> {
    let workspace = reader.workspace();
    let title = workspace.queries.get(name).map_or_else(|| name.to_owned(), |query| query.title.clone());
    rows(reader, workspace.opening_period(), title, name, ask).await
}

/// Runs a named query: with the days of the page's period and the filters that it declares, else with the
/// values that its parameters have by themselves.
pub(super) async fn rows(
    reader: &Reader<'_>,
    kind: PeriodKind,
    title: String,
    name: &str,
    ask: &Ask,
) -> Result<RowsView, ReportError> {
    let workspace = reader.workspace();
    let query =
        workspace.queries.get(name).ok_or_else(|| match workspace.refused_queries.contains(name) {
            true => ReportError::RefusedQuery { name: name.to_owned() },
            false => ReportError::Unknown {
                what: "query",
                name: name.to_owned(),
                known: workspace.queries.keys().cloned().collect(),
            },
        })?;
    // What is found by comparing with rows that are not there would be invented.
    if let Some(lacking) = reader.without_data(query) {
        return Err(ReportError::Lacking(lacking));
    }
    let period = ask.period(reader, kind).map_err(AskError::from)?;
    let mut given = BTreeMap::new();
    for name in query.parameters.period_days() {
        let day = if name == FIRST_DAY { period.first_day() } else { period.last_day() };
        given.insert(name.to_owned(), day.to_string());
    }
    let over = (!given.is_empty() || query.period.is_some()).then(|| period.clone());
    let mut unfiltered = Vec::new();
    for (dimension, wanted) in ask.filters.iter() {
        let single = single_member(reader, ask, dimension, wanted);
        match single.filter(|_| query.parameters.takes_member(dimension)) {
            Some(member) => drop(given.insert(dimension.to_owned(), member)),
            None => unfiltered.push(reader.dimension_title(dimension)),
        }
    }
    let values = reader.values(query, given)?;
    let rows = reader.named(query, values).await?;
    let (rows, others) = rows_of_period(reader.calendars(), query, Arc::new(rows), &period);
    let elsewhere = others.map_or(0, |others| others.len());
    let view = RowsView::of(reader, query, title, rows);
    let mut columns = query.period.iter().map(|(column, _)| column);
    let year = columns.find(|column| period.year().is_some() && view.says_years(column)).cloned();
    Ok(RowsView { over, unfiltered, year, elsewhere, ..view })
}

/// The one code that a filter lets pass: a parameter holds no more. A member that others lie below lets
/// them pass too, and a unit of a view its codes; "not known" has none.
fn single_member(
    reader: &Reader<'_>,
    ask: &Ask,
    dimension: &str,
    wanted: &BTreeSet<Option<String>>,
) -> Option<String> {
    let mut codes = wanted.iter();
    let (Some(Some(code)), None) = (codes.next(), codes.next()) else { return None };
    if reader.units(dimension, ask.view.as_deref()).is_ok_and(|units| units.is_some()) {
        return None;
    }
    let members = reader.members(dimension)?;
    let nested = members.codes().any(|other| other != code && !members.stretches(other, &[code]).is_empty());
    (!nested).then(|| code.clone())
}
