//! A template becomes a PDF, written with the highest profile that Typst's own validator grants.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::Press;
use crate::diagnostic::{self, Diagnostic};
use crate::export::ExportError;

/// A document, written.
pub(super) struct Printed {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// The profile that its writer kept to.
    pub(super) profile: &'static str,
}

/// A way to write a document.
struct Profile {
    name: &'static str,
    standards: &'static [PdfStandard],
    tagged: bool,
}

/// The best first. Whether a tagged document can be written depends on where its pages break (typst/typst#8776), so there
/// is always a next lower one.
const PROFILES: [Profile; 5] = [
    Profile { name: "PDF/UA-1, PDF/A-2a", standards: &[PdfStandard::A_2a, PdfStandard::Ua_1], tagged: true },
    Profile { name: "PDF/A-2a", standards: &[PdfStandard::A_2a], tagged: true },
    Profile { name: "PDF/UA-1", standards: &[PdfStandard::Ua_1], tagged: true },
    Profile { name: "PDF 1.7, tagged", standards: &[], tagged: true },
    Profile { name: "PDF 1.7, not tagged", standards: &[], tagged: false },
];

/// Typst's deepest layouts need more than a thread usually has.
const STACK: usize = 64 << 20;

/// For so many documents what was laid out is remembered.
const REMEMBERED: usize = 1;

/// One document at a time: a long one takes half a gigabyte.
static TURN: Mutex<()> = Mutex::new(());

/// Prints a document, on a thread of its own. Waits for those before it.
///
/// # Errors
/// Where the template has a mistake, with its place.
pub(super) fn print(press: &Press) -> Result<Printed, ExportError> {
    on_a_thread(|| written(press))
}

fn written(press: &Press) -> Result<Printed, ExportError> {
    let document = typst::compile::<PagedDocument>(press).output;
    let document = document.map_err(|errors| refused(press, &errors))?;
    let timestamp = press.date().map(Timestamp::new_utc);
    let mut last = ExportError::Aborted { format: "pdf" };
    for profile in &PROFILES {
        let Ok(standards) = PdfStandards::new(profile.standards) else { continue };
        let options = PdfOptions { timestamp, standards, tagged: profile.tagged, ..PdfOptions::default() };
        match catch_unwind(AssertUnwindSafe(|| typst_pdf::pdf(&document, &options))) {
            Ok(Ok(bytes)) => return Ok(Printed { bytes, profile: profile.name }),
            Ok(Err(errors)) => last = refused(press, &errors),
            Err(_) => {}
        }
    }
    Err(last)
}

fn refused(press: &Press, errors: &[SourceDiagnostic]) -> ExportError {
    ExportError::Template { problems: errors.iter().map(|error| told(press, error)).collect() }
}

/// The mistakes that are found in a template by laying it out.
pub(super) fn mistakes(press: &Press) -> Vec<Diagnostic> {
    let laid_out = || typst::compile::<PagedDocument>(press).output;
    match on_a_thread(|| Ok(laid_out().err())) {
        Ok(None) => Vec::new(),
        Ok(Some(errors)) => errors.iter().map(|error| told(press, error)).collect(),
        Err(error) => vec![Diagnostic::without_place("template", error.to_string())],
    }
}

/// Does what needs Typst, one at a time, where there is stack enough.
fn on_a_thread<T: Send>(work: impl FnOnce() -> Result<T, ExportError> + Send) -> Result<T, ExportError> {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
        let running = thread.spawn_scoped(scope, work).map_err(ExportError::Write)?;
        running.join().unwrap_or(Err(ExportError::Aborted { format: "pdf" }))
    });
    comemo::evict(REMEMBERED);
    drop(turn);
    done
}

fn told(press: &Press, error: &SourceDiagnostic) -> Diagnostic {
    let message = error.message.to_string();
    let mut own = match place(press, error.span) {
        Some(span) => Diagnostic::error("template", span, message),
        None => Diagnostic::without_place("template", message),
    };
    for step in &error.trace {
        if let Some(span) = place(press, step.span.into()) {
            own = own.related(span, step.v.to_string());
        }
    }
    match error.hints.first() {
        Some(hint) => own.help(hint.v.to_string()),
        None => own,
    }
}

fn place(press: &Press, span: DiagSpan) -> Option<diagnostic::Span> {
    let file = press.file_of(span.id()?)?;
    Some(file.span(press.range(span)?))
}
