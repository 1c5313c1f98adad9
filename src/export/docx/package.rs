//! The parts of the file, in one order and without anything of the moment at which it is written.

use std::io::{Cursor, Write};

use chrono::Datelike;
use docx_rs::XMLDocx;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::layout::laid_out;
use super::paper::Paper;
use crate::export::ExportError;
use crate::locale::Words;

/// The format's name in messages.
const FORMAT: &str = "docx";

/// The bytes of a document.
///
/// # Errors
/// Where it is too large for the format.
pub(super) fn bytes(paper: &Paper, words: &Words) -> Result<Vec<u8>, ExportError> {
    let parts = parts(paper, words.product, laid_out(paper, &words.document).build());
    zipped(paper, &parts).map_err(|error| ExportError::format(FORMAT, "a document", error))
}

fn parts(paper: &Paper, product: &str, xml: XMLDocx) -> Vec<(String, Vec<u8>)> {
    let named = |name: &str, bytes: Vec<u8>| (name.to_owned(), bytes);
    let mut parts = vec![
        named("[Content_Types].xml", xml.content_type),
        named("_rels/.rels", xml.rels),
        named("docProps/app.xml", xml.doc_props.app),
        named("docProps/core.xml", core(paper, product)),
        named("docProps/custom.xml", xml.doc_props.custom),
        named("word/_rels/document.xml.rels", xml.document_rels),
        named("word/document.xml", with_edges(mended(&xml.document))),
        named("word/styles.xml", with_default(&xml.styles)),
        named("word/settings.xml", xml.settings),
        named("word/fontTable.xml", xml.font_table),
        named("word/comments.xml", xml.comments),
        named("word/numbering.xml", xml.numberings),
        named("word/commentsExtended.xml", xml.comments_extended),
        named("word/footnotes.xml", xml.footnotes),
    ];
    for (kind, files) in [("header", xml.headers), ("footer", xml.footers)] {
        let files = (1..).zip(files);
        parts.extend(
            files.map(|(number, file)| (format!("word/{kind}{number}.xml"), mended(&file).into_bytes())),
        );
    }
    parts
}

/// What the library cannot say, or says anew each time.
fn mended(xml: &[u8]) -> String {
    let xml = String::from_utf8_lossy(xml);
    // Paragraphs are numbered through all documents of a thread.
    let mut text = String::with_capacity(xml.len());
    let mut rest = &*xml;
    while let Some((before, after)) = rest.split_once(" w14:paraId=\"") {
        text.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    // A row of this height is a head, which comes again on each page.
    text.replace("<w:trHeight w:val=\"1\" w:hRule=\"atLeast\" />", "<w:tblHeader />")
}

/// Every section has the heads and feet of the last one, before its own measures, as the format wants it.
fn with_edges(xml: String) -> Vec<u8> {
    const SECTION: &str = "<w:sectPr>";
    let Some((before, last)) = xml.rsplit_once(SECTION) else { return xml.into_bytes() };
    let (mut edges, mut rest) = (String::new(), String::new());
    for element in last.split_inclusive('>') {
        let is_edge =
            element.starts_with("<w:headerReference ") || element.starts_with("<w:footerReference ");
        if is_edge { &mut edges } else { &mut rest }.push_str(element);
    }
    let xml = format!("{before}{SECTION}{rest}").replace(SECTION, &format!("{SECTION}{edges}"));
    const COLUMNS: &str = "<w:cols w:space=\"425\" w:num=\"1\" />";
    const NUMBERS: &str = "<w:pgNumType w:start=\"1\" />";
    xml.replace(&format!("{COLUMNS}{NUMBERS}"), &format!("{NUMBERS}{COLUMNS}")).into_bytes()
}

/// The style of whatever has none.
fn with_default(xml: &[u8]) -> Vec<u8> {
    const NORMAL: &str = "<w:style w:type=\"paragraph\" w:styleId=\"Normal\">";
    let default = NORMAL.replace("w:type", "w:default=\"1\" w:type");
    String::from_utf8_lossy(xml).replacen(NORMAL, &default, 1).into_bytes()
}

/// What the document says of itself: its times are the day until which its data speak.
fn core(paper: &Paper, product: &str) -> Vec<u8> {
    let (title, subject) = (escaped(&paper.title), escaped(&paper.subject));
    let (product, day) = (escaped(product), paper.data_date);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:subject>{subject}</dc:subject><dc:creator>{product}</dc:creator>\
         <cp:lastModifiedBy>{product}</cp:lastModifiedBy><cp:revision>1</cp:revision>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
    .into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn zipped(paper: &Paper, parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let day = paper.data_date;
    let (month, date) = (u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1));
    let year = u16::try_from(day.year()).unwrap_or(1980);
    let time = DateTime::from_date_and_time(year, month, date, 0, 0, 0).unwrap_or_default();
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
