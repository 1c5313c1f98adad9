//! The styles of a report: the sizes and spaces of administrative documents.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, RunFonts, SpecialIndentType, Style,
    StyleType,
};

/// Twentieths of a point in a millimetre, as lengths are given.
pub(super) const fn mm(length: i32) -> i32 {
    length * 1440 * 10 / 254
}

/// A4, upright.
pub(super) const SHEET: (u32, u32) = (11_906, 16_838);
/// What is left of it for text, upright and across.
pub(super) const WIDTH: usize = SHEET.0 as usize - 1_701 - 1_134;
pub(super) const WIDTH_ACROSS: usize = SHEET.1 as usize - 1_701 - 1_134;

/// Names of styles.
pub(super) const BODY: &str = "BodyText";
pub(super) const PROMISE: &str = "Promise";
pub(super) const ITEM: &str = "Item";
pub(super) const BLANK: &str = "Blank";
pub(super) const TITLE: &str = "Title";
pub(super) const SUBTITLE: &str = "Subtitle";
pub(super) const CENTRED: &str = "Centred";
pub(super) const LETTERHEAD: &str = "Letterhead";
pub(super) const CELL: &str = "TableText";
pub(super) const CAPTION: &str = "Caption";
pub(super) const NOTE: &str = "TableNote";
pub(super) const RECIPIENTS: &str = "Recipients";
pub(super) const EDGE: &str = "Edge";
pub(super) const GRID: &str = "TableGrid";

/// The style of a heading of a level.
pub(super) fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

/// Margins within what administrative documents allow: top 25, bottom 20, left 30, right 20 mm.
pub(super) fn margins() -> PageMargin {
    PageMargin::new().top(mm(25)).bottom(mm(20)).left(1_701).right(1_134).header(mm(11)).footer(mm(9))
}

/// The typeface.
fn fonts() -> RunFonts {
    const FACE: &str = "Times New Roman";
    RunFonts::new().ascii(FACE).hi_ansi(FACE).east_asia(FACE).cs(FACE)
}

/// Sizes are half points.
fn paragraph(id: &str, name: &str, size: usize, before: u32, after: u32, line: i32) -> Style {
    let spacing = LineSpacing::new().before(before).after(after).line(line).line_rule(LineSpacingType::Auto);
    Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").size(size).line_spacing(spacing)
}

/// A document with its styles and no text.
pub(super) fn document() -> Docx {
    let first_line = Some(SpecialIndentType::FirstLine(mm(10)));
    let body = |id, name| {
        paragraph(id, name, 28, 60, 60, 264)
            .align(AlignmentType::Both)
            .indent(None, first_line, None, None)
            .next(BODY)
    };
    let centred = |id, name, size| paragraph(id, name, size, 0, 0, 240).align(AlignmentType::Center);
    let mut docx = Docx::new()
        .default_fonts(fonts())
        .default_size(28)
        .page_size(SHEET.0, SHEET.1)
        .page_margin(margins())
        .add_style(body(BODY, "Body Text"))
        .add_style(body(PROMISE, "Promise").italic())
        .add_style(body(ITEM, "Item"))
        .add_style(body(BLANK, "Blank").italic().highlight("yellow"))
        .add_style(centred(TITLE, "Title", 28).bold())
        .add_style(centred(SUBTITLE, "Subtitle", 28).bold())
        .add_style(centred(CENTRED, "Centred", 28))
        .add_style(centred(LETTERHEAD, "Letterhead", 26))
        .add_style(paragraph(CELL, "Table Text", 20, 20, 20, 240))
        .add_style(paragraph(CAPTION, "caption", 24, 160, 60, 240).bold())
        .add_style(paragraph(NOTE, "Table Note", 20, 20, 20, 240).align(AlignmentType::Both).italic())
        .add_style(paragraph(RECIPIENTS, "Recipients", 22, 0, 0, 240))
        .add_style(centred(EDGE, "Edge", 18));
    for level in 1..=4_u8 {
        let style = paragraph(&heading(level), &format!("heading {level}"), 28, 120, 60, 264)
            .align(AlignmentType::Left)
            .indent(None, first_line, None, None)
            .outline_lvl(usize::from(level) - 1)
            .next(BODY)
            .bold();
        docx = docx.add_style(if level > 2 { style.italic() } else { style });
    }
    docx.add_style(Style::new(GRID, StyleType::Table).name("Table Grid"))
}
