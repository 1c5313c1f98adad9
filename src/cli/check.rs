//! `minhbach check`: everything that is wrong with the workspace's files.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::opened::Opened;
use super::{Failure, Globals, listing};
use crate::access::{Accounts, Private};
use crate::diagnostic::{Diagnostic, Severity, causes, counted, full, json, short, visible};
use crate::export::unknown_formats;
use crate::query::Dependence;
use crate::workspace::{ACCESS_FILE, Dataset, OpenError, Rows, Workspace};

/// What to check, and how to tell it.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Also load the data, gather every KPI and look for records that are counted twice.
    #[arg(long)]
    with_data: bool,
    /// Also say of which tables each KPI's records come one by one: where files of these change, the rest is not gathered
    /// again.
    #[arg(long, conflicts_with = "format")]
    plan: bool,
    /// How to print what is found.
    #[arg(long, value_enum, default_value_t = Style::Full)]
    format: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// With an excerpt of the file.
    Full,
    /// A line each, for editors.
    Short,
    /// An array of objects.
    Json,
}

pub(super) fn run(place: &Globals, args: &Check) -> Result<ExitCode, Failure> {
    let opened = match Opened::definitions(place) {
        Ok(opened) => opened,
        Err(Failure::Open(OpenError::Settings { problems })) => return tell(&problems, args.format, &[]),
        Err(other) => return Err(other),
    };
    let mut problems = opened.workspace.problems.clone();
    #[cfg(feature = "pdf")]
    problems.extend(crate::export::check_templates(&opened.workspace));
    problems.extend(unknown_formats(&opened.workspace.settings.packing));
    let mut notes: Vec<String> = unlimited(&opened.workspace).into_iter().collect();
    let mut whole = true;
    if args.with_data && !opened.workspace.has_errors() {
        let dataset = match opened.data_untold(place) {
            Ok(dataset) => dataset,
            Err(failure) => {
                // What the files alone show is told all the same.
                problems.push(unopened(&failure));
                tell(&problems, args.format, &notes)?;
                return Ok(ExitCode::from(2));
            }
        };
        let found = opened.runtime.block_on(listing::of_data(&dataset));
        problems.extend(found.problems);
        notes.extend(found.notes);
        whole = found.is_whole;
        problems.extend(unknown_rows(&opened, &dataset));
        match strangers(&opened, &dataset, place) {
            Ok(found) => problems.extend(found),
            Err(failure) => notes.push(format!("accounts cannot be looked at: {}", causes(&failure))),
        }
    }
    if args.plan {
        print_plan(&opened.workspace);
    }
    let code = tell(&problems, args.format, &notes)?;
    Ok(if whole { code } else { ExitCode::from(2) })
}

/// Roles that name a member whose rows they see and that the data do not have.
fn unknown_rows(opened: &Opened, dataset: &Dataset) -> Vec<Diagnostic> {
    let roles = opened.workspace.access.iter().flat_map(|access| access.roles.values());
    let named = roles.flat_map(|role| role.rows.iter().map(move |(dimension, rows)| (role, dimension, rows)));
    let codes = named.flat_map(|(role, dimension, rows)| match rows {
        Rows::Of(codes) => codes.iter().map(|code| (&role.name, dimension, code)).collect(),
        Rows::Own => Vec::new(),
    });
    let lacking = codes.filter(|(_, dimension, code)| dataset.lacks(dimension, code));
    let told = lacking.map(|(role, dimension, code)| {
        let message = format!(
            "{ACCESS_FILE}: role `{role}` sees the rows of `{code}`, which is no member of dimension `{dimension}`"
        );
        Diagnostic::warning_without_place("unknown-member", message)
    });
    told.collect()
}

/// Accounts that would see the rows of a member that the data do not have.
fn strangers(opened: &Opened, dataset: &Dataset, place: &Globals) -> Result<Vec<Diagnostic>, Failure> {
    let state = opened.opening(place)?.state;
    if !state.root().join("private").exists() {
        return Ok(Vec::new());
    }
    let accounts = Accounts::of(&Private::open(&state)?).read()?;
    let own = accounts.iter().flat_map(|account| account.own.iter().map(move |own| (&account.name, own)));
    let lacking = own.filter(|(_, (dimension, code))| dataset.lacks(dimension, code));
    let told = lacking.map(|(name, (dimension, code))| {
        let message =
            format!("account `{name}` belongs to `{code}`, which is no member of dimension `{dimension}`");
        let problem = Diagnostic::warning_without_place("unknown-member", message);
        problem.help(format!("`minhbach user change {name} --own {dimension}=CODE`"))
    });
    Ok(told.collect())
}

/// Why nothing can be said of the data.
fn unopened(failure: &Failure) -> Diagnostic {
    let problem = Diagnostic::without_place("not-opened", causes(failure));
    match failure.hint() {
        Some(hint) => problem.help(hint),
        None => problem,
    }
}

/// How each KPI's records depend on the rows of each table.
#[expect(clippy::print_stdout, reason = "what was asked for is this command's data")]
fn print_plan(workspace: &Workspace) {
    let mut apart = 0;
    for code in workspace.kpis.keys() {
        let Some(uses) = workspace.uses.get(code) else { continue };
        let (mut one_by_one, mut others) = (Vec::new(), Vec::new());
        let own = |table: &&String| workspace.contracts.contains_key(*table);
        for (table, dependence) in uses.dependences.iter().filter(|(table, _)| own(table)) {
            match dependence {
                Dependence::OneByOne | Dependence::OrNone => one_by_one.push(format!("`{table}`")),
                Dependence::Several(why) => others.push(format!("`{table}` {why}")),
                Dependence::Nothing => {}
            }
        }
        apart += usize::from(!one_by_one.is_empty());
        let told = match one_by_one.is_empty() {
            true => "all at once".to_owned(),
            false => format!("by the files of {}", one_by_one.join(" or ")),
        };
        let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
        println!("{code}: {told}{others}");
    }
    let of = counted(workspace.kpis.len(), "KPI");
    println!(
        "{apart} of {of} can be gathered by the files of a table, as long as the other tables that they read stay.\n"
    );
}

/// KPIs for which a period without data is 0, in a workspace that is sound otherwise.
fn unlimited(workspace: &Workspace) -> Option<String> {
    let codes: Vec<&str> = workspace.unlimited().map(|kpi| kpi.code.as_str()).collect();
    let told = !codes.is_empty() && !workspace.has_errors();
    told.then(|| {
        format!(
            "a period without data is 0, not missing, for {}: no table that it reads names its `day`",
            codes.join(", ")
        )
    })
}

#[expect(clippy::print_stdout, reason = "what is found is this command's data")]
fn tell(problems: &[Diagnostic], style: Style, notes: &[String]) -> Result<ExitCode, Failure> {
    match style {
        Style::Full => problems.iter().for_each(|problem| println!("{}\n", full(problem))),
        Style::Short => problems.iter().for_each(|problem| println!("{}", short(problem))),
        Style::Json => {
            let all: Vec<_> = problems.iter().map(json).collect();
            println!("{}", serde_json::to_string_pretty(&all).map_err(|error| Failure::Rows(error.into()))?);
        }
    }
    for note in notes {
        eprintln!("{}", visible(note));
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = problems.len() - errors;
    eprintln!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    Ok(ExitCode::from(u8::from(errors > 0)))
}
