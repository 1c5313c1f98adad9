//! Figures as a tidy table: a row a figure, codes beside names, full precision, the reason where there is no value.

use rust_decimal::Decimal;

use super::{Answer, Column, Digits, Kind, RowCell, Table};
use crate::workspace::Reader;

/// Digits behind the mark of a tidy table's numbers where a column has one scale: a quotient may have no end.
const SCALE: u32 = 10;

/// What one column says of a figure.
type Cell = fn(&Reader<'_>, &Answer) -> RowCell;

/// Figures as a table of columns `code`, `title`, `calendar`, `period`, `first_day`, `last_day`, `provisional`,
/// `dimension`, `member`, `member_name`, `numerator`, `denominator`, `value` (percentages 0–100, money in whole units),
/// `unit`, `target`, `status`, `state`, `reason`, `caveats`, `reported`, `expected` (bodies), `synthetic`, `snapshot`; for parts of parts
/// also `second_dimension`, `second_member`, `second_member_name`. Columns of the formula by themselves are in [`Answer`] only.
pub fn tidy(reader: &Reader<'_>, answers: &[Answer]) -> Table {
    let number = Kind::Decimal { scale: SCALE };
    let mut columns: Vec<(&str, Kind, Cell)> = vec![
        ("code", Kind::Text, |_, a| text(Some(&a.code))),
        ("title", Kind::Text, |reader, a| text(title(reader, a).as_deref())),
        ("calendar", Kind::Text, |_, a| text(Some(&a.calendar))),
        ("period", Kind::Text, |_, a| text(Some(&a.period))),
        ("first_day", Kind::Day, |_, a| RowCell::Day(a.first_day)),
        ("last_day", Kind::Day, |_, a| RowCell::Day(a.last_day)),
        ("provisional", Kind::Answer, |_, a| RowCell::Answer(a.provisional)),
        ("dimension", Kind::Text, |_, a| text(dimension(a, 0))),
        ("member", Kind::Text, |_, a| text(code(a, 0))),
        ("member_name", Kind::Text, |reader, a| text(member(reader, a, 0).as_deref())),
        ("numerator", number, |_, a| exact(a.numerator)),
        ("denominator", number, |_, a| exact(a.denominator)),
        ("value", number, |_, a| exact(a.value)),
        ("unit", Kind::Text, |_, a| text(Some(&a.unit))),
        ("target", number, |_, a| exact(a.target)),
        ("status", Kind::Text, |_, a| text(a.status.map(|status| status.word()))),
        ("state", Kind::Text, |_, a| text(Some(a.state.word()))),
        ("reason", Kind::Text, |_, a| text(a.reason.as_deref())),
        ("caveats", Kind::Text, |_, a| text(caveats(a).as_deref())),
        ("reported", Kind::Whole, |_, a| count(a.reported)),
        ("expected", Kind::Whole, |_, a| count(a.expected)),
        ("synthetic", Kind::Answer, |reader, _| RowCell::Answer(reader.is_synthetic())),
        ("snapshot", Kind::Text, |_, a| text(Some(&a.snapshot))),
    ];
    if answers.iter().any(|answer| answer.by.len() > 1) {
        columns.push(("second_dimension", Kind::Text, |_, a| text(dimension(a, 1))));
        columns.push(("second_member", Kind::Text, |_, a| text(code(a, 1))));
        columns.push(("second_member_name", Kind::Text, |reader, a| text(member(reader, a, 1).as_deref())));
    }
    let rows = answers.iter().map(|answer| columns.iter().map(|(_, _, cell)| cell(reader, answer)).collect());
    let rows = rows.collect();
    Table::of_values(columns.iter().map(|(name, kind, _)| Column::new(name, *kind)).collect(), rows)
}

fn title(reader: &Reader<'_>, answer: &Answer) -> Option<String> {
    reader.kpi(&answer.code).ok().map(|kpi| kpi.title.clone())
}

/// What a part's member is called; nothing for a whole.
pub fn part_name(reader: &Reader<'_>, answer: &Answer) -> Option<String> {
    member(reader, answer, 0)
}

/// What the members of a part's dimensions are called, in their order; none for a whole.
pub fn member_names(reader: &Reader<'_>, answer: &Answer) -> Vec<String> {
    (0..answer.by.len()).filter_map(|place| member(reader, answer, place)).collect()
}

fn dimension(answer: &Answer, place: usize) -> Option<&str> {
    answer.by.get_index(place).map(|(dimension, _)| dimension.as_str())
}

fn code(answer: &Answer, place: usize) -> Option<&str> {
    answer.by.get_index(place).and_then(|(_, code)| code.as_deref())
}

/// What a part's member of one of its dimensions is called; nothing for a whole.
fn member(reader: &Reader<'_>, answer: &Answer, place: usize) -> Option<String> {
    let (dimension, code) = answer.by.get_index(place)?;
    Some(match code {
        Some(code) => {
            let day = answer.last_day.min(reader.data_date());
            reader.unit_label(dimension, answer.view.as_deref(), code, day)
        }
        None => reader.locale().words().unknown.to_owned(),
    })
}

fn text(text: Option<&str>) -> RowCell {
    text.map_or(RowCell::Nothing, |text| RowCell::Text(text.to_owned()))
}

fn exact(number: Option<Decimal>) -> RowCell {
    number.map_or(RowCell::Nothing, |number| RowCell::Number(Digits::from(number)))
}

fn count(count: usize) -> RowCell {
    RowCell::Number(Digits::of_text(count.to_string()))
}

/// What is doubtful about a figure, in one text.
fn caveats(answer: &Answer) -> Option<String> {
    let amount = |(name, number): (&String, &Option<Decimal>)| match number {
        Some(number) => format!("{name} {number}"),
        None => name.clone(),
    };
    let left_out: Vec<String> = answer.left_out.iter().map(amount).collect();
    let left_out = (!left_out.is_empty())
        .then(|| format!("left out because it belongs to no unit of the view: {}", left_out.join(", ")));
    let told = answer.caveats.iter().map(|caveat| caveat.told().sentence);
    let told: Vec<String> = left_out.into_iter().chain(told).collect();
    (!told.is_empty()).then(|| told.join("; "))
}
