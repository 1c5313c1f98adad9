//! Rows of a query or of a record list as a table.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::cell;
use super::quantity::NONE;
use super::sentence::{capital, fill};
use crate::locale::Locale;
use crate::report::{Column, ColumnTotal, Kind, RowCell, RowsView, Table};
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

/// A table of so many columns has more than a phone is wide: there its first cell stands above the others of its row.
const STACKED: RangeInclusive<usize> = 5..=7;

/// A named query's rows, of which a long table shows the first: mostly totals, of which nobody is told how sensitive what
/// they are made of is.
pub(super) fn rows(locale: &Locale, view: &RowsView) -> Markup {
    let (words, count) = (&locale.words().panels, view.table.rows().count());
    let (plain, hidden) = (|_: &str| Heading::default(), view.year.as_deref());
    let width = view.table.columns.len() - usize::from(hidden.is_some());
    let stacked = STACKED.contains(&width);
    // The more columns, the higher a row is.
    let most = if width < *STACKED.start() { LONG } else { LONG - 3 };
    let shown = Shown {
        caption: &view.title,
        table: &view.table,
        totals: &view.totals,
        headed: &plain,
        hidden,
        stacked,
    };
    if count <= most + 3 {
        return html! { (whole(locale, &shown)) (notes(locale, view)) };
    }
    let left = locale.integer(i64::try_from(count - most).unwrap_or(i64::MAX));
    let more = fill(words.rest, &[&left]);
    html! {
        (part(locale, &shown, 0..most))
        (notes(locale, view))
        details.rest {
            summary { (more) }
            (part(locale, &Shown { caption: &format!("{} ({more})", view.title), totals: &[], ..shown }, most..usize::MAX))
            (truncated(locale, &view.table))
        }
        p.note.printed { (fill(words.unprinted, &[&left])) }
    }
}

/// How many rows other periods have, and which totals are not of all rows.
fn notes(locale: &Locale, view: &RowsView) -> Markup {
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
        @if view.elsewhere > 0 { p.note { (fill(words.rows_elsewhere, &[&number(view.elsewhere)])) } }
    }
}

/// How a column is headed, besides its title.
#[derive(Default)]
pub(super) struct Heading {
    /// Where it leads, where it can sort.
    pub(super) sorting: Option<Sorting>,
    /// Whether it says how far its values may travel.
    pub(super) marked: bool,
}

/// Rows in their own box, which scrolls where the page is narrow.
pub(super) fn table(
    locale: &Locale,
    caption: &str,
    table: &Table,
    headed: &dyn Fn(&str) -> Heading,
) -> Markup {
    whole(locale, &Shown { caption, table, totals: &[], headed, hidden: None, stacked: false })
}

/// A table, its totals above its rows.
struct Shown<'a> {
    caption: &'a str,
    table: &'a Table,
    totals: &'a [ColumnTotal],
    headed: &'a dyn Fn(&str) -> Heading,
    /// A column that says nothing that the page has not said.
    hidden: Option<&'a str>,
    /// Whether a phone shows the cells of a row below its first.
    stacked: bool,
}

impl Shown<'_> {
    fn places(&self) -> Vec<usize> {
        let columns = self.table.columns.iter().enumerate();
        columns.filter(|(_, column)| self.hidden != Some(&*column.name)).map(|(place, _)| place).collect()
    }
}

fn whole(locale: &Locale, shown: &Shown<'_>) -> Markup {
    if shown.table.is_empty() {
        return html! { p.note { (locale.words().pages.no_rows) } };
    }
    html! { (part(locale, shown, 0..usize::MAX)) (truncated(locale, shown.table)) }
}

/// Says where a table is not all that there is.
fn truncated(locale: &Locale, table: &Table) -> Markup {
    let words = &locale.words().pages;
    html! { @if table.truncated { p.note { (fill(words.truncated, &[&table.len().to_string()])) } } }
}

/// Some rows of a table.
fn part(locale: &Locale, shown: &Shown<'_>, places: Range<usize>) -> Markup {
    let Shown { caption, table, totals, headed, hidden: _, stacked } = shown;
    let own = shown.places();
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table.stacked[*stacked] {
                caption { (caption) }
                thead {
                    tr {
                        @for column in own.iter().map(|place| &table.columns[*place]) {
                            @let Heading { sorting, marked } = headed(&column.name);
                            th class=[column.kind.is_number().then_some("n")] scope="col" aria-sort=[sorting.as_ref().and_then(Sorting::aria)] {
                                (heading(column, sorting.as_ref()))
                                @if let Some(level) = level(locale, column.sensitivity).filter(|_| marked) { " " span.mark.late { (level) } }
                            }
                        }
                    }
                }
                tbody {
                    @if !totals.is_empty() { (total(locale, shown, &own)) }
                    @for row in table.rows().skip(places.start).take(places.len()) {
                        tr {
                            @for (column, cell) in own.iter().filter_map(|place| Some((&table.columns[*place], row.get(*place)?))) {
                                (data(locale, column, cell, *stacked))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A cell; where it may stand without its heading above it, a number bears it and what is missing is marked.
fn data(locale: &Locale, column: &Column, cell: &RowCell, stacked: bool) -> Markup {
    let number = column.kind.is_number();
    let missing = stacked && *cell == RowCell::Nothing;
    let of = (stacked && number && !missing).then(|| capital(&column.title));
    let class = match (number, missing) {
        (true, true) => Some("n none"),
        (true, false) => Some("n"),
        (false, true) => Some("none"),
        (false, false) => None,
    };
    html! { td class=[class] data-of=[of] { (value(locale, column, cell)) } }
}

/// The totals of the columns that have one, under the word for them.
fn total(locale: &Locale, shown: &Shown<'_>, own: &[usize]) -> Markup {
    let Shown { table, totals, stacked, .. } = shown;
    let of = |column: &Column| totals.iter().find(|total| total.column == column.name);
    let text = |column: &Column, sum: Decimal| match column.kind {
        Kind::Decimal { scale } => locale.number(sum, scale),
        _ => locale.number(sum, 0),
    };
    html! {
        tr.total {
            @for (index, column) in own.iter().map(|place| &table.columns[*place]).enumerate() {
                @match of(column) {
                    Some(total) => td.n data-of=[stacked.then(|| capital(&column.title))] { (text(column, total.sum)) },
                    None if index == 0 => td { (locale.words().total) },
                    None => td.none {},
                }
            }
        }
    }
}

/// A title, which leads to the rows in its order where it can sort them.
fn heading(column: &Column, sorting: Option<&Sorting>) -> Markup {
    let title = capital(&column.title);
    let Some(sorting) = sorting else { return html! { (title) } };
    let sign = sorting.descending.map(|descending| if descending { "▼" } else { "▲" });
    html! { a href=(sorting.href) rel="nofollow" { (title) @if let Some(sign) = sign { " " span aria-hidden="true" { (sign) } } } }
}

fn value(locale: &Locale, column: &Column, cell: &RowCell) -> String {
    cell::text(locale, column.kind, cell).map_or_else(|| NONE.to_owned(), |text| column.in_words(&text))
}

/// The word for columns that may not travel far.
fn level(locale: &Locale, sensitivity: Sensitivity) -> Option<&'static str> {
    let words = &locale.words().pages;
    match sensitivity {
        Sensitivity::Public | Sensitivity::Internal => None,
        Sensitivity::Personal => Some(words.personal),
        Sensitivity::Sensitive => Some(words.sensitive),
    }
}
