//! A dashboard.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::grid::{cells, spans};
use super::panel::{Card, Layout, shown};
use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{address, brief, controls, downloads, figure, judgement};
use crate::dashboard::{BriefKind, ShowSeveral, Width};
use crate::kpi::NotCompared;
use crate::locale::Locale;
use crate::report::{PanelView, Report, TileView};

/// The page of a dashboard.
pub fn dashboard(report: &Report, locale: &Locale) -> Markup {
    let words = locale.words();
    let front = &report.front;
    let path = address::dashboard_path(&report.id);
    let said =
        if is_parted(report) { break_told(locale, report) } else { shared_refusal(locale, &report.panels) };
    let panels = groups(&report.panels);
    let remarks = remarks(locale, report, said.as_deref());
    // They share the last row of what is laid out in columns, where it has room.
    let shared =
        panels.last().filter(|(_, group)| shown(&group[0]).place == Layout::Panels).map(|(first, _)| *first);
    let laid_out = |first: usize, group: &[PanelView]| {
        let widths = widths(report, first, group);
        let cells = cells(&widths);
        let mut tops: Vec<Width> = cells.iter().map(|cell| widths[cell.start]).collect();
        tops.extend((shared == Some(first)).then_some(Width::Half));
        let spans = spans(&tops);
        html! {
            div class=(shown(&group[0]).place.class()) {
                @for (cell, span) in cells.iter().zip(&spans) {
                    div class=(span.class()) { @for index in cell.clone() {
                        @let (number, panel) = (first + index + 1, &group[index]);
                        @let shown = shown(panel);
                        @let downloads = files(locale, report, panel, number, shown.svg.is_some());
                        @let card = Card { locale, report, id: &format!("panel-{number}"), said: said.as_deref(), downloads };
                        ((shown.card)(&card))
                    } }
                }
                @if let Some(span) = spans.get(cells.len()) { div class=(span.class()) { (remarks) } }
            }
        }
    };
    let main = html! {
        h1 { (report.title) @if let Some(audience) = &report.audience { " " small.audience { (fill(words.pages.audience, &[audience])) } } }
        (facts(locale, front, &front.edition.period))
        (controls::in_force(locale, &report.filters))
        (controls::controls(locale, &path, front, &report.filters))
        // Promises come before all that is to be said of them.
        @for (first, group) in panels.iter().filter(|(_, group)| leads(&group[0])) { (laid_out(*first, group)) }
        (brief::brief(locale, report))
        @for (first, group) in panels.iter().filter(|(_, group)| !leads(&group[0])) { (laid_out(*first, group)) }
        @if shared.is_none() { (remarks) }
    };
    page(locale, front, Here::Dashboard(&report.id), &report.title, &main)
}

/// What limits the figures, which comes after them; and the way to all of them as files.
fn remarks(locale: &Locale, report: &Report, said: Option<&str>) -> Markup {
    let (words, front) = (locale.words(), &report.front);
    let parted = is_parted(report);
    let path = address::dashboard_path(&report.id);
    html! {
        section.remarks aria-label=(words.brief.about_data) {
            (brief::caveats(locale, report))
            // What the brief has said is not said again.
            @if let Some(said) = said.filter(|_| !parted) { p.note { b { (words.panels.for_all) ":" } " " (said) "." } }
            (controls::parted(locale, &path, front, parted))
            (downloads::line(words.downloads.dashboard, &front.formats, |format| {
                address::file(&format!("{path}/export"), format, &front.ask, &front.edition.period)
            }))
        }
    }
}

/// Whether the brief tells of a break.
fn is_parted(report: &Report) -> bool {
    report.brief.iter().any(|each| each.kind() == BriefKind::Break)
}

/// How wide the panels of a group are, from the place of the first on.
fn widths(report: &Report, first: usize, group: &[PanelView]) -> Vec<Width> {
    let said = |index: usize| report.widths.get(first + index).copied().flatten();
    group.iter().enumerate().map(|(index, panel)| said(index).unwrap_or(shown(panel).width)).collect()
}

/// Whether a panel stands before the brief.
fn leads(panel: &PanelView) -> bool {
    matches!(panel, PanelView::Several(view) if view.show == ShowSeveral::Targets)
}

/// The way to a panel's files; none of one that could not be made.
fn files(locale: &Locale, report: &Report, panel: &PanelView, number: usize, drawn: bool) -> Markup {
    let front = &report.front;
    if matches!(panel, PanelView::Broken { .. }) {
        return html! {};
    }
    let file = |path: String, format: &str| address::file(&path, format, &front.ask, &front.edition.period);
    let table =
        |format: &str| file(format!("{}/panels/{number}", address::dashboard_path(&report.id)), format);
    let chart = |format: &str| file(format!("{}/{number}", address::charts_path(&report.id)), format);
    let chart: Option<&dyn Fn(&str) -> String> = if drawn { Some(&chart) } else { None };
    downloads::folded(locale, panel.title(), &front.formats, table, chart)
}

/// What tiles would say of the break that the brief has told of.
fn break_told(locale: &Locale, report: &Report) -> Option<String> {
    let mut tiles = report.panels.iter().flat_map(tiles_of);
    let parted = tiles.find(|tile| matches!(tile.change, Err(NotCompared::Break(_))))?;
    judgement::change(locale, parted)
}

/// Why nothing is compared, where it is the same for most tiles: told once at the head.
fn shared_refusal(locale: &Locale, panels: &[PanelView]) -> Option<String> {
    let tiles: Vec<_> = panels.iter().flat_map(tiles_of).collect();
    let told = tiles.iter().filter(|tile| tile.change.is_err());
    let told = told.filter_map(|tile| judgement::change(locale, tile));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in told {
        *times.entry(sentence).or_default() += 1;
    }
    let shown = tiles.iter().filter(|tile| figure::has_value(&tile.figure)).count();
    let (sentence, count) = times.into_iter().max_by_key(|(_, count)| *count)?;
    // Every other tile, and more than a reader sees at once.
    (count >= 3 && count * 2 >= shown).then_some(sentence)
}

fn tiles_of(panel: &PanelView) -> &[TileView] {
    match panel {
        PanelView::Tile(tile) => std::slice::from_ref(tile),
        PanelView::Several(view) => &view.tiles,
        _ => &[],
    }
}

/// Panels in their order, those laid out together as one: the place of the first, and all.
fn groups(panels: &[PanelView]) -> Vec<(usize, &[PanelView])> {
    let mut groups = Vec::new();
    let mut first = 0;
    for group in panels.chunk_by(|a, b| shown(a).place == shown(b).place && leads(a) == leads(b)) {
        groups.push((first, group));
        first += group.len();
    }
    groups
}
