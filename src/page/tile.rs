//! A tile: one figure with all that a reader needs before believing it.

use maud::{Markup, PreEscaped, html};
use rust_decimal::prelude::ToPrimitive;

use super::caveat::Together;
use super::sentence::{capital, fill};
use super::{address, caveat, figure, judgement, period, plot, reason, sample, terms};
use crate::calendar::DayRange;
use crate::chart::{Chart, Point, Scale, Sparkline};
use crate::kpi::records::{CountedIn, Only, Page};
use crate::kpi::{Caveat, Figure, Kpi};
use crate::locale::Locale;
use crate::report::{Ask, Head, RECORDS_A_PAGE, TileView};

/// A tile as it stands on a dashboard; `id` is unique in the page, `days` are the page's, `said` is what the page
/// has already told of all tiles, `downloads` the way to its files.
pub(super) fn tile(
    locale: &Locale,
    ask: &Ask,
    days: DayRange,
    id: &str,
    tile: &TileView,
    said: Option<&str>,
    downloads: &Markup,
) -> Markup {
    let kpi = &tile.head.kpi;
    let change = judgement::change_once(locale, tile, said);
    html! {
        article.card.tile id=(id) {
            h2 {
                a href=(address::kpi(&kpi.code, ask, &tile.figure.period)) { (tile.head.title) }
                " " span.code { (kpi.code) }
            }
            (figure_lines(locale, ask, tile))
            @if let Some(text) = change { p.change { a.behind href=(address::kpi(&kpi.code, ask, &tile.figure.period)) { (text) "." } } }
            (judgement::base_doubts(locale, tile))
            (notes(locale, &tile.head, &tile.figure, days))
            div.spark { (PreEscaped(sparkline(locale, &format!("{id}-course"), tile))) }
            (downloads)
        }
    }
}

/// The value and each number that makes it up, which lead to the records behind them; its target.
pub(super) fn figure_lines(locale: &Locale, ask: &Ask, tile: &TileView) -> Markup {
    let words = locale.words();
    let (kpi, figure) = (&tile.head.kpi, &tile.figure);
    let why = figure.reason.as_ref().filter(|_| !figure::has_value(figure));
    let records = |counted_in| behind(ask, &tile.head, figure, counted_in);
    html! {
        a.behind href=(records(None)) {
            p.value.none[!figure::has_value(figure)] {
                (figure::value(locale, kpi, figure)) (sample::mark(locale, kpi, figure)) (marks(locale, figure))
            }
        }
        @if let Some(own) = terms::beyond_value(locale, kpi, figure) { p.parts { (own.linked(records)) } }
        @if let Some(own) = terms::beside(locale, kpi, figure) {
            p.parts.beside { (own.linked(records)) }
        }
        @if let Some(why) = why { p.note { (capital(&reason::missing(locale, why))) "." } }
        @if let Some(gone) = tile.year_gone.filter(|_| figure::has_value(figure)) {
            p.parts { (fill(words.panels.year_gone, &[&plot::percent(locale, gone)])) }
        }
        (judgement::target(locale, ask, tile))
    }
}

/// The records behind a figure, or of those that count in a way; its passport for whom no records are listed.
pub(super) fn behind(ask: &Ask, head: &Head, figure: &Figure, counted_in: Option<CountedIn>) -> String {
    let counted_in = counted_in.filter(|way| head.ways.contains(way));
    let only = Only { counted_in, ..Only::ALL };
    let first = Page { only, sort: None, offset: 0, limit: RECORDS_A_PAGE };
    match head.listed {
        true => address::records(&head.kpi.code, ask, &figure.period, &first),
        false => address::kpi(&head.kpi.code, ask, &figure.period),
    }
}

/// "tạm tính", "chưa đủ số liệu" and "chưa hết thời gian chỉnh lý" beside a value.
pub(super) fn marks(locale: &Locale, figure: &Figure) -> Markup {
    let words = locale.words();
    html! {
        @if figure.provisional { " " span.mark { (words.provisional) } }
        @if figure.is_partial() { " " span.mark { (words.numbers.partial_mark) } }
        @if figure.unsettled { " " span.mark { (words.unsettled) } }
    }
}

/// What keeps a reader from taking the figure for more than it is.
pub(super) fn notes(locale: &Locale, head: &Head, figure: &Figure, days: DayRange) -> Markup {
    html! {
        (reports(locale, head, figure))
        @for own in doubts(locale, head, figure, days) { (own.paragraph()) }
    }
}

/// Whom, which days and which filters the figure speaks of.
pub(super) fn reach(locale: &Locale, head: &Head, figure: &Figure, days: DayRange) -> Markup {
    html! {
        (reports(locale, head, figure))
        @for own in limits(locale, head, figure, days) { (own.paragraph()) }
    }
}

/// A sentence about what a figure does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The sentence, with its full stop.
    pub(super) text: String,
    /// Whether something may be wrong with the figure.
    incomplete: bool,
    /// Whether it says no more than how the figure came about.
    pub(super) informs: bool,
}

impl Doubt {
    fn new(text: &str) -> Self {
        Self { text: format!("{text}."), incomplete: false, informs: false }
    }

    fn paragraph(&self) -> Markup {
        html! { p.note.incomplete[self.incomplete] { (self.text) } }
    }
}

/// All that limits a figure but the reports that have not come.
pub(super) fn doubts(locale: &Locale, head: &Head, figure: &Figure, days: DayRange) -> Vec<Doubt> {
    let caveat = |own: &Caveat| Doubt {
        incomplete: !own.is_information(),
        informs: own.is_information(),
        ..Doubt::new(&caveat::caveat(locale, own))
    };
    let mut all = limits(locale, head, figure, days);
    all.extend(figure.caveats.iter().map(caveat));
    all.extend(since(locale, &head.kpi).filter(|_| figure.before_since));
    all
}

/// Which days and which filters the figure speaks of.
fn limits(locale: &Locale, head: &Head, figure: &Figure, days: DayRange) -> Vec<Doubt> {
    let own = figure.days_told(&head.kpi);
    let left_out = figure.left_out.iter().map(|(name, cell)| (name.as_str(), cell.number));
    let unfiltered = (!head.unfiltered.is_empty())
        .then(|| format!("{} {}", capital(locale.words().unfiltered_by), head.unfiltered.join(", ")));
    let all = [
        unfiltered,
        period::other_days(locale, &head.kpi, own, days),
        terms::left_out(locale, &head.kpi, left_out),
    ];
    all.into_iter().flatten().map(|text| Doubt::new(&text)).collect()
}

fn since(locale: &Locale, kpi: &Kpi) -> Option<Doubt> {
    let told = |since| fill(locale.words().pages.before_since, &[&reason::since(locale, since)]);
    kpi.since.map(|since| Doubt::new(&capital(&told(since))))
}

/// Since when the records are whole, beside figures that begin before.
pub(super) fn before_since(locale: &Locale, kpi: &Kpi) -> Markup {
    html! { @if let Some(told) = since(locale, kpi) { (told.paragraph()) } }
}

/// How many bodies have reported what the figure needs, which leads to their reports.
pub(super) fn reports(locale: &Locale, head: &Head, figure: &Figure) -> Markup {
    let whole = &figure.completeness;
    html! {
        @if whole.expected > 0 {
            p.reports.incomplete[whole.reported < whole.expected] {
                a href=(address::reports_of(head, figure, None)) {
                    (whole.reported) "/" (whole.expected) " " (locale.words().reported_of(whole.expected))
                }
            }
        }
    }
}

/// The course in small.
pub(super) fn sparkline(locale: &Locale, id: &str, tile: &TileView) -> String {
    let kpi = &tile.head.kpi;
    let together = Together::of(&tile.course);
    let points: Vec<Point> = tile.course.iter().map(|figure| point(locale, kpi, figure, &together)).collect();
    let title = format!("{}: {}", locale.words().trend, tile.head.title);
    let mut told: Vec<String> = match points.as_slice() {
        [] => Vec::new(),
        [only] => vec![only.title.clone()],
        [first, .., last] => vec![first.title.clone(), last.title.clone()],
    };
    told.extend(plot::parted(&tile.cuts).map(|parted| plot::break_told(locale, parted)));
    Sparkline {
        id,
        title: &title,
        description: &told.join("; "),
        points: &points,
        cuts: &plot::places(&tile.cuts),
        scale: scale(kpi),
        empty: locale.words().no_value,
    }
    .svg()
}

/// A figure as a point of a chart among others, its tooltip in whole words.
pub(super) fn point(locale: &Locale, kpi: &Kpi, figure: &Figure, together: &Together<'_>) -> Point {
    let text = figure::short(locale, kpi, figure);
    let name = period::name(locale, &figure.period);
    let doubts = together.marks(locale, figure);
    let provisional = figure.provisional.then(|| locale.words().provisional.to_owned());
    let marks = provisional.into_iter().chain(doubts.iter().cloned());
    let mark: String = marks.map(|word| format!(" ({word})")).collect();
    Point {
        label: period::short(locale, &figure.period),
        title: format!("{name}: {}{mark}", figure::value(locale, kpi, figure)),
        value: drawn(figure),
        text,
        provisional: figure.provisional,
        doubtful: !doubts.is_empty(),
    }
}

/// The value as a chart draws it; what is shown in digits stays exact.
pub(super) fn drawn(figure: &Figure) -> Option<f64> {
    figure.value.filter(|_| figure::has_value(figure)).and_then(|value| value.to_f64())
}

/// The whole of which a percentage is a share: so far bars reach at least, since the longest of them is not all.
pub(super) fn whole(kpi: &Kpi) -> Option<f64> {
    kpi.unit.is_percent().then_some(100.0)
}

/// Counts have whole ticks; amounts and shares begin at 0.
pub(super) fn scale(kpi: &Kpi) -> Scale {
    if kpi.unit.decimals == 0 && !kpi.unit.money && !kpi.unit.is_percent() {
        Scale::Count
    } else {
        Scale::Zero
    }
}
