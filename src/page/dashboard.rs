//! A dashboard.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::refusal::refusal;
use super::sentence::{fill, inside};
use super::shell::{Here, facts, page};
use super::{
    address, bars, brief, bullet, caveat, cells, controls, figure, figures, funnel, heatmap, judgement, map,
    multiples, period, rows, tile, trend,
};
use crate::calendar::{DayRange, Period};
use crate::dashboard::BriefKind;
use crate::kpi::{Figure, NotCompared};
use crate::locale::Locale;
use crate::report::{GridView, Head, PanelView, Report, RowsView, TileView};

/// The page of a dashboard.
pub fn dashboard(report: &Report, locale: &Locale) -> Markup {
    let words = locale.words();
    let front = &report.front;
    let path = address::dashboard_path(&report.id);
    let parted = report.brief.iter().any(|each| each.kind() == BriefKind::Break);
    let said = if parted { break_told(locale, report) } else { shared_refusal(locale, &report.panels) };
    let main = html! {
        h1 { (report.title) }
        @if let Some(audience) = &report.audience { p.audience { (fill(words.pages.audience, &[audience])) } }
        (facts(locale, front, &front.edition.period))
        (controls::in_force(locale, &report.filters))
        (controls::controls(locale, &path, front, &report.filters))
        (brief::brief(locale, &front.ask, &report.brief))
        // What the brief has said is not said again.
        @if let Some(said) = said.as_ref().filter(|_| !parted) { p.note { b { (words.panels.for_all) ":" } " " (said) "." } }
        @for (first, group) in groups(&report.panels) {
            div class=(Place::of(&group[0]).class()) {
                @for (index, panel) in group.iter().enumerate() { (view(locale, report, first + index, panel, said.as_deref())) }
            }
        }
    };
    page(locale, front, Here::Dashboard(&report.id), &report.title, &main)
}

/// What tiles would say of the break that the brief has told of.
fn break_told(locale: &Locale, report: &Report) -> Option<String> {
    let mut tiles = report.panels.iter().filter_map(tile_of);
    let parted = tiles.find(|tile| matches!(tile.change, Err(NotCompared::Break(_))))?;
    judgement::change(locale, parted)
}

/// Why nothing is compared, where it is the same for most tiles: told once at the head.
fn shared_refusal(locale: &Locale, panels: &[PanelView]) -> Option<String> {
    let tiles: Vec<_> = panels.iter().filter_map(tile_of).collect();
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

fn tile_of(panel: &PanelView) -> Option<&TileView> {
    match panel {
        PanelView::Tile(tile) => Some(tile),
        PanelView::Trend(_)
        | PanelView::Bars(_)
        | PanelView::Bullet(_)
        | PanelView::Funnel(_)
        | PanelView::Heatmap(_)
        | PanelView::Map(_)
        | PanelView::Multiples(_)
        | PanelView::Table(_)
        | PanelView::Rows(_)
        | PanelView::Cells(_)
        | PanelView::Broken { .. } => None,
    }
}

/// How panels that follow each other are laid out together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Figures, in rows of one height.
    Tiles,
    /// Tables of a dimension, two beside each other where there is room.
    Tables,
    /// Charts in columns, and tables of queries across them.
    Panels,
}

impl Place {
    fn of(panel: &PanelView) -> Self {
        match panel {
            PanelView::Tile(_) => Self::Tiles,
            PanelView::Table(_) => Self::Tables,
            PanelView::Trend(_)
            | PanelView::Bars(_)
            | PanelView::Bullet(_)
            | PanelView::Funnel(_)
            | PanelView::Heatmap(_)
            | PanelView::Map(_)
            | PanelView::Multiples(_)
            | PanelView::Rows(_)
            | PanelView::Cells(_)
            | PanelView::Broken { .. } => Self::Panels,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Tiles => "tiles",
            Self::Tables => "tables",
            Self::Panels => "panels",
        }
    }
}

/// Panels in their order, those laid out together as one: the place of the first, and all.
fn groups(panels: &[PanelView]) -> Vec<(usize, &[PanelView])> {
    let mut groups = Vec::new();
    let mut first = 0;
    for group in panels.chunk_by(|a, b| Place::of(a) == Place::of(b)) {
        groups.push((first, group));
        first += group.len();
    }
    groups
}

fn view(locale: &Locale, report: &Report, index: usize, panel: &PanelView, said: Option<&str>) -> Markup {
    let words = locale.words();
    let front = &report.front;
    let days = front.edition.period.days();
    let id = format!("panel-{}", index + 1);
    let chart = format!("{id}-chart");
    let parts = |head: &Head, dimension: &str, total: &Figure, drawing: &Markup| {
        let over = by(locale, dimension, total);
        let title = heading(locale, report, head, Some(total), "", Some(over));
        html! { (title) (drawing) (tile::notes(locale, head, total, days)) }
    };
    let grid = |view: &GridView, drawing: &Markup| {
        let over = over_periods(locale, view.periods().next().zip(view.periods().last()));
        let dimension = format!("{} {}", words.broken_down_by, inside(&view.dimension));
        let over = std::iter::once(dimension).chain(over).collect::<Vec<_>>().join(", ");
        let title = heading(locale, report, &view.head, None, "", Some(over));
        html! { (title) (drawing) (tile::reach(locale, &view.head, &view.total, days)) (heatmap::notes(locale, view)) }
    };
    match panel {
        PanelView::Tile(view) => tile::tile(locale, &front.ask, days, &id, view, said),
        PanelView::Trend(view) => {
            let ends = view.figures.first().zip(view.figures.last());
            let over = over_periods(locale, ends.map(|(first, last)| (&first.period, &last.period)));
            let head =
                heading(locale, report, &view.head, view.figures.last(), &format!("{}: ", words.trend), over);
            card(
                &id,
                &html! { (head) (trend::trend(locale, &chart, view)) (unfiltered(locale, &view.head)) (trend::notes(locale, view, &[])) },
            )
        }
        PanelView::Bars(view) => {
            let drawing = bars::bars(locale, &chart, view);
            card(&id, &parts(&view.head, &view.dimension, &view.breakdown.total, &drawing))
        }
        PanelView::Bullet(view) => {
            let drawing = bullet::bullet(locale, &chart, view);
            card(&id, &parts(&view.head, &view.dimension, &view.breakdown.total, &drawing))
        }
        PanelView::Map(view) => {
            let drawing = map::map(locale, &chart, view);
            card(&id, &parts(&view.head, &view.dimension, &view.breakdown.total, &drawing))
        }
        PanelView::Heatmap(view) => card(&id, &grid(view, &heatmap::heatmap(locale, &chart, view))),
        PanelView::Multiples(view) => card(&id, &grid(view, &multiples::multiples(locale, &chart, view))),
        PanelView::Funnel(view) => {
            let first = view.stages.first().map(|stage| &stage.figure.period);
            let drawing = funnel::funnel(locale, &front.ask, &chart, view);
            card(
                &id,
                &html! {
                    h2 { (view.title) }
                    @if let Some(first) = first {
                        p.over { (period::name(locale, first)) " (" (period::days(locale, first)) ")" }
                    }
                    (drawing) (funnel::notes(locale, view))
                },
            )
        }
        PanelView::Table(view) => {
            let drawing = figures::table(locale, view);
            card(&id, &parts(&view.head, &view.dimension, &view.breakdown.total, &drawing))
        }
        PanelView::Rows(view) => wide(
            &id,
            &html! { (described(locale, view)) (rows::table(locale, &view.title, &view.table, &|_| None)) (caveat::notes(locale, &view.caveats)) },
        ),
        PanelView::Cells(view) => card(
            &id,
            &html! { (described(locale, view)) (cells::cells(locale, &chart, view)) (caveat::notes(locale, &view.caveats)) },
        ),
        PanelView::Broken { title, error } => card(
            &id,
            &html! { h2 { (title) } p.broken { strong { (words.failed) "." } " " (refusal(error, locale).sentence) } },
        ),
    }
}

/// `Tháng 1/2024 – Tháng 12/2024`.
fn over_periods(locale: &Locale, ends: Option<(&Period, &Period)>) -> Option<String> {
    ends.map(|(first, last)| format!("{} – {}", period::name(locale, first), period::name(locale, last)))
}

fn card(id: &str, content: &Markup) -> Markup {
    html! { section.card.panel id=(id) { (content) } }
}

/// What a query's rows are called, what they are, and how far they follow the page.
fn described(locale: &Locale, view: &RowsView) -> Markup {
    html! {
        h2 { (view.title) }
        @if let Some(text) = &view.description { p.over { (text) } }
        @if let Some(over) = &view.over {
            p.over { (period::name(locale, over)) " (" (period::days(locale, over)) ")" }
        }
        (not_filtered(locale, &view.unfiltered))
    }
}

/// A table needs the page's width.
fn wide(id: &str, content: &Markup) -> Markup {
    html! { section.card.panel.table id=(id) { (content) } }
}

/// A panel's title, which leads to the KPI's passport, and what it shows.
fn heading(
    locale: &Locale,
    report: &Report,
    head: &Head,
    figure: Option<&Figure>,
    before: &str,
    over: Option<String>,
) -> Markup {
    let shown = figure.map_or(&report.front.edition.period, |figure| &figure.period);
    // A course of months belongs to the period that the reader chose, not to its last month.
    let period = if before.is_empty() { shown } else { &report.front.edition.period };
    let marks = figure.filter(|_| before.is_empty()).map(|figure| tile::marks(locale, figure));
    html! {
        h2 {
            a href=(address::kpi(&head.kpi.code, &report.front.ask, period)) { (before) (head.title) }
            " " span.code { (head.kpi.code) }
        }
        @if let Some(over) = over { p.over { (over) @if let Some(marks) = marks { (marks) } } }
    }
}

fn by(locale: &Locale, dimension: &str, total: &Figure) -> String {
    let DayRange { first_day, last_day } = total.period.days();
    format!(
        "{} {}, {} ({}–{})",
        locale.words().broken_down_by,
        inside(dimension),
        period::name(locale, &total.period),
        locale.date(first_day),
        locale.date(last_day),
    )
}

fn unfiltered(locale: &Locale, head: &Head) -> Markup {
    not_filtered(locale, &head.unfiltered)
}

fn not_filtered(locale: &Locale, titles: &[String]) -> Markup {
    html! {
        @if !titles.is_empty() {
            p.note { (super::sentence::capital(locale.words().unfiltered_by)) " " (titles.join(", ")) "." }
        }
    }
}
