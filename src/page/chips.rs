//! What narrows a page, one chip each, with the way to the page without it.

use maud::{Markup, html};

use super::sentence::fill;
use crate::kpi::{Filters, UNKNOWN};
use crate::locale::Locale;
use crate::report::{Ask, FilterView};

/// One thing that narrows a page.
pub(super) struct Chip {
    /// What it is.
    pub(super) told: String,
    /// The page without it.
    pub(super) without: String,
}

/// The chips in a line; nothing where nothing narrows the page.
pub(super) fn chips(locale: &Locale, chips: &[Chip]) -> Markup {
    let words = &locale.words().records_page;
    html! {
        @if !chips.is_empty() {
            ul.chips aria-label=(locale.words().pages.filtered) {
                @for Chip { told, without } in chips {
                    li { (told) " " a href=(without) rel="nofollow" aria-label=(fill(words.without, &[told])) title=(fill(words.without, &[told])) { "✕" } }
                }
            }
        }
    }
}

/// One for each member that a reader filters by; `address` is the page's, asked so.
pub(super) fn of_filters(
    locale: &Locale,
    ask: &Ask,
    filters: &[FilterView],
    address: impl Fn(&Ask) -> String,
) -> Vec<Chip> {
    let mut all = Vec::new();
    for filter in filters {
        let chosen = filter.options.iter().filter(|option| option.chosen);
        let unknown = filter.unknown.then_some((UNKNOWN, locale.words().unknown));
        let members = chosen.map(|option| (option.code.as_str(), option.label.as_str())).chain(unknown);
        all.extend(members.map(|(code, label)| Chip {
            told: format!("{}: {label}", filter.title),
            without: address(&without(ask, &filter.dimension, code)),
        }));
    }
    all
}

/// The question without one member of one filter.
fn without(ask: &Ask, dimension: &str, code: &str) -> Ask {
    let mut filters = Filters::default();
    for (own, members) in ask.filters.iter() {
        let members = members.iter().map(|member| member.as_deref().unwrap_or(UNKNOWN));
        members
            .filter(|member| own != dimension || *member != code)
            .for_each(|member| filters.allow(own, member));
    }
    Ask { filters, ..ask.clone() }
}
