//! The list of all KPIs.

use maud::{Markup, html};

use super::shell::{Here, page};
use super::{address, figure};
use crate::kpi::Kpi;
use crate::locale::Locale;
use crate::report::Frontmatter;

/// One KPI of the list.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// The ids of the clauses that it answers, in the plan's order.
    pub clauses: Vec<&'a str>,
}

/// The page of all KPIs, in the order given.
pub fn kpis(front: &Frontmatter, entries: &[Entry<'_>], locale: &Locale) -> Markup {
    let words = locale.words();
    let main = html! {
        h1 { (words.catalogue) }
        div.panels {
            @for Entry { kpi, clauses } in entries {
                article.card id=(kpi.code) {
                    h2 { a href=(address::same(&address::kpi_path(&kpi.code), &front.ask)) { (kpi.title) } " " span.code { (kpi.code) } }
                    p { (kpi.definition) }
                    p.note { (words.formula) ": " (figure::formula(locale, kpi)) }
                    p.note { (words.unit) ": " (kpi.unit.label) }
                    p.note {
                        (words.clause) ": "
                        @if clauses.is_empty() { (words.no_clause) } @else { (clauses.join(", ")) }
                    }
                }
            }
        }
        @if entries.is_empty() { p { (words.no_matches) } }
    };
    page(locale, front, Here::Catalogue, words.catalogue, &main)
}
