//! The list of all KPIs as one table, with a search.

use maud::{Markup, html};

use super::quantity::NONE;
use super::sentence::{capital, fill};
use super::shell::{Here, dates, page};
use super::{address, downloads, figure, judgement, owners, sample, tile};
use crate::kpi::UNKNOWN;
use crate::locale::Locale;
use crate::report::{Catalogue, CatalogueEntry, LiveFigure};

/// The page of all KPIs, or of those found.
pub fn kpis(catalogue: &Catalogue, locale: &Locale) -> Markup {
    let words = locale.words();
    let Catalogue { front, query, count, entries, indicator: _ } = catalogue;
    let main = html! {
        h1 { (words.catalogue) }
        (search(locale, catalogue))
        (dates(locale, front))
        (files(locale, catalogue))
        p.note role="status" {
            (fill(words.controls.found, &[&entries.len().to_string(), &count.to_string()]))
            @if !query.is_empty() { ". " a href=(address::catalogue(&front.ask, "")) { (words.controls.show_all) } }
        }
        @if entries.is_empty() { p { (words.no_matches) "." } } @else { (table(locale, catalogue)) }
    };
    page(locale, front, Here::Catalogue, words.catalogue, &main)
}

/// The list as a file; of an indicator the figures.
fn files(locale: &Locale, catalogue: &Catalogue) -> Markup {
    let words = &locale.words().downloads;
    let Catalogue { front, query, indicator, .. } = catalogue;
    let file = |path: &str, format: &str| {
        address::file(&format!("{path}/export"), format, &front.ask, &front.edition.period)
    };
    match indicator {
        Some(code) => {
            downloads::line(words.kpi, &front.formats, |format| file(&address::kpi_path(code), format))
        }
        None => downloads::line(words.dashboard, &front.formats, |format| {
            let query = (!query.is_empty()).then_some(("q", query.as_str()));
            address::also(file(address::CATALOGUE, format), &query.into_iter().collect::<Vec<_>>())
        }),
    }
}

fn search(locale: &Locale, catalogue: &Catalogue) -> Markup {
    let words = locale.words();
    let ask = &catalogue.front.ask;
    html! {
        form.search method="get" action=(address::CATALOGUE) role="search" {
            div.field {
                label for="search" { (words.search) }
                input #search type="search" name="q" value=(catalogue.query) autocomplete="off" aria-describedby="search-in";
            }
            @if let Some(period) = &ask.period { input type="hidden" name="period" value=(period); }
            @for (dimension, members) in ask.filters.iter() {
                @for member in members { input type="hidden" name=(dimension) value=(member.as_deref().unwrap_or(UNKNOWN)); }
            }
            @for (name, value) in address::others(ask) { input type="hidden" name=(name) value=(value); }
            button type="submit" { (words.search) }
            p.note #search-in { (words.controls.search_in) }
        }
    }
}

fn table(locale: &Locale, catalogue: &Catalogue) -> Markup {
    let words = locale.words();
    html! {
        div.card.table {
            div.scroll role="region" tabindex="0" aria-label=(words.catalogue) {
                table.catalogue.stacked {
                    caption { (words.catalogue) }
                    thead { tr {
                        th scope="col" { (words.kpi) }
                        th.n scope="col" { (words.value) }
                        th.n scope="col" { (capital(words.target)) }
                        th scope="col" { (words.panels.standing) }
                        th scope="col" { (words.plan_page.owners) }
                    } }
                    tbody { @for each in &catalogue.entries { (entry(locale, catalogue, each)) } }
                }
            }
        }
    }
}

fn entry(locale: &Locale, catalogue: &Catalogue, entry: &CatalogueEntry) -> Markup {
    let words = locale.words();
    let CatalogueEntry { kpi, owners: own, clauses, live } = entry;
    let clauses: Vec<&str> = clauses.iter().map(|clause| clause.id.as_str()).collect();
    let ask = &catalogue.front.ask;
    html! {
        tr id=(kpi.code) {
            th scope="row" {
                a href=(address::same(&address::kpi_path(&kpi.code), ask)) { (kpi.title) } " " span.code { (kpi.code) }
                @if !clauses.is_empty() { br; span.note { (clauses.join(", ")) } }
            }
            @match live {
                Err(_) => { td.n { span.note { (words.failed) } } td.n.none { (NONE) } td.none { (NONE) } }
                Ok(live) => { (standing(locale, live)) }
            }
            @if own.is_empty() { td.none { (NONE) } }
            @else { td data-of=(words.plan_page.owners) { (owners::in_short(locale, own)) } }
        }
    }
}

/// The figure of the page's period, or of the plan's where that decides over a target, and where it stands.
fn standing(locale: &Locale, live: &LiveFigure) -> Markup {
    let kpi = &live.head.kpi;
    let (figure, status) =
        live.plan.as_ref().map_or((&live.figure, live.status), |(figure, status)| (figure, *status));
    let judged = live.head.target.as_ref();
    html! {
        td.n {
            @if figure::has_value(&live.figure) { b { (figure::value(locale, kpi, &live.figure)) } }
            @else { span.note { (figure::value(locale, kpi, &live.figure)) } }
            (sample::mark(locale, kpi, &live.figure)) (tile::marks(locale, &live.figure))
        }
        @match judged {
            Some(target) => td.n data-of=(capital(locale.words().target)) { (judgement::amount(locale, kpi, target)) },
            None => td.n.none { (NONE) },
        }
        @if judged.is_none() { td.none { (NONE) } } @else {
            td data-of=(locale.words().panels.standing) {
                @if live.plan.is_some() && figure::has_value(figure) {
                    (judgement::whole_plan(locale, kpi, figure)) ": " (figure::value(locale, kpi, figure)) " "
                }
                (judgement::standing(locale, &live.head, figure, status))
            }
        }
    }
}
