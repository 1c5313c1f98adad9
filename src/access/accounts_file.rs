//! The form of `accounts.toml`.
//!
//! Only the program writes it, but an administrator may read it, and mend it in need. A file that was cut short
//! anywhere is no file: it says how many accounts it has, and an account ends with its stamp.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use super::account::{HASH_DIGITS, ID_DIGITS};
use super::moment::{read as read_moment, written};
use super::random::is_hex;
use super::{AccessError, Account, AccountName, Hashed, Moment, Subject, TokenEntry};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned, form, in_toml};

/// The version of this form.
const FORMAT: i64 = 1;

/// Digits of a stamp.
const STAMP_DIGITS: usize = 32;

/// What says which form a file has, whatever else stands in it.
#[derive(Debug, Deserialize)]
struct Head {
    format: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[expect(dead_code, reason = "looked at before the rest is")]
    format: i64,
    accounts: Spanned<usize>,
    #[serde(default)]
    account: IndexMap<Spanned<String>, AccountForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountForm {
    disabled: bool,
    title: String,
    role: Spanned<String>,
    own: BTreeMap<String, String>,
    password: Option<Spanned<String>>,
    subject: Option<Spanned<SubjectForm>>,
    stamp: Spanned<String>,
    #[serde(default)]
    token: IndexMap<Spanned<String>, TokenForm>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectForm {
    issuer: String,
    subject: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenForm {
    title: String,
    formats: BTreeSet<String>,
    created: Spanned<String>,
    expires: Spanned<String>,
    bound_to: Spanned<String>,
    hash: Spanned<String>,
}

/// All accounts of a file.
///
/// # Errors
/// [`AccessError::Newer`], or [`AccessError::Mistakes`] with all that was found: none of them is used then.
pub(super) fn read(path: &Path, bytes: Vec<u8>) -> Result<BTreeMap<AccountName, Account>, AccessError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mistakes = |problems: Vec<Diagnostic>| AccessError::Mistakes { path: path.to_owned(), problems };
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(mistakes(vec![Diagnostic::without_place("not-text", format!("`{name}` is not UTF-8"))]));
    };
    let file = SourceFile::new(name, text);
    let mut problems = Diagnostics::default();
    let head: Option<Head> = form::read(&mut problems, &file, 0, &file.text);
    if let Some(Head { format: found }) = head.filter(|head| head.format > FORMAT) {
        return Err(AccessError::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    let mut problems = Diagnostics::default();
    let form: Option<Form> = form::read(&mut problems, &file, 0, &file.text);
    let accounts = form.map(|form| resolved(&mut problems, &file, form)).unwrap_or_default();
    let problems = problems.sorted();
    if problems.is_empty() { Ok(accounts) } else { Err(mistakes(problems)) }
}

fn resolved(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    form: Form,
) -> BTreeMap<AccountName, Account> {
    let said = *form.accounts.get_ref();
    if said != form.account.len() {
        let place = file.span(form.accounts.span());
        let message = format!("the file says {said} and has {}", form.account.len());
        let help = "a part of it may be lost: compare it with your backup before you change the number";
        problems.push(Diagnostic::error("cut-short", place, message).help(help));
    }
    let mut accounts = BTreeMap::new();
    let mut seen = Seen::default();
    for (key, own) in form.account {
        match AccountName::parse(key.get_ref()) {
            Ok(name) => {
                if let Some(account) = account(problems, file, &mut seen, name.clone(), own) {
                    accounts.insert(name, account);
                }
            }
            Err(error) => {
                let problem = Diagnostic::error("account-name", file.span(key.span()), error.to_string());
                problems.push(match error.help() {
                    Some(help) => problem.help(help),
                    None => problem,
                });
            }
        }
    }
    accounts
}

/// What only one account may have.
#[derive(Default)]
struct Seen {
    subjects: BTreeSet<Subject>,
    tokens: BTreeSet<String>,
}

fn account(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    seen: &mut Seen,
    name: AccountName,
    form: AccountForm,
) -> Option<Account> {
    let mut wrong = |at: std::ops::Range<usize>, message: &str| {
        problems.push(Diagnostic::error("account", file.span(at), message));
    };
    if form.role.get_ref().is_empty() {
        wrong(form.role.span(), "a role has a name");
    }
    let password = match &form.password {
        None => None,
        Some(text) => {
            let hashed = Hashed::parse(text.get_ref());
            if hashed.is_none() {
                wrong(text.span(), "this is no argon2id hash that the program makes");
            }
            Some(hashed?)
        }
    };
    let subject = form.subject.map(|subject| {
        let SubjectForm { issuer, subject: own } = subject.get_ref().clone();
        let own = Subject { issuer, subject: own };
        if !seen.subjects.insert(own.clone()) {
            wrong(subject.span(), "two accounts have this subject");
        }
        own
    });
    if !is_hex(form.stamp.get_ref(), STAMP_DIGITS) {
        wrong(form.stamp.span(), "a stamp has 32 hexadecimal digits");
    }
    let mut tokens = BTreeMap::new();
    for (id, own) in form.token {
        if !is_hex(id.get_ref(), ID_DIGITS) || !seen.tokens.insert(id.get_ref().clone()) {
            wrong(id.span(), "the id of a token has 16 hexadecimal digits, and no other token has it");
        }
        if !is_hex(own.hash.get_ref(), HASH_DIGITS) {
            wrong(own.hash.span(), "the hash of a token has 64 hexadecimal digits");
        }
        let mut moment = |text: &Spanned<String>| -> Option<Moment> {
            let moment = read_moment(text.get_ref());
            if moment.is_none() {
                wrong(text.span(), "expected a moment, as `2026-11-27T08:30:00Z`");
            }
            moment
        };
        let (created, expires) = (moment(&own.created), moment(&own.expires));
        let entry = TokenEntry {
            title: own.title,
            hash: own.hash.into_inner(),
            formats: own.formats,
            created: created?,
            expires: expires?,
            bound_to: own.bound_to.into_inner(),
        };
        tokens.insert(id.into_inner(), entry);
    }
    Some(Account {
        name,
        title: form.title,
        role: form.role.into_inner(),
        own: form.own,
        password,
        subject,
        disabled: form.disabled,
        stamp: form.stamp.into_inner(),
        tokens,
    })
}

/// The file of some accounts.
pub(super) fn write(accounts: &BTreeMap<AccountName, Account>) -> String {
    let mut text = format!(
        "# Who may sign in. Written by `minhbach user`; a change by hand ends the account's sessions and tokens.\n\
         format = {FORMAT}\naccounts = {}\n",
        accounts.len()
    );
    for (name, account) in accounts {
        put_account(&mut text, name.as_str(), account);
    }
    text
}

fn put_account(text: &mut String, name: &str, account: &Account) {
    let own: Vec<String> = account
        .own
        .iter()
        .map(|(dimension, member)| format!("{} = {}", in_toml(dimension), in_toml(member)))
        .collect();
    let own = if own.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", own.join(", ")) };
    let mut line = |key: &str, value: &str| {
        // A String takes whatever is written to it.
        let _ = writeln!(text, "{key} = {value}");
    };
    line(&format!("\n[account.{}]\ndisabled", in_toml(name)), &account.disabled.to_string());
    line("title", &in_toml(&account.title));
    line("role", &in_toml(&account.role));
    line("own", &own);
    if let Some(hashed) = &account.password {
        line("password", &in_toml(hashed.as_str()));
    }
    if let Some(Subject { issuer, subject }) = &account.subject {
        let (issuer, subject) = (in_toml(issuer), in_toml(subject));
        line("subject", &format!("{{ issuer = {issuer}, subject = {subject} }}"));
    }
    line("stamp", &in_toml(&account.stamp));
    for (id, token) in &account.tokens {
        let formats: Vec<String> = token.formats.iter().map(|format| in_toml(format)).collect();
        line(&format!("\n[account.{}.token.{}]\ntitle", in_toml(name), in_toml(id)), &in_toml(&token.title));
        line("formats", &format!("[{}]", formats.join(", ")));
        line("created", &in_toml(&written(token.created)));
        line("expires", &in_toml(&written(token.expires)));
        line("bound_to", &in_toml(&token.bound_to));
        line("hash", &in_toml(&token.hash));
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::access::account::tests::account;
    use crate::diagnostic::short;

    fn accounts() -> BTreeMap<AccountName, Account> {
        let mut an = account("an", "leader");
        an.title = "Bà An \"Sở\" \\ \u{feff}x".to_owned();
        an.password = Some(Hashed::nobody());
        an.own.insert("organization".to_owned(), "A1".to_owned());
        an.own.insert("a b\"".to_owned(), "đ".to_owned());
        let created = chrono::Utc.with_ymd_and_hms(2026, 11, 27, 8, 0, 0).unwrap();
        let token = TokenEntry {
            title: "Bảng tính".to_owned(),
            hash: "ab".repeat(32),
            formats: BTreeSet::from(["csv".to_owned(), "xlsx".to_owned()]),
            created,
            expires: created + chrono::TimeDelta::days(30),
            bound_to: an.bound_to(),
        };
        an.tokens.insert("0123456789abcdef".to_owned(), token);
        let mut binh = account("binh@so", "analyst");
        binh.disabled = true;
        binh.subject = Some(Subject { issuer: "https://id.example".to_owned(), subject: "7".to_owned() });
        [an, binh].into_iter().map(|account| (account.name.clone(), account)).collect()
    }

    fn told(text: &str) -> Vec<String> {
        match read(Path::new("private/accounts.toml"), text.as_bytes().to_vec()) {
            Ok(_) => Vec::new(),
            Err(AccessError::Mistakes { problems, .. }) => problems.iter().map(short).collect(),
            Err(error) => vec![error.to_string()],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let accounts = accounts();
        let text = write(&accounts);
        assert_eq!(read(Path::new("accounts.toml"), text.clone().into_bytes()).unwrap(), accounts, "{text}");
        let none = write(&BTreeMap::new());
        assert!(read(Path::new("accounts.toml"), none.into_bytes()).unwrap().is_empty());
    }

    /// Cut anywhere, it is refused, or lacks nothing but tokens at its end: nobody is let in by a part of a file.
    #[test]
    fn a_file_cut_anywhere_lets_nobody_in() {
        let accounts = accounts();
        let text = write(&accounts);
        for end in 0..text.len() {
            let cut = text.as_bytes()[..end].to_vec();
            if let Ok(found) = read(Path::new("accounts.toml"), cut) {
                assert_eq!(found.len(), accounts.len(), "{}", &text[..end]);
                for (name, account) in found {
                    assert_eq!(account.bound_to(), accounts[&name].bound_to(), "{}", &text[..end]);
                }
            }
        }
    }

    #[test]
    fn mistakes_are_told_with_their_places() {
        let text = write(&accounts());
        let changed = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            told(&text.replacen(from, to, 1)).join("\n")
        };
        for (from, to, says) in [
            ("accounts = 2", "accounts = 3", "3:12: error[cut-short]: the file says 3 and has 2"),
            ("disabled = false", "", "key `disabled` is missing"),
            ("disabled = false", "disabled = \"no\"", "expected `true` or `false`"),
            ("role = \"leader\"", "role = \"\"", "a role has a name"),
            ("role =", "rolle =", "unknown key `rolle`"),
            ("$argon2id$", "$argon2i$", "this is no argon2id hash"),
            ("stamp = \"", "stamp = \"x", "a stamp has 32"),
            ("[account.\"binh@so\"]", "[account.\"Binh@so\"]", "cannot be an account's name"),
            ("token.\"0123456789abcdef\"", "token.\"x\"", "the id of a token"),
            ("created = \"2026-11-27T", "created = \"27/11/2026 ", "expected a moment"),
            ("hash = \"ab", "hash = \"xy", "the hash of a token"),
            ("format = 1", "", "key `format` is missing"),
            ("format = 1", "format = [", "broken-toml"),
        ] {
            let told = changed(from, to);
            assert!(told.contains(says) && told.starts_with("accounts.toml:"), "{from} → {to}: {told}");
        }
        let twice = text.replacen(
            "stamp",
            "subject = { issuer = \"https://id.example\", subject = \"7\" }\nstamp",
            1,
        );
        assert!(told(&twice).join("").contains("two accounts have this subject"), "{:?}", told(&twice));
    }

    #[test]
    fn a_later_form_is_told_as_such_whatever_else_it_has() {
        assert_eq!(
            told("format = 2\nnew = { }\naccounts = []\n"),
            ["file `private/accounts.toml` has the form 2, and this version knows 1"]
        );
        let Err(error) = read(Path::new("accounts.toml"), vec![0xff, 0xfe]) else { panic!("it is no text") };
        assert!(matches!(error, AccessError::Mistakes { .. }));
    }
}
