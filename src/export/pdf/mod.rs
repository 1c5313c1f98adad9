//! PDF, set by Typst from templates: the workspace's own, or those built in. What is printed reaches a template as data
//! and never as markup.

mod data;
mod press;
mod templates;
mod world;

use self::data::{Charts, Data};
use self::world::Press;
use super::ExportError;
use super::bag::Bag;
use super::book::Book;
use super::format::{Format, Sink};
use super::material::Material;
use super::part::Written;
use crate::workspace::Reader;

pub use self::templates::check as check_templates;

/// The format of dashboards, tables and lists.
pub(super) const FORMAT: Format = Format { name: "pdf", media: "application/pdf", single: false, write };

/// The template of a pack's report.
const REPORT: &str = "report";

/// The template of a book.
const BOOK: &str = "book";

/// Writes the report of a pack.
pub(super) fn report(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let mut charts = Charts::new();
    let data = Data::of_pack(material, &mut charts);
    let templates = templates::all(material.reader.workspace());
    let press = Press::new(REPORT, &templates, data.json()?, charts, material.reader.data_date());
    let printed = press::print(&press)?;
    bag.file(path, |sink| Ok(sink.write_all(&printed.bytes)?))?;
    Ok(Written { profile: Some(printed.profile.to_owned()) })
}

fn write(reader: &Reader<'_>, book: Book<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let mut charts = Charts::new();
    let data = Data::of_book(reader, book, &mut charts)?;
    let templates = templates::all(reader.workspace());
    let press = Press::new(BOOK, &templates, data.json()?, charts, reader.data_date());
    Ok(sink.write_all(&press::print(&press)?.bytes)?)
}
