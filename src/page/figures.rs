//! Figures as a table: the members of a dimension, or periods, with what each is made of.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};

use super::lead::Leads;
use super::sentence::{capital, fill, inside};
use super::{caveat, figure, judgement, plot, quantity, sample, tile};
use crate::chart::InlineBar;
use crate::kpi::{
    Aggregate, Better, Breakdown, Caveat, Completeness, Figure, Kpi, Role, State, Status, ValueColumn,
};
use crate::locale::Locale;
use crate::report::{Gone, Head, PartsView, Successor};

/// One line.
pub(super) struct Line<'a> {
    /// The member or the period.
    pub(super) name: String,
    /// Its figure.
    pub(super) figure: &'a Figure,
    /// One more cell, under [`Figures::more`].
    pub(super) more: Option<String>,
    /// Since when it no longer exists, and who stands in its place.
    pub(super) gone: Option<&'a Gone>,
    /// Whether it is the whole.
    pub(super) total: bool,
    /// Where its name leads.
    pub(super) href: Option<String>,
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
    /// Whether the values stand without what they are made of.
    pub(super) brief: bool,
    /// The lines.
    pub(super) lines: Vec<Line<'a>>,
}

impl Figures<'_> {
    /// The table in its own box, which scrolls where the page is narrow.
    pub(super) fn markup(&self, locale: &Locale) -> Markup {
        let several = |role| self.kpi.role(role).count() > 0 && self.kpi.is_ratio() && !self.brief;
        let (above, below) = (several(Role::Numerator), several(Role::Denominator));
        html! {
            div.scroll role="region" tabindex="0" aria-label=(self.caption) {
                table.brief[self.brief] {
                    caption { (self.caption) }
                    thead {
                        tr {
                            th scope="col" { (capital(self.first)) }
                            @if above { th.n scope="col" { (heading(self.kpi, Role::Numerator)) } }
                            @if below { th.n scope="col" { (heading(self.kpi, Role::Denominator)) } }
                            th.n scope="col" { (named(locale, self.kpi)) @if !self.kpi.unit.label.is_empty() { " (" (self.kpi.unit.label) ")" } }
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
        let over = line.figure.overspent(self.kpi).is_some();
        let told = figure::bare(locale, self.kpi, line.figure);
        html! {
            tr class=[line.total.then_some("total")] {
                th scope="row" { @if let Some(href) = &line.href { a href=(href) { (line.name) } } @else { (line.name) } @if late { " " span.mark.late { (words.pages.partly_reported) } } (sample::mark(locale, self.kpi, line.figure)) (tile::marks(locale, line.figure)) @if let Some(left) = unfilled(locale, line.figure) { " " span.mark.late { (left) } } @if let Some(gone) = line.gone { br; span.note { (ended(locale, gone)) } } }
                @if above { td.n { (cell(Role::Numerator, line.figure.numerator)) } }
                @if below { td.n { (cell(Role::Denominator, line.figure.denominator)) } }
                td.n.none[!shown && !over].over[over] {
                    @if let Some(scale) = self.bars.filter(|_| shown && !line.total) { (PreEscaped(scale.bar(line.figure, &told))) " " }
                    (told)
                }
                @if self.more.is_some() { td.n { (line.more.as_deref().unwrap_or(quantity::NONE)) } }
            }
        }
    }
}

/// What stands above its values.
fn named(locale: &Locale, kpi: &Kpi) -> &'static str {
    if kpi.unit.is_percent() { locale.words().rate } else { locale.words().value }
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

/// The whole and its parts as lines, the whole first, each with where it stands.
pub(super) fn parts<'a>(locale: &Locale, view: &'a PartsView, leads: &Leads<'_>) -> Vec<Line<'a>> {
    let PartsView { head, breakdown, labels, gone, nested, statuses, .. } = view;
    let standing = |at: usize| {
        let status = statuses.get(at).copied().flatten();
        status.map(|status| judgement::word(locale, status).to_owned())
    };
    let total = Line {
        name: locale.words().total.to_owned(),
        figure: &breakdown.total,
        more: standing(0),
        gone: None,
        total: true,
        href: leads.row(&head.kpi, &breakdown.total, false),
    };
    let part = |(at, (figure, label)): (usize, (&'a Figure, &String))| Line {
        name: label.clone(),
        figure,
        more: standing(at + 1),
        gone: gone.get(at).and_then(Option::as_ref),
        total: false,
        href: leads.row(&head.kpi, figure, is_nested(nested, at)),
    };
    std::iter::once(total).chain(breakdown.parts.iter().zip(labels).enumerate().map(part)).collect()
}

/// Whether others lie below the member of the part at a place.
pub(super) fn is_nested(nested: &[bool], at: usize) -> bool {
    nested.get(at).copied().unwrap_or_default()
}

/// The heading of where lines stand: against the target that holds for each; nothing where none is judged.
pub(super) fn standing(
    locale: &Locale,
    head: &Head,
    by: &str,
    statuses: &[Option<Status>],
) -> Option<String> {
    let words = &locale.words().panels;
    statuses.iter().any(Option::is_some).then(|| match &head.target {
        Some(target) if target.each.iter().any(|each| each == by) => {
            fill(words.standing_against, &[&judgement::amount(locale, &head.kpi, target)])
        }
        Some(_) | None => words.standing.to_owned(),
    })
}

/// The dimension of a breakdown's parts.
pub(super) fn by(breakdown: &Breakdown) -> &str {
    let part = breakdown.parts.iter().find_map(|part| part.by.as_ref());
    part.map_or("", |(dimension, _)| dimension.as_str())
}

/// The lines of those that live, the whole among them, and of those that have ended; all of them as one where none of
/// the parts lives. Who spent money against nothing stays in sight.
pub(super) fn apart<'a>(kpi: &Kpi, lines: Vec<Line<'a>>) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    if !lines.iter().any(|line| !line.total && line.gone.is_none()) {
        return (lines, Vec::new());
    }
    let first = |line: &Line<'_>| line.gone.is_none() || line.figure.overspent(kpi).is_some();
    lines.into_iter().partition(first)
}

/// How many parts come before those that have ended; all of them where none lives.
pub(super) fn living(view: &PartsView) -> usize {
    let PartsView { head, breakdown: Breakdown { parts, .. }, gone, .. } = view;
    let ended =
        parts.iter().zip(gone).filter(|(part, gone)| gone.is_some() && part.overspent(&head.kpi).is_none());
    match gone.iter().flatten().count() == parts.len() {
        true => parts.len(),
        false => parts.len() - ended.count(),
    }
}

/// `đến hết 30/06/2025; kế thừa: …`.
pub(super) fn ended(locale: &Locale, gone: &Gone) -> String {
    let words = &locale.words().panels;
    let until = fill(words.until, &[&locale.date(gone.until)]);
    match &gone.successor {
        Successor::Untold => until,
        Successor::Undetermined => format!("{until}; {}", words.no_heir),
        Successor::One { code: _, label } => format!("{until}; {}", fill(words.heir, &[label])),
    }
}

/// Those that have ended, under a heading of their own: what is the same of all is said once. Nothing where there are
/// none.
pub(super) fn of_gone(locale: &Locale, figures: &Figures<'_>, mut lines: Vec<Line<'_>>) -> Markup {
    let words = &locale.words().panels;
    let caption = format!("{}: {}", figures.caption, inside(words.gone));
    let count = locale.integer(i64::try_from(lines.len()).unwrap_or(i64::MAX));
    let told: BTreeSet<String> =
        lines.iter().filter_map(|line| line.gone).map(|gone| ended(locale, gone)).collect();
    let alike = told.first().filter(|_| told.len() == 1);
    if alike.is_some() {
        lines.iter_mut().for_each(|line| line.gone = None);
    }
    html! {
        @if !lines.is_empty() {
            h3 { (words.gone) " (" (count) ")" }
            @if let Some(alike) = alike { p.note { (capital(alike)) "." } }
            (folded(locale, &Figures { caption: &caption, brief: true, lines: Vec::new(), ..*figures }, lines, SHORT))
        }
    }
}

/// A table of which the lines that need a look least are folded away where there are more than `most`.
fn folded<'a>(locale: &Locale, figures: &Figures<'a>, lines: Vec<Line<'a>>, most: usize) -> Markup {
    let (shown, rest) = fold(figures.kpi, lines, most);
    let table = |caption: &str, lines| Figures { caption, lines, ..*figures }.markup(locale);
    let count = locale.integer(i64::try_from(rest.len()).unwrap_or(i64::MAX));
    let more = fill(locale.words().panels.rest, &[&count]);
    html! {
        (table(figures.caption, shown))
        @if !rest.is_empty() {
            // Two regions of one page do not bear one name.
            details.rest { summary { (more) } (table(&format!("{} ({more})", figures.caption), rest)) }
            p.note.printed { (fill(locale.words().panels.unprinted, &[&count])) }
        }
    }
}

/// The parts below a drawing of them as a table.
pub(super) struct PartsTable {
    /// How many lines it has.
    pub(super) count: usize,
    /// Those that live.
    pub(super) table: Markup,
    /// Those that have ended, under a heading of their own.
    pub(super) gone: Markup,
}

/// The table of what a drawing shows.
pub(super) fn below(locale: &Locale, view: &PartsView, leads: &Leads<'_>) -> PartsTable {
    let PartsView { head, dimension, breakdown, statuses, .. } = view;
    let caption = plot::title(locale, head, dimension);
    let more = standing(locale, head, by(breakdown), statuses);
    let (lines, ended) = apart(&head.kpi, parts(locale, view, leads));
    let count = lines.len();
    let figures = Figures {
        kpi: &head.kpi,
        caption: &caption,
        first: dimension,
        more: more.as_deref(),
        bars: None,
        brief: false,
        lines,
    };
    PartsTable { count, table: figures.markup(locale), gone: of_gone(locale, &figures, ended) }
}

/// A breakdown as a table with a small bar beside each figure, saying so where its parts do not add up.
pub(super) fn table(locale: &Locale, view: &PartsView, leads: &Leads<'_>) -> Markup {
    let PartsView { head, dimension, breakdown, statuses, .. } = view;
    let caption = plot::title(locale, head, dimension);
    let more = standing(locale, head, by(breakdown), statuses);
    let figures = Figures {
        kpi: &head.kpi,
        caption: &caption,
        first: dimension,
        more: more.as_deref(),
        bars: Some(Scale::of(&head.kpi, breakdown)),
        brief: false,
        lines: Vec::new(),
    };
    let (live, ended) = apart(&head.kpi, parts(locale, view, leads));
    html! {
        (folded(locale, &figures, live, LONG))
        (of_gone(locale, &figures, ended))
        (overlap(locale, &head.kpi, breakdown))
    }
}

/// Of those that have ended fewer are shown at once.
const SHORT: usize = 2;

/// More lines than a reader looks over at once.
const LONG: usize = 12;

/// What a table of more than `most` lines shows at once, and the rest, both in their order: members of whom there is nothing to
/// measure are folded away, then those that need a look least. Who has not reported never is.
fn fold<'a>(kpi: &Kpi, lines: Vec<Line<'a>>, most: usize) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    if lines.len() <= most {
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
            line.total || kept || (*place < most && !figure::is_idle(line.figure))
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
        let whole = tile::whole(kpi).unwrap_or_default();
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
