//! How cells look.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::locale::Language;

/// The face of administrative documents.
const FACE: &str = "Times New Roman";

/// More digits behind the mark than any unit has.
const MOST_DECIMALS: u32 = 10;

const LINES: u32 = 0x00BF_BFBF;
const HEAD: u32 = 0x00E7_EBF0;
const BAND: u32 = 0x00F3_F5F8;
const MARK: u32 = 0x00B0_0020;

/// The formats of cells, made once.
pub(super) struct Styles {
    /// The title of a sheet.
    pub(super) title: Format,
    /// What stands below it.
    pub(super) line: Format,
    /// What nobody may overlook.
    pub(super) mark: Format,
    /// The head of a column.
    pub(super) head: Format,
    /// The heading of a table.
    pub(super) band: Format,
    /// A text.
    pub(super) text: Format,
    /// What is a whole, above its parts.
    pub(super) strong: Format,
    /// What is a part.
    pub(super) part: Format,
    /// A text in the middle.
    pub(super) middle: Format,
    /// A number that stands as a text.
    pub(super) long: Format,
    /// Notes below a table.
    pub(super) note: Format,
    /// A link to a sheet.
    pub(super) link: Format,
    /// A day.
    pub(super) day: Format,
    /// A moment.
    pub(super) moment: Format,
    /// A whole number that may be a year.
    pub(super) whole: Format,
    /// A number of any size.
    pub(super) general: Format,
    numbers: Vec<Format>,
}

impl Styles {
    /// Those of a language.
    pub(super) fn new(language: Language) -> Self {
        let base = || Format::new().set_font_name(FACE).set_font_size(11).set_align(FormatAlign::Top);
        let cell = || base().set_border(FormatBorder::Thin).set_border_color(LINES);
        // How thousands are parted is up to the reader's program; how days are written is not.
        let day = match language {
            Language::Vi => "[$-42A]dd/mm/yyyy",
            Language::En => "[$-409]d mmmm yyyy",
        };
        Self {
            title: base().set_bold().set_font_size(14),
            line: base().set_text_wrap(),
            mark: base().set_bold().set_font_color(MARK).set_text_wrap(),
            head: cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(HEAD),
            band: base()
                .set_bold()
                .set_background_color(BAND)
                .set_border_top(FormatBorder::Thin)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_color(LINES),
            strong: cell().set_text_wrap().set_bold(),
            part: cell().set_text_wrap().set_indent(1),
            text: cell().set_text_wrap(),
            middle: cell().set_text_wrap().set_align(FormatAlign::Center),
            long: cell().set_num_format("@").set_align(FormatAlign::Right),
            note: base().set_italic().set_text_wrap(),
            link: base().set_font_color(0x0005_63C1),
            day: cell().set_num_format(day).set_align(FormatAlign::Center),
            moment: cell().set_num_format(format!("{day} hh:mm:ss")).set_align(FormatAlign::Center),
            whole: cell().set_num_format("[>=10000]#,##0;[<=-10000]-#,##0;0"),
            general: cell(),
            numbers: (0..=MOST_DECIMALS).map(|decimals| cell().set_num_format(code(decimals))).collect(),
        }
    }

    /// A number with so many digits behind the mark.
    pub(super) fn number(&self, decimals: u32) -> &Format {
        self.numbers.get(decimals as usize).unwrap_or(&self.general)
    }
}

/// `#,##0.00`
pub(super) fn code(decimals: u32) -> String {
    match decimals {
        0 => "#,##0".to_owned(),
        _ => format!("#,##0.{}", "0".repeat(decimals as usize)),
    }
}
