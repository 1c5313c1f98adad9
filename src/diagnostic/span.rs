use std::ops::Range;
use std::sync::Arc;

/// A file of the workspace as it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the workspace, with forward slashes.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

impl SourceFile {
    /// A file from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
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
