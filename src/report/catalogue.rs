//! The list of all KPIs, or of those that a search finds.

use super::front::front;
use super::{Ask, Frontmatter, ReportError};
use crate::kpi::{Clause, Kpi, Target};
use crate::locale::fold_for_search;
use crate::workspace::Reader;

/// KPIs, and what was searched for.
#[derive(Debug)]
pub struct Catalogue {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What was searched for, as it was typed; empty = everything.
    pub query: String,
    /// The indicator whose figures these are, by its bare code; nothing for the list.
    pub indicator: Option<String>,
    /// How many there are without the search.
    pub count: usize,
    /// Those found, in the workspace's order.
    pub entries: Vec<CatalogueEntry>,
}

/// One KPI of the list.
#[derive(Debug, Clone)]
pub struct CatalogueEntry {
    /// The KPI.
    pub kpi: Kpi,
    /// The clauses that it answers, in the plan's order.
    pub clauses: Vec<Clause>,
    /// What the plan promises.
    pub target: Option<Target>,
    /// Titles of what it can be broken down by.
    pub dimensions: Vec<String>,
}

/// The KPIs in which every word of a search occurs: in the code, the title, the definition, or the text of
/// a clause that it answers. Accents and case do not matter.
///
/// # Errors
/// For a text that is no period.
pub fn catalogue(reader: &Reader<'_>, ask: &Ask, query: &str) -> Result<Catalogue, ReportError> {
    let words: Vec<String> = fold_for_search(query).split_whitespace().map(str::to_owned).collect();
    let entries = reader.kpis().map(|kpi| entry(reader, kpi));
    let mut entries: Vec<CatalogueEntry> = entries.filter(|entry| found(entry, &words)).collect();
    // Sorting keeps the order of the codes.
    let phrase = words.join(" ");
    let elsewhere = |text: &str| !fold_for_search(text).contains(&phrase);
    entries.sort_by_key(|entry| (elsewhere(&entry.kpi.title), elsewhere(&entry.kpi.definition)));
    listed(reader, ask, query, entries)
}

/// The figures of an indicator, by its bare code.
///
/// # Errors
/// For a code that is neither a KPI's nor an indicator's, and a text that is no period.
pub fn indicator(reader: &Reader<'_>, ask: &Ask, code: &str) -> Result<Catalogue, ReportError> {
    let figures = reader.figures_of(code)?;
    let all = listed(reader, ask, code, figures.into_iter().map(|kpi| entry(reader, kpi)).collect())?;
    Ok(Catalogue { indicator: Some(code.to_owned()), ..all })
}

fn listed(
    reader: &Reader<'_>,
    ask: &Ask,
    query: &str,
    entries: Vec<CatalogueEntry>,
) -> Result<Catalogue, ReportError> {
    Ok(Catalogue {
        front: front(reader, reader.workspace().opening_period(), ask)?,
        query: query.to_owned(),
        indicator: None,
        count: reader.kpis().count(),
        entries,
    })
}

fn entry(reader: &Reader<'_>, kpi: &Kpi) -> CatalogueEntry {
    let plan = &reader.workspace().plan;
    CatalogueEntry {
        kpi: kpi.clone(),
        clauses: plan.clauses_of(&kpi.code).cloned().collect(),
        target: plan.target(&kpi.code).cloned(),
        dimensions: kpi.dimensions.iter().map(|name| reader.dimension_title(name)).collect(),
    }
}

fn found(entry: &CatalogueEntry, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let Kpi { code, title, definition, .. } = &entry.kpi;
    let mut all = vec![code.as_str(), title, definition];
    for clause in &entry.clauses {
        all.extend([clause.id.as_str(), clause.text.as_str()]);
    }
    let all = fold_for_search(&all.join("\n"));
    // A word is meant from its beginning on; a code or a clause's place may hold other signs.
    let tokens: Vec<&str> = all.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.iter().all(|word| {
        tokens.iter().any(|token| token.starts_with(word.as_str()))
            || all.contains(word) && word.contains(|l: char| !l.is_alphanumeric())
    })
}
