//! What a document holds, before any format: plain texts and tables in their order.

use crate::calendar::Day;
use crate::export::official::OfficialTable;

/// A document.
pub(in crate::export) struct Paper {
    /// Who issues it; nothing of a document that nobody issues.
    pub(super) letterhead: Option<Letterhead>,
    /// The kind of document.
    pub(super) title: String,
    /// What it is about.
    pub(super) subject: String,
    /// The higher bodies to which it reports.
    pub(super) to: Vec<String>,
    /// What stands in it.
    pub(super) pieces: Vec<Piece>,
    /// Who receives it and who signs; nothing where nobody issues it.
    pub(super) signing: Option<Signing>,
    /// What comes after the signature, each on pages of its own.
    pub(super) appendices: Vec<Appendix>,
    /// In the foot of every page: from which system, of which data.
    pub(super) source: String,
    /// At the head of every page, where the data are made up.
    pub(super) mark: Option<&'static str>,
    /// The day until which the data speak.
    pub(super) data_date: Day,
}

/// Who issues a document.
pub(super) struct Letterhead {
    pub(super) superior: String,
    pub(super) body: String,
    /// The number, left empty.
    pub(super) number: String,
    /// The place and the date, left empty.
    pub(super) dated: String,
}

/// Who receives a document, and who signs it.
pub(super) struct Signing {
    /// Each a line, with its marks.
    pub(super) recipients: Vec<String>,
    /// The lines above the name.
    pub(super) lines: Vec<String>,
}

/// What comes after the signature.
pub(super) struct Appendix {
    /// `Phụ lục I`.
    pub(super) name: String,
    pub(super) title: String,
    /// To which document it belongs.
    pub(super) belongs: String,
    pub(super) landscape: bool,
    pub(super) pieces: Vec<Piece>,
}

/// What stands in a document.
pub(super) enum Piece {
    /// A heading with its number; 1 is the highest level.
    Heading { level: u8, text: String },
    /// A paragraph.
    Text(String),
    /// A promise in the plan's own words.
    Promise(String),
    /// What is told of one.
    Item(String),
    /// A marked place that only people can fill.
    Blank(String),
    /// Figures in the official order of columns, under their title.
    Figures { title: Option<String>, table: OfficialTable },
    /// Other rows: heads, and cells of which the last is a number.
    Rows { heads: Vec<String>, rows: Vec<Vec<String>> },
}
