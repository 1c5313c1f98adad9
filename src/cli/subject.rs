//! Who somebody is to the provider, as it was typed.

use super::Failure;
use super::access::House;
use crate::access::{AccessError, AccountName, AccountTable, Subject};

/// The subject that was typed, of the provider that was typed, else of the one of the settings.
pub(super) fn subject(
    house: &House,
    issuer: Option<String>,
    subject: Option<String>,
) -> Result<Option<Subject>, Failure> {
    let Some(subject) = subject else { return Ok(None) };
    let settings = house.workspace.settings.reached.oidc.as_ref().map(|oidc| oidc.issuer.as_str());
    let Some(issuer) = issuer.or_else(|| settings.map(str::to_owned)) else {
        let message =
            "`--subject` is what a provider calls somebody, and `[serve.oidc]` names none".to_owned();
        let hint = Some("add `[serve.oidc]` to minhbach.toml, or give `--issuer`".to_owned());
        return Err(Failure::Typed { message, hint });
    };
    // To the letter: `an ` is somebody else than `an`.
    if subject.is_empty() || subject.trim() != subject || subject.chars().any(char::is_control) {
        let found = "empty, of several lines or with blanks around it".to_owned();
        return Err(AccessError::Value { what: "the subject", found }.into());
    }
    if settings.is_some_and(|settings| settings != issuer) {
        eprintln!(
            "warning: `[serve.oidc]` names another issuer than `{issuer}`: nobody signs in by this one"
        );
    }
    Ok(Some(Subject { issuer, subject }))
}

/// Refuses a subject that another account has.
pub(super) fn is_free(table: &AccountTable, name: &AccountName, own: &Subject) -> Result<(), AccessError> {
    match table.by_subject(&own.issuer, &own.subject).filter(|known| known.name != *name) {
        Some(known) => {
            let found = format!("that of account `{}`", known.name);
            Err(AccessError::Value { what: "the subject", found })
        }
        None => Ok(()),
    }
}
