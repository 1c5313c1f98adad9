//! The brief of a dashboard: what its figures say, as sentences that stand on them.
//!
//! A rule is a function from figures to sentences and knows when to keep silent; nothing here is in a
//! language. What is said is chosen by importance and is the same on every machine.

use std::collections::BTreeMap;

use super::brief_kpi::of_kpi;
use super::owed_kind::OwedKind;
use super::owed_watch::OwedFacts;
use super::said::{BriefFacts, Said, Sentence};
use super::tile::TileView;
use crate::dashboard::{BriefKind, Weight};
use crate::kpi::NotCompared;

/// So many sentences are shown besides those that never give way: more is a report, not a brief.
const MOST: usize = 8;

/// So many of one kind; of parts and extremes one tells enough. What was missed, money and overdue work never give way.
fn most_of(kind: BriefKind) -> usize {
    match kind {
        BriefKind::Largest | BriefKind::Highest | BriefKind::Lowest => 1,
        BriefKind::Missed | BriefKind::AboveAll | BriefKind::Broken | BriefKind::Overdue => usize::MAX,
        BriefKind::NotReported
        | BriefKind::Provisional
        | BriefKind::Backlog
        | BriefKind::Break
        | BriefKind::Points
        | BriefKind::Money
        | BriefKind::Count
        | BriefKind::FromNone
        | BriefKind::NotDue
        | BriefKind::Met
        | BriefKind::NoValue
        | BriefKind::Unchanged
        | BriefKind::Unsettled
        | BriefKind::Elsewhere
        | BriefKind::SetAside => 2,
    }
}

/// The sentences of a dashboard in the order of their kinds and, within one, of the panels; what the law demands
/// before what the plan promises. Lines are never filled: a kind that has said enough leaves its place empty.
pub fn sentences(facts: &BriefFacts) -> Vec<Sentence> {
    let mut all = of_all(facts);
    for kpi in &facts.kpis {
        all.extend(of_kpi(facts, kpi));
    }
    let rank = |sentence: &Sentence| {
        let kind = sentence.kind();
        let first = facts.first.iter().position(|each| *each == kind);
        (kind.weight(), first.unwrap_or(facts.first.len()), kind, !sentence.is_of_law())
    };
    // Sorting keeps the panels' order within a kind.
    all.sort_by_key(rank);
    let mut times: BTreeMap<BriefKind, usize> = BTreeMap::new();
    let mut room = MOST;
    all.retain(|sentence| {
        let kind = sentence.kind();
        let before = times.entry(kind).or_default();
        *before += 1;
        let least = most_of(kind);
        let kept = *before <= least && (least == usize::MAX || kind.weight() == Weight::Caveat || room > 0);
        if kept && least != usize::MAX && kind.weight() != Weight::Caveat {
            room -= 1;
        }
        kept
    });
    all
}

/// What is said of the figures together.
fn of_all(facts: &BriefFacts) -> Vec<Sentence> {
    let mut said = Vec::new();
    if !facts.missing.is_empty() {
        said.push(Said::NotReported { bodies: facts.missing.clone(), all: facts.all_reports });
    }
    said.extend(overdue(facts));
    said.extend(facts.broken.iter().cloned().map(Said::Broken));
    said.extend(facts.unchecked.iter().cloned().map(Said::Unchecked));
    said.extend(facts.elsewhere.iter().cloned().map(Said::Elsewhere));
    if facts.period.is_provisional(facts.data_date) && facts.period.has_begun(facts.data_date) {
        let last_day = facts.period.last_day();
        said.push(Said::Provisional { last_day, data_date: facts.data_date });
    }
    let parted = facts.kpis.iter().find_map(|kpi| match &kpi.tile.change {
        Err(NotCompared::Break(parted)) if kpi.tile.figure.value.is_some() => Some(parted),
        Ok(_) | Err(_) => None,
    });
    said.extend(parted.map(|parted| Said::Break(parted.clone())));
    let titles = |wanted: &dyn Fn(&TileView) -> bool| -> Vec<String> {
        let own = facts.kpis.iter().filter(|kpi| wanted(&kpi.tile));
        own.map(|kpi| kpi.tile.head.kpi.title.clone()).collect()
    };
    let empty = titles(&|tile| tile.figure.value.is_none());
    if !empty.is_empty() {
        said.push(Said::NoValue(empty));
    }
    let unsettled = titles(&|tile| tile.figure.unsettled && tile.figure.value.is_some());
    if !unsettled.is_empty() {
        said.push(Said::Unsettled(unsettled));
    }
    if facts.set_aside > 0 || facts.copies > 0 {
        said.push(Said::SetAside { rows: facts.set_aside, copies: facts.copies });
    }
    said.into_iter().map(|said| Sentence { about: None, said, doubts: Vec::new() }).collect()
}

/// What is overdue: all together, then the kinds that are told in full, the oldest first, then each other kind in a line.
/// Reports of the period stand among the kinds by their age, but after what is owed whatever the period.
fn overdue(facts: &BriefFacts) -> impl Iterator<Item = Said> {
    let OwedFacts { together, kinds, lines, unlisted, partial, is_later } = &facts.owed;
    let is_later = *is_later;
    let reports = facts.overdue.iter().max_by(|a, b| {
        // Of those that are late the longest the first by name.
        a.days.cmp(&b.days).then_with(|| (&b.body, &b.report).cmp(&(&a.body, &a.report)))
    });
    let reports = reports.map(|oldest| {
        let (count, all, of_ended) = (facts.overdue.len(), facts.all_reports, facts.of_ended);
        let place = if together.is_some() { 3 } else { 1 };
        (place, oldest.days, Said::Overdue { all, count, of_ended, oldest: oldest.clone() })
    });
    let of = |place: u8, in_full: bool, kind: &OwedKind| {
        let days = kind.oldest.as_ref().map_or(0, |(_, item)| item.days());
        // What is owed together has said as of when.
        let is_later = is_later && together.is_none();
        (place, days, Said::Owed { kind: Box::new(kind.clone()), in_full, is_later })
    };
    let all = together.iter().map(|all| (0, 0, Said::OwedTogether { all: Box::new(all.clone()), is_later }));
    let mut said: Vec<(u8, i64, Said)> = all.chain(reports).collect();
    said.extend(kinds.iter().map(|kind| of(1, true, kind)));
    said.extend(lines.iter().map(|kind| of(2, false, kind)));
    said.sort_by_key(|(place, days, _)| (*place, -days));
    let unlisted = (!unlisted.is_empty()).then(|| Said::Unlisted(unlisted.clone(), None));
    let partial = partial.iter().cloned().map(|(titles, caveat)| Said::Unlisted(titles, Some(caveat)));
    said.into_iter().map(|(.., said)| said).chain(unlisted).chain(partial)
}
