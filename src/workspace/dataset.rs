//! A workspace joined with one snapshot of its data, as of one day: what every number comes from.

mod cubes;
mod doubts;
mod opening;
mod parts;
mod proofs;
mod spans;
mod strays;
mod supplies;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use chrono::Months;
use futures::future::try_join_all;
use indexmap::IndexMap;
use tokio::sync::OnceCell;

pub use self::opening::{DataError, Opening};
use self::spans::TableDays;
use self::strays::StrayColumn;
pub use self::strays::{StrayCode, UnlikeColumn};
use self::supplies::Stock;
pub(super) use self::supplies::nothing_served;
use super::portable::Portable;
use super::{AsOf, Broken, Workspace, spellings, time};
use crate::calendar::{Calendars, Day, Slot};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::kpi::{Caveat, Cube, Frame, Gap, Kpi, Members, Obligations, Place, Supply};
use crate::locale::Locale;
use crate::query::{
    Engine, Memory, Model, NamedQuery, Overflow, ParameterError, QueryError, Request, Rows, Session, Source,
    TextOrder, Values, rules,
};
use crate::store::{State, sha256_hex};
use crate::table::{self, Contract, Location, LoneRow, NewestRow, Pinned, Snapshot, SnapshotFile};

/// A file that a number was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedFile {
    /// The table.
    pub table: String,
    /// The file below the data location.
    pub path: String,
    /// Hash of the bytes that were read, 64 hexadecimal digits.
    pub sha256: String,
    /// Rows that were read.
    pub rows: u64,
    /// Rows that were set aside.
    pub set_aside: u64,
}

/// Definitions, files and a day; immutable, swapped in whole.
pub struct Dataset {
    workspace: Arc<Workspace>,
    snapshot: Snapshot,
    locale: Locale,
    session: Session,
    state: Arc<State>,
    slots: Vec<Slot>,
    data_date: Day,
    /// The row from which the data date comes, where it comes from one.
    deciding: Option<NewestRow>,
    members: IndexMap<String, Members>,
    places: IndexMap<String, BTreeMap<String, Place>>,
    obligations: Obligations,
    supplies: IndexMap<String, Supply>,
    query_supplies: IndexMap<String, Supply>,
    /// On which days something happened, by table that says so.
    days: IndexMap<String, TableDays>,
    /// Rows that stand alone before or after all others of such a table.
    lone: Vec<LoneRow>,
    /// Where codes stand in the tables that their dimension does not know.
    strays: Vec<StrayColumn>,
    /// For every table, engine's own included, what its content is.
    digests: BTreeMap<String, String>,
    portable: Portable,
    /// Where the files are read.
    pinned: Pinned,
    /// The files of the cache that it is made of.
    parts: parts::Parts,
    /// For each dimension what its members are.
    member_digests: BTreeMap<String, String>,
    /// The folder in which they arrived.
    folder: PathBuf,
    cubes: IndexMap<String, OnceCell<Arc<Cube>>>,
    /// What each check lists.
    pub(super) broken: IndexMap<String, OnceCell<Arc<Broken>>>,
}

/// How far from the data's first day the reporting query sees a calendar: fifty years.
const REPORTING_MONTHS: Months = Months::new(12 * 50);

/// How far from the data's first day a data date may lie: a table of days is made up to there.
const FARTHEST: Months = Months::new(12 * 100);

impl Dataset {
    /// Loads the data of a workspace.
    ///
    /// # Errors
    /// Where the location, the files or the state folder cannot be used, and where nothing says until
    /// when the data speak.
    pub async fn open(
        workspace: Arc<Workspace>,
        engine: &Engine,
        opening: Opening,
    ) -> Result<Self, DataError> {
        let Opening { location, state, as_of } = opening;
        let address = location.unwrap_or_else(|| workspace.settings.data_location.clone());
        let location = Location::parse(&address, &workspace.root)?;
        let snapshot = table::load(&workspace.contracts, &location, &state, &workspace.settings.zone)?;
        let pinned = Pinned::new(&snapshot, &state)?;
        let own = [
            (table::LOADED_FILES, table::loaded_files(&snapshot)),
            (table::REJECTED_ROWS, table::rejected_rows(&snapshot)),
        ]
        .map(|(name, batch)| Memory { name: name.to_owned(), batch });
        let sources: Vec<Source> = workspace
            .contracts
            .values()
            .map(|contract| Source {
                name: contract.name.clone(),
                schema: contract.schema(),
                files: served(&snapshot, &contract.name).map(|file| pinned.of(file).to_owned()).collect(),
            })
            .collect();
        let session =
            |day: Day, with_slots: bool, models: &[Model]| -> Result<(Session, Vec<Memory>), DataError> {
                let made = time::tables(&workspace.calendars, day, with_slots)?;
                let memory: Vec<Memory> = made.iter().chain(&own).cloned().collect();
                // The mistakes of models were told when the workspace was loaded.
                let mut told = Diagnostics::default();
                Ok((engine.session(&mut told, &sources, &memory, models)?, made))
            };
        let obligations = match &workspace.reporting {
            Some(model) => {
                // There is no data date yet, and a due day may lie far ahead of the last report.
                let far = workspace.calendars.first_day().checked_add_months(REPORTING_MONTHS);
                let far = far.unwrap_or(Day::MAX);
                let (session, _) = session(far, false, &workspace.models)?;
                Obligations::read(&session.run(Request::new(&model.name, &model.file.text)).await?)
            }
            None => Obligations::default(),
        };
        let (data_date, deciding) = match (as_of, &workspace.settings.as_of) {
            (Some(day), _) => (day, None),
            (None, Some(AsOf::Day(day))) => (*day, None),
            (None, Some(AsOf::Newest { table, column, .. })) => {
                let contract = workspace.contracts.get(table);
                let newest = contract.map(|contract| table::newest_row(contract, column, &snapshot, &pinned));
                let no_day = || DataError::NoNewest { table: table.clone(), column: column.clone() };
                let newest = newest.transpose()?.flatten().ok_or_else(|| no_day().blamed(&snapshot))?;
                (newest.day, Some(newest))
            }
            (None, None) => {
                let latest = obligations.latest_day();
                (latest.ok_or_else(|| DataError::NoDataDate.blamed(&snapshot))?, None)
            }
        };
        let first_day = workspace.calendars.first_day();
        if data_date < first_day {
            return Err(DataError::BeforeFirstDay { data_date, first_day });
        }
        if first_day.checked_add_months(FARTHEST).is_none_or(|farthest| data_date > farthest) {
            return Err(DataError::TooFar { data_date, first_day });
        }
        let (session, time_tables) = session(data_date, true, &workspace.models)?;
        let loading = workspace.dimensions.values().map(async |dimension| {
            Ok::<_, QueryError>((dimension.name.clone(), Members::load(&session, dimension).await?))
        });
        let members: IndexMap<String, Members> = try_join_all(loading).await?.into_iter().collect();
        let placing = workspace.dimensions.values().map(async |dimension| {
            Ok::<_, QueryError>((dimension.name.clone(), Place::load(&session, dimension).await?))
        });
        let places = try_join_all(placing).await?.into_iter().collect();
        let portable = Portable::new(&workspace, &snapshot, own.iter().chain(&time_tables), &state)?;
        let strays = strays::columns(&workspace, &snapshot, &members);
        let stock = Stock { workspace: &workspace, snapshot: &snapshot, session: &session, strays: &strays };
        let (mut supplies, query_supplies) =
            (stock.supplies(&workspace.uses), stock.supplies(&workspace.query_uses));
        let days = spans::days(&workspace, &session, data_date).await?;
        spans::limit(&workspace, &days, &mut supplies);
        let lone = spans::lone(&workspace, &days, &snapshot, &pinned)?;
        let digests = digests(&workspace, &snapshot, &portable);
        let cubes = workspace.kpis.keys().map(|code| (code.clone(), OnceCell::new())).collect();
        let broken = workspace.checks().map(|check| (check.name.clone(), OnceCell::new())).collect();
        let member_digests = cubes::member_digests(&members);
        let parts = parts::Parts::new(&workspace.root, location.folder(), as_of);
        let mut dataset = Self {
            locale: Locale::new(workspace.settings.language),
            slots: workspace.calendars.slots(data_date),
            workspace,
            snapshot,
            session,
            state,
            data_date,
            deciding,
            members,
            places,
            obligations,
            supplies,
            query_supplies,
            days,
            lone,
            strays,
            digests,
            portable,
            pinned,
            folder: location.folder().to_owned(),
            parts,
            member_digests,
            cubes,
            broken,
        };
        dataset.hold_parts();
        Ok(dataset)
    }

    /// The definitions.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// The workspace's time.
    pub fn calendars(&self) -> &Calendars {
        &self.workspace.calendars
    }

    /// The workspace's language.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The day until which the data speak.
    pub fn data_date(&self) -> Day {
        self.data_date
    }

    /// The row from which that day comes, where the settings take it from a table.
    pub fn deciding_row(&self) -> Option<&NewestRow> {
        self.deciding.as_ref()
    }

    /// Rows of a table that stand alone before or after all others: they do not say for which days it speaks.
    pub fn lone_rows(&self, contract: &Contract) -> impl Iterator<Item = &LoneRow> {
        self.lone.iter().filter(|row| row.table == contract.name)
    }

    /// The gaps that a table declares and that rows of it lie in all the same.
    pub fn rows_in_gaps(&self, contract: &Contract) -> Vec<Gap> {
        let gaps = self.days.get(&contract.name).map(|days| days.gaps(contract)).unwrap_or_default();
        gaps.into_iter().filter(|gap| gap.rows > 0).collect()
    }

    /// The files.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The folder in which the files arrive, absolute.
    pub fn data_folder(&self) -> &Path {
        &self.folder
    }

    /// Whether all files of the cache that it reads are there and as they were written.
    pub fn is_whole(&self) -> bool {
        self.pinned.is_whole(&self.state) && self.portable.own().all(|(_, path)| self.state.is_whole(path))
    }

    /// The files' common name, 64 hexadecimal digits.
    pub fn snapshot_id(&self) -> &str {
        &self.snapshot.id
    }

    /// Whether any file says that it is made up.
    pub fn is_synthetic(&self) -> bool {
        self.snapshot.synthetic
    }

    /// Who owed which report.
    pub fn obligations(&self) -> &Obligations {
        &self.obligations
    }

    /// Where a member lies, as its table says.
    pub fn place(&self, dimension: &str, code: &str) -> Option<Place> {
        self.places.get(dimension)?.get(code).copied()
    }

    /// What slices need besides a cube.
    pub fn frame(&self) -> Frame<'_> {
        Frame {
            calendars: &self.workspace.calendars,
            slots: &self.slots,
            members: &self.members,
            obligations: &self.obligations,
            supplies: &self.supplies,
        }
    }

    /// A KPI.
    ///
    /// # Errors
    /// Where none of that code could be read.
    pub fn kpi(&self, code: &str) -> Result<&Kpi, UnknownKpi> {
        let refused = self.workspace.refused.contains(code);
        let known = || self.workspace.kpis.keys().cloned().collect();
        self.workspace.kpis.get(code).ok_or_else(|| UnknownKpi {
            code: code.to_owned(),
            refused,
            known: known(),
        })
    }

    /// The KPI of a code, or all figures of an indicator whose bare code it is (`A1` of `A1.opened` and
    /// `A1.closed`), in the workspace's order.
    ///
    /// # Errors
    /// For a code that is neither, and for one some of whose figures cannot be used.
    pub fn figures_of(&self, code: &str) -> Result<Vec<&Kpi>, UnknownKpi> {
        let own = |name: &str| name.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'));
        // A bare code would otherwise answer with some of its figures as if they were all.
        if let Some(refused) = self.workspace.refused.iter().find(|refused| own(refused)) {
            self.kpi(refused)?;
        }
        match self.kpi(code) {
            Ok(kpi) => Ok(vec![kpi]),
            Err(unknown) => {
                let figures: Vec<&Kpi> = self.workspace.kpis.values().filter(|kpi| own(&kpi.code)).collect();
                if figures.is_empty() { Err(unknown) } else { Ok(figures) }
            }
        }
    }

    /// How many queries the engine runs now, this dataset's and others'.
    pub fn queries_running(&self) -> usize {
        self.session.running()
    }

    /// The codes of the KPIs whose cubes are in memory.
    pub fn gathered(&self) -> Vec<&str> {
        let ready = self.cubes.iter().filter(|(_, cell)| cell.initialized());
        ready.map(|(code, _)| code.as_str()).collect()
    }

    /// Runs a statement that the program made over the workspace's tables.
    ///
    /// # Errors
    /// Where it fails or gives too many rows.
    pub async fn run(&self, label: &str, statement: &str) -> Result<Rows, QueryError> {
        self.session.run(Request::new(label, statement)).await
    }

    /// The same with an order of texts, which the statement asks for.
    ///
    /// # Errors
    /// Where it fails or gives too many rows.
    pub async fn run_in_order(
        &self,
        label: &str,
        statement: &str,
        order: TextOrder,
    ) -> Result<Rows, QueryError> {
        self.session.run(Request::new(label, statement).order(order)).await
    }

    /// Runs a statement that gives one count.
    ///
    /// # Errors
    /// Where it fails.
    pub async fn run_count(&self, label: &str, statement: &str) -> Result<u64, QueryError> {
        let rows = self.run(label, statement).await?;
        let column = rows.batches.first().map(|batch| batch.column(0));
        let count =
            column.and_then(|column| column.as_primitive_opt::<Int64Type>()).map(|counts| counts.value(0));
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Runs a named query with values for its parameters; too many rows are cut.
    ///
    /// # Errors
    /// Where it fails.
    pub async fn named(&self, query: &NamedQuery, values: Values) -> Result<Rows, QueryError> {
        let request = Request::new(&query.name, &query.select.file.text).values(values);
        self.session.run(request.overflow(Overflow::Truncate)).await
    }

    /// Makes values of what was given for a query's parameters, by name, as text. One that is called as a dimension
    /// takes a member's code: of another spelling the code that is meant, as files are read.
    ///
    /// # Errors
    /// Where they do not fit.
    pub fn values(
        &self,
        query: &NamedQuery,
        mut given: BTreeMap<String, String>,
    ) -> Result<Values, ParameterError> {
        for (name, parameter) in &query.parameters.0 {
            let members = self.members.get(name).filter(|_| query.parameters.takes_member(name));
            let text = given.get(name).or(parameter.default.as_ref()).cloned();
            if let Some((members, text)) = members.zip(text) {
                given.insert(name.clone(), members.meant(text));
            }
        }
        query.parameters.bind(&given)
    }

    /// What `check` would say of a query whose file is not one of the workspace's.
    ///
    /// # Errors
    /// Gives the mistakes where it cannot be run at all.
    pub fn check_query(&self, query: &NamedQuery) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let mut problems = Diagnostics::default();
        let planned = self.session.plan(&mut problems, &query.select, &query.parameters.blank());
        let Some(planned) = planned else { return Err(problems.sorted()) };
        spellings::check(&mut problems, &self.workspace.contracts, &query.select, &planned);
        rules::check(&mut problems, &query.select, rules::Purpose::Listing);
        Ok(problems.sorted())
    }

    /// What is doubtful about the rows of a named query of the workspace.
    pub fn query_caveats(&self, query: &str) -> &[Caveat] {
        self.query_supplies.get(query).map(|supply| supply.caveats.as_slice()).unwrap_or_default()
    }

    /// The files that a KPI was computed from, by table and path.
    pub fn files_of(&self, kpi: &Kpi) -> Vec<UsedFile> {
        let uses = self.workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
        let of = |table: &String| {
            let used = served(&self.snapshot, table).map(|file| UsedFile {
                table: file.table.clone(),
                path: file.path.clone(),
                sha256: file.served_sha256.clone(),
                rows: file.served_rows(),
                set_aside: file.set_aside,
            });
            used.collect::<Vec<_>>()
        };
        uses.tables.keys().flat_map(of).collect()
    }

    /// Where the engine's own tables and all others lie, for another engine to read the same bytes.
    pub fn table_files(&self) -> BTreeMap<String, Vec<PathBuf>> {
        self.portable.files(&self.workspace, &self.snapshot)
    }
}

/// A KPI that does not exist, or whose file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", if *refused { format!("KPI `{code}` has mistakes and cannot be used") } else { format!("there is no KPI `{code}`") })]
pub struct UnknownKpi {
    /// What was asked for.
    pub code: String,
    /// Whether there is a file of it, which has mistakes or reads what has.
    pub refused: bool,
    /// What there is.
    pub known: Vec<String>,
}

/// The files of one table.
pub(super) fn served<'a>(snapshot: &'a Snapshot, table: &str) -> impl Iterator<Item = &'a SnapshotFile> {
    snapshot.tables.get(table).into_iter().flatten()
}

fn digests(workspace: &Workspace, snapshot: &Snapshot, portable: &Portable) -> BTreeMap<String, String> {
    let mut digests = BTreeMap::new();
    for contract in workspace.contracts.values() {
        let mut all = vec![contract.fingerprint()];
        all.extend(served(snapshot, &contract.name).map(|file| file.served_sha256.clone()));
        digests.insert(contract.name.clone(), sha256_hex(all.join("\n").as_bytes()));
    }
    for (name, path) in portable.own() {
        // Content-addressed: the name says what is in it.
        digests.insert(name.to_owned(), path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    }
    digests
}
