//! The only place that draws a diagnostic, and the only one to know annotate-snippets.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Severity, visible};

/// With an excerpt of the file, in which alone nothing is written out, for a terminal or a problem page; no colours.
pub fn full(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(visible(&diagnostic.message)).id(diagnostic.code));
    if let Some(span) = &diagnostic.primary {
        let mut annotation = AnnotationKind::Primary.span(span.range.clone());
        if let Some(label) = &diagnostic.label {
            annotation = annotation.label(visible(label));
        }
        let mut snippet = Snippet::source(&span.file.text).path(&span.file.path).annotation(annotation);
        for (related, text) in diagnostic.related.iter().filter(|(r, _)| r.file == span.file) {
            snippet = snippet.annotation(AnnotationKind::Context.span(related.range.clone()).label(text));
        }
        group = group.element(snippet);
        for (related, text) in diagnostic.related.iter().filter(|(r, _)| r.file != span.file) {
            let place = AnnotationKind::Context.span(related.range.clone()).label(text);
            group =
                group.element(Snippet::source(&related.file.text).path(&related.file.path).annotation(place));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    Renderer::plain().render(&[group])
}

/// One line, for editors and CI: `file:line:column: error[code]: message`.
pub fn short(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.primary.as_ref().map_or(String::new(), |span| {
        let (line, column) = span.line_column();
        format!("{}:{line}:{column}: ", span.file.path)
    });
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({})", visible(help)));
    let message = visible(&diagnostic.message);
    format!("{place}{}[{}]: {message}{help}", severity(diagnostic), diagnostic.code)
}

/// An object of `code, severity, message, file, line, column, help`; no place is `null`.
pub fn json(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.primary.as_ref().map(|span| (span.file.path.clone(), span.line_column()));
    json!({
        "code": diagnostic.code,
        "severity": severity(diagnostic),
        "message": visible(&diagnostic.message),
        "file": place.as_ref().map(|(file, _)| file),
        "line": place.as_ref().map(|(_, (line, _))| line),
        "column": place.as_ref().map(|(_, (_, column))| column),
        "help": diagnostic.help.as_deref().map(visible),
    })
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
