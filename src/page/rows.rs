//! Rows of a query or of a record list as a table.

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::quantity::NONE;
use super::sentence::{capital, fill};
use super::{address, cell};
use crate::kpi::{Caveat, Filters};
use crate::locale::Locale;
use crate::report::{Ask, Column, ColumnTotal, Kind, RowCell, RowLead, RowsView, Table};
use crate::table::Sensitivity;

/// How a column's heading sorts.
pub(super) struct Sorting {
    /// The address of the rows in the order that comes next.
    pub(super) href: String,
    /// Whether the rows stand in its order now, and then which way.
    pub(super) descending: Option<bool>,
}

impl Sorting {
    /// For those who read with a screen reader.
    fn aria(&self) -> Option<&'static str> {
        self.descending.map(|descending| if descending { "descending" } else { "ascending" })
    }
}

/// More rows than a reader looks over at once; a few more are no reason to fold.
const LONG: usize = 8;

/// How a table stands where a phone is too narrow for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    /// As anywhere: it scrolls, and its first column stays in sight.
    Scrolls,
    /// The first cell of a row above its others, of which numbers and days bear their headings: names say themselves what
    /// they are.
    Stacks,
    /// The same, and every cell bears its heading.
    Labelled,
}

impl Narrow {
    /// More than four columns have no room beside each other, and of more than seven names are told apart no longer.
    fn of(width: usize) -> Self {
        match width {
            0..=4 => Self::Scrolls,
            5..=7 => Self::Stacks,
            _ => Self::Labelled,
        }
    }

    /// What stands before a cell, away from its heading.
    fn label(self, column: &Column) -> Option<String> {
        let told = match self {
            Self::Scrolls => false,
            Self::Stacks => column.kind.is_number() || matches!(column.kind, Kind::Day | Kind::Moment),
            Self::Labelled => true,
        };
        told.then(|| capital(&column.title))
    }
}

/// A named query's rows, of which a long table shows the first: mostly totals, of which nobody is told how sensitive what
/// they are made of is.
pub(super) fn rows(locale: &Locale, ask: &Ask, view: &RowsView) -> Markup {
    let (words, count) = (&locale.words().panels, view.table.rows().count());
    if view.table.is_empty() && view.caveats.iter().any(Caveat::is_lack) {
        return html! { p.note { (words.no_rows_read) } (notes(locale, ask, view)) };
    }
    let year = view.year.as_deref();
    let width = view.table.columns.len() - usize::from(year.is_some());
    let total = total(locale, &view.table, &view.totals, year);
    let leads: Vec<Option<String>> = view.leads.iter().map(|own| Some(lead(ask, own.as_ref()?))).collect();
    let look = Look {
        leads: &leads,
        hidden: &|name| year == Some(name),
        narrow: Narrow::of(width),
        total: (!view.totals.is_empty()).then_some(total.as_slice()),
        ..Look::plain(ask)
    };
    // The more columns, the higher a row is, and a few more too; a balance of two columns is read to its end.
    let (most, few) = match width {
        0..=2 => (LONG + 4, 3),
        3..=4 => (LONG, 3),
        5..=7 => (LONG - 3, 1),
        _ => (LONG - 5, 1),
    };
    if count <= most + few {
        return html! { (table(locale, &view.title, &view.table, &look)) (notes(locale, ask, view)) };
    }
    let left = locale.integer(i64::try_from(count - most).unwrap_or(i64::MAX));
    let more = fill(words.rest, &[&left]);
    html! {
        (part(locale, &view.title, &view.table, &look, 0..most))
        (notes(locale, ask, view))
        details.rest {
            summary { (more) }
            (part(locale, &format!("{} ({more})", view.title), &view.table, &look, most..usize::MAX))
            (truncated(locale, &view.table))
        }
        p.note.printed { (fill(words.unprinted, &[&left])) }
    }
}

/// The passport of a row's KPI, of its members; in a view, whose filters name other members, of all.
pub(super) fn lead(ask: &Ask, row: &RowLead) -> String {
    let mut own = Ask { filters: Filters::default(), ..ask.clone() };
    for (dimension, code) in row.members.iter().filter(|_| ask.view.is_none()) {
        own.filters.allow(dimension, code);
    }
    address::same(&address::kpi_path(&row.code), &own)
}

/// That people are not shown yet, and where it is said for what.
pub(super) fn unstated(locale: &Locale, ask: &Ask) -> Markup {
    let words = &locale.words().access;
    let asked = address::also(address::here(ask), &[("purpose", "")]);
    html! { p.note { (words.unstated) " " a href=(asked) { (words.state_purpose) } } }
}

/// How many rows other periods have, which totals are not of all rows, and that people are not shown yet.
fn notes(locale: &Locale, ask: &Ask, view: &RowsView) -> Markup {
    let words = &locale.words().panels;
    let number = |count: usize| locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    let title = |name: &str| view.table.place(name).map(|place| capital(&view.table.columns[place].title));
    // Columns that lack the same rows are named together.
    let mut partial: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for total in view.totals.iter().filter(|total| total.is_partial()) {
        partial.entry((total.valued, total.rows)).or_default().extend(title(&total.column));
    }
    let partial = partial.into_iter().map(|((valued, rows), titles)| {
        fill(words.total_of, &[&titles.join(", "), &number(valued), &number(rows)])
    });
    html! {
        @for text in partial { p.note { (text) } }
        @if view.unstated { (unstated(locale, ask)) }
        @if view.elsewhere > 0 { p.note { (fill(words.rows_elsewhere, &[&number(view.elsewhere)])) } }
    }
}

/// How a column is headed, besides its title.
pub(super) struct Heading {
    /// Where it leads, where it can sort.
    pub(super) sorting: Option<Sorting>,
    /// Whether it says how far its values may travel.
    pub(super) marked: bool,
}

/// What a cell shows, told its column and its row.
pub(super) type CellLook<'a> = dyn Fn(&Column, &RowCell, &[RowCell]) -> Markup + 'a;

/// How a table looks.
pub(super) struct Look<'a> {
    /// What was asked, which links keep.
    pub(super) ask: &'a Ask,
    /// How a column is headed, by its name.
    pub(super) headed: &'a dyn Fn(&str) -> Heading,
    /// Whether the first column names its row, so that it stays in sight.
    pub(super) named: bool,
    /// Whether a column is left out, by its name.
    pub(super) hidden: &'a dyn Fn(&str) -> bool,
    /// A first row of totals, a cell for each column.
    pub(super) total: Option<&'a [Markup]>,
    /// How it stands on a phone.
    pub(super) narrow: Narrow,
    /// What a cell shows; nothing = its text.
    pub(super) cell: Option<&'a CellLook<'a>>,
    /// Where the first cell of each row leads, by row.
    pub(super) leads: &'a [Option<String>],
}

impl<'a> Look<'a> {
    /// Titles and texts.
    pub(super) fn plain(ask: &'a Ask) -> Self {
        Self {
            ask,
            headed: &|_| Heading { sorting: None, marked: false },
            named: false,
            hidden: &|_| false,
            total: None,
            narrow: Narrow::Scrolls,
            cell: None,
            leads: &[],
        }
    }
}

/// Rows in their own box, which scrolls where the page is narrow.
pub(super) fn table(locale: &Locale, caption: &str, table: &Table, look: &Look<'_>) -> Markup {
    if table.is_empty() {
        return html! { p.note { (locale.words().pages.no_rows) } };
    }
    html! { (part(locale, caption, table, look, 0..usize::MAX)) (truncated(locale, table)) }
}

/// Says where a table is not all that there is.
fn truncated(locale: &Locale, table: &Table) -> Markup {
    let words = &locale.words().pages;
    html! { @if table.truncated { p.note { (fill(words.truncated, &[&table.len().to_string()])) } } }
}

/// Some rows of a table; the totals stand above the first of them.
fn part(locale: &Locale, caption: &str, table: &Table, look: &Look<'_>, places: Range<usize>) -> Markup {
    let shown: Vec<(usize, &Column)> =
        table.columns.iter().enumerate().filter(|(_, column)| !(look.hidden)(&column.name)).collect();
    let headings = shown.iter().map(|(_, column)| (column, (look.headed)(&column.name)));
    let total = look.total.filter(|_| places.start == 0);
    let number = |column: &Column| column.kind.is_number().then_some("n");
    // Where a cell may stand without its heading above it, it bears it, and what is missing is marked.
    let stacked = look.narrow != Narrow::Scrolls;
    let of = |column: &Column, missing: bool| look.narrow.label(column).filter(|_| !missing);
    let class = |column: &Column, missing: bool| match (column.kind.is_number(), stacked && missing) {
        (true, true) => Some("n none"),
        (true, false) => Some("n"),
        (false, true) => Some("none"),
        (false, false) => None,
    };
    let cell = |column: &Column, cell: &RowCell, row: &[RowCell]| match look.cell {
        Some(look) => look(column, cell, row),
        None => identified(look.ask, column, cell, &value(locale, column, cell)),
    };
    let first = |place: usize, column: &Column, own: Markup| match look.leads.get(place) {
        Some(Some(href)) if column.record.is_none() => html! { a href=(href) { (own) } },
        _ => own,
    };
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table.stacked[stacked] {
                caption { (caption) }
                thead {
                    tr {
                        @for (column, Heading { sorting, marked }) in headings {
                            th class=[number(column)] scope="col" aria-sort=[sorting.as_ref().and_then(Sorting::aria)] {
                                (heading(column, sorting.as_ref()))
                                @if let Some(level) = level(locale, column.sensitivity).filter(|_| marked) { " " span.mark.late { (level) } }
                            }
                        }
                    }
                }
                tbody {
                    @if let Some(total) = total {
                        tr.total {
                            @for (at, (place, column)) in shown.iter().enumerate() {
                                @let own = total.get(*place);
                                @if at == 0 { th class=[number(column)] scope="row" { @if let Some(own) = own { (own) } } }
                                @else {
                                    @let missing = own.is_none_or(|own| own.0.is_empty());
                                    td class=[class(column, missing)] data-of=[of(column, missing)] { @if let Some(own) = own { (own) } }
                                }
                            }
                        }
                    }
                    @for (index, row) in table.rows().enumerate().skip(places.start).take(places.len()) {
                        tr {
                            @for (at, (place, column)) in shown.iter().enumerate() {
                                @let own = row.get(*place).unwrap_or(&RowCell::Nothing);
                                @let shown = cell(column, own, &row);
                                @let shown = if at == 0 { first(index, column, shown) } else { shown };
                                @if at == 0 && look.named { th class=[number(column)] scope="row" { (shown) } }
                                @else {
                                    @let missing = *own == RowCell::Nothing;
                                    td class=[class(column, missing)] data-of=[of(column, missing)] { (shown) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The totals of the columns that have one, a cell for each column; the word for them stands in the first column that is
/// shown and has none.
fn total(locale: &Locale, table: &Table, totals: &[ColumnTotal], hidden: Option<&str>) -> Vec<Markup> {
    let text = |column: &Column, sum: Decimal| match column.kind {
        Kind::Decimal { scale } => locale.number(sum, scale),
        Kind::Text
        | Kind::Answer
        | Kind::Whole
        | Kind::Long
        | Kind::Double
        | Kind::Day
        | Kind::Moment
        | Kind::Other => locale.number(sum, 0),
    };
    let of = |column: &Column| totals.iter().find(|own| own.column == column.name);
    let named = table.columns.iter().position(|column| hidden != Some(&*column.name) && of(column).is_none());
    let cell = |(index, column): (usize, &Column)| match of(column) {
        Some(own) => html! { (text(column, own.sum)) },
        None if Some(index) == named => html! { (locale.words().total) },
        None => html! {},
    };
    table.columns.iter().enumerate().map(cell).collect()
}

/// A title, which leads to the rows in its order where it can sort them.
fn heading(column: &Column, sorting: Option<&Sorting>) -> Markup {
    let title = capital(&column.title);
    let Some(sorting) = sorting else { return html! { (title) } };
    let sign = sorting.descending.map(|descending| if descending { "▼" } else { "▲" });
    html! { a href=(sorting.href) rel="nofollow" { (title) @if let Some(sign) = sign { " " span aria-hidden="true" { (sign) } } } }
}

pub(super) fn value(locale: &Locale, column: &Column, cell: &RowCell) -> String {
    cell::text(locale, column.kind, cell).map_or_else(|| NONE.to_owned(), |text| column.in_words(&text))
}

/// A cell's text; of the key of a row the way to it.
pub(super) fn identified(ask: &Ask, column: &Column, cell: &RowCell, text: &str) -> Markup {
    let record = column.record.as_ref().zip(cell.text());
    html! { @if let Some((table, key)) = record { a href=(address::record(ask, table, key)) { (text) } } @else { (text) } }
}

/// The word for columns that may not travel far.
pub(super) fn level(locale: &Locale, sensitivity: Sensitivity) -> Option<&'static str> {
    let words = &locale.words().pages;
    match sensitivity {
        Sensitivity::Public | Sensitivity::Internal => None,
        Sensitivity::Personal => Some(words.personal),
        Sensitivity::Sensitive => Some(words.sensitive),
    }
}
