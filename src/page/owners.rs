//! The bodies that answer for something: who of them has ended, and who stands in their place.

use maud::{Markup, html};

use super::figures::ended;
use super::sentence::fill;
use crate::locale::Locale;
use crate::report::Owner;

/// More bodies are counted, and named where one asks for them.
const FEW: usize = 4;

/// All of them; what holds alike of those that have ended is said once, behind the last of them. `href` says where a
/// body's name leads.
pub(super) fn owners(locale: &Locale, owners: &[Owner], href: &dyn Fn(&Owner) -> Option<String>) -> Markup {
    let words = &locale.words().panels;
    let mut groups: Vec<(Option<String>, Vec<&Owner>)> = Vec::new();
    for owner in owners {
        let told = owner.gone.as_ref().map(|gone| ended(locale, gone));
        match groups.iter_mut().find(|(own, _)| *own == told) {
            Some((_, group)) => group.push(owner),
            None => groups.push((told, vec![owner])),
        }
    }
    // Who lives is asked first.
    groups.sort_by_key(|(told, _)| told.is_some());
    html! {
        @for (place, (told, group)) in groups.iter().enumerate() {
            @if place > 0 { "; " }
            @for (at, owner) in group.iter().enumerate() {
                @if at > 0 { "; " }
                @if let Some(href) = href(owner) { a href=(href) { (owner.name) } } @else { (owner.name) }
            }
            @if let Some(told) = told {
                " (" @if group.len() > 1 { (fill(words.all_ended, &[told])) } @else { (told) } ")"
            }
        }
    }
}

/// The same where room is short: many are counted.
pub(super) fn in_short(locale: &Locale, all: &[Owner]) -> Markup {
    let named = owners(locale, all, &|_| None);
    if all.len() <= FEW {
        return named;
    }
    let words = &locale.words().panels;
    let number = |count: usize| locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    let count = number(all.len());
    let told = match all.iter().filter(|owner| owner.gone.is_some()).count() {
        0 => fill(words.owners, &[&count]),
        gone if gone == all.len() => fill(words.owners_all_gone, &[&count]),
        gone => fill(words.owners_gone, &[&count, &number(gone)]),
    };
    html! { details { summary { (told) } (named) } span.printed { (told) } }
}
