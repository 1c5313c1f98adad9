//! The head of a document, and who receives and signs it: two columns without lines.

use docx_rs::{
    AlignmentType, BorderType, LineSpacing, Paragraph, ParagraphBorder, ParagraphBorderPosition,
    ParagraphBorders, Run, Table, TableCell, TableLayoutType, TableRow, WidthType,
};

use super::paper::{Letterhead, Signing};
use super::styles::{CENTRED, LETTERHEAD, RECIPIENTS, WIDTH};
use crate::locale::DocumentWords;

/// The width of the left column, in twentieths of a point.
const LEFT: usize = 3_300;
const RIGHT: usize = WIDTH - LEFT;

/// The head: the state on the right, the office on the left, number and date below.
pub(super) fn head(letterhead: &Letterhead, words: &DocumentWords) -> Table {
    let line = |text: &str| Paragraph::new().style(LETTERHEAD).add_run(Run::new().add_text(text));
    let bold = |text: &str, size: usize| {
        Paragraph::new().style(LETTERHEAD).add_run(Run::new().add_text(text).bold().size(size))
    };
    let mut office = cell(LEFT);
    for text in letterhead.superior.lines() {
        office = office.add_paragraph(line(text));
    }
    for text in letterhead.body.lines() {
        office = office.add_paragraph(bold(text, 26));
    }
    let office = office.add_paragraph(rule(LEFT, 1_200));
    let state = cell(RIGHT)
        .add_paragraph(bold(words.state, 26))
        .add_paragraph(bold(words.motto, 28))
        .add_paragraph(rule(RIGHT, 3_550));
    let number = cell(LEFT).add_paragraph(line(&letterhead.number));
    let dated = Run::new().add_text(&letterhead.dated).italic().size(28);
    let dated = cell(RIGHT).add_paragraph(Paragraph::new().style(LETTERHEAD).add_run(dated));
    side_by_side(vec![TableRow::new(vec![office, state]), TableRow::new(vec![number, dated])])
}

/// Who receives it on the left, who signs it on the right, with room for a signature.
pub(super) fn signing(signing: &Signing, words: &DocumentWords) -> Table {
    let mut left = cell(LEFT + 500);
    if !signing.recipients.is_empty() {
        let label = Run::new().add_text(words.recipients).bold().italic().size(24);
        left = left.add_paragraph(Paragraph::new().style(RECIPIENTS).keep_next(true).add_run(label));
        for line in &signing.recipients {
            let line = Run::new().add_text(line);
            left = left.add_paragraph(Paragraph::new().style(RECIPIENTS).keep_next(true).add_run(line));
        }
    } else {
        left = left.add_paragraph(Paragraph::new().style(RECIPIENTS));
    }
    let mut right = cell(RIGHT - 500);
    for line in &signing.lines {
        right = right.add_paragraph(centred().add_run(Run::new().add_text(line).bold()));
    }
    for _ in 0..5 {
        right = right.add_paragraph(centred());
    }
    side_by_side(vec![TableRow::new(vec![left, right]).cant_split()])
}

fn centred() -> Paragraph {
    Paragraph::new().style(CENTRED).keep_next(true)
}

/// A short line in the middle of a column.
pub(super) fn rule(column: usize, length: usize) -> Paragraph {
    let side = i32::try_from(column.saturating_sub(length) / 2).unwrap_or_default();
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1);
    let mut paragraph = Paragraph::new()
        .style(LETTERHEAD)
        .align(AlignmentType::Center)
        .indent(Some(side), None, Some(side), None)
        .line_spacing(LineSpacing::new().before(80))
        .size(8);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

fn side_by_side(rows: Vec<TableRow>) -> Table {
    Table::without_borders(rows)
        .set_grid(vec![LEFT, RIGHT])
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}
