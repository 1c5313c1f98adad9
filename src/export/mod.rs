//! The forms in which figures leave the program: answers of the API, files of one table or several, and packs.
//!
//! A format is a file here and a line in [`FORMATS`]; all are written from a [`Book`].

mod bag;
mod book;
mod check;
mod csv;
mod dashboard;
mod error;
mod format;
mod json;
mod manifest;
mod material;
mod official;
mod pack;
mod parquet;
mod part;
mod readme;
mod refused;
pub mod verify;
mod zip;

pub use bag::{Bag, BagFile};
pub use book::{Block, Book, Content, Flow, Sheet, panel_names};
pub use csv::write as write_csv;
pub use dashboard::{DashboardAnswer, dashboard_answer};
pub use error::ExportError;
pub use format::{FORMATS, Format, Sink};
pub use manifest::Manifest;
pub use material::{Material, PackOrder};
pub use official::{
    OfficialCell, OfficialRow, OfficialTable, growth, level, official, table as official_table,
};
pub use pack::{PACK_FILES, Packed, pack};
pub use part::{PackFile, Written};
pub use refused::Refused;
pub use zip::{Archive, MEDIA as ZIP_MEDIA, archive};
