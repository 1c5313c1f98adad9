//! The templates: those of the workspace, and the built-in one of each name that it has none of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::{Charts, Data};
use super::press;
use super::world::Press;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::workspace::Workspace;

/// The built-in ones.
const BUILT_IN: [(&str, &str); 3] = [
    ("house", include_str!("../../../assets/reports/house.typ")),
    ("report", include_str!("../../../assets/reports/report.typ")),
    ("book", include_str!("../../../assets/reports/book.typ")),
];

/// All, by name.
pub(super) fn all(workspace: &Workspace) -> BTreeMap<String, Arc<SourceFile>> {
    let built_in = BUILT_IN.iter().map(|(name, text)| {
        // Mistakes that come out in them are told with a name that nobody takes for a file of the workspace.
        ((*name).to_owned(), SourceFile::new(format!("<built in>/{name}.typ"), *text))
    });
    let own = workspace.templates.iter().map(|(name, template)| (name.clone(), Arc::clone(&template.file)));
    built_in.chain(own).collect()
}

/// What is wrong with the workspace's templates, as far as it shows without a row of data.
pub fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let day = workspace.calendars.first_day();
    let Ok(data) = Data::sample(workspace, day).json() else { return Vec::new() };
    let templates = all(workspace);
    let mut found: Vec<Diagnostic> = Vec::new();
    for name in workspace.templates.keys() {
        let press = Press::new(name, &templates, data.clone(), Charts::new(), day);
        for mistake in press::mistakes(&press) {
            // One that others import is found in each of them.
            let known =
                |other: &Diagnostic| other.primary == mistake.primary && other.message == mistake.message;
            if !found.iter().any(known) {
                found.push(mistake);
            }
        }
    }
    found
}
