//! `minhbach prove-access`: whether others' rows change anything of what a role gets.

mod altered;
mod named;
mod report;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Datelike;
use clap::Args;
use tempfile::TempDir;

use self::altered::{Altered, Difference, Whose, alter, copy};
use self::named::Named;
use self::report::{Proved, Tables};
use self::walk::Worlds;
use super::access::by_hand;
use super::opened::Opened;
use super::{Failure, Globals, composed};
use crate::access::audit::{AuditLog, Kind};
use crate::access::{AccessError, Accounts, Private, Proofs};
use crate::kpi::{Kpi, Scope};
use crate::store::State;
use crate::web::App;
use crate::workspace::{Access, Dataset, Detail, Opening, Proof, Reader, Role, Rows, Sight};

pub(in crate::cli) use altered::AlterError;

/// Of which roles it is shown, and how thoroughly.
#[derive(Debug, Args)]
pub(super) struct ProveArgs {
    /// A role of access.toml; repeat for more. All that may not see all rows, or all that records say, if not given.
    #[arg(long = "role", value_name = "NAME", value_parser = composed)]
    roles: Vec<String>,
    /// The member that is a role's own, where no account of the role says one; repeat for other dimensions.
    #[arg(long, value_name = "DIM=CODE", value_parser = composed)]
    own: Vec<String>,
    /// How many addresses are asked for each role and member.
    #[arg(long, default_value_t = 600, value_name = "NUMBER")]
    most: usize,
    /// A file for the report, which is printed otherwise.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Which members are one's own, by dimension.
type Own = BTreeMap<String, String>;

pub(super) fn run(place: &Globals, args: &ProveArgs) -> Result<ExitCode, Failure> {
    let opened = Opened::definitions(place)?;
    let dataset = opened.data(place)?;
    let typed = |message: String, hint: &str| Failure::Typed { message, hint: Some(hint.to_owned()) };
    let Some(access) = opened.workspace.access.clone() else {
        return Err(typed(
            "there is no access.toml, so that all see everything".to_owned(),
            "docs/files.md has its form",
        ));
    };
    let wanted = |role: &&Role| {
        if args.roles.is_empty() { role.is_restricted() } else { args.roles.contains(&role.name) }
    };
    let roles: Vec<&Role> = access.roles.values().filter(wanted).collect();
    if let Some(whole) = roles.iter().find(|role| !role.is_restricted()) {
        return Err(typed(
            format!(
                "the role `{}` sees all rows and all that records say: nothing is hidden from it",
                whole.name
            ),
            "what it is granted, `minhbach access explain` tells",
        ));
    }
    if let Some(unknown) = args.roles.iter().find(|name| !access.roles.contains_key(*name)) {
        return Err(typed(
            format!("there is no role `{unknown}` that can be used"),
            "`minhbach check` tells of mistakes",
        ));
    }
    let state = opened.opening(place)?.state;
    let mut asked = Vec::new();
    for role in roles {
        let all = own_of(&state, role, &args.own)?;
        if all.is_empty() {
            let hint = "give an account that member, or name one by `--own DIM=CODE`";
            return Err(typed(
                format!("the role `{}` sees rows of a member that no account has", role.name),
                hint,
            ));
        }
        asked.extend(all.into_iter().map(|own| (role, own)));
    }
    let mut proved = Vec::new();
    for (role, own) in asked {
        eprintln!("role `{}`{}", role.name, report::of(&own));
        proved.push(prove(&opened, &dataset, &access, role, own, args.most)?);
    }
    let is_sound = proved.iter().all(Proved::is_sound);
    report::write(&dataset, &access, &proved, args.out.as_deref())?;
    keep(&opened, &dataset, &state, &access, &proved)?;
    Ok(ExitCode::from(u8::from(!is_sound)))
}

/// Keeps what was found beside the accounts: from then on the roles see the KPIs that are sound.
fn keep(
    opened: &Opened,
    dataset: &Dataset,
    state: &State,
    access: &Access,
    proved: &[Proved],
) -> Result<(), Failure> {
    let assurance = opened.workspace.assurance(access, &Arc::default());
    let proof = |each: &Proved| Proof {
        definitions: opened.workspace.identity.clone(),
        policy: assurance.policy(&access.roles[&each.role], &each.own),
        sound: each.sound(),
        unsound: each.unsound.clone(),
    };
    let private = Private::open(state)?;
    let event = by_hand(Kind::ChangedAccess).code("done", "prove-access");
    let mut event =
        event.code("snapshot", dataset.snapshot_id()).code("data_date", dataset.data_date().to_string());
    for each in proved {
        let own = each.own.iter().map(|(dimension, member)| format!("{dimension}={member}"));
        event = event.code(&format!("role {}", each.role), own.collect::<Vec<_>>().join(" "));
    }
    // Of who sees all rows no KPI waits for it.
    let of_some = proved.iter().filter(|each| !access.roles[&each.role].rows.is_empty());
    Ok(Proofs::of(&private).keep(&AuditLog::open(&private)?, event, of_some.map(proof).collect())?)
}

/// The members that accounts of a role have, each once; what was typed where none has any.
fn own_of(state: &State, role: &Role, typed: &[String]) -> Result<Vec<Own>, Failure> {
    let needed = role.rows.iter().filter(|(_, rows)| **rows == Rows::Own).map(|(dimension, _)| dimension);
    let needed: BTreeSet<&String> = needed.collect();
    if needed.is_empty() {
        return Ok(vec![Own::new()]);
    }
    let own = |all: &Own| -> Own {
        all.iter()
            .filter(|(dimension, _)| needed.contains(dimension))
            .map(|(d, m)| (d.clone(), m.clone()))
            .collect()
    };
    let mut found = BTreeSet::new();
    if typed.is_empty() && state.root().join("private").exists() {
        let accounts = Accounts::of(&Private::open(state)?).read()?;
        let of_role = accounts.iter().filter(|account| account.role == role.name && !account.disabled);
        found.extend(of_role.map(|account| own(&account.own)));
    }
    let pairs = typed.iter().filter_map(|pair| pair.split_once('='));
    let typed: Own = pairs.map(|(dimension, member)| (dimension.to_owned(), member.to_owned())).collect();
    found.insert(own(&typed));
    Ok(found.into_iter().filter(|own| own.len() == needed.len()).collect())
}

/// Asks everything in three worlds.
fn prove(
    opened: &Opened,
    dataset: &Dataset,
    access: &Access,
    role: &Role,
    own: Own,
    most: usize,
) -> Result<Proved, Failure> {
    let seen = |role: Role| {
        Sight::of(Arc::new(role), &own)
            .map_err(|error| Failure::Typed { message: error.to_string(), hint: None })
    };
    let sight = seen(role.clone())?;
    let reader = dataset.for_reader(&sight);
    let members = dataset.codes_in(sight.scope());
    let hidden = match sight.detail() {
        Detail::Totals | Detail::Masked => Named::of(&opened.workspace),
        Detail::Full => Named::default(),
    };
    let differing = |whose, named| Difference { own: &members, whose, named, is_common: false };
    // Of who sees all rows none is another's.
    let theirs = if members.is_empty() { Whose::Nobodys } else { Whose::Others };
    let (others, tables) = world(opened, dataset, access, Some(&differing(theirs, &hidden)))?;
    let (own_changed, _) = world(opened, dataset, access, Some(&differing(Whose::Own, &Named::default())))?;
    let (same, _) = world(opened, dataset, access, None)?;
    // Of what is excused it is said that others' rows change it: all else is tried as if it did not stand there.
    let excused = role.excused.keys().filter(|code| reader.sees_code(code)).cloned().collect();
    let sight = seen(Role { kpis: role.kpis.without(&excused), ..role.clone() })?;
    let reader = dataset.for_reader(&sight);
    let kpis: BTreeSet<String> = reader.kpis().map(|kpi| kpi.code.clone()).collect();
    let mut unsound = changed(opened, &reader, &same.dataset, &others.dataset, &sight);
    // Of a KPI that is the same whatever stands in the role's own rows nothing was tried: it may have none yet.
    let tried = match role.rows.is_empty() {
        true => kpis.clone(),
        false => changed(opened, &reader, &same.dataset, &own_changed.dataset, &sight),
    };
    let [same_app, others_app, own_app] =
        [&same, &others, &own_changed].map(|world| App::new(Arc::clone(&world.dataset)));
    let worlds = Worlds {
        real: same_app.seen_through(&sight),
        others: others_app.seen_through(&sight),
        own: own_app.seen_through(&sight),
        whole: [same_app, others_app],
    };
    let strange = members.iter().find_map(|(dimension, own)| {
        let all = dataset.frame().members.get(dimension)?;
        all.codes().find(|code| !own.contains(*code)).map(|code| format!("{dimension}={code}"))
    });
    let mut walked = opened.runtime.block_on(worlds.walk(first(&reader, strange.as_deref()), most));
    if tables.values().flatten().any(|told| told.named > 0) {
        let whole = dataset.for_reader(Scope::everything());
        let lists = reader.kpis().filter(|kpi| whole.tells_of_people(kpi)).flat_map(|kpi| {
            let year = reader.data_date().year();
            let years = [year, year - 1];
            years.map(|year| format!("/kpis/{}/records.csv?period={year}", kpi.code))
        });
        walked.lists = Some(opened.runtime.block_on(worlds.lists(lists.collect())));
    }
    let named = walked.kpis().into_iter().map(str::to_owned);
    unsound.extend(named.filter(|code| reader.kpis().any(|kpi| kpi.code == *code)));
    // What stands where no row of others is another vouches for nothing: such rows may come.
    let is_altered = |table: &String| match tables.get(table) {
        Some(None) => true,
        Some(Some(told)) => told.is_of_rows(),
        // What the program itself has, as the calendar, is no body's.
        None => access.common.contains(table) || !opened.workspace.contracts.contains_key(table),
    };
    let untouched = |code: &String| -> Vec<String> {
        let read = opened.workspace.uses.get(code).into_iter().flat_map(|uses| uses.tables.keys());
        read.filter(|table| !role.rows.is_empty() && !is_altered(table)).cloned().collect()
    };
    let untried = kpis.iter().filter(|code| !unsound.contains(*code)).map(|code| (code, untouched(code)));
    let untried = untried.filter(|(code, tables)| !tables.is_empty() || !tried.contains(*code));
    let untried = untried.map(|(code, tables)| (code.clone(), tables)).collect();
    Ok(Proved { role: role.name.clone(), own, walked, kpis, unsound, untried, excused, tables })
}

/// The KPIs of which a figure of any period is another in another world.
fn changed(
    opened: &Opened,
    reader: &Reader<'_>,
    same: &Dataset,
    other: &Dataset,
    sight: &Sight,
) -> BTreeSet<String> {
    let (same, others) = (same.for_reader(sight), other.for_reader(sight));
    let is_changed = |kpi: &&Kpi| {
        let both = async { (same.cube(kpi).await, others.cube(kpi).await) };
        !matches!(opened.runtime.block_on(both), (Ok(one), Ok(other)) if one.tells_the_same(&other))
    };
    reader.kpis().filter(is_changed).map(|kpi| kpi.code.clone()).collect()
}

/// Addresses to which links may not lead: other members, files, answers for programs.
fn first(reader: &Reader<'_>, strange: Option<&str>) -> Vec<String> {
    let mut all: Vec<String> =
        ["/", "/kpis", "/owed", "/data", "/plan", "/exports", "/problems", "/metrics", "/audit"]
            .map(str::to_owned)
            .into();
    all.extend(["/api/v1/kpis", "/api/v1/owed", "/exports/pack.zip", "/data/reports"].map(str::to_owned));
    let formats: Vec<&str> =
        ["csv", "json", "xlsx"].into_iter().filter(|name| reader.sight().format(name)).collect();
    for dashboard in reader.dashboards() {
        all.push(format!("/api/v1/dashboards/{}", dashboard.id));
        all.extend(formats.iter().map(|format| format!("/dashboards/{}/export.{format}", dashboard.id)));
    }
    for kpi in reader.kpis() {
        let code = &kpi.code;
        all.extend([
            format!("/kpis/{code}"),
            format!("/kpis/{code}/records"),
            format!("/api/v1/kpis/{code}?trend=12"),
        ]);
        all.extend(strange.map(|pair| format!("/kpis/{code}?{pair}")));
        all.extend(formats.iter().take(1).map(|format| format!("/kpis/{code}/records.{format}")));
    }
    all
}

/// A world with its data and its state, gone with it.
struct World {
    dataset: Arc<Dataset>,
    _data: TempDir,
    _state: TempDir,
}

/// A file as it arrived.
fn original(dataset: &Dataset, path: &str) -> Result<PathBuf, AlterError> {
    let location = dataset.location();
    location.local(path).map_err(|source| AlterError::File(PathBuf::from(location.shown(path)), source))
}

/// The data once more, with that difference or as they are.
fn world(
    opened: &Opened,
    dataset: &Dataset,
    access: &Access,
    difference: Option<&Difference<'_>>,
) -> Result<(World, Tables), Failure> {
    let (data, folder) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut tables = Tables::new();
    let snapshot = dataset.snapshot();
    for file in snapshot.files() {
        let from = original(dataset, &file.path)?;
        let to = data.path().join(&file.path);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let contract = opened.workspace.contracts.get(&file.table);
        let is_common = access.common.contains(&file.table);
        let done = contract.zip(difference).map(|(contract, difference)| {
            alter(&from, &to, contract, &Difference { is_common, ..*difference })
        });
        let done = done.transpose()?.flatten();
        if done.is_none() {
            copy(&from, &to)?;
        }
        let told = tables.entry(file.table.clone()).or_insert((!is_common).then(Altered::default));
        if let Some(done) = done.filter(Altered::is_any) {
            *told = Some(told.unwrap_or_default().and(done));
        }
    }
    for file in &snapshot.fatal_files {
        let to = data.path().join(&file.path);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        copy(&original(dataset, &file.path)?, &to)?;
    }
    let state = Arc::new(State::open(folder.path())?);
    let location = Some(data.path().to_string_lossy().into_owned());
    let opening = Opening { location, as_of: Some(dataset.data_date()), ..Opening::of(state) };
    let other =
        opened.runtime.block_on(Dataset::open(Arc::clone(&opened.workspace), &opened.engine, opening))?;
    Ok((World { dataset: Arc::new(other), _data: data, _state: folder }, tables))
}

impl From<AlterError> for Failure {
    fn from(error: AlterError) -> Self {
        match error {
            AlterError::File(path, source) => AccessError::Read { path, source }.into(),
            error @ (AlterError::Parquet(..) | AlterError::Arrow(..)) => Self::Typed {
                message: crate::diagnostic::causes(&error),
                hint: Some("only data in Parquet files of a folder can be put into another world".to_owned()),
            },
        }
    }
}
