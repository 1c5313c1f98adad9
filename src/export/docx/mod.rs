//! `report.docx`: a period's report as its office signs and sends it, in the form of administrative documents.
//!
//! What stands in it is composed as plain values (`compose`), then laid out. Staff change its words before it is signed, so
//! all is text, styles and tables of the word processor.

mod compose;
mod fills;
mod layout;
mod letterhead;
mod marks;
mod package;
mod paper;
mod styles;
mod table;
mod told;

use super::ExportError;
use super::bag::Bag;
use super::material::Material;
use super::part::Written;

/// Writes it.
///
/// # Errors
/// Those of the disk.
pub(super) fn write(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let bytes = package::bytes(&compose::paper(material), material.reader.locale().words())?;
    bag.file(path, |sink| Ok(sink.write_all(&bytes)?))?;
    Ok(Written::default())
}
