//! What a reader sees where an answer cannot be given.

use maud::{Markup, html};

use super::shell::bare;
use crate::locale::Locale;

/// The page of an error: a heading by its HTTP status, one sentence in the reader's language (as of
/// [`super::refusal()`]), what to do instead, and what the log calls the request.
pub fn error(
    status: u16,
    sentence: &str,
    help: Option<&str>,
    request: Option<&str>,
    locale: &Locale,
) -> Markup {
    let words = locale.words();
    let title = match status {
        404 => words.not_found,
        400..=499 => words.bad_request,
        _ => words.failed,
    };
    let main = html! {
        h1 { (title) }
        section.card.wide {
            p { (sentence) }
            @if let Some(help) = help { p { (help) } }
            @if let Some(request) = request { p.note { (words.pages.request) ": " code { (request) } } }
            p { a href="/" { (words.pages.home) } }
        }
    };
    bare(locale, title, &main)
}
