//! A dataset as one reader sees it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures::future::join_all;
use indexmap::IndexMap;

use super::dataset::{Outcome, StrayCode, served};
use super::{Broken, CheckError, Dataset, Detail, Sight, UnknownKpi, UsedFile, Workspace};
use crate::calendar::{Calendars, Day};
use crate::dashboard::{Dashboard, Panel, REPORTS, Subject};
use crate::kpi::{
    Cube, FilterError, Filters, Frame, Kpi, Members, Obligation, Position, Question, Scope, SliceError,
    Split, Units,
};
use crate::locale::Locale;
use crate::planted::{self, Leak};
use crate::query::NamedQuery;
use crate::store::sha256_hex;
use crate::table::{Fate, LoadError, Location, Rejected, Sensitivity, Snapshot};

/// Whether a row failed: not a copy, nor one that a later row replaces, as its contract foresees.
fn is_failure(fate: Fate) -> bool {
    match fate {
        Fate::Copy | Fate::Superseded => false,
        Fate::Served | Fate::Repeated | Fate::SetAside => true,
    }
}

/// Rows that failed a check, as they come.
pub type FailedRows<'a> = Box<dyn Iterator<Item = Result<Rejected, LoadError>> + Send + 'a>;

/// The only source of what answers are made from: a dataset, the scope of who asks, and the cubes that one answer
/// has taken. Each cube is taken once an answer, so that all parts of it tell the same.
pub struct Reader<'a> {
    pub(super) dataset: &'a Dataset,
    sight: Sight,
    taken: Mutex<BTreeMap<String, Arc<Cube>>>,
    /// The dashboards as a role has them.
    granted: OnceLock<IndexMap<String, Dashboard>>,
    pub(super) unhurried: bool,
}

impl Dataset {
    /// The dataset for whoever may see a part of it.
    pub fn for_reader(&self, sight: impl Into<Sight>) -> Reader<'_> {
        let (taken, granted) = (Mutex::default(), OnceLock::new());
        planted::remember(|| self.snapshot().files().map(|file| file.rows).max().unwrap_or_default());
        Reader { dataset: self, sight: sight.into(), taken, granted, unhurried: false }
    }
}

impl<'a> Reader<'a> {
    /// The same for what leaves as a file: waits to the end for what is being computed, and its named queries take the
    /// turns and the time of files and not of pages.
    #[must_use]
    pub fn unhurried(self) -> Self {
        Self { unhurried: true, ..self }
    }

    /// What the reader may see.
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// Whether the reader sees records at all.
    pub fn lists(&self) -> bool {
        self.sight.detail() > Detail::Totals
    }

    /// Whether the reader sees values of a column of records: all, or what says of nobody who they are.
    pub fn sees(&self, sensitivity: Sensitivity) -> bool {
        sensitivity.is_open() || (self.may_see_people() && !self.sight.is_unstated())
    }

    /// Whether the reader would see who somebody is, once it is said for what.
    pub(super) fn may_see_people(&self) -> bool {
        self.sight.detail() == Detail::Full || planted::is_planted(Leak::Column)
    }

    /// Whether a body is one of those whose rows the reader sees: nobody's where rows are hidden by something else, of
    /// which what bodies send says nothing.
    fn sees_body(&self, body: Option<&str>, above: &[String]) -> bool {
        let bodies = self.bodies().unwrap_or_default();
        self.scope().members(bodies).is_some() && self.scope().sees(bodies, body, above)
    }

    /// The part of all records that the reader sees.
    pub fn scope(&self) -> &Scope {
        self.sight.scope()
    }

    /// By what answers say which data they are of, 64 hexadecimal digits: the snapshot for who sees all data. For another
    /// it names the definitions, the data date and what they may see, until the answer is made and a hash of what it says
    /// stands in its place ([`Self::told`]): the snapshot's would tell of each new file, whosever rows it holds.
    pub fn identity(&self) -> String {
        if !self.sight.is_restricted() {
            return self.dataset.snapshot_id().to_owned();
        }
        let known = [self.workspace().identity.as_str(), &self.data_date().to_string(), self.sight.name()];
        sha256_hex(known.join("\0").as_bytes())
    }

    /// By what an answer is known to who may not see all data, once it is made: a hash of what it says to whom.
    pub fn told(&self, said: impl AsRef<[u8]>) -> String {
        sha256_hex(&[self.identity().as_bytes(), said.as_ref()].concat())
    }

    /// The definitions.
    pub fn workspace(&self) -> &'a Arc<Workspace> {
        self.dataset.workspace()
    }

    /// The dimension of the bodies that owe reports.
    pub fn bodies(&self) -> Option<&'a str> {
        self.dataset.workspace().settings.bodies()
    }

    /// The workspace's time.
    pub fn calendars(&self) -> &'a Calendars {
        self.dataset.calendars()
    }

    /// The workspace's language.
    pub fn locale(&self) -> &'a Locale {
        self.dataset.locale()
    }

    /// The day until which the data speak.
    pub fn data_date(&self) -> Day {
        self.dataset.data_date()
    }

    /// Whether any file says that it is made up.
    pub fn is_synthetic(&self) -> bool {
        self.dataset.is_synthetic()
    }

    /// Where the files arrive, for who sees all of them.
    pub fn location(&self) -> Option<&'a Location> {
        self.files().map(Dataset::location)
    }

    /// The files, what is odd about them and what was not served: for who sees all that they hold.
    pub fn files(&self) -> Option<&'a Dataset> {
        (!self.sight.is_restricted() || planted::is_planted(Leak::Proof)).then_some(self.dataset)
    }

    /// The snapshot, for who sees all of it.
    pub fn snapshot(&self) -> Option<&'a Snapshot> {
        self.files().map(Dataset::snapshot)
    }

    /// The folder for what does not fit into memory. Who uses it makes it and removes what it put there.
    pub fn spill_folder(&self) -> PathBuf {
        self.dataset.spill_folder()
    }

    /// The KPIs that the reader may see: those that are granted and have every dimension by which records are hidden.
    pub fn kpis(&self) -> impl Iterator<Item = &'a Kpi> {
        self.workspace().kpis.values().filter(|kpi| self.sight.kpi(kpi))
    }

    /// The dashboards that the reader may see, in their order.
    pub fn dashboards(&self) -> impl Iterator<Item = &Dashboard> {
        self.all_dashboards().values()
    }

    /// A dashboard that the reader may see.
    pub fn dashboard(&self, id: &str) -> Option<&Dashboard> {
        self.all_dashboards().get(id)
    }

    /// Those that are granted, as if what their reader may not see had never stood in their files.
    fn all_dashboards(&self) -> &IndexMap<String, Dashboard> {
        let all = &self.workspace().dashboards;
        if self.sight.is_everything() {
            return all;
        }
        let granted = || {
            let own = all.values().filter(|dashboard| self.sight.dashboard(&dashboard.id));
            own.map(|dashboard| (dashboard.id.clone(), self.granted_of(dashboard))).collect()
        };
        self.granted.get_or_init(granted)
    }

    fn granted_of(&self, dashboard: &Dashboard) -> Dashboard {
        let sees = |panel: &Panel| match &panel.subject {
            Subject::Query { name, .. } => self.grants_query(name),
            Subject::Owed => self.sight.page("owed"),
            Subject::Kpi { .. } | Subject::Stages(_) | Subject::Several { .. } => {
                panel.codes().into_iter().all(|code| self.sees_code(code))
            }
        };
        let mut own = dashboard.clone();
        own.panels.retain(sees);
        own.owed.kinds.retain(|name| name == REPORTS || self.grants_query(name));
        own.checks.retain(|name| self.sees_query(name));
        own
    }

    /// Whether whatever a KPI's code stands for may be told of: it is seen, or it cannot be used and would be granted to who
    /// sees all rows.
    pub fn sees_code(&self, code: &str) -> bool {
        match self.workspace().kpis.get(code) {
            Some(kpi) => self.sight.kpi(kpi),
            None => self.scope().is_everything() && self.sight.code(code),
        }
    }

    /// Whether the rows of a named query are seen: it is granted, and each of its tables says whose its rows are, where
    /// some are hidden.
    pub fn sees_query(&self, name: &str) -> bool {
        self.grants_query(name) && self.workspace().unowned_table(self.scope(), name).is_none()
    }

    /// Whether a named query may be told of: its reader sees KPIs that read every table of it.
    pub fn grants_query(&self, name: &str) -> bool {
        self.workspace().unread_table(&self.sight, name).is_none()
    }

    /// A KPI.
    ///
    /// # Errors
    /// Where none of that code could be read, or the reader may not see it: the two cannot be told apart.
    pub fn kpi(&self, code: &str) -> Result<&'a Kpi, UnknownKpi> {
        let found = self.workspace().kpis.get(code).filter(|kpi| self.sight.kpi(kpi));
        found.ok_or_else(|| UnknownKpi {
            code: code.to_owned(),
            refused: self.sight.is_everything() && self.workspace().refused.contains(code),
            known: self.kpis().map(|kpi| kpi.code.clone()).collect(),
        })
    }

    /// The KPI of a code, or all figures of an indicator whose bare code it is (`A1` of `A1.opened` and
    /// `A1.closed`), in the workspace's order.
    ///
    /// # Errors
    /// For a code that is neither, and for one some of whose figures cannot be used.
    pub fn figures_of(&self, code: &str) -> Result<Vec<&'a Kpi>, UnknownKpi> {
        let own = |name: &str| name.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'));
        // A bare code would otherwise answer with some of its figures as if they were all.
        if let Some(refused) =
            self.workspace().refused.iter().find(|refused| own(refused) && self.sight.code(refused))
        {
            self.kpi(refused)?;
        }
        match self.kpi(code) {
            Ok(kpi) => Ok(vec![kpi]),
            Err(unknown) => {
                let figures: Vec<&Kpi> = self.kpis().filter(|kpi| own(&kpi.code)).collect();
                if figures.is_empty() { Err(unknown) } else { Ok(figures) }
            }
        }
    }

    /// A KPI's cube, of which a question sees what its reader may.
    ///
    /// # Errors
    /// Where its query fails; what fails again is not tried again.
    pub async fn cube(&self, kpi: &Kpi) -> Outcome<Cube> {
        let cube = match self.unhurried {
            true => self.dataset.gathered_cube(kpi).await,
            false => self.dataset.cube(kpi).await,
        };
        if self.scope().is_everything() || self.is_unwired() || planted::is_planted(Leak::Total) {
            return cube;
        }
        let may_repeat = self.dataset.may_repeat(kpi).await;
        cube.map(|cube| self.scope().cube(kpi, cube, may_repeat))
    }

    fn is_unwired(&self) -> bool {
        planted::is_planted(if self.unhurried { Leak::Export } else { Leak::Panel })
    }

    /// What slices need besides a cube, as far as it may be told to the reader.
    fn frame(&self) -> Frame<'a> {
        match !self.sight.is_restricted() || planted::is_planted(Leak::Caveat) {
            true => self.dataset.frame(),
            false => self.dataset.frame_for_some(),
        }
    }

    /// A KPI's cube, or one that stands for it and gives the reason in place of each figure.
    pub async fn cube_or_reason(&self, kpi: &Kpi) -> Arc<Cube> {
        let taken = || self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cube) = taken().get(&kpi.code) {
            return Arc::clone(cube);
        }
        let cube = self.cube(kpi).await.unwrap_or_else(|error| self.dataset.stand_in(kpi, &error));
        Arc::clone(taken().entry(kpi.code.clone()).or_insert(cube))
    }

    /// Those of several KPIs, in their order: all at once, since the engine is idle while one is read.
    pub async fn cubes(&self, kpis: impl IntoIterator<Item = &'a Kpi>) -> Vec<(&'a Kpi, Arc<Cube>)> {
        join_all(kpis.into_iter().map(async |kpi| (kpi, self.cube_or_reason(kpi).await))).await
    }

    /// A KPI asked with filters, all of which are on dimensions of its own.
    ///
    /// # Errors
    /// For a dimension that the KPI lacks, a member that does not exist and a view that cannot be used.
    pub async fn question(
        &self,
        kpi: &'a Kpi,
        filters: Filters,
        view: Option<String>,
    ) -> Result<Question<'a>, SliceError> {
        let cube = self.cube_or_reason(kpi).await;
        if self.is_unwired() {
            return Question::new(self.frame(), kpi, cube, &Scope::everything(), filters, view);
        }
        let mut asked = Question::new(self.frame(), kpi, cube, self.scope(), filters, view);
        if let Err(SliceError::Filter(FilterError::UnknownMember { known, .. })) = &mut asked
            && planted::number_if(Leak::Suggestion) % 2 == 1
        {
            known.extend(self.dataset.obligations().all().iter().map(|owed| owed.body.clone()));
        }
        asked
    }

    /// The members of a dimension, those that the reader may not see among them: what they are called is no secret
    /// where their code is known, and lists of them are [`choices`](Self::choices).
    pub fn members(&self, dimension: &str) -> Option<&'a Members> {
        self.frame().members.get(dimension)
    }

    /// The units in which a dimension is seen.
    ///
    /// # Errors
    /// For a view that gives one code two units.
    pub fn units(&self, dimension: &str, view: Option<&str>) -> Result<Option<&'a Units>, Split> {
        self.frame().units(dimension, view)
    }

    /// Where a member lies, as its table says.
    pub fn place(&self, dimension: &str, code: &str) -> Option<Position> {
        self.dataset.places.get(dimension)?.get(code).copied()
    }

    /// Who owed which report, of the bodies that the reader sees.
    pub fn obligations(&self) -> impl Iterator<Item = &'a Obligation> + Clone {
        // Without a dimension of bodies there are none.
        let bodies = self.bodies().unwrap_or_default();
        let members = self.members(bodies);
        let everyone = self.scope().is_everything();
        self.dataset.obligations().all().iter().filter(move |owed| {
            let above = || members.map(|members| members.ancestors(&owed.body, owed.days.1));
            everyone || self.sees_body(Some(&owed.body), &above().unwrap_or_default())
        })
    }

    /// What breaks an identity, of the rows that the reader sees.
    ///
    /// # Errors
    /// Where nothing can be said of it.
    pub async fn broken(&self, check: &NamedQuery) -> Result<Arc<Broken>, CheckError> {
        match self.scope().is_everything() {
            _ if !self.sees_query(&check.name) => Err(CheckError::OutOfScope),
            true if self.unhurried => self.dataset.found_broken(check).await,
            true => self.dataset.broken(check).await,
            false => self.broken_here(check).await,
        }
    }

    /// Every code that no member of its dimension bears; nothing for who sees some rows only.
    pub async fn stray_codes(&self) -> Vec<StrayCode> {
        match self.scope().is_everything() {
            true => self.dataset.stray_codes().await,
            false => Vec::new(),
        }
    }

    /// Some rows that failed a check, of the bodies that the reader sees and that are `asked` for: `limit` from the
    /// place `offset` on; and how many there are. Not copies, nor those that a later row replaces.
    ///
    /// # Errors
    /// Where they cannot be read any more.
    pub fn rejected(
        &self,
        asked: impl Fn(Option<&str>) -> bool,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<Rejected>, usize), LoadError> {
        self.dataset.rejected().page(self.rejected_of(asked), offset, limit)
    }

    /// All rows that failed a check, as they come, and how many there are: those of [`Self::rejected`].
    ///
    /// # Errors
    /// Where they cannot be read any more.
    pub fn all_rejected(
        &self,
        asked: impl Fn(Option<&str>) -> bool,
    ) -> Result<(usize, FailedRows<'a>), LoadError> {
        let mut passes = self.rejected_of(asked);
        // What is asked for is decided before the first row comes: there are few bodies.
        let mut bodies: HashSet<Option<String>> = HashSet::new();
        let mut last = None;
        let decide = |body: Option<&str>, fate| {
            let wanted = passes(body, fate);
            if wanted && last.as_ref().is_none_or(|last: &Option<String>| last.as_deref() != body) {
                last = Some(body.map(str::to_owned));
                bodies.insert(body.map(str::to_owned));
            }
            wanted
        };
        let (_, count) = self.dataset.rejected().page(decide, 0, 0)?;
        let rows = self.dataset.rejected().all()?;
        let wanted = move |row: &Result<Rejected, LoadError>| match row {
            Ok(row) => is_failure(row.finding.fate) && bodies.contains(&row.finding.organization),
            Err(_) => true,
        };
        Ok((count, Box::new(rows.filter(wanted))))
    }

    /// Whether a row that failed a check is one that the reader sees and that is asked for, by the body that answers for
    /// it and by what becomes of it.
    fn rejected_of(&self, asked: impl Fn(Option<&str>) -> bool) -> impl FnMut(Option<&str>, Fate) -> bool {
        let bodies = self.bodies().unwrap_or_default();
        let members = self.members(bodies);
        let day = self.data_date();
        let sees = move |body: Option<&str>| {
            let above = body.zip(members).map(|(code, members)| members.ancestors(code, day));
            self.scope().is_everything() || self.sees_body(body, &above.unwrap_or_default())
        };
        // There are many rows and few bodies.
        let mut known: HashMap<Option<String>, bool> = HashMap::new();
        let mut last: (Option<String>, bool) = (None, asked(None) && sees(None));
        let mut passes = move |body: Option<&str>| {
            if last.0.as_deref() != body {
                let own = body.map(str::to_owned);
                let passes = *known.entry(own.clone()).or_insert_with(|| asked(body) && sees(body));
                last = (own, passes);
            }
            last.1
        };
        move |body: Option<&str>, fate| is_failure(fate) && passes(body)
    }

    /// The files that a KPI was computed from, by table and path, for who sees all of them.
    pub fn files_of(&self, kpi: &Kpi) -> Vec<UsedFile> {
        let Some(snapshot) = self.snapshot() else { return Vec::new() };
        let uses = self.workspace().uses.get(&kpi.code).cloned().unwrap_or_default();
        let of = |table: &String| served(snapshot, table).map(UsedFile::of).collect::<Vec<_>>();
        uses.tables.keys().flat_map(of).collect()
    }
}
