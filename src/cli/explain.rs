//! `minhbach access explain`: which line of access.toml decides what somebody sees.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::access::House;
use super::opened::Opened;
use super::{Failure, Globals, composed};
use crate::access::{AccountName, Proofs};
use crate::diagnostic::suggestion;
use crate::workspace::{PAGES, Role, Sight, TAKEN, Workspace};

/// What is asked of the roles.
#[derive(Debug, Args)]
pub(super) struct AccessArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say which line decides whether somebody sees something: 0 all of it is seen, 1 something is not.
    Explain {
        /// An account, or a role of access.toml.
        #[arg(value_parser = composed)]
        who: String,
        /// A KPI's code, a dashboard, a page, a format or a query.
        #[arg(value_parser = composed)]
        what: String,
    },
}

pub(super) fn run(place: &Globals, args: &AccessArgs) -> Result<ExitCode, Failure> {
    let Command::Explain { who, what } = &args.command;
    let house = House::open(place)?;
    let (role, own) = somebody(&house, who)?;
    let workspace = &house.workspace;
    let proofs = Proofs::of(&house.private).look()?;
    let assurance =
        workspace.access.as_ref().map(|access| workspace.assurance(access, &proofs)).unwrap_or_default();
    let sight = Sight::assured(Arc::clone(&role), &own, &assurance);
    let sight = sight.map_err(|error| Failure::Typed {
        message: format!("account `{who}` sees nothing: {error}"),
        hint: Some(format!("`minhbach user change {who} --own {}=CODE`", error.dimension)),
    })?;
    // Of data that cannot be read nobody knows whom they have.
    let strangers = match role.rows.is_empty() {
        true => Vec::new(),
        false => Opened::definitions(place)?
            .data_untold(place)
            .map(|data| data.unknown_members(sight.scope()))
            .unwrap_or_default(),
    };
    let all = workspace.explained(&sight, |kpi| assurance.of_kpi(&role, &own, kpi), what);
    if all.is_empty() {
        return Err(unknown(workspace, what));
    }
    let mut out = stdout();
    writeln!(out, "role {}", role.name)?;
    for each in &all {
        writeln!(out, "{}: {}, {}", each.what, if each.seen { "seen" } else { "NOT seen" }, each.because)?;
    }
    for (dimension, code) in strangers.iter().filter(|(_, code)| !code.is_empty()) {
        writeln!(out, "the data have no `{code}` in dimension `{dimension}`: no row is its own")?;
    }
    Ok(ExitCode::from(u8::from(all.iter().any(|each| !each.seen))))
}

/// The role of an account and its own members, or a role by its name for members that nobody has said.
fn somebody(house: &House, who: &str) -> Result<(Arc<Role>, BTreeMap<String, String>), Failure> {
    let roles = house.workspace.access.as_ref().map(|access| &access.roles);
    let accounts = house.accounts.read()?;
    let account = AccountName::parse(who).ok().and_then(|name| accounts.get(&name).cloned());
    let name = account.as_ref().map_or(who, |account| &account.role);
    let Some(role) = roles.and_then(|roles| roles.get(name)) else {
        let mut known: Vec<&str> =
            roles.into_iter().flat_map(|roles| roles.keys()).map(String::as_str).collect();
        known.extend(accounts.iter().map(|account| account.name.as_str()));
        let message = match &account {
            Some(account) => {
                format!("account `{who}` has the role `{}`, which is none that can be used", account.role)
            }
            None => format!("`{who}` is neither an account nor a role that can be used"),
        };
        return Err(Failure::Typed { message, hint: suggestion(who, known) });
    };
    let nobody = || role.rows.keys().map(|dimension| (dimension.clone(), String::new())).collect();
    let own: BTreeMap<String, String> = account.as_ref().map_or_else(nobody, |account| account.own.clone());
    Ok((Arc::new(role.clone()), own))
}

fn unknown(workspace: &Workspace, what: &str) -> Failure {
    let own = workspace.kpis.keys().chain(workspace.dashboards.keys()).chain(workspace.queries.keys());
    let known = own.map(String::as_str).chain(PAGES).chain(TAKEN);
    let message = format!("`{what}` is no KPI, dashboard, page, format or query");
    Failure::Typed { message, hint: suggestion(what, known) }
}
