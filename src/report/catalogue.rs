//! The list of all KPIs, or of those that a search finds, each with its figure.

use futures::future::join_all;

use super::front::front;
use super::plan::{live, named};
use super::{Ask, Frontmatter, LiveFigure, Owner, ReportError};
use crate::kpi::{Clause, Kpi, SliceError};
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
#[derive(Debug)]
pub struct CatalogueEntry {
    /// The KPI.
    pub kpi: Kpi,
    /// The clauses that it answers, in the plan's order.
    pub clauses: Vec<Clause>,
    /// The bodies that answer for these clauses.
    pub owners: Vec<Owner>,
    /// Its figure, with what is promised and where it stands.
    pub live: Result<LiveFigure, ReportError>,
}

/// The KPIs in which every word of a search occurs: in the code, the title, the definition, or the text of
/// a clause that it answers. Accents and case do not matter.
///
/// # Errors
/// For a period or members that do not exist; a KPI that fails says so in its place.
pub async fn catalogue(reader: &Reader<'_>, ask: &Ask, query: &str) -> Result<Catalogue, ReportError> {
    let words: Vec<String> = fold_for_search(query).split_whitespace().map(str::to_owned).collect();
    let mut kpis: Vec<&Kpi> = reader.kpis().filter(|kpi| found(reader, kpi, &words)).collect();
    // Sorting keeps the order of the codes.
    let phrase = words.join(" ");
    let elsewhere = |text: &str| !fold_for_search(text).contains(&phrase);
    kpis.sort_by_key(|kpi| (elsewhere(&kpi.title), elsewhere(&kpi.definition)));
    listed(reader, ask, query, kpis).await
}

/// The figures of an indicator, by its bare code.
///
/// # Errors
/// For a code that is neither a KPI's nor an indicator's, and a text that is no period.
pub async fn indicator(reader: &Reader<'_>, ask: &Ask, code: &str) -> Result<Catalogue, ReportError> {
    let all = listed(reader, ask, code, reader.figures_of(code)?).await?;
    Ok(Catalogue { indicator: Some(code.to_owned()), ..all })
}

async fn listed(
    reader: &Reader<'_>,
    ask: &Ask,
    query: &str,
    kpis: Vec<&Kpi>,
) -> Result<Catalogue, ReportError> {
    let entries = join_all(kpis.into_iter().map(|kpi| entry(reader, ask, kpi))).await;
    let entries = entries.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Catalogue {
        front: front(reader, reader.workspace().opening_period(), ask)?,
        query: query.to_owned(),
        indicator: None,
        count: reader.kpis().count(),
        entries,
    })
}

async fn entry(reader: &Reader<'_>, ask: &Ask, kpi: &Kpi) -> Result<CatalogueEntry, ReportError> {
    let live = match live(reader, ask, &kpi.code).await {
        Err(error @ (ReportError::Ask(_) | ReportError::Slice(SliceError::Filter(_)))) => return Err(error),
        live => live,
    };
    let clauses: Vec<Clause> = reader.workspace().plan.clauses_of(&kpi.code).cloned().collect();
    let mut owners: Vec<String> = Vec::new();
    for owner in clauses.iter().flat_map(|clause| &clause.owners) {
        if !owners.contains(owner) {
            owners.push(owner.clone());
        }
    }
    Ok(CatalogueEntry { kpi: kpi.clone(), owners: named(reader, &owners), clauses, live })
}

fn found(reader: &Reader<'_>, kpi: &Kpi, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let Kpi { code, title, definition, .. } = kpi;
    let mut all = vec![code.as_str(), title, definition];
    for clause in reader.workspace().plan.clauses_of(code) {
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
