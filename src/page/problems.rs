//! Mistakes in the workspace's files, as the command line shows them.

use maud::{Markup, html};

use super::held;
use super::shell::{Here, page};
use crate::diagnostic::{Diagnostic, Severity, full};
use crate::locale::Locale;
use crate::report::Frontmatter;

/// The page of mistakes, in the order given.
pub fn problems(front: &Frontmatter, diagnostics: &[Diagnostic], locale: &Locale) -> Markup {
    let words = locale.words();
    let main = html! {
        h1 { (words.problems) }
        @if let Some(held) = &front.held { (held::section(held, locale)) }
        @if diagnostics.is_empty() {
            p { (words.no_problems) "." }
        } @else {
            p { (words.pages.mistakes_note) }
            @for each in diagnostics {
                // Messages name columns and keys, and are those of the command line.
                pre.problem.error[each.severity == Severity::Error] tabindex="0" lang="en" { (full(each)) }
            }
        }
    };
    page(locale, front, Here::Problems, words.problems, &main)
}
