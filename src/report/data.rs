//! What arrived: from whom, for which period, how fresh, and what was set aside and why.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bodies::Bodies;
use super::checks::{CheckView, checks};
use super::counted;
use super::front::{filters as filter_views, front};
use super::oddities::{OddTable, odd_tables};
use super::report_state::ReportState;
use super::{Ask, FilterView, Frontmatter, PanelView, PartsView, ReportError};
use crate::calendar::{Day, DayRange, Period};
use crate::kpi::{Arrival, Cube, Hindrance, Kpi, Outside, Owed};
use crate::table::{ColumnType, Contract, Fatal, Fate, NewestRow, Rejected, Rule, Snapshot, SnapshotFile};
use crate::workspace::{Reader, StrayCode};

/// How many rows set aside a page has.
const REJECTED: usize = 50;

/// What arrived, for one period and the bodies asked for.
#[derive(Debug)]
pub struct DataView {
    /// What stands above every page.
    pub front: Frontmatter,
    /// The bodies, where the workspace knows them.
    pub filters: Vec<FilterView>,
    /// The newest day on which a report came.
    pub newest: Option<Day>,
    /// The day as of which a report is late: the later of the data date and the newest arrival.
    pub known: Day,
    /// The row from which the data date comes, where it comes from one.
    pub deciding: Option<NewestRow>,
    /// Bodies that sent all they owed for the period by the data date.
    pub reported: usize,
    /// Bodies that owed a report.
    pub expected: usize,
    /// The dimension whose members they are, where there is one.
    pub reports_dimension: Option<String>,
    /// Each report by body and period.
    pub reports: Vec<ReportView>,
    /// Every table, in the order of the contracts.
    pub tables: Vec<TableState>,
    /// Every identity, those that some row breaks first.
    pub checks: Vec<CheckView>,
    /// The KPIs that speak of reports and data, by body.
    pub bodies: Vec<PanelView>,
    /// Rows that failed a check, of the bodies asked for.
    pub rejected: RejectedView,
    /// What is odd about files that are used, by table.
    pub odd: Vec<OddTable>,
    /// Files of which no row is used, and folders that are not read.
    pub fatal: Vec<(String, Fatal)>,
    /// Files that were used before and are gone.
    pub lost: Vec<String>,
    /// Files that were used before and have made way for others in the same place.
    pub replaced: Vec<String>,
    /// Files that are still being written.
    pub arriving: Vec<String>,
    /// Files that belong to no table.
    pub unknown: Vec<String>,
    /// The tables that are meant by their places, probably.
    pub meant: BTreeMap<String, String>,
    /// Data files that are not read because of their names.
    pub passed: Vec<String>,
    /// Codes that no member of their dimension bears, the most frequent of each dimension first.
    pub codes: Vec<CodeView>,
    /// KPIs some of whose records count in no period.
    pub outside: Vec<OutsideView>,
    /// KPIs that could not be computed.
    pub failed: Vec<FailedView>,
    /// Why what is computed is not kept in the state folder, where it is not.
    pub unkept: Option<String>,
}

/// One report by body and period.
#[derive(Debug)]
pub struct ReportView {
    /// Its code.
    pub code: String,
    /// What the report is called.
    pub title: String,
    /// How many of each state there are, as the words of [`ReportState`] are in order.
    pub counts: Vec<(ReportState, usize)>,
    /// The days that it was owed for, oldest first, and the period that has these very days.
    pub columns: Vec<(DayRange, Option<Period>)>,
    /// The bodies in the order of their names: name, and what came for each column; nothing = not owed.
    pub rows: Vec<(String, Vec<Option<Arrival>>)>,
}

/// One table's files together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableState {
    /// What a reader calls it.
    pub title: String,
    /// Its name.
    pub name: String,
    /// Its files that are used.
    pub files: usize,
    /// Rows that arrived in them.
    pub rows: u64,
    /// Rows that are wrong and not counted.
    pub set_aside: u64,
    /// Rows that are copies of others and do not count again.
    pub copies: u64,
    /// Rows in whose place a later row counts.
    pub superseded: u64,
    /// The amounts of the rows set aside; nothing where the table has no money column.
    pub money_set_aside: Option<i128>,
    /// How many of those rows have an amount that is missing or cannot be read.
    pub unstated: u64,
}

/// A page of rows that failed a check.
#[derive(Debug)]
pub struct RejectedView {
    /// By table, file and row.
    pub rows: Vec<RejectedRow>,
    /// How many there are in all.
    pub count: usize,
    /// The place of the first one shown, from 0.
    pub offset: usize,
    /// How many a page has.
    pub limit: usize,
}

/// A row that failed a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// The body that answers for it.
    pub organization: Option<String>,
    /// What a reader calls its table.
    pub table: String,
    /// Its file, below the data location, and the row in it, from 1: for who sees all that files hold.
    pub place: Option<(String, u64)>,
    /// The check.
    pub rule: Rule,
    /// The columns' titles.
    pub column: String,
    /// The value.
    pub value: RejectedValue,
    /// Whether the row is counted all the same.
    pub kept: bool,
}

/// The value that failed, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RejectedValue {
    /// The text.
    Text(String),
    /// There was none.
    Empty,
    /// It says who somebody is, or harms somebody.
    Hidden,
}

/// A code that no member of its dimension bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeView {
    /// The code, as it is written.
    pub code: String,
    /// What the dimension is called.
    pub dimension: String,
    /// The member that is probably meant.
    pub nearest: Option<String>,
    /// How many records have it.
    pub records: u64,
    /// The KPIs and the columns of tables in which it stands.
    pub places: Vec<String>,
}

/// Records of a KPI that count in no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideView {
    /// The KPI's code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many, and why.
    pub outside: Outside,
}

/// A KPI that could not be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedView {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Why not.
    pub hindrance: Hindrance,
}

/// What arrived; `offset` is the place of the first rejected row shown.
///
/// # Errors
/// For a period that does not exist.
pub async fn data(reader: &Reader<'_>, ask: &Ask, offset: usize) -> Result<DataView, ReportError> {
    let workspace = reader.workspace();
    let front = front(reader, workspace.opening_period(), ask)?;
    let bodies = Bodies::new(reader, ask);
    let days = front.edition.period.days();
    let owed = counted::of_period(reader, &bodies, days);
    let completeness = owed.completeness(reader.data_date(), None);
    let dimensions: Vec<String> = reader
        .bodies()
        .filter(|name| workspace.dimensions.contains_key(*name))
        .map(str::to_owned)
        .into_iter()
        .collect();
    let (files, snapshot) = (reader.files(), reader.snapshot());
    let missed = |replaced: bool| {
        let files = snapshot.into_iter().flat_map(|snapshot| &snapshot.missed_files);
        files.filter(move |file| file.replaced == replaced).map(|file| file.path.clone()).collect()
    };
    let paths = |of: fn(&Snapshot) -> &Vec<String>| snapshot.map(of).cloned().unwrap_or_default();
    let fatal = snapshot.into_iter().flat_map(|snapshot| &snapshot.fatal_files);
    let cubes = reader.cubes(reader.kpis()).await;
    Ok(DataView {
        filters: filter_views(reader, &dimensions, ask),
        newest: bodies.newest(),
        deciding: files.and_then(|files| files.deciding_row()).cloned(),
        known: bodies.known(),
        reported: completeness.reported,
        expected: completeness.expected,
        reports_dimension: workspace.settings.reporting.reports.as_ref().map(|name| name.get_ref().clone()),
        reports: reports(reader, &bodies, &owed),
        tables: snapshot.map_or_else(Vec::new, |own| {
            workspace.contracts.values().map(|contract| table(own, contract)).collect()
        }),
        checks: checks(reader, Some(&front.edition.period)).await,
        bodies: by_body(reader, ask).await,
        rejected: rejected(reader, &bodies, offset)?,
        odd: odd_tables(reader),
        fatal: fatal.map(|file| (file.path.clone(), file.fatal.clone())).collect(),
        lost: missed(false),
        replaced: missed(true),
        arriving: paths(|own| &own.arriving_files),
        unknown: paths(|own| &own.unknown_files),
        meant: snapshot.map(Snapshot::meant_tables).unwrap_or_default(),
        passed: paths(|own| &own.passed_files),
        codes: codes(reader).await,
        outside: outside(&cubes),
        failed: failed(&cubes),
        // All cubes have been made by now, and could be kept or not.
        unkept: files.and_then(|files| files.unkept()),
        front,
    })
}

/// The KPIs of `[reporting]`, each by the bodies that report; one that fails says so in its place.
async fn by_body(reader: &Reader<'_>, ask: &Ask) -> Vec<PanelView> {
    let mut views = Vec::new();
    for code in &reader.workspace().settings.reporting.kpis {
        let view = of_bodies(reader, ask, code.get_ref()).await.map(PanelView::Table);
        let title =
            reader.kpi(code.get_ref()).map_or_else(|_| code.get_ref().clone(), |kpi| kpi.title.clone());
        views.push(view.unwrap_or_else(|error| PanelView::Broken { title, error }));
    }
    views
}

async fn of_bodies(reader: &Reader<'_>, ask: &Ask, code: &str) -> Result<PartsView, ReportError> {
    let kind = reader.workspace().opening_period();
    let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
    let bodies = reader.bodies().unwrap_or_default();
    reader.table(&question.at(&period), reader.head(&question, ask, None), bodies)
}

/// Each report by body and period, in the order of the reports' codes.
fn reports(reader: &Reader<'_>, bodies: &Bodies<'_>, owed: &Owed<'_>) -> Vec<ReportView> {
    let known = bodies.known();
    let codes: BTreeSet<&str> = owed.all().iter().map(|(owed, _)| owed.report.as_str()).collect();
    let of = |code: &str| {
        let own = Owed::new(owed.all().iter().filter(|(owed, _)| owed.report == code).copied());
        let days: BTreeSet<(Day, Day)> = own.all().iter().map(|(owed, _)| owed.days).collect();
        let days: Vec<(Day, Day)> = days.into_iter().collect();
        let mut rows: BTreeMap<&str, Vec<Option<Arrival>>> = BTreeMap::new();
        for (owed, body) in own.all() {
            let cells = rows.entry(body).or_insert_with(|| vec![None; days.len()]);
            if let Ok(column) = days.binary_search(&owed.days) {
                let arrival = owed.arrival(known);
                // Owed twice, the worse counts.
                cells[column] = Some(cells[column].map_or(arrival, |before| before.max(arrival)));
            }
        }
        let names = bodies.names(&own);
        let mut rows: Vec<(String, Vec<Option<Arrival>>)> = rows
            .into_iter()
            .map(|(body, cells)| (names.get(body).cloned().unwrap_or_else(|| body.to_owned()), cells))
            .collect();
        rows.sort_by(|(a, _), (b, _)| reader.locale().compare(a, b));
        let columns = days.into_iter().map(|(first_day, last_day)| {
            let days = DayRange { first_day, last_day };
            (days, reader.calendars().period_with(days))
        });
        let counts = ReportState::COUNTED.map(|state| {
            let counts = own.all().iter().filter(|(owed, _)| state.holds(owed, known, reader.data_date()));
            (state, counts.count())
        });
        let (title, code) = (reader.report_label(code, known), code.to_owned());
        ReportView { code, title, counts: counts.into(), columns: columns.collect(), rows }
    };
    codes.into_iter().map(of).collect()
}

fn table(snapshot: &Snapshot, contract: &Contract) -> TableState {
    let files = snapshot.tables.get(&contract.name).map(Vec::as_slice).unwrap_or_default();
    let sum = |of: fn(&SnapshotFile) -> u64| files.iter().map(of).sum();
    let money = contract.columns.values().any(|column| column.kind == ColumnType::Money);
    TableState {
        title: contract.title.clone(),
        name: contract.name.clone(),
        files: files.len(),
        rows: sum(|file| file.rows),
        set_aside: sum(|file| file.set_aside),
        copies: sum(|file| file.copies),
        superseded: sum(|file| file.superseded),
        unstated: files.iter().map(SnapshotFile::all_unstated).sum(),
        money_set_aside: money.then(|| files.iter().map(|file| file.money_set_aside).sum()),
    }
}

/// The rows that failed a check; copies, and those that a later row replaces, as their contract foresees, are
/// no failure and are only counted, with their table.
fn rejected(reader: &Reader<'_>, bodies: &Bodies<'_>, offset: usize) -> Result<RejectedView, ReportError> {
    let (rows, count) = reader.rejected(|body| bodies.pass_row(body), offset, REJECTED)?;
    let rows = rows.into_iter().map(|row| rejected_row(reader, row)).collect();
    Ok(RejectedView { rows, count, offset, limit: REJECTED })
}

fn rejected_row(reader: &Reader<'_>, row: Rejected) -> RejectedRow {
    let Rejected { table, file, finding: row } = row;
    let contract = reader.workspace().contracts.get(&table);
    let names: Vec<&str> = row.column.split(", ").collect();
    let columns = names.iter().map(|name| contract.and_then(|contract| contract.columns.get(*name)));
    let titles = names.iter().zip(columns.clone()).map(|(name, column)| column.map_or(*name, |c| &c.title));
    let title = titles.collect::<Vec<_>>().join(", ");
    // A key says which row it is; anything else is shown only where nobody is named by it.
    let in_key = |name: &&str| contract.is_some_and(|contract| contract.key.iter().any(|key| key == name));
    let open = columns.flatten().all(|column| column.sensitivity.is_open());
    // Who signs in would say for what they look at people.
    let in_key = |name: &&str| reader.sight().role().is_none() && in_key(name);
    let value = match row.value {
        None => RejectedValue::Empty,
        Some(value) if open || names.iter().all(in_key) => RejectedValue::Text(value),
        Some(_) => RejectedValue::Hidden,
    };
    let body = |code: &str| reader.body_label(code, reader.data_date());
    RejectedRow {
        organization: row.organization.as_deref().map(body),
        table: contract.map_or(table, |contract| contract.title.clone()),
        place: reader.files().map(|_| (file, row.row)),
        rule: row.rule,
        column: title,
        value,
        kept: row.fate == Fate::Served,
    }
}

/// Rows that failed a check, as they come.
pub type RejectedRows<'a> = Box<dyn Iterator<Item = Result<RejectedRow, ReportError>> + Send + 'a>;

/// All rows that failed a check, of the bodies asked for, as they come; and how many there are.
///
/// # Errors
/// Where they cannot be read any more.
pub fn all_rejected<'a>(reader: &'a Reader<'a>, ask: &Ask) -> Result<(usize, RejectedRows<'a>), ReportError> {
    let bodies = Bodies::new(reader, ask);
    let (count, rows) = reader.all_rejected(|body| bodies.pass_row(body))?;
    Ok((count, Box::new(rows.map(|row| Ok(rejected_row(reader, row?))))))
}

/// So many codes are listed; `check --with-data` lists more.
const CODES: usize = 100;

async fn codes(reader: &Reader<'_>) -> Vec<CodeView> {
    let all = reader.stray_codes().await;
    let view = |stray: &StrayCode| CodeView {
        code: stray.code.clone(),
        dimension: reader.dimension_title(&stray.dimension),
        nearest: reader
            .members(&stray.dimension)
            .and_then(|members| members.nearest(&stray.code))
            .map(str::to_owned),
        records: stray.records(),
        places: stray.columns.iter().chain(&stray.kpis).map(|(name, _)| name.clone()).collect(),
    };
    all.iter().take(CODES).map(view).collect()
}

/// KPIs some of whose records have no day or one before the data begin; what comes after the data date
/// waits for its period.
fn outside(cubes: &[(&Kpi, Arc<Cube>)]) -> Vec<OutsideView> {
    let found = cubes.iter().filter_map(|(kpi, cube)| {
        let outside = cube.outside;
        let view = || OutsideView { code: kpi.code.clone(), title: kpi.title.clone(), outside };
        (!outside.is_nothing()).then(view)
    });
    found.collect()
}

fn failed(cubes: &[(&Kpi, Arc<Cube>)]) -> Vec<FailedView> {
    let found = cubes.iter().filter_map(|(kpi, cube)| {
        let hindrance = cube.hindrance()?;
        Some(FailedView { code: kpi.code.clone(), title: kpi.title.clone(), hindrance })
    });
    found.collect()
}
