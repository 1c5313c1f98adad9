//! That a newer state of the files is not served, and why.

use maud::{Markup, html};

use crate::diagnostic::{Severity, full};
use crate::locale::Locale;
use crate::report::Held;

/// What keeps the present files from being served, above the mistakes of those that are.
pub(super) fn section(held: &Held, locale: &Locale) -> Markup {
    let words = &locale.words().service;
    html! {
        section.card.wide role="note" {
            h2 { (words.held) }
            p { (words.held_note) }
            @if !held.files.is_empty() {
                p { (words.held_files) ":" }
                // What is wrong with a file is told in the words of the command line.
                ul lang="en" {
                    @for file in &held.files { li { code { (file.path) } ": " (file.fatal) } }
                }
            }
            @if let Some(failure) = &held.failure {
                p { (words.held_failure) ":" }
                pre.problem.error tabindex="0" lang="en" { (failure) }
            }
            @for each in held.problems.iter().filter(|each| each.severity == Severity::Error) {
                pre.problem.error tabindex="0" lang="en" { (full(each)) }
            }
        }
    }
}
