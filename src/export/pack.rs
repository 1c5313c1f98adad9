//! A pack: all that a period's figures are, as one folder that its receiver can check.

use std::path::Path;

use super::bag::{Bag, BagFile};
use super::book::{Block, Book, Content, Sheet};
use super::format::Format;
use super::manifest::{self, Manifest};
use super::material::{Material, PackOrder};
use super::part::{PackFile, Written};
use super::{ExportError, check, csv, docx, readme, xlsx};
use crate::diagnostic::Diagnostic;
use crate::workspace::{Packing, Reader};

/// The parts, in the order in which they are written. Manifest and read-me are in every pack.
pub const PACK_FILES: &[PackFile] = &[
    PackFile { format: "docx", path: "report.docx", write: docx::write },
    PackFile { format: "csv", path: "figures.csv", write: separated },
    PackFile { format: "parquet", path: "figures.parquet", write: tidy },
    PackFile { format: "json", path: "figures.json", write: tidy },
    PackFile { format: "xlsx", path: "tables.xlsx", write: xlsx::tables },
    #[cfg(feature = "pdf")]
    PackFile { format: "pdf", path: "report.pdf", write: super::pdf::report },
    check::PART,
];

/// A pack that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The hash of its tag manifest, 64 hexadecimal digits.
    pub identity: String,
    /// What it carries, by path below `data/`.
    pub files: Vec<(String, BagFile)>,
}

/// Writes a pack, whole or not at all. `progress` hears of each part before it is written.
///
/// # Errors
/// Where a figure cannot be had or a file cannot be written, and where `place` is not free; what was there is untouched.
pub async fn pack(
    reader: &Reader<'_>,
    order: &PackOrder,
    place: &Path,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Packed, ExportError> {
    let parts = parts(&order.formats)?;
    let mut bag = Bag::begin(place)?;
    progress("figures");
    let material = Material::gather(reader, order).await?;
    let mut written = Vec::new();
    for part in parts {
        progress(part.path);
        written.push((part, (part.write)(&material, &mut bag, part.path)?));
    }
    bag.file("README.txt", |sink| readme::write(&material, sink))?;
    let manifest = Manifest::of(&material, order, &written, bag.files());
    bag.file(manifest::FILE, |sink| manifest.write(sink))?;
    let files = bag.files().clone().into_iter().collect();
    let edition = &material.edition;
    let identity = bag.end(&[
        ("Source-Organization", edition.plan.clone()),
        ("External-Identifier", edition.period.qualified()),
        ("External-Description", format!("{} {}", edition.plan, edition.period.qualified())),
        ("Bag-Software-Agent", concat!("minhbach ", env!("CARGO_PKG_VERSION")).to_owned()),
    ])?;
    Ok(Packed { identity, files })
}

/// The formats of parts, each once.
pub fn pack_formats() -> Vec<&'static str> {
    let mut known: Vec<&str> = PACK_FILES.iter().map(|part| part.format).collect();
    known.dedup();
    known
}

/// The formats that a workspace names for its packs and that there are not.
pub fn unknown_formats(packing: &Packing) -> Vec<Diagnostic> {
    let known = pack_formats();
    let strange = packing.formats.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let told = strange.map(|(name, place)| {
        let message = format!("there is no format `{name}` of packs");
        Diagnostic::error("unknown-format", place.clone(), message).suggest(name, known.iter().copied())
    });
    told.collect()
}

fn parts(formats: &[String]) -> Result<Vec<&'static PackFile>, ExportError> {
    let known = pack_formats();
    if let Some(name) = formats.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(ExportError::UnknownFormat { name: name.clone(), known });
    }
    let wanted = |part: &&PackFile| formats.is_empty() || formats.iter().any(|name| name == part.format);
    Ok(PACK_FILES.iter().filter(wanted).collect())
}

/// All figures as one table of separated values.
fn separated(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let content = Content::Figures(material.figures.clone());
    bag.file(path, |sink| csv::write(material.reader, content, sink, material.bom))?;
    Ok(Written::default())
}

/// All figures as one table.
fn tidy(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let format = Format::named(ending)?;
    let content = Content::Figures(material.figures.clone());
    let title = material.edition.plan.clone();
    let block = Block { name: "figures".to_owned(), title: title.clone(), notes: Vec::new(), content };
    let sheet = Sheet { name: "figures".to_owned(), title: title.clone(), blocks: vec![block], report: None };
    let book = Book { title, edition: material.edition.clone(), sheets: vec![sheet] };
    bag.file(path, |sink| format.write(material.reader, book, sink))?;
    Ok(Written::default())
}
