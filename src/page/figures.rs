//! Figures as a table: the members of a dimension, or periods, with what each is made of.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};

use super::sentence::{capital, fill};
use super::{caveat, figure, plot, quantity, tile};
use crate::chart::InlineBar;
use crate::kpi::{Aggregate, Better, Breakdown, Caveat, Completeness, Figure, Kpi, Role, State, ValueColumn};
use crate::locale::Locale;
use crate::report::TableView;

/// One line.
pub(super) struct Line<'a> {
    /// The member or the period.
    pub(super) name: String,
    /// Its figure.
    pub(super) figure: &'a Figure,
    /// One more cell, under [`Figures::more`].
    pub(super) more: Option<String>,
    /// Whether it is the whole.
    pub(super) total: bool,
}

/// A table of figures of one KPI.
pub(super) struct Figures<'a> {
    /// The KPI.
    pub(super) kpi: &'a Kpi,
    /// What the table shows, for its caption.
    pub(super) caption: &'a str,
    /// The heading of the lines' names.
    pub(super) first: &'a str,
    /// The heading of one more column.
    pub(super) more: Option<&'a str>,
    /// Small bars beside the figures; nothing where a chart stands above.
    pub(super) bars: Option<Scale>,
    /// The lines.
    pub(super) lines: Vec<Line<'a>>,
}

impl Figures<'_> {
    /// The table in its own box, which scrolls where the page is narrow.
    pub(super) fn markup(&self, locale: &Locale) -> Markup {
        let words = locale.words();
        let several = |role| self.kpi.role(role).count() > 0 && self.kpi.is_ratio();
        let (above, below) = (several(Role::Numerator), several(Role::Denominator));
        html! {
            div.scroll role="region" tabindex="0" aria-label=(self.caption) {
                table {
                    caption { (self.caption) }
                    thead {
                        tr {
                            th scope="col" { (capital(self.first)) }
                            @if above { th.n scope="col" { (heading(self.kpi, Role::Numerator)) } }
                            @if below { th.n scope="col" { (heading(self.kpi, Role::Denominator)) } }
                            th.n scope="col" { (words.value) @if !self.kpi.unit.label.is_empty() { " (" (self.kpi.unit.label) ")" } }
                            @if let Some(more) = self.more { th.n scope="col" { (capital(more)) } }
                        }
                    }
                    tbody { @for line in &self.lines { (self.line(locale, line, above, below)) } }
                }
            }
        }
    }

    fn line(&self, locale: &Locale, line: &Line<'_>, above: bool, below: bool) -> Markup {
        let words = locale.words();
        let unit = |role| self.kpi.role(role).next().map(|column| &column.unit);
        let cell =
            |role, value| unit(role).map_or_else(String::new, |unit| quantity::in_full(locale, value, unit));
        let shown = figure::has_value(line.figure);
        let late = is_late(line.figure) && shown;
        html! {
            tr class=[line.total.then_some("total")] {
                th scope="row" { (line.name) @if late { " " span.mark.late { (words.pages.partly_reported) } } (tile::marks(locale, line.figure)) @if let Some(left) = unfilled(locale, line.figure) { " " span.mark.late { (left) } } }
                @if above { td.n { (cell(Role::Numerator, line.figure.numerator)) } }
                @if below { td.n { (cell(Role::Denominator, line.figure.denominator)) } }
                td.n.none[!shown] {
                    @if let Some(scale) = self.bars.filter(|_| shown && !line.total) { (PreEscaped(scale.bar(line.figure, &quantity::bare(locale, self.kpi, line.figure.value)))) " " }
                    @if shown { (quantity::bare(locale, self.kpi, line.figure.value)) }
                    @else { (figure::value(locale, self.kpi, line.figure)) }
                }
                @if self.more.is_some() { td.n { (line.more.as_deref().unwrap_or(quantity::NONE)) } }
            }
        }
    }
}

fn heading(kpi: &Kpi, role: Role) -> String {
    let labels = capital(&figure::labels(kpi, role));
    match kpi.role(role).next() {
        Some(first) if first.unit.money => format!("{labels} ({})", first.unit.label),
        Some(_) | None => labels,
    }
}

/// A body of its own whose reports have not all come. What a breakdown by anything else says about
/// reports is the whole's, and stands beside the whole.
fn is_late(figure: &Figure) -> bool {
    let Completeness { expected, reported, missing: _, of_one } = figure.completeness;
    of_one && reported < expected
}

/// How many records of a figure leave its columns empty, where some do: each line has its own.
fn unfilled(locale: &Locale, figure: &Figure) -> Option<String> {
    let counts = figure.caveats.iter().filter_map(|caveat| match caveat {
        Caveat::Unfilled { records, .. } => Some(*records),
        _ => None,
    });
    let most = counts.max()?;
    Some(fill(locale.words().numbers.unfilled_mark, &[&caveat::count(locale, most)]))
}

/// The whole and its parts as lines, the whole first.
pub(super) fn parts<'a>(locale: &Locale, breakdown: &'a Breakdown, labels: &[String]) -> Vec<Line<'a>> {
    let line = |name: &str, figure, total| Line { name: name.to_owned(), figure, more: None, total };
    let whole = std::iter::once(line(locale.words().total, &breakdown.total, true));
    whole
        .chain(breakdown.parts.iter().zip(labels).map(|(figure, label)| line(label, figure, false)))
        .collect()
}

/// A breakdown as a table with a small bar beside each figure, saying so where its parts do not add up.
pub(super) fn table(locale: &Locale, view: &TableView) -> Markup {
    let caption = plot::title(locale, &view.head, &view.dimension);
    let bars = Some(Scale::of(&view.head.kpi, &view.breakdown));
    let (shown, folded) = fold(&view.head.kpi, parts(locale, &view.breakdown, &view.labels));
    let table = |caption: &str, lines| {
        let (kpi, first) = (&view.head.kpi, view.dimension.as_str());
        Figures { kpi, caption, first, more: None, bars, lines }.markup(locale)
    };
    let count = locale.integer(i64::try_from(folded.len()).unwrap_or(i64::MAX));
    let rest = fill(locale.words().panels.rest, &[&count]);
    html! {
        (table(&caption, shown))
        @if !folded.is_empty() {
            // Two regions of one page do not bear one name.
            details.rest { summary { (rest) } (table(&format!("{caption} ({rest})"), folded)) }
            p.note.printed { (fill(locale.words().panels.unprinted, &[&count])) }
        }
        (overlap(locale, &view.head.kpi, &view.breakdown))
    }
}

/// More lines than a reader looks over at once.
const LONG: usize = 24;

/// What a long table shows at once, and the rest, both in their order: members of whom there is nothing to
/// measure are folded away, then those that need a look least. Who has not reported never is.
fn fold<'a>(kpi: &Kpi, lines: Vec<Line<'a>>) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    if lines.len() <= LONG {
        return (lines, Vec::new());
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&lines[*a], &lines[*b]);
        let first = |line: &Line<'_>| line.total || is_late(line.figure) || !figure::has_value(line.figure);
        let by_value = match kpi.better {
            Better::Higher => a.figure.value.cmp(&b.figure.value),
            Better::Lower | Better::Neither => b.figure.value.cmp(&a.figure.value),
        };
        figure::is_idle(a.figure)
            .cmp(&figure::is_idle(b.figure))
            .then_with(|| first(b).cmp(&first(a)))
            .then(by_value)
    });
    let shown: BTreeSet<usize> = order
        .into_iter()
        .enumerate()
        .filter(|(place, at)| {
            let line = &lines[*at];
            let kept = is_late(line.figure) || line.figure.state == State::NotReported;
            line.total || kept || (*place < LONG && !figure::is_idle(line.figure))
        })
        .map(|(_, at)| at)
        .collect();
    let (shown, rest): (Vec<_>, Vec<_>) =
        lines.into_iter().enumerate().partition(|(at, _)| shown.contains(at));
    let lines = |numbered: Vec<(usize, Line<'a>)>| numbered.into_iter().map(|(_, line)| line).collect();
    (lines(shown), lines(rest))
}

/// What the small bars of a column reach: its least and greatest part, a share's whole.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(kpi: &Kpi, breakdown: &Breakdown) -> Self {
        let values = || breakdown.parts.iter().filter_map(tile::drawn);
        let whole = if kpi.unit.is_percent() { 100.0 } else { 0.0 };
        Self { low: values().fold(0.0, f64::min), high: values().fold(whole, f64::max) }
    }

    fn bar(self, figure: &Figure, told: &str) -> String {
        InlineBar { value: tile::drawn(figure), low: self.low, high: self.high, target: None }.svg(told)
    }
}

/// Where the parts add up to more than the whole, or do not add up at all.
pub(super) fn overlap(locale: &Locale, kpi: &Kpi, breakdown: &Breakdown) -> Markup {
    html! { @if breakdown.overlaps { (not_adding(locale, kpi)) } }
}

/// Why parts do not add up to their whole.
pub(super) fn not_adding(locale: &Locale, kpi: &Kpi) -> Markup {
    let ranked = |column: &ValueColumn| matches!(column.aggregate, Aggregate::Median | Aggregate::P90);
    let words = locale.words();
    html! {
        p.note { (if kpi.columns.iter().any(ranked) { words.pages.not_additive } else { words.overlapping }) }
    }
}
