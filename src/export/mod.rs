//! The forms in which figures leave the program: answers of the API, files of one table or several, and packs.
//!
//! A format is a file here and a line in [`FORMATS`]; all are written from a [`Book`].

mod arrived;
mod bag;
mod book;
mod catalogue;
mod changed;
mod check;
mod comparison;
mod csv;
mod dashboard;
mod docx;
mod error;
mod format;
mod formats;
mod issued;
mod json;
mod listed;
mod manifest;
mod material;
mod official;
mod owed;
mod pack;
mod packed;
mod parquet;
mod part;
#[cfg(feature = "pdf")]
mod pdf;
mod png;
mod promises;
mod readme;
mod refused;
mod subject;
mod traced;
pub mod verify;
mod xlsx;
mod zip;

pub use bag::{Bag, BagFile, is_unfinished};
pub use book::{Block, Book, Content, Flow, Sheet, panel_names};
pub use changed::{Changed, changed};
pub use csv::{Bom, write as write_csv};
pub use dashboard::{DashboardAnswer, dashboard_answer};
pub use error::ExportError;
pub use format::{Format, Sink};
pub use formats::FORMATS;
pub use issued::{Issued, issue, issued, record_of};
pub use json::write_array as write_json_array;
pub use manifest::Manifest;
pub use material::{Material, PackOrder};
pub use official::{OfficialCell, OfficialRow, OfficialTable, growth, level, table as official_table};
pub use owed::OwedAnswer;
pub use pack::{PACK_FILES, Packed, pack, pack_formats, unknown_formats};
pub use packed::{archive_pack, packs_in};
pub use parquet::write as write_parquet;
pub use part::{PackFile, Written};
#[cfg(feature = "pdf")]
pub use pdf::check_templates;
pub use png::{PNG_MEDIA, png};
pub use refused::Refused;
pub use subject::{Subject, Taken};
pub use xlsx::write as write_xlsx;
pub use zip::{Archive, MEDIA as ZIP_MEDIA, archive};
