//! What a file is that bears a data file's name and is no Parquet file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a file looks like from its first and last bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// The note that Git keeps in the place of a large file.
    LfsPointer,
    /// A page of the web, such as a form to sign in, or other markup.
    Markup,
    /// JSON.
    Json,
    /// A table as text.
    Csv,
    /// Other text.
    Text,
    /// A workbook of Excel or another office program.
    Workbook,
    /// A compressed archive.
    Archive,
    /// A document to be printed.
    Pdf,
    /// A file of Apache Arrow or Feather.
    Arrow,
    /// A Parquet file that only who has the key can read.
    Encrypted,
    /// The beginning of a Parquet file without its end.
    Cut,
}

impl Nature {
    /// Every nature.
    pub const ALL: [Self; 11] = [
        Self::LfsPointer,
        Self::Markup,
        Self::Json,
        Self::Csv,
        Self::Text,
        Self::Workbook,
        Self::Archive,
        Self::Pdf,
        Self::Arrow,
        Self::Encrypted,
        Self::Cut,
    ];

    /// What it is, in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::LfsPointer => "a Git LFS pointer in the place of the file itself",
            Self::Markup => "an HTML or XML page",
            Self::Json => "JSON",
            Self::Csv => "a CSV file",
            Self::Text => "a text",
            Self::Workbook => "a workbook of Excel or another office program",
            Self::Archive => "a compressed archive",
            Self::Pdf => "a PDF document",
            Self::Arrow => "an Arrow or Feather file",
            Self::Encrypted => "an encrypted Parquet file",
            Self::Cut => "the beginning of a Parquet file, whose end is missing",
        }
    }
}

/// As much of the beginning as tells what a file is.
const HEAD: u64 = 4_096;
/// As much of the end as holds what is wanted of a footer.
const TAIL: u64 = 65_536;
/// The word that ends a Parquet file, and one that ends an encrypted one.
const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";
/// What the common tools note of keys in a footer that is not encrypted over columns that are.
const KEYS: &[u8] = b"\"keyMaterialType\"";

/// What a file is of which the Parquet reader said `cause`; nothing where it looks like a Parquet file,
/// or like nothing known.
pub(super) fn nature(path: &Path, cause: &str) -> Option<Nature> {
    let (head, tail) = ends(path).ok()?;
    if cause.to_lowercase().contains("encrypt") {
        return Some(Nature::Encrypted);
    }
    of(&head, &tail)
}

fn ends(path: &Path) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    let mut tail = Vec::new();
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok((head, tail))
}

fn of(head: &[u8], tail: &[u8]) -> Option<Nature> {
    let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    let office = |text: &[u8]| holds(head, text);
    match head {
        _ if head.starts_with(MAGIC) && !tail.ends_with(MAGIC) => Some(Nature::Cut),
        _ if head.starts_with(MAGIC) => holds(tail, KEYS).then_some(Nature::Encrypted),
        _ if head.starts_with(ENCRYPTED) => Some(Nature::Encrypted),
        _ if head.starts_with(b"PK\x03\x04") && (office(b"[Content_Types].xml") || office(b"mimetype")) => {
            Some(Nature::Workbook)
        }
        // The older office programs, and a newer one's workbook behind a password.
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => Some(Nature::Workbook),
        _ if [&b"PK\x03\x04"[..], b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"]
            .iter()
            .any(|magic| head.starts_with(magic)) =>
        {
            Some(Nature::Archive)
        }
        _ if head.starts_with(b"%PDF") => Some(Nature::Pdf),
        _ if head.starts_with(b"ARROW1") || head.starts_with(b"FEA1") => Some(Nature::Arrow),
        _ => text(head),
    }
}

fn text(head: &[u8]) -> Option<Nature> {
    // Text of two bytes a letter, as Excel saves it.
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let plain: Vec<u8> =
        if wide { head[2..].iter().copied().filter(|byte| *byte != 0).collect() } else { head.to_vec() };
    if plain.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')) {
        return None;
    }
    let text = String::from_utf8_lossy(&plain);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next()?;
    Some(match text.chars().next()? {
        _ if first.starts_with("version https://git-lfs") => Nature::LfsPointer,
        '<' => Nature::Markup,
        '{' | '[' => Nature::Json,
        _ if [',', ';', '\t', '|'].iter().any(|between| first.contains(*between)) => Nature::Csv,
        _ => Nature::Text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_first_and_last_bytes() {
        for (head, expected) in [
            (
                &b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"[..],
                Some(Nature::LfsPointer),
            ),
            (b"\n<!DOCTYPE html><html>", Some(Nature::Markup)),
            (b"{\"a\": 1}", Some(Nature::Json)),
            ("\u{feff}m\u{e3};ng\u{e0}y\n1;2\n".as_bytes(), Some(Nature::Csv)),
            (b"\xff\xfea\0\t\0b\0\n\0", Some(Nature::Csv)),
            (b"nothing", Some(Nature::Text)),
            (b"PK\x03\x04....[Content_Types].xml", Some(Nature::Workbook)),
            (b"PK\x03\x04....cases.parquet", Some(Nature::Archive)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Some(Nature::Workbook)),
            (b"\x1f\x8b\x08", Some(Nature::Archive)),
            (b"%PDF-1.7", Some(Nature::Pdf)),
            (b"ARROW1\0\0", Some(Nature::Arrow)),
            (b"PARE....PARE", Some(Nature::Encrypted)),
            (b"PAR1\x15\x00", Some(Nature::Cut)),
            (b"PAR1....PAR1", None),
            (b"PAR1....{\"keyMaterialType\":\"PKMT1\"}PAR1", Some(Nature::Encrypted)),
            (b"\x00\x01\x02", None),
            (b"", None),
        ] {
            assert_eq!(of(head, head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
