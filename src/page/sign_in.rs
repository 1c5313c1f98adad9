//! What stands before all other pages: signing in, who one is, for what records are looked at.

use indexmap::IndexMap;
use maud::{Markup, html};

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
}

/// The form, and where it leads.
pub fn sign_in(locale: &Locale, told: SignInTold, next: &str) -> Markup {
    let own = &locale.words().access;
    let message = match told {
        SignInTold::Nothing => None,
        SignInTold::Wrong => Some(own.wrong.to_owned()),
        SignInTold::Wait(seconds) => {
            Some(fill(own.wait, &[&locale.integer(i64::try_from(seconds).unwrap_or(i64::MAX))]))
        }
        SignInTold::Busy => Some(locale.words().service.busy.to_owned()),
        SignInTold::Failed => Some(locale.words().pages.inside.to_owned()),
        SignInTold::Readable => Some(own.readable.to_owned()),
    };
    let main = html! {
        h1 { (own.sign_in) }
        section.card.wide {
            @if let Some(message) = message { p.refused role="alert" { strong { (message) } } }
            @if told != SignInTold::Readable {
                form.controls method="post" action="/sign-in" {
                    div.field { label for="name" { (own.account) } input #name type="text" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus; }
                    div.field { label for="password" { (own.password_typed) } input #password type="password" name="password" autocomplete="current-password" maxlength="1024" required; }
                    div.actions { input type="hidden" name="next" value=(next); button type="submit" { (own.sign_in) } }
                }
            }
            p.note { (own.recorded) }
        }
    };
    bare(locale, own.sign_in, &main)
}

/// Who one is, as what, and the way out. `role` is what that is called; nothing where it is none that can be used.
pub fn account(locale: &Locale, name: &str, title: &str, role: Option<&str>) -> Markup {
    let own = &locale.words().access;
    let main = html! {
        h1 { (own.account) }
        section.card.wide {
            dl.facts {
                div { dt { (own.account) } dd { (name) } }
                div { dt { (own.title) } dd { (title) } }
                div { dt { (own.role) } dd { (role.unwrap_or(own.no_role)) } }
            }
            @if role.is_none() { p { (own.no_role_help) } }
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
