//! Several KPIs of which each is a part of the one before, with their table.

use maud::{Markup, html};
use rust_decimal::prelude::ToPrimitive;

use super::sentence::{capital, fill};
use super::{address, caveat, figure, plot, quantity, reason, tile};
use crate::chart::{Branch, Chart, Funnel, Stage};
use crate::kpi::Caveat;
use crate::locale::Locale;
use crate::report::{Ask, FunnelView, StageView};

/// The chart and the table of its stages.
pub(super) fn funnel(locale: &Locale, ask: &Ask, id: &str, view: &FunnelView) -> Markup {
    let lines: Vec<(&StageView, bool)> = lines(view).collect();
    let table = html! {
        div.scroll role="region" tabindex="0" aria-label=(view.title) {
            table {
                caption { (view.title) }
                thead { tr {
                    th scope="col" { (locale.words().panels.stage) }
                    th.n scope="col" { (locale.words().value) }
                    th.n scope="col" { (locale.words().panels.share) }
                    th scope="col" { (locale.words().code) }
                } }
                tbody { @for (stage, branch) in &lines {
                    tr {
                        th.branch[*branch] scope="row" { (capital(&stage.label)) (tile::marks(locale, &stage.figure)) }
                        td.n.none[stage.count.is_none()] { (text(locale, stage)) }
                        td.n { (stage.share.map_or_else(|| quantity::NONE.to_owned(), |share| plot::percent(locale, share))) }
                        td {
                            a href=(address::kpi(&stage.head.kpi.code, ask, &stage.figure.period)) { (stage.head.kpi.code) }
                        }
                    }
                } }
            }
        }
    };
    html! {
        (plot::figure(svg(locale, id, view, Some(ask))))
        (plot::details(locale, lines.len(), &table))
    }
}

/// What is doubtful about the stages: each doubt once, at the first stage that has it.
fn doubts<'a>(stages: &[&'a StageView]) -> Vec<(&'a StageView, &'a Caveat)> {
    let mut found: Vec<(&StageView, &Caveat)> = Vec::new();
    for stage in stages {
        for doubt in &stage.figure.caveats {
            if !found.iter().any(|(_, known)| *known == doubt) {
                found.push((stage, doubt));
            }
        }
    }
    found
}

/// What keeps a reader from taking the stages for more than they are: who has not reported, what was not filtered.
pub(super) fn notes(locale: &Locale, view: &FunnelView) -> Markup {
    let words = locale.words();
    let all: Vec<&StageView> = lines(view).map(|(stage, _)| stage).collect();
    let whole = all.iter().map(|stage| &stage.figure.completeness).filter(|whole| whole.expected > 0);
    // The least that any stage knows.
    let least = whole.min_by(|a, b| (a.reported * b.expected).cmp(&(b.reported * a.expected)));
    html! {
        @if view.is_mixed() { p.note { (words.panels.mixed_stages) } }
        @if let Some(least) = least {
            p.reports.incomplete[least.reported < least.expected] {
                (least.reported) "/" (least.expected) " " (words.reported_of(least.expected))
            }
        }
        @for stage in all.iter().filter(|stage| !stage.head.unfiltered.is_empty()) {
            p.note { (stage.head.kpi.code) ": " (words.unfiltered_by) " " (stage.head.unfiltered.join(", ")) "." }
        }
        @for (stage, doubt) in doubts(&all) {
            p.note.incomplete { (stage.head.kpi.code) ": " (caveat::caveat(locale, doubt)) "." }
        }
        @for stage in all.iter().filter(|stage| stage.count.is_none()) {
            @if let Some(why) = &stage.figure.reason {
                p.note { (stage.head.kpi.code) ": " (reason::missing(locale, why)) "." }
            }
        }
    }
}

/// Every stage followed by its branches, and whether it is one.
fn lines(view: &FunnelView) -> impl Iterator<Item = (&StageView, bool)> {
    view.stages.iter().flat_map(|stage| {
        std::iter::once((stage, false)).chain(stage.branches.iter().map(|branch| (branch, true)))
    })
}

/// The chart alone.
pub(super) fn svg(locale: &Locale, id: &str, view: &FunnelView, ask: Option<&Ask>) -> String {
    let words = locale.words();
    let title = |stage: &StageView| format!("{}: {}", capital(&stage.label), text(locale, stage));
    let share = |stage: &StageView| {
        let share =
            stage.share.map(|share| fill(words.panels.of_stage_before, &[&plot::percent(locale, share)]));
        share.unwrap_or_default()
    };
    let branch = |branch: &StageView| Branch {
        label: capital(&branch.label),
        title: title(branch),
        value: branch.count.and_then(|count| count.to_f64()),
        text: text(locale, branch),
    };
    let stages: Vec<Stage> = view
        .stages
        .iter()
        .map(|stage| Stage {
            label: capital(&stage.label),
            title: title(stage),
            value: stage.count.and_then(|count| count.to_f64()),
            text: text(locale, stage),
            share: share(stage),
            branches: stage.branches.iter().map(branch).collect(),
        })
        .collect();
    let ends = stages.first().zip(stages.last());
    let description =
        ends.map_or_else(String::new, |(first, last)| format!("{}; {}", first.title, last.title));
    let link =
        |stage: &StageView| ask.map(|ask| address::kpi(&stage.head.kpi.code, ask, &stage.figure.period));
    let links: Vec<Option<String>> = view.stages.iter().map(link).collect();
    Funnel { id, title: &view.title, description: &description, stages: &stages, empty: words.no_value }
        .linked(&links)
}

/// A stage's count in its unit, or why there is none.
fn text(locale: &Locale, stage: &StageView) -> String {
    match stage.count {
        Some(count) => locale.quantity(count, &stage.unit),
        None => figure::value(locale, &stage.head.kpi, &stage.figure),
    }
}
