//! Columns and cells of the tables that the program makes of its own lists.

use rust_decimal::Decimal;

use super::book::{Block, Content, Flow};
use crate::report::{Column, Digits, Kind, RowCell, Table};

/// A column by the name that programs read and the title that people do.
pub(super) fn column(name: &str, title: &str, kind: Kind) -> Column {
    Column { title: title.to_owned(), ..Column::new(name, kind) }
}

/// A column of codes that a person reads as words.
pub(super) fn coded<'a>(
    name: &str,
    title: &str,
    labels: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Column {
    let labels = labels.into_iter().map(|(code, label)| (code.to_owned(), label.to_owned()));
    Column { labels: labels.collect(), ..column(name, title, Kind::Text) }
}

/// A text; nothing where it is empty.
pub(super) fn text(text: &str) -> RowCell {
    if text.is_empty() { RowCell::Nothing } else { RowCell::Text(text.to_owned()) }
}

/// How many.
pub(super) fn count(count: u64) -> RowCell {
    RowCell::Number(Digits::from(Decimal::from(count)))
}

/// A table under a heading.
pub(super) fn block<'a>(name: &str, title: &str, columns: Vec<Column>, rows: Vec<Vec<RowCell>>) -> Block<'a> {
    let content = Content::Rows(Flow::of(Table::of_values(columns, rows)));
    Block { name: name.to_owned(), title: title.to_owned(), notes: Vec::new(), content }
}
