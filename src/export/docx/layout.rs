//! A report laid out on sheets.

use docx_rs::{
    AlignmentType, Docx, Footer, Header, PageNum, PageNumType, PageOrientationType, PageSize, Paragraph, Run,
    Section, Table,
};

use super::letterhead::{head, rule, signing};
use super::paper::{Appendix, Paper, Piece};
use super::styles::{
    BLANK, BODY, CAPTION, CENTRED, EDGE, ITEM, NOTE, PROMISE, SHEET, SUBTITLE, TITLE, WIDTH, WIDTH_ACROSS,
    document, heading, margins,
};
use super::table::{figures, plain};
use crate::locale::DocumentWords;

/// What stands on sheets of one kind.
#[derive(Default)]
struct Sheets {
    landscape: bool,
    blocks: Vec<Block>,
}

enum Block {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// The document.
pub(super) fn laid_out(paper: &Paper, words: &DocumentWords) -> Docx {
    let mut all = vec![main(paper, words)];
    all.extend(paper.appendices.iter().map(|appendix| of_appendix(appendix, words)));
    let last = all.pop().unwrap_or_default();
    let mut docx = document();
    for sheets in all {
        let section = Section::new().page_size(size(sheets.landscape)).page_margin(margins());
        let section = section.title_pg().page_num_type(PageNumType::new().start(1));
        docx = docx.add_section(sheets.blocks.into_iter().fold(section, |section, block| match block {
            Block::Paragraph(paragraph) => section.add_paragraph(*paragraph),
            Block::Table(table) => section.add_table(*table),
        }));
    }
    // The library gives a section one head only: `package` gives all sections those of the last.
    let (first, others) = (top(paper, false), top(paper, true));
    docx = docx.first_header(first).header(others).first_footer(foot(paper)).footer(foot(paper));
    docx = docx.title_pg().page_num_type(PageNumType::new().start(1));
    docx.document.section_property.page_size = size(last.landscape);
    last.blocks.into_iter().fold(docx, |docx, block| match block {
        Block::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
        Block::Table(table) => docx.add_table(*table),
    })
}

fn size(landscape: bool) -> PageSize {
    match landscape {
        true => PageSize::new().size(SHEET.1, SHEET.0).orient(PageOrientationType::Landscape),
        false => PageSize::new().size(SHEET.0, SHEET.1),
    }
}

/// The number of the page, not on the first one, and the mark of made-up data.
fn top(paper: &Paper, numbered: bool) -> Header {
    let mut header = Header::new();
    if numbered {
        header = header.add_paragraph(Paragraph::new().style(CENTRED).add_page_num(PageNum::new()));
    }
    match paper.mark {
        Some(mark) => {
            let mark = Run::new().add_text(mark).bold().color("B00000");
            header.add_paragraph(Paragraph::new().style(EDGE).add_run(mark))
        }
        None if numbered => header,
        None => header.add_paragraph(Paragraph::new().style(EDGE)),
    }
}

fn foot(paper: &Paper) -> Footer {
    Footer::new().add_paragraph(Paragraph::new().style(EDGE).add_run(Run::new().add_text(&paper.source)))
}

fn main(paper: &Paper, words: &DocumentWords) -> Sheets {
    let mut sheets = Sheets::default();
    if let Some(letterhead) = &paper.letterhead {
        sheets.table(head(letterhead, words));
    }
    sheets.line(CENTRED, "");
    sheets.line(TITLE, &paper.title);
    sheets.line(SUBTITLE, &paper.subject);
    sheets.paragraph(rule(WIDTH, 3_000));
    if !paper.to.is_empty() {
        sheets.line(EDGE, "");
    }
    match paper.to.as_slice() {
        [] => {}
        [one] => sheets.line(CENTRED, &format!("{} {one}", words.to)),
        many => {
            sheets.line(CENTRED, words.to);
            let last = many.len() - 1;
            for (at, to) in many.iter().enumerate() {
                sheets.line(CENTRED, &format!("- {to}{}", if at == last { "." } else { ";" }));
            }
        }
    }
    sheets.line(CENTRED, "");
    sheets.pieces(&paper.pieces, words);
    if let Some(own) = &paper.signing {
        // Nobody signs a sheet without text.
        if let Some(Block::Paragraph(last)) = sheets.blocks.last_mut() {
            last.property = last.property.clone().keep_next(true);
        }
        sheets.paragraph(styled(CENTRED, "").keep_next(true));
        sheets.table(signing(own, words));
        // A section must end with a paragraph.
        sheets.line(EDGE, "");
    }
    sheets
}

fn of_appendix(appendix: &Appendix, words: &DocumentWords) -> Sheets {
    let mut sheets = Sheets { landscape: appendix.landscape, blocks: Vec::new() };
    sheets.line(TITLE, &appendix.name);
    sheets.line(SUBTITLE, &appendix.title.to_uppercase());
    let belongs = Run::new().add_text(&appendix.belongs).italic();
    sheets.paragraph(Paragraph::new().style(CENTRED).add_run(belongs));
    sheets.paragraph(rule(sheets.width(), 3_000));
    sheets.pieces(&appendix.pieces, words);
    sheets
}

impl Sheets {
    fn width(&self) -> usize {
        if self.landscape { WIDTH_ACROSS } else { WIDTH }
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Paragraph(Box::new(paragraph)));
    }

    fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(Box::new(table)));
    }

    fn line(&mut self, style: &str, text: &str) {
        self.paragraph(styled(style, text));
    }

    fn pieces(&mut self, pieces: &[Piece], words: &DocumentWords) {
        for piece in pieces {
            match piece {
                Piece::Heading { level, text } => {
                    self.paragraph(styled(&heading(*level), text).keep_next(true));
                }
                Piece::Text(text) => self.line(BODY, text),
                Piece::Promise(text) => self.paragraph(styled(PROMISE, text).keep_next(true)),
                Piece::Item(text) => self.line(ITEM, text),
                Piece::Blank(text) => self.line(BLANK, text),
                Piece::Figures { title, table } => {
                    if let Some(title) = title {
                        self.paragraph(styled(CAPTION, title).keep_next(true));
                    }
                    if let Some(unit) = &table.unit {
                        self.paragraph(styled(NOTE, unit).align(AlignmentType::Right).keep_next(true));
                    }
                    let width = self.width();
                    if !table.rows.is_empty() {
                        self.table(figures(table, width));
                    }
                    for (number, note) in (1..).zip(&table.notes) {
                        let label = if number == 1 { format!("{} ", words.notes) } else { String::new() };
                        self.line(NOTE, &format!("{label}({number}) {note}."));
                    }
                    self.line(CELL_GAP, "");
                }
                Piece::Rows { heads, rows } => {
                    let width = self.width();
                    self.table(plain(heads, rows, width));
                    self.line(CELL_GAP, "");
                }
            }
        }
    }
}

/// Keeps a table from what follows.
const CELL_GAP: &str = EDGE;

fn styled(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(text))
}
