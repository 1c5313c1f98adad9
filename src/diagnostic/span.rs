use std::ops::Range;
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

/// A file of the workspace as it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the workspace, with forward slashes.
    pub path: String,
    /// Its whole text, its letters composed (NFC) and without a byte order mark: texts of queries and
    /// headers meet those of the data, which are composed too.
    pub text: String,
}

impl SourceFile {
    /// A file from its path and text. What is told of its places counts the letters that a reader
    /// sees, however they were written.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let text = composed(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text));
        Arc::new(Self { path: composed(path.into()), text })
    }

    /// The file's name without folder and extension: the name of what it declares.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// A place in the file, in bytes; cut to the text and to whole characters.
    pub fn span(self: &Arc<Self>, range: Range<usize>) -> Span {
        let end = self.text.floor_char_boundary(range.end.min(self.text.len()));
        let start = self.text.floor_char_boundary(range.start.min(end));
        Span { file: Arc::clone(self), range: start..end }
    }

    /// The file as a whole: its first line.
    pub fn whole(self: &Arc<Self>) -> Span {
        let end = self.text.find('\n').unwrap_or(self.text.len());
        self.span(0..end)
    }

    /// The byte offset of a 1-based line and column (in characters), as SQL parsers count.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(before..).unwrap_or("");
        before + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    }
}

/// Composed text; nearly everything is that already.
fn composed(text: String) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfc();
    if normalizer.is_normalized(&text) { text } else { normalizer.normalize(&text).into_owned() }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Bytes of its text.
    pub range: Range<usize>,
}

impl Span {
    /// 1-based line and column (in characters) of the place's beginning.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.file.text.get(..self.range.start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_composed_and_without_a_byte_order_mark_and_places_count_its_letters() {
        // `xa` and a combining tilde; the mark of an editor before it.
        let file = SourceFile::new("thu\u{301}.sql", "\u{feff}SELECT 'xa\u{303}' AS a,, b");
        assert_eq!((file.path.as_str(), file.stem()), ("thú.sql", "thú"));
        assert_eq!(file.text, "SELECT 'xã' AS a,, b");
        let comma = file.text.find(",,").unwrap() + 1;
        assert_eq!(file.span(comma..comma + 1).line_column(), (1, 18));
        assert_eq!(file.offset(1, 18), comma);
    }
}
