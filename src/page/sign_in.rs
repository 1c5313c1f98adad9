//! What stands before all other pages: signing in, who one is, for what records are looked at.

use indexmap::IndexMap;
use maud::{Markup, html};
use url::form_urlencoded;

use super::sentence::fill;
use super::shell::bare;
use crate::locale::Locale;

/// What somebody is told who is not signed in yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInTold {
    /// Nothing.
    Nothing,
    /// That nobody is let in so: which of name and password is wrong is not said.
    Wrong,
    /// To wait so many seconds.
    Wait(u64),
    /// That others are being looked at.
    Busy,
    /// That something went wrong here.
    Failed,
    /// That the connection can be read by others.
    Readable,
    /// That nobody is let in by what the provider says: why is not said, nor whether there is an account.
    NotVouched,
    /// That the provider cannot be asked.
    Away,
}

/// The page of signing in.
#[derive(Debug, Clone, Copy)]
pub struct SignInView<'a> {
    /// What is said there.
    pub told: SignInTold,
    /// What the workspace is called.
    pub workspace: &'a str,
    /// Where it leads.
    pub next: &'a str,
    /// Which name was typed, in vain.
    pub typed: &'a str,
    /// What the provider is called by which people sign in besides, where there is one.
    pub provider: Option<&'a str>,
    /// What the log calls the request.
    pub request: Option<&'a str>,
}

/// The form, and the way to the provider beside it.
pub fn sign_in(locale: &Locale, view: &SignInView<'_>) -> Markup {
    let own = &locale.words().access;
    let SignInView { told, workspace, next, typed, provider, request } = *view;
    let by = provider.unwrap_or_default();
    let message = match told {
        SignInTold::Nothing => None,
        SignInTold::Wrong => Some(own.wrong.to_owned()),
        SignInTold::Wait(seconds) => {
            Some(fill(own.wait, &[&locale.integer(i64::try_from(seconds).unwrap_or(i64::MAX))]))
        }
        SignInTold::Busy => Some(locale.words().service.busy.to_owned()),
        SignInTold::Failed => Some(locale.words().pages.inside.to_owned()),
        SignInTold::Readable => Some(own.readable.to_owned()),
        SignInTold::NotVouched => Some(fill(own.not_vouched, &[by])),
        SignInTold::Away => Some(fill(own.away, &[by])),
    };
    // What an administrator finds in the log by it.
    let request = request.filter(|_| match told {
        SignInTold::Failed | SignInTold::NotVouched | SignInTold::Away => true,
        SignInTold::Nothing
        | SignInTold::Wrong
        | SignInTold::Wait(_)
        | SignInTold::Busy
        | SignInTold::Readable => false,
    });
    let main = html! {
        p.workspace { (workspace) }
        h1 { (own.sign_in) }
        section.card.wide {
            @if let Some(message) = message { p.refused role="alert" { strong { (message) } } }
            @if let Some(request) = request { p.note { (locale.words().pages.request) ": " code { (request) } } }
            @if told != SignInTold::Readable {
                form.controls method="post" action="/sign-in" {
                    div.field { label for="name" { (own.account) } input #name type="text" name="name" value=[Some(typed).filter(|typed| !typed.is_empty())] autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus[typed.is_empty()]; }
                    div.field { label for="password" { (own.password_typed) } input #password type="password" name="password" autocomplete="current-password" maxlength="1024" required autofocus[!typed.is_empty()]; }
                    div.actions { input type="hidden" name="next" value=(next); button type="submit" { (own.sign_in) } }
                }
                @if provider.is_some() { p { a.door href=(door(next)) { (fill(own.sign_in_by, &[by])) } } }
            }
            p.note { (own.recorded) }
        }
    };
    bare(locale, own.sign_in, &main)
}

/// The way to the provider, from which one comes back to an address.
fn door(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    if next == "/" { "/sign-in/oidc".to_owned() } else { format!("/sign-in/oidc?{query}") }
}

/// Who one is, and as what.
#[derive(Debug, Clone, Copy)]
pub struct AccountView<'a> {
    /// The account.
    pub name: &'a str,
    /// Who that is, in words.
    pub title: &'a str,
    /// What the role is called; nothing where it is none that can be used.
    pub role: Option<&'a str>,
    /// The members whose rows are seen and that the data do not have: the title of the dimension, the code.
    pub unknown: &'a [(String, String)],
}

/// Who one is, as what, and the way out.
pub fn account(locale: &Locale, view: &AccountView<'_>) -> Markup {
    let own = &locale.words().access;
    let AccountView { name, title, role, unknown } = *view;
    let main = html! {
        h1 { (own.account) }
        section.card.wide {
            dl.facts {
                div { dt { (own.account) } dd { (name) } }
                div { dt { (own.title) } dd { (title) } }
                div { dt { (own.role) } dd { (role.unwrap_or(own.no_role)) } }
            }
            @if role.is_none() { p { (own.no_role_help) } }
            @for (dimension, code) in unknown { p.refused role="alert" { (fill(own.no_member, &[code, dimension])) } }
            form method="post" action="/sign-out" { p { button type="submit" { (own.sign_out) } } }
            p.note { (own.recorded) }
            @if role.is_some() { p { a href="/" { (locale.words().pages.home) } } }
        }
    };
    bare(locale, own.account, &main)
}

/// For what the records of an address are looked at, of the purposes that there are: name and words.
pub fn purpose(
    path: &str,
    rest: &[(String, String)],
    purposes: &IndexMap<String, String>,
    locale: &Locale,
) -> Markup {
    let own = &locale.words().access;
    let main = html! {
        h1 { (own.purpose) }
        section.card.wide {
            p { (own.purpose_about) }
            form method="get" action=(path) {
                @for (name, value) in rest { input type="hidden" name=(name) value=(value); }
                fieldset {
                    legend.away { (own.purpose) }
                    @for (name, words) in purposes {
                        p { label { input type="radio" name="purpose" value=(name) required; " " (words) } }
                    }
                }
                p { button type="submit" { (own.go_on) } }
            }
            p.note { (own.recorded) }
            p { a href="/" { (locale.words().pages.home) } }
        }
    };
    bare(locale, own.purpose, &main)
}
