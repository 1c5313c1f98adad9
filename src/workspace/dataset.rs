//! A workspace joined with one snapshot of its data, as of one day: what every number comes from.

mod asked;
mod cubes;
mod doubts;
mod once;
mod opening;
mod parts;
mod pieces;
mod proofs;
mod queries;
mod shown;
mod silences;
mod spans;
mod strays;
mod supplies;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::Months;
use futures::future::try_join_all;
use indexmap::IndexMap;

use self::cubes::Cubes;
pub(super) use self::once::Once;
pub use self::once::Outcome;
use self::once::Tasks;
pub use self::opening::{DataError, Dated, Opening};
use self::pieces::TableFiles;
pub use self::queries::CheckedQuery;
pub(super) use self::queries::named;
use self::spans::TableDays;
use self::strays::StrayColumn;
pub use self::strays::{StrayCode, UnlikeColumn};
use self::supplies::Stock;
pub(super) use self::supplies::nothing_served;
use super::portable::Portable;
use super::{AsOf, Broken, Workspace, time};
use crate::calendar::{Calendars, Day, Slot};
use crate::diagnostic::Diagnostics;
use crate::kpi::{Frame, Gap, Listing, Members, Obligations, Position, Supply, Timeline};
use crate::locale::Locale;
use crate::query::{Engine, EngineTable, Lane, Model, QueryError, Request, Session, Source};
use crate::store::sha256_hex;
use crate::table::{
    self, Contract, Location, LoneRow, NewestRow, Pinned, RejectedRows, Snapshot, SnapshotFile,
};

/// A file that a number was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedFile {
    /// The table.
    pub table: String,
    /// The file below the data location.
    pub path: String,
    /// Hash of the bytes that arrived, 64 hexadecimal digits: what `sha256sum` says of the file.
    pub sha256: String,
    /// Rows that arrived: those served, and those below.
    pub rows: u64,
    /// Rows that are wrong and set aside.
    pub set_aside: u64,
    /// Rows that are copies of others.
    pub copies: u64,
    /// Rows in whose place a later row counts.
    pub superseded: u64,
    /// Hash of the cleaned twin that is read in its place, where there is one.
    pub twin: Option<String>,
}

impl UsedFile {
    /// Of a file that is served.
    pub fn of(file: &SnapshotFile) -> Self {
        Self {
            table: file.table.clone(),
            path: file.path.clone(),
            sha256: file.sha256.clone(),
            rows: file.rows,
            set_aside: file.set_aside,
            copies: file.copies,
            superseded: file.superseded,
            twin: file.is_twin().then(|| file.served_sha256.clone()),
        }
    }

    /// Rows that are served.
    pub fn served(&self) -> u64 {
        self.rows - self.set_aside - self.copies - self.superseded
    }
}

/// Definitions, files and a day; immutable, swapped in whole.
pub struct Dataset {
    workspace: Arc<Workspace>,
    snapshot: Snapshot,
    locale: Locale,
    session: Session,
    /// The same for who sees some rows only.
    shown: shown::ShownTables,
    /// What named queries gave.
    asked: asked::Asked,
    slots: Arc<[Slot]>,
    data_date: Day,
    /// The row from which the data date comes, where it comes from one.
    deciding: Option<NewestRow>,
    members: Arc<IndexMap<String, Members>>,
    pub(super) places: IndexMap<String, BTreeMap<String, Position>>,
    obligations: Obligations,
    supplies: IndexMap<String, Supply>,
    query_supplies: IndexMap<String, Supply>,
    /// What of both may be told to who sees some rows only.
    told_to_some: (IndexMap<String, Supply>, IndexMap<String, Listing>),
    listings: IndexMap<String, Listing>,
    /// On which days something happened, by table that says so.
    days: IndexMap<String, TableDays>,
    /// Rows that stand alone before or after all others of such a table.
    lone: Vec<LoneRow>,
    /// Where codes stand in the tables that their dimension does not know.
    strays: Vec<StrayColumn>,
    portable: Portable,
    /// Where the files are read.
    pinned: Pinned,
    /// The rows that failed a check.
    rejected: RejectedRows,
    /// The files of the cache that it is made of.
    parts: parts::Parts,
    /// Where they arrived.
    location: Location,
    cubes: Cubes,
    /// What each check lists.
    pub(super) broken: IndexMap<String, Once<Broken>>,
    /// What finds it.
    pub(super) checking: Tasks,
    /// How long a reader waits for what is being computed; nothing = to the end.
    pub(super) patience: Option<Duration>,
    /// Why nothing is kept in the state folder that was named, where another stands for it.
    elsewhere: Option<String>,
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
        let Opening { location, access, tables, state, as_of } = opening;
        let address = location.unwrap_or_else(|| workspace.settings.data_location.clone());
        if let Some(table) = tables.names().find(|table| !workspace.contracts.contains_key(*table)) {
            return Err(DataError::NoContract { table: table.to_owned() });
        }
        let location = Location::parse(&address, &workspace.root, &access)?.with(tables, &state);
        let snapshot = table::load(&workspace.contracts, &location, &state, &workspace.settings.zone)?;
        let pinned = Pinned::new(&snapshot, &location, &state)?;
        let rejected = RejectedRows::of(&snapshot, &state)?;
        let own = EngineTable { name: table::LOADED_FILES.to_owned(), batch: table::loaded_files(&snapshot) };
        let mut sources = vec![Source {
            name: table::REJECTED_ROWS.to_owned(),
            schema: table::rejected_rows_schema(),
            files: vec![rejected.path().to_owned()],
        }];
        sources.extend(workspace.contracts.values().map(|contract| Source {
            name: contract.name.clone(),
            schema: contract.schema(),
            files: served(&snapshot, &contract.name).map(|file| pinned.of(file).to_owned()).collect(),
        }));
        let session = |day: Day,
                       with_slots: bool,
                       models: &[Model]|
         -> Result<(Session, Vec<EngineTable>), DataError> {
            let made = time::tables(&workspace.calendars, day, with_slots)?;
            let memory: Vec<EngineTable> = made.iter().chain([&own]).cloned().collect();
            // The mistakes of models were told when the workspace was loaded.
            let mut told = Diagnostics::default();
            Ok((engine.session(&mut told, &sources, &memory, models)?, made))
        };
        let bodies = workspace.settings.bodies().map(str::to_owned);
        let obligations = match &workspace.reporting {
            Some(model) => {
                // There is no data date yet, and a due day may lie far ahead of the last report.
                let far = workspace.calendars.first_day().checked_add_months(REPORTING_MONTHS);
                let far = far.unwrap_or(Day::MAX);
                let (session, _) = session(far, false, &workspace.models_read_by(model))?;
                let request = Request::new(&model.name, &model.file.text).lane(Lane::Long);
                Obligations::read(bodies, &session.run(request).await?)
            }
            None => Obligations::new(bodies, Vec::new()),
        };
        let (data_date, deciding) = match (as_of, &workspace.settings.as_of) {
            (Some(day), _) => (day, None),
            (None, Some(AsOf::Day(day))) => (*day, None),
            (None, Some(AsOf::Newest { table, column, .. })) => {
                let contract = workspace.contracts.get(table);
                let newest = contract
                    .map(|contract| table::newest_row(contract, column, &snapshot, (&pinned, &rejected)));
                let no_day = || DataError::NoNewest { table: table.clone(), column: column.clone() };
                let newest = newest.transpose()?.flatten().ok_or_else(|| no_day().blamed(&snapshot))?;
                (newest.day, Some(newest))
            }
            (None, None) => {
                let model =
                    workspace.settings.reporting.query.as_ref().filter(|_| workspace.reporting.is_none());
                let unknown = || match model {
                    Some(model) => DataError::NoReporting { model: model.get_ref().clone() },
                    None => DataError::NoDataDate.blamed(&snapshot),
                };
                (obligations.latest_day().ok_or_else(unknown)?, None)
            }
        };
        let first_day = workspace.calendars.first_day();
        let dated = || Dated::of(&workspace, as_of, deciding.as_ref());
        if data_date < first_day {
            return Err(DataError::BeforeFirstDay { data_date, from: dated(), first_day });
        }
        if first_day.checked_add_months(FARTHEST).is_none_or(|farthest| data_date > farthest) {
            return Err(DataError::TooFar { data_date, from: dated(), first_day });
        }
        let (session, time_tables) = session(data_date, true, &workspace.models)?;
        let session = session.spilling_to(state.spill_folder());
        let loading = workspace.dimensions.values().map(async |dimension| {
            Ok::<_, QueryError>((dimension.name.clone(), Members::load(&session, dimension).await?))
        });
        let members: IndexMap<String, Members> = try_join_all(loading).await?.into_iter().collect();
        let placing = workspace.dimensions.values().map(async |dimension| {
            Ok::<_, QueryError>((dimension.name.clone(), Position::load(&session, dimension).await?))
        });
        let places = try_join_all(placing).await?.into_iter().collect();
        let own = time_tables.iter().chain([&own]);
        let portable = Portable::new(&workspace, &snapshot, (&location, &pinned, &rejected), own, &state)?;
        let strays = strays::columns(&workspace, &snapshot, &members);
        let stock = Stock::new(&workspace, &snapshot, &session, &strays);
        let (mut supplies, query_supplies) = (stock.of_kpis(), stock.of_queries());
        let listings = stock.of_dimensions();
        let days = spans::days(&workspace, &session, data_date).await?;
        spans::limit(&workspace, &days, &mut supplies);
        let told = supplies.iter().map(|(code, supply)| (code.clone(), supply.for_some())).collect();
        let listed = listings.iter().map(|(name, listing)| (name.clone(), listing.for_some())).collect();
        let lone = spans::lone(&workspace, &days, &snapshot, (&pinned, &rejected))?;
        let timeline = Timeline::new(&workspace.calendars, data_date);
        let slots = Arc::clone(&timeline.slots);
        let members = Arc::new(members);
        let digests = digests(&workspace, &snapshot, &portable);
        let files = TableFiles::new(&workspace, &snapshot, &pinned, session.limits().long.piece_rows);
        let cubes = Cubes::new(&workspace, &session, &state, timeline, &members, (digests, files));
        let broken = workspace.checks().map(|check| (check.name.clone(), Once::default())).collect();
        let parts = parts::Parts::new(&workspace.root, &location, as_of);
        let mut dataset = Self {
            locale: workspace.settings.locale(),
            slots,
            workspace,
            snapshot,
            checking: Tasks::on(session.threads()),
            shown: Mutex::default(),
            asked: asked::Asked::default(),
            session,
            data_date,
            deciding,
            members,
            places,
            obligations,
            supplies,
            query_supplies,
            told_to_some: (told, listed),
            listings,
            days,
            lone,
            strays,
            portable,
            pinned,
            rejected,
            location,
            parts,
            cubes,
            broken,
            patience: None,
            elsewhere: None,
        };
        dataset.hold_parts();
        Ok(dataset)
    }

    /// For readers who would rather have the rest of a page: what takes longer than this to compute is not
    /// waited for, and goes on.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience: Some(patience), ..self }
    }

    /// With the reason for which its state is not in the folder that was named and lasts no longer than the
    /// process.
    #[must_use]
    pub fn kept_elsewhere(self, because: Option<String>) -> Self {
        Self { elsewhere: because, ..self }
    }

    /// Why its state lies elsewhere than in the folder that was named.
    pub fn elsewhere(&self) -> Option<&String> {
        self.elsewhere.as_ref()
    }

    /// The folder for what is on its way to a reader. Who uses it makes it and removes what it put there.
    pub fn scratch_folder(&self) -> PathBuf {
        self.cubes.state().spill_folder()
    }

    /// Why what is computed is not kept in the state folder, where it is not.
    pub fn unkept(&self) -> Option<String> {
        self.elsewhere.clone().or_else(|| self.cubes.unkept())
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

    /// Where the files arrive.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Every failed check of the rows of its files.
    pub fn rejected(&self) -> &RejectedRows {
        &self.rejected
    }

    /// Whether all files of the cache that it reads are there and as they were written.
    pub fn is_whole(&self) -> bool {
        let state = self.cubes.state();
        self.pinned.is_whole(state) && self.portable.own().all(|(_, path)| state.is_whole(path))
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

    /// What slices need besides a cube.
    pub fn frame(&self) -> Frame<'_> {
        Frame {
            calendars: &self.workspace.calendars,
            slots: &self.slots,
            members: &self.members,
            obligations: &self.obligations,
            supplies: &self.supplies,
            listings: &self.listings,
        }
    }

    /// The same for who sees some rows only.
    pub(super) fn frame_for_some(&self) -> Frame<'_> {
        let (supplies, listings) = &self.told_to_some;
        Frame { supplies, listings, ..self.frame() }
    }

    /// What its queries are bound to.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// How many queries the engine runs now, this dataset's and others'.
    pub fn queries_running(&self) -> usize {
        self.session.running()
    }

    pub(super) fn spill_folder(&self) -> PathBuf {
        self.cubes.state().spill_folder()
    }

    /// The codes of the KPIs whose cubes are in memory.
    pub fn gathered(&self) -> Vec<&str> {
        self.cubes.there().collect()
    }

    /// The codes of the KPIs that were asked for and cannot be computed over these data.
    pub fn hindered(&self) -> impl Iterator<Item = &str> {
        self.cubes.failed()
    }

    /// Where the engine's own tables and all others lie, for another engine to read the same bytes.
    pub fn table_files(&self) -> BTreeMap<String, Vec<String>> {
        self.portable.files()
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
