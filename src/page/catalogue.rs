//! The list of all KPIs, with a search.

use maud::{Markup, html};

use super::sentence::fill;
use super::shell::{Here, page};
use super::{address, downloads, figure, judgement};
use crate::kpi::UNKNOWN;
use crate::locale::Locale;
use crate::report::{Catalogue, CatalogueEntry};

/// The page of all KPIs, or of those found.
pub fn kpis(catalogue: &Catalogue, locale: &Locale) -> Markup {
    let words = locale.words();
    let Catalogue { front, query, count, entries, indicator: _ } = catalogue;
    let main = html! {
        h1 { (words.catalogue) }
        (search(locale, catalogue))
        (files(locale, catalogue))
        p.note role="status" {
            (fill(words.controls.found, &[&entries.len().to_string(), &count.to_string()]))
            @if !query.is_empty() { ". " a href=(address::catalogue(&front.ask, "")) { (words.controls.show_all) } }
        }
        @if entries.is_empty() { p { (words.no_matches) "." } }
        div.panels.catalogue { @for each in entries { (entry(locale, catalogue, each)) } }
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

fn entry(locale: &Locale, catalogue: &Catalogue, entry: &CatalogueEntry) -> Markup {
    let words = locale.words();
    let CatalogueEntry { kpi, clauses, target, dimensions } = entry;
    html! {
        article.card id=(kpi.code) {
            h2 {
                a href=(address::same(&address::kpi_path(&kpi.code), &catalogue.front.ask)) { (kpi.title) }
                " " span.code { (kpi.code) }
            }
            p { (kpi.definition) }
            dl.about {
                div { dt { (words.formula) } dd { (figure::formula(locale, kpi, None)) } }
                div { dt { (words.unit) } dd { (kpi.unit.label) } }
                @if let Some(target) = target {
                    div { dt { (words.target) } dd { (judgement::promised(locale, kpi, target)) } }
                }
                div {
                    dt { (words.clause) }
                    dd {
                        @for clause in clauses { p { b { (clause.id) } " " (clause.text) } }
                        @if clauses.is_empty() { (words.no_clause) }
                    }
                }
                @if !dimensions.is_empty() {
                    div { dt { (words.controls.divided_by) } dd { (dimensions.join(", ")) } }
                }
            }
        }
    }
}
