//! What Typst may see while it prints: our fonts, the templates, the data, the charts. Nothing else is there: no file,
//! no network, no package, no clock.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::Datelike;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::calendar::Day;
use crate::diagnostic::SourceFile;

/// The faces that there are.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let faces: [&'static [u8]; 2] = [
        include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSans-SemiBold.ttf"),
    ];
    faces.into_iter().filter_map(|face| Font::new(Bytes::new(face), 0)).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(&*FONTS)));

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The data, as templates name them.
const DATA: &str = "data.json";

/// A document that is to be printed: a template with all that it may read.
pub(super) struct Press {
    main: FileId,
    date: Day,
    sources: BTreeMap<String, (Source, Arc<SourceFile>)>,
    files: BTreeMap<String, Bytes>,
}

impl Press {
    /// Of the template `main` among `templates` (by name, without the ending), with data and charts by their paths.
    pub(super) fn new(
        main: &str,
        templates: &BTreeMap<String, Arc<SourceFile>>,
        data: Vec<u8>,
        charts: Vec<(String, String)>,
        date: Day,
    ) -> Self {
        let sources = templates.iter().map(|(name, file)| {
            let path = format!("{name}.typ");
            let source = Source::new(id(&path), file.text.clone());
            (path, (source, Arc::clone(file)))
        });
        let mut files: BTreeMap<String, Bytes> =
            charts.into_iter().map(|(path, svg)| (path, Bytes::from_string(drawable(&svg)))).collect();
        files.insert(DATA.to_owned(), Bytes::new(data));
        Self { main: id(&format!("{main}.typ")), date, sources: sources.collect(), files }
    }

    /// The file of a template, as its author knows it.
    pub(super) fn file_of(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.sources.get(id.vpath().get_without_slash()).map(|(_, file)| file)
    }

    /// The day that the document bears.
    pub(super) fn date(&self) -> Option<Datetime> {
        let (month, day) = (u8::try_from(self.date.month()).ok()?, u8::try_from(self.date.day()).ok()?);
        Datetime::from_ymd_hms(self.date.year(), month, day, 0, 0, 0)
    }
}

/// A drawing without the signs that no face of ours has, which would be empty boxes: an arrow before words. Letters stay.
fn drawable(svg: &str) -> String {
    let has = |sign: char| FONTS.iter().any(|font| font.info().coverage.contains(sign.into()));
    svg.chars().filter(|sign| sign.is_ascii() || sign.is_alphanumeric() || has(*sign)).collect()
}

fn id(path: &str) -> FileId {
    let path =
        VirtualPath::new(path).unwrap_or_else(|_| unreachable!("names of templates are names of files"));
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// The path of what a document may read; packages are not there.
fn path(id: FileId) -> FileResult<&'static str> {
    let path: &'static RootedPath = id.get();
    match path.root() {
        VirtualRoot::Project => Ok(path.vpath().get_without_slash()),
        VirtualRoot::Package(_) => Err(FileError::Other(Some("packages are not available here".into()))),
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = path(id)?;
        let found = self.sources.get(path).map(|(source, _)| source.clone());
        found.ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = path(id)?;
        self.files.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// The data date: no document knows when it was made.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.date()
    }
}
