//! The cubes of a dataset: from memory, from the state folder, or gathered now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::join_all;
use indexmap::IndexMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

use super::Dataset;
use super::once::{Once, Outcome, Tasks};
use super::pieces::{Piece, TableFiles};
use crate::diagnostic::causes;
use crate::kpi::{Cube, CubePart, Hindrance, Kpi, Members, Repeats, Timeline, cube, gather};
use crate::query::{ENGINE_VERSION, QueryError, Session};
use crate::store::{State, sha256_hex};
use crate::workspace::Workspace;
use crate::workspace::repeats::{Lives, Repetition};

/// Part of a cube's address: another one when cells are gathered or kept in another way.
const CUBE_FORMAT: &str = "cube 13";
/// The kinds of entries: cubes; parts of them; which cube there was last of a KPI over the same data, as of whatever day.
pub(super) const CUBES: &str = "cubes";
const PARTS: &str = "parts";
const LAST: &str = "last-cubes";

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
    timeline: Timeline,
    members: Arc<IndexMap<String, Members>>,
    /// For every table, engine's own included, what its content is.
    digests: BTreeMap<String, String>,
    files: TableFiles,
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
        timeline: Timeline,
        members: &Arc<IndexMap<String, Members>>,
        (digests, files): (BTreeMap<String, String>, TableFiles),
    ) -> Self {
        let own: Vec<String> =
            timeline.slots.iter().map(|slot| format!("{} {}", slot.first_day, slot.last_day)).collect();
        let making = Making {
            workspace: Arc::clone(workspace),
            session: session.clone(),
            state: Arc::clone(state),
            timeline,
            members: Arc::clone(members),
            digests,
            files,
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

    /// The entries that a KPI's cube is kept in, or made of: each by kind and key.
    pub(super) fn entries(&self, kpi: &Kpi) -> Vec<(&'static str, String)> {
        let making = &self.making;
        let own = [(CUBES, making.cube_key(kpi)), (LAST, making.key_of_last(kpi))];
        let parts = making.pieces(kpi).into_iter().map(|piece| (PARTS, making.part_key(kpi, &piece)));
        own.into_iter().chain(parts).collect()
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
        Arc::new(Cube::hindered(kpi, &self.cubes.making.timeline, Hindrance::of(error)))
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
        let begun = Instant::now();
        let mut whole: Option<CubePart> = None;
        let pieces = self.pieces(kpi);
        for piece in &pieces {
            let part = self.part(kpi, piece).await?;
            match &mut whole {
                None => whole = Some(part),
                Some(whole) => {
                    whole.absorb(part).map_err(|error| QueryError::unreadable(&kpi.code, error))?;
                    let limit = self.session.limits().long.rows;
                    if whole.held() > limit {
                        return Err(QueryError::TooLarge { label: kpi.code.clone(), limit });
                    }
                }
            }
        }
        let whole = match whole {
            Some(whole) => whole,
            None => gather(&self.session, kpi, &self.timeline, &self.members, None).await?,
        };
        let mut cube = cube(kpi, &self.members, whole);
        let (code, ms) = (&kpi.code, begun.elapsed().as_millis());
        tracing::debug!(code, pieces = pieces.len(), ms, "gathered");
        if self.may_repeat(kpi).await {
            let counted = Repeats::count(&self.session, kpi).await;
            // The number stands all the same, and says that nobody knows.
            let counted = counted.inspect_err(|error| {
                let (told, code) = (causes(error), &kpi.code);
                tracing::warn!(because = told, code, "whether keys are listed twice could not be found out");
            });
            cube.repeats = counted.ok();
            tracing::debug!(code, ms = begun.elapsed().as_millis() - ms, "looked for keys listed twice");
        }
        Ok(cube)
    }

    fn pieces(&self, kpi: &Kpi) -> Vec<Piece> {
        self.workspace.uses.get(&kpi.code).map(|uses| self.files.pieces(uses)).unwrap_or_default()
    }

    /// What is gathered of a piece's records: as it is kept, where they lie the same way as of today's data date.
    async fn part(&self, kpi: &Kpi, piece: &Piece) -> Result<CubePart, QueryError> {
        let key = self.part_key(kpi, piece);
        let kept = self.kept::<CubePart>(PARTS, &key).and_then(|part| part.until(&self.timeline));
        if let Some(part) = kept {
            return Ok(part);
        }
        let portion = Some(&piece.portion);
        let part = gather(&self.session, kpi, &self.timeline, &self.members, portion).await?;
        self.keep(kpi, PARTS, &key, &part);
        Ok(part)
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
        if let Some(cube) = self.kept(CUBES, &key) {
            return Ok(cube);
        }
        let cube = match self.of_earlier_day(kpi) {
            Some(cube) => cube,
            None => self.gathered(kpi).await?,
        };
        // A cube that cannot be kept is gathered again next time; nothing is wrong with it.
        if cube.repeats.is_some() {
            self.keep(kpi, CUBES, &key, &cube);
            self.keep(kpi, LAST, &self.key_of_last(kpi), &(key, &self.timeline));
        }
        Ok(cube)
    }

    /// The last cube over the same data, where its records lie the same way as of today's data date.
    fn of_earlier_day(&self, kpi: &Kpi) -> Option<Cube> {
        let (key, timeline): (String, Timeline) = self.kept(LAST, &self.key_of_last(kpi))?;
        let cube: Cube = self.kept(CUBES, &key)?;
        timeline.goes_on_as(&self.timeline, cube.outside).then(|| cube.until(&self.timeline))
    }

    fn kept<T: DeserializeOwned>(&self, kind: &str, key: &str) -> Option<T> {
        postcard::from_bytes(&self.state.cached(kind, key).ok()??).ok()
    }

    fn keep(&self, kpi: &Kpi, kind: &str, key: &str, what: &impl Serialize) {
        if let Ok(bytes) = postcard::to_stdvec(what)
            && let Err(error) = self.state.put(kind, key, &bytes)
        {
            let told = causes(&error);
            tracing::warn!(because = told, code = kpi.code, "the cube could not be kept");
            *self.unkept.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        }
    }

    /// All that goes into a cube, hashed.
    fn cube_key(&self, kpi: &Kpi) -> String {
        hashed(&[self.made_of(kpi, None), vec![self.time.clone()]].concat())
    }

    /// The same but for the days that it knows: what its query knows of time is in the tables that it reads.
    fn key_of_last(&self, kpi: &Kpi) -> String {
        hashed(&self.made_of(kpi, None))
    }

    fn part_key(&self, kpi: &Kpi, piece: &Piece) -> String {
        hashed(&[self.made_of(kpi, Some(&piece.portion.table)), vec![piece.content.clone()]].concat())
    }

    /// What goes into a cube: of the tables that its query reads, but for one, their content.
    fn made_of(&self, kpi: &Kpi, but_for: Option<&str>) -> Vec<String> {
        let versions = [CUBE_FORMAT, env!("CARGO_PKG_VERSION"), ENGINE_VERSION];
        let mut all: Vec<String> = versions.map(str::to_owned).into();
        all.push(kpi.file.text.clone());
        let uses = self.workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
        for model in self.workspace.models.iter() {
            if uses.models.contains(&model.name) {
                all.push(model.file.text.clone());
            }
        }
        for name in &kpi.dimensions {
            if let Some(dimension) = self.workspace.dimensions.get(name) {
                let members = self.member_digests.get(name).map(String::as_str).unwrap_or_default();
                all.push(format!("{} {members}", dimension.name));
            }
        }
        for table in uses.tables.keys() {
            let contract = self.workspace.contracts.get(table).filter(|_| but_for == Some(table));
            let digest = match contract {
                Some(contract) => contract.fingerprint(),
                None => self.digests.get(table).cloned().unwrap_or_default(),
            };
            all.push(format!("{table} {digest}"));
        }
        all
    }
}

fn hashed(all: &[String]) -> String {
    sha256_hex(all.join("\0").as_bytes())
}
