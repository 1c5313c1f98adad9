//! A workspace joined with one snapshot of its data, as of one day: what every number comes from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use chrono::Months;
use futures::future::try_join_all;
use indexmap::IndexMap;
use tokio::sync::OnceCell;

use super::portable::Portable;
use super::{Workspace, time};
use crate::calendar::{Calendars, Day, Slot};
use crate::diagnostic::Diagnostics;
use crate::kpi::{Cube, Frame, Kpi, Members, Obligations, gather};
use crate::locale::Locale;
use crate::query::{
    ENGINE_VERSION, Engine, Memory, Model, NamedQuery, Overflow, QueryError, Request, Rows, Session, Source,
    Values,
};
use crate::store::{State, StoreError, sha256_hex};
use crate::table::{self, LoadError, Location, LocationError, Pinned, Snapshot, SnapshotFile};

/// Where the data are, where the state is, and as of when.
#[derive(Debug, Clone)]
pub struct Opening {
    /// A folder or an address; the workspace's own where nothing is given.
    pub location: Option<String>,
    /// The state folder.
    pub state: Arc<State>,
    /// The data date; the settings' or the reports' where nothing is given.
    pub as_of: Option<Day>,
}

/// Why the data cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The location is wrong.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// The files cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The state folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query that everything stands on failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The engine's own tables could not be made.
    #[error("the tables of time could not be made")]
    Time(#[from] ArrowError),
    /// Nobody says until when the data speak.
    #[error("no report has been received, so nothing says until when the data speak")]
    NoDataDate,
    /// The data date lies so far ahead that it cannot be meant.
    #[error(
        "the data date {data_date} lies more than 100 years after the first day of the data, {first_day}"
    )]
    TooFar {
        /// The data date.
        data_date: Day,
        /// The workspace's first day.
        first_day: Day,
    },
    /// The data date lies before everything.
    #[error("the data date {data_date} lies before the first day of the data, {first_day}")]
    BeforeFirstDay {
        /// The data date.
        data_date: Day,
        /// The workspace's first day.
        first_day: Day,
    },
}

impl DataError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoDataDate => Some("give `--as-of DATE`, or `as_of` in `[data]` of minhbach.toml"),
            Self::BeforeFirstDay { .. } | Self::TooFar { .. } => {
                Some("`first_day` stands in `[data]` of minhbach.toml")
            }
            Self::Location(_) | Self::Load(_) | Self::Store(_) | Self::Query(_) | Self::Time(_) => None,
        }
    }
}

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
    members: IndexMap<String, Members>,
    obligations: Obligations,
    /// For every table, engine's own included, what its content is.
    digests: BTreeMap<String, String>,
    portable: Portable,
    /// Where the files are read.
    pinned: Pinned,
    /// The folder in which they arrived.
    folder: PathBuf,
    cubes: IndexMap<String, OnceCell<Arc<Cube>>>,
}

/// How far from the data's first day the reporting query sees a calendar: fifty years.
const REPORTING_MONTHS: Months = Months::new(12 * 50);

/// How far from the data's first day a data date may lie: a table of days is made up to there.
const FARTHEST: Months = Months::new(12 * 100);

/// Part of a cube's address: another one when cells are gathered or kept in another way.
const CUBE_FORMAT: &str = "cube 1";

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
        let data_date = as_of
            .or(workspace.settings.as_of)
            .or_else(|| obligations.latest_day())
            .ok_or(DataError::NoDataDate)?;
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
        let portable = Portable::new(&workspace, &snapshot, own.iter().chain(&time_tables), &state)?;
        let digests = digests(&workspace, &snapshot, &portable);
        let cubes = workspace.kpis.keys().map(|code| (code.clone(), OnceCell::new())).collect();
        Ok(Self {
            locale: Locale::new(workspace.settings.language),
            slots: workspace.calendars.slots(data_date),
            workspace,
            snapshot,
            session,
            state,
            data_date,
            members,
            obligations,
            digests,
            portable,
            pinned,
            folder: location.folder().to_owned(),
            cubes,
        })
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

    /// The files.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The folder in which the files arrive, absolute.
    pub fn data_folder(&self) -> &Path {
        &self.folder
    }

    /// Whether all files of the cache that it reads are there.
    pub fn is_whole(&self) -> bool {
        self.pinned.is_whole() && self.portable.own().all(|(_, path)| path.is_file())
    }

    /// The files of the cache that it reads by their paths.
    pub fn cache_files(&self) -> impl Iterator<Item = &Path> {
        self.pinned.paths().chain(self.portable.own().map(|(_, path)| path.as_path()))
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
        }
    }

    /// A KPI.
    ///
    /// # Errors
    /// Where none of that code could be read.
    pub fn kpi(&self, code: &str) -> Result<&Kpi, UnknownKpi> {
        let known = || self.workspace.kpis.keys().cloned().collect();
        self.workspace.kpis.get(code).ok_or_else(|| UnknownKpi { code: code.to_owned(), known: known() })
    }

    /// A KPI's cube: from memory, from the state folder, or gathered now. Asked for twice at once it
    /// is gathered once.
    ///
    /// # Errors
    /// Where its query fails.
    pub async fn cube(&self, kpi: &Kpi) -> Result<Arc<Cube>, QueryError> {
        let Some(cell) = self.cubes.get(&kpi.code) else {
            return gather(&self.session, kpi, &self.slots, &self.members).await.map(Arc::new);
        };
        let cube = cell.get_or_try_init(|| async {
            let key = self.cube_key(kpi);
            if let Ok(Some(bytes)) = self.state.cached("cubes", &key)
                && let Some(cube) = unsealed(&bytes)
            {
                return Ok(Arc::new(cube));
            }
            let cube = gather(&self.session, kpi, &self.slots, &self.members).await?;
            // A cube that cannot be kept is gathered again next time; nothing is wrong with it.
            if let Ok(bytes) = sealed(&cube)
                && let Err(error) = self.state.put("cubes", &key, &bytes)
            {
                tracing::warn!(%error, code = kpi.code, "the cube could not be kept");
            }
            Ok::<_, QueryError>(Arc::new(cube))
        });
        Ok(Arc::clone(cube.await?))
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

    /// All that goes into a cube, hashed.
    fn cube_key(&self, kpi: &Kpi) -> String {
        let versions = [CUBE_FORMAT, env!("CARGO_PKG_VERSION"), ENGINE_VERSION];
        let mut all: Vec<String> = versions.map(str::to_owned).into();
        all.push(kpi.file.text.clone());
        let uses = self.workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
        for model in self.workspace.models.iter() {
            if uses.models.contains(&model.name) {
                all.push(model.file.text.clone());
            }
        }
        let mut tables = uses.tables;
        // Every cube is gathered by the days of these.
        tables.extend(["calendar".to_owned(), "slots".to_owned()]);
        for name in &kpi.dimensions {
            if let Some(dimension) = self.workspace.dimensions.get(name) {
                all.push(format!("{dimension:?}"));
                if let crate::kpi::MemberSource::Table(source) = &dimension.members {
                    tables.push(source.table.clone());
                }
            }
        }
        tables.sort();
        tables.dedup();
        for table in tables {
            let digest = self.digests.get(&table).cloned().unwrap_or_default();
            all.push(format!("{table} {digest}"));
        }
        sha256_hex(all.join("\0").as_bytes())
    }

    /// Runs a statement that the program made over the workspace's tables.
    ///
    /// # Errors
    /// Where it fails or gives too many rows.
    pub async fn run(&self, label: &str, statement: &str) -> Result<Rows, QueryError> {
        self.session.run(Request::new(label, statement)).await
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

    /// The printed proof with everything that it needs to run on DuckDB as it stands, in the
    /// workspace's folder.
    pub fn portable(&self, kpi: &Kpi, statement: &str) -> String {
        self.portable.statement(&self.workspace, kpi, statement)
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
        uses.tables.iter().flat_map(of).collect()
    }

    /// Where the engine's own tables and all others lie, for another engine to read the same bytes.
    pub fn table_files(&self) -> BTreeMap<String, Vec<PathBuf>> {
        self.portable.files(&self.workspace, &self.snapshot)
    }
}

/// A KPI that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no KPI `{code}`")]
pub struct UnknownKpi {
    /// What was asked for.
    pub code: String,
    /// What there is.
    pub known: Vec<String>,
}

/// A cube with the hash of its bytes before it: one that was damaged on disk is gathered again.
fn sealed(cube: &Cube) -> Result<Vec<u8>, postcard::Error> {
    let body = postcard::to_stdvec(cube)?;
    let mut bytes = sha256_hex(&body).into_bytes();
    bytes.extend(body);
    Ok(bytes)
}

fn unsealed(bytes: &[u8]) -> Option<Cube> {
    let (seal, body) = bytes.split_at_checked(SEAL_LENGTH)?;
    (sha256_hex(body).as_bytes() == seal).then(|| postcard::from_bytes(body).ok()).flatten()
}

/// Hexadecimal digits of a hash.
const SEAL_LENGTH: usize = 64;

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
