//! What each kind of panel is: its place among others, its card on a dashboard and its chart by itself. One arm a kind.

use maud::{Markup, html};

use super::lead::Leads;
use super::refusal::refusal;
use super::sentence::inside;
use super::{
    address, bars, bullet, caveat, cells, figures, funnel, heatmap, map, multiples, owed, period, rows,
    several, tile, trend,
};
use crate::calendar::{DayRange, Period};
use crate::dashboard::{ShowSeveral, Width};
use crate::kpi::{Figure, Kpi};
use crate::locale::Locale;
use crate::report::{Gone, GridView, Head, PanelView, Report, RowsView, TrendView};

/// How panels that follow each other are laid out together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Figures, in rows of one height.
    Tiles,
    /// Charts and tables, each as wide as it needs.
    Panels,
}

impl Layout {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Tiles => "tiles",
            Self::Panels => "panels",
        }
    }
}

/// Draws a chart of an id.
type Drawing<'a> = Box<dyn Fn(&Locale, &str) -> String + 'a>;

/// What a panel is.
pub(super) struct Shown<'a> {
    /// Where it stands.
    pub(super) place: Layout,
    /// How wide it is where its dashboard does not say.
    pub(super) width: Width,
    /// Its card.
    pub(super) card: Box<dyn Fn(&Card<'_>) -> Markup + 'a>,
    /// Its chart, of which the id is given; nothing where it has none.
    pub(super) svg: Option<Drawing<'a>>,
}

/// Around a panel's card.
pub(super) struct Card<'a> {
    pub(super) locale: &'a Locale,
    pub(super) report: &'a Report,
    /// The panel's.
    pub(super) id: &'a str,
    /// Why nothing is compared, where the page has said it.
    pub(super) said: Option<&'a str>,
    /// The way to its files.
    pub(super) downloads: Markup,
}

impl<'a> Shown<'a> {
    fn new(place: Layout, card: impl Fn(&Card<'_>) -> Markup + 'a) -> Self {
        Self { place, width: Width::Third, card: Box::new(card), svg: None }
    }

    fn wide(self, width: Width) -> Self {
        Self { width, ..self }
    }

    fn drawn(self, svg: impl Fn(&Locale, &str) -> String + 'a) -> Self {
        Self { svg: Some(Box::new(svg)), ..self }
    }
}

/// A chart is made for a third; the table of those that have ended below it needs more.
fn with_gone(gone: &[Option<Gone>]) -> Width {
    if gone.iter().any(Option::is_some) { Width::Half } else { Width::Third }
}

/// What a panel is.
pub(super) fn shown(panel: &PanelView) -> Shown<'_> {
    use Layout::{Panels, Tiles};
    match panel {
        PanelView::Tile(view) => Shown::new(Tiles, |card| {
            let front = &card.report.front;
            tile::tile(card.locale, &front.ask, front.edition.period.days(), card.id, view, card.said, &card.downloads)
        })
        .drawn(|locale, id| tile::sparkline(locale, id, view)),
        PanelView::Trend(view) => {
            Shown::new(Panels, |card| card.trend(view)).drawn(|locale, id| trend::svg(locale, id, view, &Leads::NONE))
        }
        PanelView::Bars(view) => Shown::new(Panels, |card| {
            let drawing = bars::bars(card.locale, &card.chart(), view, &card.leads());
            card.parts(&view.parts.head, &view.parts.dimension, &view.parts.breakdown.total, &drawing)
        })
        .wide(with_gone(&view.parts.gone))
        .drawn(|locale, id| bars::svg(locale, id, view, &Leads::NONE)),
        PanelView::Bullet(view) => Shown::new(Panels, |card| {
            let drawing = bullet::bullet(card.locale, &card.chart(), view, &card.leads());
            card.parts(&view.parts.head, &view.parts.dimension, &view.parts.breakdown.total, &drawing)
        })
        .wide(with_gone(&view.parts.gone))
        .drawn(|locale, id| bullet::svg(locale, id, view, &Leads::NONE)),
        PanelView::Map(view) => Shown::new(Panels, |card| {
            let drawing = map::map(card.locale, &card.chart(), view, &card.leads());
            card.parts(&view.parts.head, &view.parts.dimension, &view.parts.breakdown.total, &drawing)
        })
        .wide(with_gone(&view.parts.gone))
        .drawn(|locale, id| map::svg(locale, id, view, &Leads::NONE)),
        PanelView::Heatmap(view) => {
            Shown::new(Panels, |card| card.grid(view, &heatmap::heatmap(card.locale, &card.chart(), view, &card.leads())))
                .drawn(|locale, id| heatmap::svg(locale, id, view, &Leads::NONE))
        }
        PanelView::Multiples(view) => {
            Shown::new(Panels, |card| card.grid(view, &multiples::multiples(card.locale, &card.chart(), view, &card.leads())))
                .drawn(|locale, id| multiples::svg(locale, id, view, &Leads::NONE))
        }
        PanelView::Funnel(view) => Shown::new(Panels, |card| {
            let (locale, first) = (card.locale, view.stages.first().map(|stage| &stage.figure.period));
            card.panel(&html! {
                h2 { (view.title) }
                @if let Some(first) = first { (over_days(locale, card.page(), first)) }
                (funnel::funnel(locale, &card.report.front.ask, &card.chart(), view)) (funnel::notes(locale, view))
            })
        })
        .drawn(|locale, id| funnel::svg(locale, id, view, None)),
        PanelView::Several(view) => Shown::new(Panels, |card| {
            let (locale, ask) = (card.locale, &card.report.front.ask);
            card.panel(&match view.show {
                ShowSeveral::Targets => several::targets(locale, ask, view),
                ShowSeveral::Figures => several::figures(locale, ask, card.id, card.report.front.edition.period.days(), view, card.said),
            })
        })
        .wide(Width::Full),
        PanelView::Table(view) => Shown::new(Panels, |card| {
            let drawing = figures::table(card.locale, view, &card.leads());
            card.parts(&view.head, &view.dimension, &view.breakdown.total, &drawing)
        })
        .wide(Width::Half),
        // A table needs the page's width.
        PanelView::Rows(view) => Shown::new(Panels, |card| {
            html! { section.card.panel.table id=(card.id) { (card.described(view)) (rows::rows(card.locale, &card.report.front.ask, view)) (caveat::notes(card.locale, &view.caveats)) (card.downloads) } }
        })
        .wide(Width::Full),
        PanelView::Cells(view) => Shown::new(Panels, |card| {
            let drawing = cells::cells(card.locale, &card.report.front.ask, &card.chart(), view);
            card.panel(&html! { (card.described(view)) (drawing) (caveat::notes(card.locale, &view.caveats)) })
        })
        .drawn(|locale, id| cells::svg(locale, id, view, None)),
        PanelView::Owed(view) => Shown::new(Panels, |card| {
            let listed = owed::panel(card.locale, &card.report.front.ask, view);
            html! { section.card.panel.table.owed id=(card.id) { (listed) (card.downloads) } }
        }),
        PanelView::Broken { title, error } => Shown::new(Panels, move |card| {
            let words = card.locale.words();
            card.panel(&html! { h2 { (title) } p.broken { strong { (words.failed) "." } " " (refusal(error, card.locale).sentence) } })
        }),
    }
}

impl Card<'_> {
    /// Where what the panel shows leads.
    fn leads(&self) -> Leads<'_> {
        Leads::of(&self.report.front.ask, &self.report.filters)
    }

    /// The id of the panel's chart.
    fn chart(&self) -> String {
        format!("{}-chart", self.id)
    }

    /// The page's period.
    fn page(&self) -> &Period {
        &self.report.front.edition.period
    }

    /// What a query's rows are called, what they are, and how far they follow the page.
    fn described(&self, view: &RowsView) -> Markup {
        html! {
            h2 { (view.title) }
            @if let Some(text) = &view.description { p.over { (text) } }
            @if let Some(over) = &view.over { (over_days(self.locale, self.page(), over)) }
            (not_filtered(self.locale, &view.unfiltered))
        }
    }

    fn panel(&self, content: &Markup) -> Markup {
        html! { section.card.panel id=(self.id) { (content) (self.downloads) } }
    }

    /// A KPI's parts under its title.
    fn parts(&self, head: &Head, dimension: &str, total: &Figure, drawing: &Markup) -> Markup {
        let days = self.report.front.edition.period.days();
        let over = by(self.locale, &head.kpi, dimension, total, days);
        let title = self.heading(head, Some(total), "", Some(over));
        self.panel(&html! { (title) (drawing) (tile::notes(self.locale, head, total, days)) })
    }

    /// A KPI's parts by periods.
    fn grid(&self, view: &GridView, drawing: &Markup) -> Markup {
        let (locale, days) = (self.locale, self.report.front.edition.period.days());
        let over = over_periods(locale, view.periods().next().zip(view.periods().last()));
        let dimension = format!("{} {}", locale.words().broken_down_by, inside(&view.dimension));
        let over = std::iter::once(dimension).chain(over).collect::<Vec<_>>().join(", ");
        let title = self.heading(&view.head, None, "", Some(over));
        self.panel(
            &html! { (title) (drawing) (tile::reach(locale, &view.head, &view.total, days)) (heatmap::notes(locale, view)) },
        )
    }

    fn trend(&self, view: &TrendView) -> Markup {
        let locale = self.locale;
        let ends = view.figures.first().zip(view.figures.last());
        let over = over_periods(locale, ends.map(|(first, last)| (&first.period, &last.period)));
        let before = format!("{}: ", locale.words().trend);
        let head = self.heading(&view.head, view.figures.last(), &before, over);
        let unfiltered = not_filtered(locale, &view.head.unfiltered);
        self.panel(
            &html! { (head) (trend::trend(locale, &self.chart(), view, &self.leads())) (unfiltered) (trend::notes(locale, view, &[])) },
        )
    }

    /// A panel's title, which leads to the KPI's passport, and what it shows.
    fn heading(&self, head: &Head, figure: Option<&Figure>, before: &str, over: Option<String>) -> Markup {
        let front = &self.report.front;
        let shown = figure.map_or(&front.edition.period, |figure| &figure.period);
        // A course of months belongs to the period that the reader chose, not to its last month.
        let period = if before.is_empty() { shown } else { &front.edition.period };
        let marks = figure.filter(|_| before.is_empty()).map(|figure| tile::marks(self.locale, figure));
        html! {
            h2 {
                a href=(address::kpi(&head.kpi.code, &front.ask, period)) { (before) (head.title) }
                " " span.code { (head.kpi.code) }
            }
            @if let Some(over) = over { p.over { (over) @if let Some(marks) = marks { (marks) } } }
        }
    }
}

/// `Tháng 1/2024 – Tháng 12/2024`.
fn over_periods(locale: &Locale, ends: Option<(&Period, &Period)>) -> Option<String> {
    ends.map(|(first, last)| format!("{} – {}", period::name(locale, first), period::name(locale, last)))
}

/// A period, with its days where the page has not told them.
fn over_days(locale: &Locale, page: &Period, over: &Period) -> Markup {
    html! { p.over { (period::name(locale, over)) @if over.days() != page.days() { " (" (period::days(locale, over)) ")" } } }
}

/// By what a figure is divided, of which period, and of which days where these are not the page's.
fn by(locale: &Locale, kpi: &Kpi, dimension: &str, total: &Figure, page: DayRange) -> String {
    let (name, days) = (period::name(locale, &total.period), total.days_told(kpi));
    let told =
        (days != page || kpi.is_state()).then(|| format!(" ({})", period::told_days(locale, kpi, days)));
    let dimension = inside(dimension);
    format!("{} {dimension}, {name}{}", locale.words().broken_down_by, told.unwrap_or_default())
}

fn not_filtered(locale: &Locale, titles: &[String]) -> Markup {
    html! { @if let Some(text) = not_filtered_by(locale, titles) { p.note { (text) } } }
}

/// Which filters do not hold, as a sentence; nothing where all do.
pub fn not_filtered_by(locale: &Locale, titles: &[String]) -> Option<String> {
    let by = super::sentence::capital(locale.words().unfiltered_by);
    (!titles.is_empty()).then(|| format!("{by} {}.", titles.join(", ")))
}
