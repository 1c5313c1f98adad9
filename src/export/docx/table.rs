//! Tables of a report: heads that come again on each page, numbers to the right.

use docx_rs::{
    AlignmentType, HeightRule, Paragraph, Run, Shading, ShdType, Table, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, VertAlignType, WidthType,
};

use super::styles::{CELL, GRID};
use crate::export::official::{OfficialCell, OfficialTable};

/// A digit and a letter of a table's size, in twentieths of a point.
const DIGIT: usize = 104;
const LETTER: usize = 132;
/// The edges of a cell, left and right together.
const EDGES: usize = 130;
/// The narrowest that columns of names may become.
const NAMES: usize = 2_100;
/// Up to so many letters a text is a word, such as a unit.
const FEW: usize = 20;
/// From so many on a text breaks into lines anyway.
const MANY: usize = 80;

/// A cell's text, with the numbers of its notes and whether it is a number.
struct Shown {
    text: String,
    notes: Vec<usize>,
    is_number: bool,
}

impl Shown {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), notes: Vec::new(), is_number: false }
    }

    fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), notes: Vec::new(), is_number: true }
    }

    /// Roughly, in twentieths of a point; a text breaks between its words.
    fn width(&self) -> usize {
        let longest = self.text.split([' ', '/']).map(|word| word.chars().count()).max().unwrap_or_default();
        let text = if self.is_number { self.text.chars().count() * DIGIT } else { longest * LETTER };
        text + self.notes.len() * DIGIT + EDGES
    }
}

impl From<&OfficialCell> for Shown {
    fn from(cell: &OfficialCell) -> Self {
        Self { text: cell.text.clone(), notes: cell.notes.clone(), is_number: true }
    }
}

/// Figures in the official order of columns; the unit's column is left out where all rows share one.
pub(super) fn figures(table: &OfficialTable, width: usize) -> Table {
    let skipped = table.unit.as_ref().map(|_| 2);
    let heads = table.heads.iter().enumerate().filter(|(at, _)| Some(*at) != skipped);
    let heads: Vec<String> = heads.map(|(_, head)| (*head).to_owned()).collect();
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![Shown::number(row.number.to_string()), Shown::text(&row.title)];
        if table.unit.is_none() {
            cells.push(Shown::text(&row.unit));
        }
        cells.extend(row.cells.iter().map(Shown::from));
        cells
    });
    laid_out(&heads, rows.collect(), width)
}

/// Other rows, of which the first and the last cell are numbers.
pub(super) fn plain(heads: &[String], rows: &[Vec<String>], width: usize) -> Table {
    let last = heads.len().saturating_sub(1);
    let cell = |(at, text): (usize, &String)| match at == 0 || at == last {
        true => Shown::number(text),
        false => Shown::text(text),
    };
    let rows = rows.iter().map(|row| row.iter().enumerate().map(cell).collect());
    laid_out(heads, rows.collect(), width)
}

fn laid_out(heads: &[String], rows: Vec<Vec<Shown>>, width: usize) -> Table {
    let widths = widths(heads, &rows, width);
    let head = heads.iter().zip(&widths).map(|(text, width)| {
        let paragraph = Paragraph::new().style(CELL).align(AlignmentType::Center).keep_next(true);
        let shade = Shading::new().shd_type(ShdType::Clear).color("auto").fill("EDEDED");
        cell(*width).shading(shade).add_paragraph(paragraph.add_run(Run::new().add_text(text).bold()))
    });
    // The library cannot say that a row is a head: `package` makes one of this height.
    let head = TableRow::new(head.collect()).cant_split().row_height(1.0).height_rule(HeightRule::AtLeast);
    let body = rows.into_iter().map(|row| {
        let cells = row.into_iter().zip(&widths).enumerate();
        let cells = cells.map(|(at, (shown, width))| {
            let align = match (at, shown.is_number) {
                (0, _) => AlignmentType::Center,
                (_, true) => AlignmentType::Right,
                (_, false) => AlignmentType::Left,
            };
            let mut paragraph =
                Paragraph::new().style(CELL).align(align).add_run(Run::new().add_text(&shown.text));
            if !shown.notes.is_empty() {
                let numbers = shown.notes.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
                let mut run = Run::new().add_text(format!("({numbers})"));
                run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
                paragraph = paragraph.add_run(run);
            }
            cell(*width).add_paragraph(paragraph)
        });
        TableRow::new(cells.collect()).cant_split()
    });
    Table::new(std::iter::once(head).chain(body).collect())
        .style(GRID)
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, EDGES / 2, 0, EDGES / 2))
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center)
}

/// Each column as wide as its longest word or number. What is left is shared: half among all, half among the columns of
/// texts by what they hold; where nothing is left the columns of numbers give way.
fn widths(heads: &[String], rows: &[Vec<Shown>], width: usize) -> Vec<usize> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let wanted = |at: usize| {
        let head = heads.get(at).map(|head| Shown::text(head).width()).unwrap_or_default();
        cells(at).map(Shown::width).chain([head]).max().unwrap_or_default()
    };
    let letters = |at: usize| {
        let texts = cells(at).filter(|cell| !cell.is_number).map(|cell| cell.text.chars().count());
        texts.max().filter(|letters| *letters > FEW).unwrap_or_default().min(MANY)
    };
    let mut widths: Vec<usize> = (0..heads.len()).map(wanted).collect();
    let weights: Vec<usize> = (0..heads.len()).map(letters).collect();
    let names = |at: usize| weights[at] > 0 || (at == 1 && weights.iter().all(|weight| *weight == 0));
    let own = |widths: &[usize], name: bool| -> usize {
        widths.iter().enumerate().filter(|(at, _)| names(*at) == name).map(|(_, width)| width).sum()
    };
    let (numbers, least) = (own(&widths, false), own(&widths, true).max(NAMES));
    if numbers + least > width {
        let room = width.saturating_sub(least);
        for (_, own) in widths.iter_mut().enumerate().filter(|(at, _)| !names(*at)) {
            *own = *own * room / numbers.max(1);
        }
    }
    // Where numbers gave way, what is left is the room of the names.
    let left = match numbers + least > width {
        true => 0,
        false => width.saturating_sub(widths.iter().sum()),
    };
    let (all, count) = (weights.iter().sum::<usize>(), heads.len().max(1));
    for (own, weight) in widths.iter_mut().zip(&weights) {
        *own += match (left / 2 * weight).checked_div(all) {
            Some(weighed) => left / 2 / count + weighed,
            None => left / count,
        };
    }
    // What rounding leaves.
    let others: usize = widths.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, width)| width).sum();
    if let Some(second) = widths.get_mut(1) {
        *second = width.saturating_sub(others);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_sheet_and_numbers_stand_in_one_line() {
        let heads = ["STT", "Nội dung", "Kỳ này"].map(str::to_owned);
        let rows = vec![vec![Shown::number("1"), Shown::text("a b"), Shown::number("12.345.678.900")]];
        let widths = widths(&heads, &rows, 9_000);
        assert_eq!(widths.iter().sum::<usize>(), 9_000);
        assert!(widths[2] >= 14 * DIGIT && widths[1] > NAMES, "{widths:?}");
    }

    #[test]
    fn where_the_sheet_is_too_narrow_names_keep_their_room() {
        let heads = ["1", "2", "3"].map(str::to_owned);
        let long = "1".repeat(60);
        let rows = vec![vec![Shown::number(&long), Shown::text("a"), Shown::number(&long)]];
        let widths = widths(&heads, &rows, 9_000);
        assert!(widths[1] >= NAMES && widths.iter().sum::<usize>() == 9_000, "{widths:?}");
    }
}
