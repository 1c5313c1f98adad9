//! The cubes of a dataset: from memory, from the state folder, or gathered now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::join_all;
use indexmap::IndexMap;
use tokio::sync::OnceCell;

use super::Dataset;
use super::once::{Once, Outcome, Tasks};
use crate::calendar::Slot;
use crate::diagnostic::causes;
use crate::kpi::{Cube, Hindrance, Kpi, Members, gather};
use crate::query::{ENGINE_VERSION, QueryError, Session};
use crate::store::{State, sha256_hex};
use crate::workspace::Workspace;
use crate::workspace::repeats::{Lives, Repetition};

/// Part of a cube's address: another one when cells are gathered or kept in another way.
const CUBE_FORMAT: &str = "cube 12";
/// The kind of entry.
pub(super) const CUBES: &str = "cubes";

/// What cubes are made with and kept in.
pub(super) struct Cubes {
    making: Arc<Making>,
    all: IndexMap<String, Once<Cube>>,
    tasks: Tasks,
}

/// What a cube is made with.
struct Making {
    workspace: Arc<Workspace>,
    session: Session,
    state: Arc<State>,
    slots: Arc<[Slot]>,
    members: Arc<IndexMap<String, Members>>,
    /// For every table, engine's own included, what its content is.
    digests: BTreeMap<String, String>,
    /// For each dimension who its members are, hashed.
    member_digests: BTreeMap<String, String>,
    /// The slots, hashed: all that a cube knows of time, unless its query reads more.
    time: String,
    /// The tables whose lives overlap, once anybody has asked.
    overlapping: OnceCell<BTreeSet<String>>,
    /// Why a cube could not be kept, where one could not.
    unkept: Mutex<Option<String>>,
}

impl Cubes {
    pub(super) fn new(
        workspace: &Arc<Workspace>,
        session: &Session,
        state: &Arc<State>,
        slots: &Arc<[Slot]>,
        members: &Arc<IndexMap<String, Members>>,
        digests: BTreeMap<String, String>,
    ) -> Self {
        let own: Vec<String> =
            slots.iter().map(|slot| format!("{} {}", slot.first_day, slot.last_day)).collect();
        let making = Making {
            workspace: Arc::clone(workspace),
            session: session.clone(),
            state: Arc::clone(state),
            slots: Arc::clone(slots),
            members: Arc::clone(members),
            digests,
            member_digests: members.iter().map(|(name, own)| (name.clone(), own.fingerprint())).collect(),
            time: sha256_hex(own.join("\n").as_bytes()),
            overlapping: OnceCell::new(),
            unkept: Mutex::default(),
        };
        Self {
            all: workspace.kpis.keys().map(|code| (code.clone(), Once::default())).collect(),
            making: Arc::new(making),
            tasks: Tasks::on(session.threads()),
        }
    }

    /// Where they are kept.
    pub(super) fn state(&self) -> &State {
        &self.making.state
    }

    /// The key under which a KPI's cube is kept.
    pub(super) fn key(&self, kpi: &Kpi) -> String {
        self.making.cube_key(kpi)
    }

    /// The codes of those that are in memory.
    pub(super) fn there(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter(|(_, cube)| cube.is_there()).map(|(code, _)| code.as_str())
    }

    /// The codes of those that will never be there.
    pub(super) fn failed(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter(|(_, cube)| cube.has_failed()).map(|(code, _)| code.as_str())
    }

    /// Why one could not be kept.
    pub(super) fn unkept(&self) -> Option<String> {
        self.making.unkept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Dataset {
    /// A KPI's cube: from memory, from the state folder, or gathered now. Asked for twice at once it
    /// is gathered once, and to its end although whoever asked may wait no longer ([`Self::patient`]).
    ///
    /// # Errors
    /// Where its query fails; what fails again is not tried again.
    pub async fn cube(&self, kpi: &Kpi) -> Outcome<Cube> {
        self.cube_within(kpi, self.patience).await
    }

    /// The same, waited for to the end.
    ///
    /// # Errors
    /// Those of [`Self::cube`].
    pub async fn gathered_cube(&self, kpi: &Kpi) -> Outcome<Cube> {
        self.cube_within(kpi, None).await
    }

    /// A KPI's cube, or one that stands for it and gives the reason in place of each figure.
    pub async fn cube_or_reason(&self, kpi: &Kpi) -> Arc<Cube> {
        self.cube(kpi).await.unwrap_or_else(|error| self.stand_in(kpi, &error))
    }

    /// Whether a KPI may list a record twice, whatever the records are.
    pub(in crate::workspace) async fn may_repeat(&self, kpi: &Kpi) -> bool {
        self.cubes.making.may_repeat(kpi).await
    }

    /// What stands for a cube that could not be gathered.
    pub(in crate::workspace) fn stand_in(&self, kpi: &Kpi, error: &QueryError) -> Arc<Cube> {
        Arc::new(Cube::hindered(kpi, self.slots.len(), Hindrance::of(error)))
    }

    /// The cubes of all KPIs, in their order: all at once, since the engine is idle while one is read.
    pub async fn all_cubes(&self) -> Vec<(&Kpi, Arc<Cube>)> {
        let kpis = self.workspace.kpis.values();
        join_all(kpis.map(async |kpi| (kpi, self.cube_or_reason(kpi).await))).await
    }

    async fn cube_within(&self, kpi: &Kpi, patience: Option<Duration>) -> Outcome<Cube> {
        let making = Arc::clone(&self.cubes.making);
        let Some(once) = self.cubes.all.get(&kpi.code) else {
            return making.gathered(kpi).await.map(Arc::new).map_err(Arc::new);
        };
        let work = || {
            let kpi = kpi.clone();
            async move { making.cube(&kpi).await }
        };
        once.get(&kpi.code, &self.cubes.tasks, patience, work).await
    }
}

impl Making {
    /// Whether a KPI may list a record twice, as far as its plan and the lists of members tell.
    async fn may_repeat(&self, kpi: &Kpi) -> bool {
        match self.workspace.uses.get(&kpi.code).map(|uses| &uses.repetition) {
            Some(Repetition::Never) => false,
            Some(Repetition::WhereLivesOverlap(tables)) => {
                self.overlapping().await.intersection(tables).next().is_some()
            }
            Some(Repetition::Perhaps) | None => true,
        }
    }

    async fn gathered(&self, kpi: &Kpi) -> Result<Cube, QueryError> {
        let may_repeat = self.may_repeat(kpi).await;
        gather(&self.session, kpi, &self.slots, &self.members, may_repeat).await
    }

    /// The tables in which two rows of one code are alive on one day, or nobody knows.
    async fn overlapping(&self) -> &BTreeSet<String> {
        let found = async || {
            let mut found = BTreeSet::new();
            for (table, lives) in Lives::all(&self.workspace.contracts, &self.workspace.dimensions) {
                if lives.overlap(&table, &self.session).await.unwrap_or(true) {
                    found.insert(table);
                }
            }
            found
        };
        self.overlapping.get_or_init(found).await
    }

    async fn cube(&self, kpi: &Kpi) -> Result<Cube, QueryError> {
        let key = self.cube_key(kpi);
        if let Ok(Some(bytes)) = self.state.cached(CUBES, &key)
            && let Ok(cube) = postcard::from_bytes(&bytes)
        {
            return Ok(cube);
        }
        let cube = self.gathered(kpi).await?;
        // A cube that cannot be kept is gathered again next time; nothing is wrong with it.
        if cube.repeats.is_some()
            && let Ok(bytes) = postcard::to_stdvec(&cube)
            && let Err(error) = self.state.put(CUBES, &key, &bytes)
        {
            let told = causes(&error);
            tracing::warn!(because = told, code = kpi.code, "the cube could not be kept");
            *self.unkept.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        }
        Ok(cube)
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
        all.push(self.time.clone());
        for name in &kpi.dimensions {
            if let Some(dimension) = self.workspace.dimensions.get(name) {
                let members = self.member_digests.get(name).map(String::as_str).unwrap_or_default();
                all.push(format!("{} {members}", dimension.name));
            }
        }
        for table in uses.tables.keys() {
            let digest = self.digests.get(table).map(String::as_str).unwrap_or_default();
            all.push(format!("{table} {digest}"));
        }
        sha256_hex(all.join("\0").as_bytes())
    }
}
