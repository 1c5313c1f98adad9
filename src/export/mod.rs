//! The forms in which figures leave the program: answers of the API, files of one table or several, and packs.
//!
//! A format is a file here and a line in [`FORMATS`]; all are written from a [`Book`].

mod bag;
mod book;
mod changed;
mod csv;
mod dashboard;
mod docx;
mod error;
mod format;
mod formats;
mod issued;
mod json;
mod manifest;
mod material;
mod official;
mod pack;
mod parquet;
mod part;
mod readme;
mod refused;
mod zip;

pub use bag::{Bag, BagFile, is_unfinished};
pub use book::{Block, Book, Content, Flow, Sheet, panel_names};
pub use changed::{Changed, changed};
pub use csv::write as write_csv;
pub use dashboard::{DashboardAnswer, dashboard_answer};
pub use error::ExportError;
pub use format::{Format, Sink};
pub use formats::FORMATS;
pub use issued::{Issued, issue, issued, record_of};
pub use manifest::Manifest;
pub use material::{Material, PackOrder};
pub use official::{
    OfficialCell, OfficialRow, OfficialTable, growth, level, official, table as official_table,
};
pub use pack::{PACK_FILES, Packed, pack, pack_formats, unknown_formats};
pub use part::{PackFile, Written};
pub use refused::Refused;
pub use zip::{Archive, MEDIA as ZIP_MEDIA, archive};
