//! Reads a workspace's files in the order in which they need each other.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use indexmap::IndexMap;

use super::files::{Files, SETTINGS_FILE, access_file};
use super::models::Models;
use super::repeats::{Keys, Repetition};
use super::{
    Access, OpenError, Uses, Workspace, access, code_lists, completeness_query, empties, outlines,
    owed_check, settings, shapes, spellings, templates, time, view_check,
};
use crate::calendar::Calendars;
use crate::dashboard::{self, Dashboard};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use crate::kpi::{self, Dimension, Kpi, MemberSource, Plan, Surroundings};
use crate::query::header::{self, Header};
use crate::query::rules::{self, Purpose};
use crate::query::{Engine, EngineTable, Model, NamedQuery, Planned, Select, Session, Source, Values};
use crate::table::{self, Contract};

const DIMENSIONS_FILE: &str = "queries/dimensions.toml";

pub(super) fn load(root: &Path, engine: &Engine) -> Result<Workspace, OpenError> {
    let mut problems = Diagnostics::default();
    let files = Files::read(&mut problems, root)?;
    let settings_file = files.get(SETTINGS_FILE).cloned();
    let parsed = settings_file.as_ref().and_then(|file| {
        let (settings, time) = settings::parse(&mut problems, file)?;
        let working_days = time::working_days(&mut problems, &files);
        Some((settings, time.calendars(&mut problems, working_days)?))
    });
    let Some((settings, calendars)) = parsed else {
        return Err(OpenError::Settings { problems: problems.sorted() });
    };
    let mut contracts = contracts(&mut problems, &files);
    if let Some(as_of) = &settings.as_of {
        as_of.check(&mut problems, &contracts);
    }
    let mut dimensions = match files.get(DIMENSIONS_FILE) {
        Some(file) => kpi::parse_dimensions(&mut problems, file, &contracts),
        None => IndexMap::new(),
    };
    code_lists::tell(&mut contracts, &dimensions);
    if let Some(file) = &settings_file {
        settings.reporting.check(&mut problems, file, &dimensions);
    }
    let bodies = settings.bodies();
    let shapes = shapes::read(&mut problems, &files, &dimensions);
    let models: Vec<Model> = files
        .kind(&mut problems, "queries/models/", ".sql")
        .into_iter()
        .map(|file| Model { name: file.stem().to_owned(), file })
        .collect();
    let (reporting, models) = split_reporting(&mut problems, settings_file.as_ref(), &settings, models);
    let mut unsound = BTreeSet::new();
    if let Some(model) = &reporting {
        // Models that need a data date cannot be made before there is one; that is a mistake only
        // where the reporting query reads them, which then says so.
        let mut early = Diagnostics::default();
        if let Some(session) = session(&mut early, engine, &contracts, &calendars, false, &models) {
            let mut found = Diagnostics::default();
            let planned =
                completeness_query::check(&mut found, &session, &model.file, bodies.unwrap_or_default());
            if !planned && found.is_empty() {
                problems.extend(early);
            }
            if !planned || found.has_errors() {
                unsound.insert(model.name.clone());
            }
            problems.extend(found);
        }
    }
    let models: Vec<Model> = models.into_iter().chain(reporting.clone()).collect();
    let Some(session) = session(&mut problems, engine, &contracts, &calendars, true, &models) else {
        return Err(OpenError::Settings { problems: problems.sorted() });
    };
    let names: Vec<String> = models.iter().map(|model| model.name.clone()).collect();
    let Models { sound: models, planned, unsound } =
        Models::read(&mut problems, &session, &contracts, models, unsound);
    // What reads one of them is missing too, and is not told of again.
    let session = session.without(&unsound);
    spellings::check_conditions(&mut problems, &contracts, &dimensions);
    view_check::check(&mut problems, &contracts, &names, &planned, &mut dimensions);
    let around = Surroundings {
        units: &settings.units,
        dimensions: &dimensions,
        calendars: &calendars,
        reporting: reporting.is_some(),
        since: settings.since,
    };
    let kpi_files = files.kind(&mut problems, "queries/kpis/", ".sql");
    let (mut kpis, mut uses) = kpis(&mut problems, &session, &contracts, &kpi_files, around);
    if reporting.as_ref().is_some_and(|model| unsound.contains(&model.name)) {
        // Whether their reports have arrived nobody can say.
        kpis.retain(|_, kpi| kpi.reports.is_empty());
        uses.retain(|code, _| kpis.contains_key(code));
    }
    let codes: Vec<&str> = kpi_files.iter().map(|file| file.stem()).collect();
    let refused = codes.iter().filter(|code| !kpis.contains_key(**code)).map(|code| String::from(*code));
    let refused = refused.collect();
    if let Some(file) = &settings_file {
        unknown_reporting_kpis(&mut problems, file, &settings, &codes, &kpis);
    }
    let NamedQueries { queries, outputs, uses: query_uses, refused: refused_queries } =
        named_queries(&mut problems, &session, &contracts, &files, bodies, &codes);
    let templates = templates::read(&mut problems, &files, &queries);
    let plan = plan_of(
        &mut problems,
        &files,
        &settings,
        settings_file.as_ref(),
        &codes,
        &kpis,
        bodies.and_then(|name| dimensions.get(name)),
    );
    for kpi in kpis.values_mut() {
        kpi.target = plan.target(&kpi.code).map(|target| target.value);
    }
    let known = dashboard::Known {
        codes: &codes,
        kpis: &kpis,
        queries: &queries,
        refused_queries: &refused_queries,
        outputs: &|name| outputs.get(name).cloned().unwrap_or_default(),
        dimensions: &dimensions,
        calendars: &calendars,
        has_bodies: bodies.is_some(),
        has_target: &|code| plan.target(code).is_some(),
    };
    let dashboards = dashboards(&mut problems, &files, &settings, settings_file.as_ref(), &known);
    let outlines = outlines::read(&mut problems, &files, &plan, &codes, &calendars);
    let access = access_file(&mut problems, root)?.map(|file| {
        let Some(file) = file else { return Access::default() };
        let known = access::Known {
            dashboards: &dashboards,
            codes: &codes,
            kpis: &kpis,
            dimensions: &dimensions,
            contracts: &contracts,
        };
        access::read(&mut problems, &file, &known)
    });
    Ok(Workspace {
        root: root.to_owned(),
        identity: files.identity(),
        settings,
        calendars: Arc::new(calendars),
        contracts,
        dimensions,
        shapes,
        models,
        kpis,
        refused,
        uses,
        model_uses: planned.into_iter().map(|(name, planned)| (name, planned.into())).collect(),
        query_uses,
        queries,
        refused_queries,
        reporting: reporting.filter(|model| !unsound.contains(&model.name)),
        plan,
        dashboards,
        outlines,
        templates,
        access,
        problems: problems.sorted(),
        files: files.into_map(),
    })
}

fn contracts(problems: &mut Diagnostics, files: &Files) -> IndexMap<String, Contract> {
    let contracts: IndexMap<String, Contract> = files
        .kind(problems, "queries/tables/", ".toml")
        .iter()
        .filter_map(|file| Contract::parse(problems, file))
        .map(|contract| (contract.name.clone(), contract))
        .collect();
    table::resolve(problems, &contracts);
    contracts
}

/// The query that the settings name, and the other models.
fn split_reporting(
    problems: &mut Diagnostics,
    file: Option<&Arc<SourceFile>>,
    settings: &settings::Settings,
    models: Vec<Model>,
) -> (Option<Model>, Vec<Model>) {
    let Some(name) = &settings.reporting.query else { return (None, models) };
    let (mut named, others): (Vec<Model>, Vec<Model>) =
        models.into_iter().partition(|model| &model.name == name.get_ref());
    if let (true, Some(file)) = (named.is_empty(), file) {
        let message = format!("there is no model `{}`", name.get_ref());
        let known = others.iter().map(|model| model.name.as_str());
        let problem = Diagnostic::error("unknown-model", file.span(name.span()), message);
        problems.push(problem.suggest(name.get_ref(), known));
    }
    (named.pop(), others)
}

/// A session without data: every table has its contract's columns and no row.
fn session(
    problems: &mut Diagnostics,
    engine: &Engine,
    contracts: &IndexMap<String, Contract>,
    calendars: &Calendars,
    with_slots: bool,
    models: &[Model],
) -> Option<Session> {
    let sources: Vec<Source> = contracts
        .values()
        .map(|contract| Source { name: contract.name.clone(), schema: contract.schema(), files: Vec::new() })
        .collect();
    let made = time::tables(calendars, calendars.first_day(), with_slots).map_err(|error| error.to_string());
    let session = made.and_then(|mut memory| {
        let own = [
            (table::LOADED_FILES, table::loaded_files_schema()),
            (table::REJECTED_ROWS, table::rejected_rows_schema()),
        ];
        let empty =
            |(name, schema)| EngineTable { name: String::from(name), batch: RecordBatch::new_empty(schema) };
        memory.extend(own.map(empty));
        engine.session(problems, &sources, &memory, models).map_err(|error| error.to_string())
    });
    match session {
        Ok(session) => Some(session),
        Err(message) => {
            problems.push(Diagnostic::without_place("engine", message));
            None
        }
    }
}

/// Parses, checks the rules and plans one SQL file.
pub(super) fn plan(
    problems: &mut Diagnostics,
    session: &Session,
    contracts: &IndexMap<String, Contract>,
    file: &Arc<SourceFile>,
    purpose: Purpose,
) -> Option<(Select, Planned)> {
    // A broken header leaves the rest of the file where no SQL can be read from it.
    if header::find(problems, file) == Header::Broken {
        return None;
    }
    let select = Select::parse(problems, file)?;
    let planned = planned(problems, session, contracts, &select, purpose, &Values::default())?;
    Some((select, planned))
}

/// Holds a query against the rules, plans it, and looks at what it compares; nothing where it cannot be planned.
pub(super) fn planned(
    problems: &mut Diagnostics,
    session: &Session,
    contracts: &IndexMap<String, Contract>,
    select: &Select,
    purpose: Purpose,
    values: &Values,
) -> Option<Planned> {
    let before = problems.len();
    rules::check(problems, select, purpose);
    let ruled_out = problems.len() > before;
    let mut said = Diagnostics::default();
    let planned = session.plan(&mut said, select, values);
    // What the engine says of a query that breaks a rule is mostly the same in other words.
    for problem in said.sorted() {
        if !(ruled_out && problem.code == "sql-refused") {
            problems.push(problem);
        }
    }
    let planned = planned?;
    spellings::check(problems, contracts, select, &planned);
    empties::check(problems, contracts, select, &planned);
    Some(planned)
}

fn kpis(
    problems: &mut Diagnostics,
    session: &Session,
    contracts: &IndexMap<String, Contract>,
    files: &[Arc<SourceFile>],
    around: Surroundings<'_>,
) -> (IndexMap<String, Kpi>, IndexMap<String, Uses>) {
    let mut kpis = IndexMap::new();
    let mut uses = IndexMap::new();
    let keys = Keys::new(contracts, around.dimensions);
    let read = table::in_parallel(files, |file| {
        let mut found = Diagnostics::default();
        let planned = plan(&mut found, session, contracts, file, Purpose::Kpi);
        // The header is read even where the query is broken, so that one round finds both mistakes.
        let kpi = match &planned {
            Some((select, planned)) => {
                let divides = found.iter().any(|problem| problem.code == "division");
                let mut said = Diagnostics::default();
                let kpi = kpi::resolve(&mut said, file, &planned.schema, around);
                // That a quotient is no number to add up is the same mistake in other words.
                let same = |problem: &Diagnostic| divides && problem.code == "value-type";
                said.sorted().into_iter().filter(|problem| !same(problem)).for_each(|one| found.push(one));
                counted_zeros(&mut found, select, kpi.as_ref());
                kpi
            }
            None => {
                kpi::check_header(&mut found, file);
                None
            }
        };
        (found, kpi.zip(planned.map(|(_, planned)| planned)))
    });
    for (found, read) in read {
        let sound = !found.has_errors();
        problems.extend(found);
        if let (Some((kpi, planned)), true) = (read, sound) {
            let repetition = Repetition::of(&kpi, &planned, &keys);
            let belonging = code_lists::belonging(&kpi, &planned, contracts, around.dimensions);
            let dependences = planned.dependences();
            uses.insert(kpi.code.clone(), Uses { repetition, belonging, dependences, ..planned.into() });
            kpis.insert(kpi.code.clone(), kpi);
        }
    }
    (kpis, uses)
}

/// A record that does not count in a column has NULL there: 0 adds the same and tells of a hit.
fn counted_zeros(problems: &mut Diagnostics, select: &Select, kpi: Option<&Kpi>) {
    let Some(kpi) = kpi else { return };
    for (name, place) in rules::zeros(select) {
        if kpi.columns.iter().all(|column| column.name != name) {
            continue;
        }
        let message =
            format!("`{name}` is 0 in records that do not count in it, so they are listed as if they did");
        let help = match kpi.is_ratio() {
            true => "leave `ELSE 0` out: NULL where a record does not count",
            false => "leave `ELSE 0` out, and what counts nowhere out of the list (WHERE)",
        };
        problems.push(Diagnostic::warning("counted-zero", place, message).help(help));
    }
}

/// The named queries, with the output columns of each and what it stands on.
#[derive(Default)]
struct NamedQueries {
    queries: IndexMap<String, NamedQuery>,
    outputs: IndexMap<String, Vec<String>>,
    uses: IndexMap<String, Uses>,
    /// Those that have mistakes, or read what has.
    refused: BTreeSet<String>,
}

fn named_queries(
    problems: &mut Diagnostics,
    session: &Session,
    contracts: &IndexMap<String, Contract>,
    files: &Files,
    bodies: Option<&str>,
    codes: &[&str],
) -> NamedQueries {
    let files = files.kinds(problems, &["queries/reports/", "queries/checks/"], ".sql");
    let read = table::in_parallel(&files, |file| {
        let mut found = Diagnostics::default();
        let query = NamedQuery::parse(&mut found, file);
        let planned = query.as_ref().and_then(|query| {
            let blank = query.parameters.blank();
            let planned = planned(&mut found, session, contracts, &query.select, Purpose::Listing, &blank)?;
            owed_check::check(&mut found, query, &planned.schema, bodies, codes);
            query.check_columns(&mut found, &planned.schema);
            Some(planned)
        });
        (found, query.zip(planned))
    });
    let mut all = NamedQueries::default();
    for (file, (found, read)) in files.iter().zip(read) {
        let (sound, name) = (!found.has_errors(), file.stem());
        problems.extend(found);
        let Some((query, planned)) = read.filter(|_| sound) else {
            all.refused.insert(name.to_owned());
            continue;
        };
        let columns: Vec<String> = planned.schema.fields().iter().map(|field| field.name().clone()).collect();
        query.check_told(problems, &columns);
        all.outputs.insert(name.to_owned(), columns);
        all.uses.insert(name.to_owned(), planned.into());
        all.queries.insert(name.to_owned(), query);
    }
    all
}

/// The page on the data divides them by the bodies that report, so each must have these.
fn unknown_reporting_kpis(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    settings: &settings::Settings,
    codes: &[&str],
    kpis: &IndexMap<String, Kpi>,
) {
    let Some(bodies) = settings.bodies() else { return };
    for code in &settings.reporting.kpis {
        let (span, name) = (file.span(code.span()), code.get_ref());
        if !codes.contains(&name.as_str()) {
            let problem = Diagnostic::error("unknown-kpi", span, format!("there is no KPI `{name}`"));
            problems.push(problem.suggest(name, codes.iter().copied()));
        } else if kpis.get(name).is_some_and(|kpi| !kpi.has(bodies)) {
            let message = format!("KPI `{name}` lacks the dimension `{bodies}`");
            problems.push(Diagnostic::error("unknown-dimension", span, message));
        }
    }
}

fn plan_of(
    problems: &mut Diagnostics,
    files: &Files,
    settings: &settings::Settings,
    settings_file: Option<&Arc<SourceFile>>,
    codes: &[&str],
    kpis: &IndexMap<String, Kpi>,
    bodies: Option<&Dimension>,
) -> Plan {
    let Some(name) = &settings.plan_file else { return Plan::default() };
    let Some(file) = files.get(name.get_ref()) else {
        if let Some(settings_file) = settings_file {
            let message = format!("there is no file `{}`", name.get_ref());
            let span = settings_file.span(name.span());
            problems
                .push(Diagnostic::error("missing-file", span, message).help("the plan lies below queries/"));
        }
        return Plan::default();
    };
    let plan = Plan::parse(problems, file).unwrap_or_default();
    plan.check(problems, codes, |code| kpis.get(code));
    // Members that stand in a table are known only with the data.
    if let Some(MemberSource::Values(values)) = bodies.map(|dimension| &dimension.members) {
        let members: Vec<&str> = values.keys().map(String::as_str).collect();
        let name = bodies.map_or("", |dimension| dimension.name.as_str());
        plan.unknown_owners(name, &members).into_iter().for_each(|problem| problems.push(problem));
    }
    plan
}

fn dashboards(
    problems: &mut Diagnostics,
    files: &Files,
    settings: &settings::Settings,
    settings_file: Option<&Arc<SourceFile>>,
    known: &dashboard::Known<'_>,
) -> IndexMap<String, Dashboard> {
    let all = files.kind(problems, "dashboards/", ".toml");
    let mut parsed: IndexMap<String, Dashboard> = all
        .iter()
        .filter_map(|file| dashboard::parse(problems, file, known))
        .map(|dashboard| (dashboard.id.clone(), dashboard))
        .collect();
    let mut ordered = IndexMap::new();
    for name in &settings.dashboards {
        match parsed.shift_remove(name.get_ref()) {
            Some(dashboard) => {
                ordered.insert(name.get_ref().clone(), dashboard);
            }
            None if all.iter().any(|file| file.stem() == name.get_ref()) => {}
            None => {
                if let Some(file) = settings_file {
                    let message = format!("there is no dashboard `{}`", name.get_ref());
                    let known = all.iter().map(|file| file.stem());
                    let problem = Diagnostic::error("unknown-dashboard", file.span(name.span()), message);
                    problems.push(problem.suggest(name.get_ref(), known));
                }
            }
        }
    }
    for name in &settings.packing.dashboards {
        let listed = settings.dashboards.iter().any(|own| own.get_ref() == name.get_ref());
        if let Some(file) = settings_file.filter(|_| !listed) {
            let message = format!("there is no dashboard `{}`", name.get_ref());
            let known = settings.dashboards.iter().map(|own| own.get_ref().as_str());
            let problem = Diagnostic::error("unknown-dashboard", file.span(name.span()), message);
            problems.push(problem.suggest(name.get_ref(), known));
        }
    }
    for left in parsed.keys() {
        if let Some(file) = all.iter().find(|file| file.stem() == left) {
            let message = format!("dashboard `{left}` is not listed in {SETTINGS_FILE} and is not shown");
            let problem = Diagnostic::warning("unlisted-dashboard", file.whole(), message);
            problems.push(problem.help(format!("add it to `dashboards`: [..., \"{left}\"]")));
        }
    }
    ordered
}
