//! `minhbach user`: who may sign in.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use chrono::{TimeDelta, Utc};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::access::{Cell, House, List, ListFormat, pairs};
use super::opened::Opened;
use super::password::asked;
use super::subject::{is_free, subject};
use super::{Failure, Globals, composed};
use crate::access::{AccessError, Account, AccountName, LONGEST_LIFE, Subject, issue};
use crate::diagnostic::suggestion;
use crate::locale::Locale;
use crate::workspace::{ACCESS_FILE, TAKEN};

/// What is done, to whose account.
#[derive(Debug, Args)]
pub(super) struct UserArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add an account; its password is asked for, or is the first line of the standard input.
    Add(Add),
    /// Give an account another password; it is asked for, or is the first line of the standard input.
    Passwd(Named),
    /// Change who an account is; where its role, own members or subject change, its sessions and tokens end.
    Change(Change),
    /// Let nobody use an account; its sessions and tokens end at once.
    Disable(Named),
    /// Let an account be used again; its former sessions and tokens stay ended.
    Enable(Named),
    /// Take an account away.
    Remove(Named),
    /// Print the accounts.
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Give an account a token for a program, printed once; or take one away.
    Token(Token),
}

#[derive(Debug, Args)]
struct Named {
    /// The account.
    name: String,
}

#[derive(Debug, Args)]
struct Add {
    /// What is typed to sign in: lower-case letters, digits, `.`, `_`, `-`, `@`.
    name: String,
    /// Who it is.
    #[arg(long, value_parser = composed)]
    title: String,
    /// Its role, as access.toml names it.
    #[arg(long, value_parser = composed)]
    role: String,
    /// The member of a dimension that is its own; repeat for other dimensions.
    #[arg(long, value_name = "DIM=VALUE", value_parser = composed)]
    own: Vec<String>,
    /// What the provider of `[serve.oidc]` calls it (`sub`), by which it signs in without a password.
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Another provider than that of `[serve.oidc]`.
    #[arg(long, value_name = "URL", requires = "subject")]
    issuer: Option<String>,
    /// Without a password: for programs, which come in by a token.
    #[arg(long)]
    no_password: bool,
}

#[derive(Debug, Args)]
struct Change {
    /// The account.
    name: String,
    /// Who it is.
    #[arg(long, value_parser = composed)]
    title: Option<String>,
    /// Its role.
    #[arg(long, value_parser = composed)]
    role: Option<String>,
    /// All members that are its own from now on; `--own ''` for none.
    #[arg(long, value_name = "DIM=VALUE", value_parser = composed)]
    own: Vec<String>,
    /// What the provider of `[serve.oidc]` calls it (`sub`); `--subject ''` for nothing any more.
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Another provider than that of `[serve.oidc]`.
    #[arg(long, value_name = "URL", requires = "subject")]
    issuer: Option<String>,
}

#[derive(Debug, Args)]
struct Token {
    /// The account.
    name: String,
    /// What the token is for.
    #[arg(long, value_parser = composed, required_unless_present = "revoke")]
    title: Option<String>,
    /// For how many days it is good.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=LONGEST_LIFE))]
    days: i64,
    /// A format in which it may have files; repeat for more. Figures as JSON always.
    #[arg(long = "format", value_name = "FORMAT", value_parser = composed)]
    formats: Vec<String>,
    /// The id of a token that is good for nothing from now on.
    #[arg(long, value_name = "ID", conflicts_with_all = ["title", "formats"])]
    revoke: Option<String>,
}

pub(super) fn run(place: &Globals, args: UserArgs) -> Result<ExitCode, Failure> {
    let house = House::open(place)?;
    match args.command {
        Command::Add(own) => add(&house, place, own)?,
        Command::Passwd(Named { name }) => {
            let name = known(&house, &name)?;
            let password = asked()?;
            change(&house, &name, "passwd", |own| own.password = Some(password))?;
            eprintln!("account `{name}` has another password; its sessions and tokens have ended");
        }
        Command::Change(own) => change_who(&house, place, own)?,
        Command::Disable(Named { name }) => {
            let name = known(&house, &name)?;
            change(&house, &name, "disable", |own| own.disabled = true)?;
            eprintln!("account `{name}` is disabled; its sessions and tokens have ended");
        }
        Command::Enable(Named { name }) => {
            let name = known(&house, &name)?;
            change(&house, &name, "enable", |own| own.disabled = false)?;
            eprintln!("account `{name}` may be used again");
        }
        Command::Remove(Named { name }) => {
            let name = known(&house, &name)?;
            house.change("remove", whose(&name), |table, _| table.remove(&name))?;
            eprintln!("account `{name}` is gone");
        }
        Command::List { format } => {
            let locale = house.workspace.settings.locale();
            listed(house.accounts.read()?.iter(), &locale).print(format)?;
        }
        Command::Token(own) => token(&house, own)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of an account that there is: said before anybody types a password.
fn known(house: &House, typed: &str) -> Result<AccountName, Failure> {
    let name = AccountName::parse(typed)?;
    let table = house.accounts.read()?;
    if table.get(&name).is_none() {
        let known = table.iter().map(|account| account.name.to_string()).collect();
        return Err(AccessError::NoAccount { name: name.to_string(), known }.into());
    }
    Ok(name)
}

fn whose(name: &AccountName) -> BTreeMap<String, String> {
    BTreeMap::from([("account".to_owned(), name.to_string())])
}

fn change(
    house: &House,
    name: &AccountName,
    done: &str,
    work: impl FnOnce(&mut Account),
) -> Result<(), Failure> {
    house.change(done, whose(name), |table, _| table.change(name).map(work))
}

fn add(house: &House, place: &Globals, args: Add) -> Result<(), Failure> {
    let name = AccountName::parse(&args.name)?;
    if house.accounts.read()?.get(&name).is_some() {
        return Err(AccessError::Exists { name: name.to_string() }.into());
    }
    let mut account = Account::new(name.clone(), said("title", args.title)?, said("role", args.role)?)?;
    account.own = own(house, place, &args.own)?;
    account.subject = subject(house, args.issuer, args.subject)?;
    if account.subject.is_none() && !args.no_password {
        account.password = Some(asked()?);
    }
    let mut codes = whose(&name);
    codes.insert("role".to_owned(), account.role.clone());
    let by = match (&account.password, &account.subject) {
        (_, Some(_)) => "openid",
        (Some(_), None) => "password",
        (None, None) => "nothing",
    };
    codes.insert("signs_in_by".to_owned(), by.to_owned());
    codes.extend(account.own.iter().map(|(dimension, member)| (format!("own {dimension}"), member.clone())));
    house.change("add", codes, |table, _| table.add(account))?;
    eprintln!("account `{name}` is there");
    Ok(())
}

fn change_who(house: &House, place: &Globals, args: Change) -> Result<(), Failure> {
    let name = known(house, &args.name)?;
    let mut codes = whose(&name);
    let title = args.title.map(|title| said("title", title)).transpose()?;
    let role = args.role.map(|role| said("role", role)).transpose()?;
    codes.extend(role.iter().map(|role| ("role".to_owned(), role.clone())));
    let own = match args.own.as_slice() {
        [] => None,
        [nothing] if nothing.is_empty() => Some(BTreeMap::new()),
        pairs => Some(own(house, place, pairs)?),
    };
    // Nothing of it was said; or that it has none from now on.
    let provided: Option<Option<Subject>> = match args.subject {
        None => None,
        Some(nothing) if nothing.is_empty() => Some(None),
        own => Some(subject(house, args.issuer, own)?),
    };
    if title.is_none() && role.is_none() && own.is_none() && provided.is_none() {
        let hint = Some("name what changes with `--title`, `--role`, `--own` or `--subject`".to_owned());
        return Err(Failure::Typed { message: "nothing would be changed".to_owned(), hint });
    }
    if let Some(own) = &own {
        let members = own.iter().map(|(dimension, member)| format!("{dimension}={member}"));
        codes.insert("own".to_owned(), members.collect::<Vec<_>>().join(" "));
    }
    if let Some(provided) = &provided {
        let by = if provided.is_some() { "openid" } else { "no openid" };
        codes.insert("signs_in_by".to_owned(), by.to_owned());
    }
    house.change("change", codes, |table, _| {
        if let Some(own) = provided.iter().flatten().next() {
            is_free(table, &name, own)?;
        }
        let account = table.change(&name)?;
        if let Some(provided) = provided {
            account.subject = provided;
        }
        if let Some(title) = title {
            account.title = title;
        }
        if let Some(role) = role {
            account.role = role;
        }
        if let Some(own) = own {
            account.own = own;
        }
        Ok(())
    })?;
    eprintln!("account `{name}` is changed");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the token is this command's data")]
fn token(house: &House, args: Token) -> Result<(), Failure> {
    let name = known(house, &args.name)?;
    let mut codes = whose(&name);
    if let Some(id) = args.revoke {
        codes.insert("token".to_owned(), id.clone());
        house.change("token revoke", codes, |table, _| {
            let account = table.change(&name)?;
            if account.tokens.remove(&id).is_some() {
                return Ok(());
            }
            let known = account.tokens.keys().cloned().collect();
            Err(AccessError::NoToken { name: name.to_string(), id: id.clone(), known })
        })?;
        eprintln!("token `{id}` of account `{name}` is good for nothing any more");
        return Ok(());
    }
    let title = said("title", args.title.unwrap_or_default())?;
    let formats: BTreeSet<String> = args.formats.into_iter().collect();
    codes.insert("formats".to_owned(), formats.iter().cloned().collect::<Vec<_>>().join(" "));
    codes.insert("days".to_owned(), args.days.to_string());
    let now = Utc::now();
    let expires = now + TimeDelta::days(args.days);
    let (token, id, role) = house.change("token", codes, |table, event| {
        let account = table.change(&name)?;
        let (token, id) = issue(account, title, formats.clone(), expires, now)?;
        event.codes.insert("token".to_owned(), id.clone());
        Ok((token, id, account.role.clone()))
    })?;
    println!("{token}");
    for warning in withheld(house, &role, &formats) {
        eprintln!("warning: {warning}");
    }
    eprintln!(
        "token `{id}` of account `{name}`, good until {}; it is not shown again",
        expires.format("%Y-%m-%d %H:%M UTC")
    );
    Ok(())
}

/// What a token is given that it cannot be used for as access.toml stands: a role grants its formats, no token more.
fn withheld(house: &House, role: &str, formats: &BTreeSet<String>) -> Vec<String> {
    let Some(access) = &house.workspace.access else { return Vec::new() };
    let Some(granted) = access.roles.get(role) else {
        return vec![format!(
            "{ACCESS_FILE} has no role `{role}` without a mistake: the token opens nothing"
        )];
    };
    let unknown = |format: &String| !TAKEN.contains(&format.as_str());
    let told = |format: &String| match unknown(format) {
        true => format!("there is no format `{format}`; there are {}", TAKEN.join(", ")),
        false => format!(
            "the role `{role}` grants no `{format}`: the token gives no such file unless {ACCESS_FILE} grants it"
        ),
    };
    formats.iter().filter(|format| unknown(format) || !granted.formats.allows(format)).map(told).collect()
}

/// A text that says something, on one line.
fn said(what: &'static str, text: String) -> Result<String, AccessError> {
    if text.trim().is_empty() {
        return Err(AccessError::Value { what, found: "empty".to_owned() });
    }
    if text.chars().any(char::is_control) {
        return Err(AccessError::Value { what, found: "of several lines".to_owned() });
    }
    Ok(text)
}

/// Own members by dimension; whether there is such a member only the data say.
fn own(house: &House, place: &Globals, typed: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let mut own = BTreeMap::new();
    for pair in typed {
        let Some((dimension, member)) = pair.split_once('=').filter(|(_, member)| !member.is_empty()) else {
            let message = format!("`--own {pair}` is not of the form DIM=VALUE");
            return Err(Failure::Typed { message, hint: Some("as in `--own DIM=CODE`".to_owned()) });
        };
        let dimensions = &house.workspace.dimensions;
        if !dimensions.contains_key(dimension) {
            let message = format!("there is no dimension `{dimension}`");
            let hint = suggestion(dimension, dimensions.keys().map(String::as_str));
            return Err(Failure::Typed { message, hint });
        }
        if own.insert(dimension.to_owned(), member.to_owned()).is_some() {
            let message = format!("`--own {dimension}=…` stands twice");
            return Err(Failure::Typed { message, hint: None });
        }
    }
    if !own.is_empty() {
        are_members(place, &own)?;
    }
    Ok(own)
}

/// Whether the data have these members. Where they cannot be read nobody knows, and who has such an account is told when they
/// sign in.
fn are_members(place: &Globals, own: &BTreeMap<String, String>) -> Result<(), Failure> {
    let opened = Opened::definitions(place)?;
    let dataset = match opened.data_untold(place) {
        Ok(dataset) => dataset,
        Err(_) => {
            eprintln!("note: the data cannot be read, so that nobody knows whether they have these members");
            return Ok(());
        }
    };
    for (dimension, code) in own {
        if dataset.lacks(dimension, code) {
            let known = dataset.frame().members.get(dimension).into_iter().flat_map(|own| own.codes());
            let message = format!("`{code}` is no member of dimension `{dimension}`");
            return Err(Failure::Typed { message, hint: suggestion(code, known) });
        }
    }
    Ok(())
}

fn listed<'a>(accounts: impl Iterator<Item = &'a Account>, locale: &Locale) -> List {
    let words = &locale.words().access;
    let columns = vec![
        ("account", words.account),
        ("title", words.title),
        ("role", words.role),
        ("own", words.own),
        ("signs_in_by", words.signs_in_by),
        ("disabled", words.state),
        ("tokens", words.tokens),
    ];
    let row = |account: &Account| {
        let by: Vec<(&str, &str)> = [
            account.password.is_some().then_some(("password", words.password)),
            account.subject.is_some().then_some(("openid", "OpenID Connect")),
        ]
        .into_iter()
        .flatten()
        .collect();
        let by_words: Vec<&str> = by.iter().map(|(_, words)| *words).collect();
        let by_words = if by_words.is_empty() { words.by_nothing.to_owned() } else { by_words.join(", ") };
        let state = if account.disabled { words.disabled } else { words.enabled };
        let tokens: Vec<Value> = account
            .tokens
            .iter()
            .map(|(id, token)| {
                json!({
                    "id": id, "title": token.title, "formats": token.formats,
                    "created": token.created.to_rfc3339(), "expires": token.expires.to_rfc3339(),
                    "ended": token.bound_to != account.bound_to(),
                })
            })
            .collect();
        let count = if tokens.is_empty() { String::new() } else { tokens.len().to_string() };
        vec![
            Cell::plain(account.name.as_str()),
            Cell::plain(account.title.as_str()),
            Cell::plain(account.role.as_str()),
            pairs(&account.own),
            Cell { value: by.iter().map(|(name, _)| *name).collect(), words: by_words },
            Cell { value: account.disabled.into(), words: state.to_owned() },
            Cell { value: tokens.into(), words: count },
        ]
    };
    List { columns, rows: accounts.map(row).collect() }
}
