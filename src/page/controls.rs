//! The choice of a period and of filters: a plain form, and links to neighbouring periods.

use maud::{Markup, html};

use super::sentence::capital;
use super::{address, period};
use crate::calendar::{Period, PeriodKind};
use crate::kpi::UNKNOWN;
use crate::locale::Locale;
use crate::report::{Ask, FilterView, Frontmatter};

/// The form and the links for a page at `path`.
pub(super) fn controls(locale: &Locale, path: &str, front: &Frontmatter, filters: &[FilterView]) -> Markup {
    let words = locale.words();
    html! {
        form.controls method="get" action=(path) aria-label=(words.pages.choose_period) {
            (periods(locale, front))
            @for filter in filters { (select(locale, &front.ask, filter)) }
            (carried(&front.ask, filters))
            div.actions {
                button type="submit" { (words.apply) }
                @if !front.ask.filters.is_empty() {
                    a href=(address::unfiltered(path, &front.ask)) { (words.clear_filters) }
                }
            }
        }
        (neighbours(locale, path, front))
    }
}

/// The filters in force, in words; they must stand on paper too.
pub(super) fn in_force(locale: &Locale, filters: &[FilterView]) -> Markup {
    let chosen: Vec<String> = filters
        .iter()
        .filter_map(|filter| {
            let labels: Vec<&str> =
                filter.options.iter().filter(|o| o.chosen).map(|o| o.label.as_str()).collect();
            (!labels.is_empty()).then(|| format!("{}: {}", filter.title, labels.join(", ")))
        })
        .collect();
    html! { @if !chosen.is_empty() { p.filtered { (locale.words().pages.filtered) ": " b { (chosen.join("; ")) } } } }
}

fn periods(locale: &Locale, front: &Frontmatter) -> Markup {
    let shown = &front.period.period;
    let choices = &front.period.choices;
    let option = |each: &Period| {
        html! {
            option value=(address::period_name(&front.ask, each)) selected[each == shown] { (period::name(locale, each)) }
        }
    };
    html! {
        div.field {
            label for="choose-period" { (locale.words().reporting_period) }
            select #choose-period name="period" {
                @if !choices.contains(shown) { (option(shown)) }
                @for kind in [PeriodKind::Plan, PeriodKind::Year, PeriodKind::NineMonths, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month, PeriodKind::Days] {
                    @if choices.iter().any(|each| each.kind() == kind) {
                        optgroup label=(capital(period::kind(locale, kind))) {
                            @for each in choices.iter().filter(|each| each.kind() == kind) { (option(each)) }
                        }
                    }
                }
            }
        }
    }
}

fn select(locale: &Locale, ask: &Ask, filter: &FilterView) -> Markup {
    let words = locale.words();
    let id = format!("choose-{}", filter.dimension);
    let wanted = ask.filters.get(&filter.dimension);
    let unknown = wanted.is_some_and(|wanted| wanted.contains(&None));
    // A code may be in the data alone; a form that dropped it would widen the question unasked.
    let unlisted =
        wanted.into_iter().flatten().flatten().filter(|code| filter.options.iter().all(|o| o.code != **code));
    html! {
        div.field {
            label for=(id) { (filter.title) }
            select id=(id) name=(filter.dimension) multiple[wanted.is_some_and(|wanted| wanted.len() > 1)] {
                option value="" { (words.all) }
                @for code in unlisted { option value=(code) selected { (code) } }
                @for option in &filter.options {
                    option value=(option.code) selected[option.chosen] { (option.label) }
                }
                @if unknown { option value=(UNKNOWN) selected { (words.unknown) } }
            }
        }
    }
}

/// Filters that this page does not offer stay in the address.
fn carried(ask: &Ask, filters: &[FilterView]) -> Markup {
    html! {
        @if let Some(view) = &ask.view { input type="hidden" name="view" value=(view); }
        @for (dimension, members) in ask.filters.iter() {
            @if filters.iter().all(|filter| filter.dimension != dimension) {
                @for member in members { input type="hidden" name=(dimension) value=(member.as_deref().unwrap_or(UNKNOWN)); }
            }
        }
    }
}

fn neighbours(locale: &Locale, path: &str, front: &Frontmatter) -> Markup {
    let words = locale.words();
    let link = |to: &Period, text: &str, rel: Option<&str>| {
        let href = address::with_period(path, &front.ask, Some(&address::period_name(&front.ask, to)));
        html! { li { a href=(href) rel=[rel] { (text) ": " (period::name(locale, to)) } } }
    };
    let view = &front.period;
    let next = view.next.as_ref().filter(|next| view.running.as_ref() != Some(next));
    html! {
        @if view.previous.is_some() || view.next.is_some() || view.running.is_some() {
            nav.periods aria-label=(words.reporting_period) {
                ul {
                    @if let Some(to) = &view.previous { (link(to, words.previous_period, Some("prev"))) }
                    @if let Some(to) = next { (link(to, words.next_period, Some("next"))) }
                    @if let Some(to) = &view.running { (link(to, words.running_period, None)) }
                }
            }
        }
    }
}
