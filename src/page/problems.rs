//! Mistakes in the workspace's files, as the command line shows them, and data files of no use.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::data::{places, unusable};
use super::held;
use super::shell::{Here, page};
use crate::diagnostic::{Diagnostic, Severity, full};
use crate::locale::Locale;
use crate::report::ProblemsView;
use crate::table::Fatal;

/// The page of what somebody must mend.
pub fn problems(view: &ProblemsView, locale: &Locale) -> Markup {
    let words = locale.words();
    let fatal: Vec<(&str, &Fatal)> = view.fatal.iter().map(|(path, why)| (path.as_str(), why)).collect();
    let used = fatal.is_empty() && view.unknown.is_empty() && view.passed.is_empty();
    let sound = view.mistakes.is_empty() && view.owners.is_empty() && used;
    let main = html! {
        h1 { (words.problems) }
        @if let Some(held) = &view.front.held { (held::section(held, locale)) }
        @if !view.sees_files { p.note { (words.data_page.files_untold) "." } }
        @else if sound && view.front.held.is_none() { p { (words.data_page.all_good) "." } }
        (unusable(locale, &fatal))
        (places(locale, words.data_page.unknown, &view.unknown, &view.meant))
        (places(locale, words.data_page.passed, &view.passed, &BTreeMap::new()))
        (mistakes(words.data_page.mistakes, Some(words.pages.mistakes_note), &view.mistakes))
        (mistakes(words.data_page.unknown_owners, None, &view.owners))
    };
    page(locale, &view.front, Here::Problems, words.problems, &main)
}

/// Messages name columns and keys, and are those of the command line.
fn mistakes(heading: &str, note: Option<&str>, found: &[Diagnostic]) -> Markup {
    html! {
        @if !found.is_empty() {
            h2.part { (heading) }
            @if let Some(note) = note { p.note { (note) } }
            @for each in found {
                pre class=(if each.severity == Severity::Error { "problem error" } else { "problem" }) tabindex="0" lang="en" { (full(each)) }
            }
        }
    }
}
