//! Outlines of reports that leave the house (`dashboards/reports/`): what a document says of itself, who issues it on
//! which day, what stands in it and in which order.

mod form;
mod issuer;
mod part;

use std::sync::Arc;

use crate::calendar::{Day, DayRange, PeriodKind};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned, form as toml_form};
use form::OutlineForm;

pub use form::outline_schema;
pub use issuer::Issuer;
pub use part::{FILLS, Fill, Held, Part};

/// Below `dashboards/`: files there are no dashboards.
pub const FOLDER: &str = "dashboards/reports/";

/// The names that a text may hold in braces, and what stands in their place.
pub const PLACES: &[&str] = &["period", "first_day", "last_day", "data_date", "year", "plan", "body"];

/// An outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The file's name.
    pub id: String,
    /// The kind of document.
    pub title: String,
    /// The letters of that kind, after the number.
    pub symbol: String,
    /// What it is about; may hold [`PLACES`].
    pub subject: String,
    /// The paragraph before the first section; may hold [`PLACES`].
    pub opening: Option<String>,
    /// The paragraph after the last one; may hold [`PLACES`].
    pub closing: Option<String>,
    /// The kinds of period for which it is; empty for all.
    pub periods: Vec<PeriodKind>,
    /// Who issues it, earliest first; on no day two.
    pub issuers: Vec<Issuer>,
    /// Its sections, in their order.
    pub sections: Vec<Part>,
    /// Its appendices, in their order.
    pub appendices: Vec<Part>,
}

impl Outline {
    /// Who issues it on a day.
    pub fn issuer(&self, day: Day) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.covers(day))
    }

    /// The KPIs that it names by their codes.
    pub fn kpis(&self) -> impl Iterator<Item = &String> {
        let parts = self.sections.iter().chain(&self.appendices);
        parts.flat_map(|part| match &part.fill {
            Fill::Table { kpis, .. } => kpis.as_slice(),
            _ => &[],
        })
    }
}

/// A text with what stands in its places.
pub fn filled(text: &str, value: impl Fn(&str) -> String) -> String {
    PLACES.iter().fold(text.to_owned(), |text, name| {
        let place = format!("{{{name}}}");
        if text.contains(&place) { text.replace(&place, &value(name)) } else { text }
    })
}

/// Reads an outline's file; parts that cannot be resolved are reported and left out. `needed` are the days on which
/// somebody must issue it.
pub fn parse(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    held: &Held<'_>,
    needed: DayRange,
) -> Option<Outline> {
    let form: OutlineForm = toml_form::read(problems, file, 0, &file.text)?;
    for text in std::iter::once(&form.subject).chain(&form.opening).chain(&form.closing) {
        places(problems, file, text);
    }
    depth(problems, file, &form);
    let issuers = issuer::resolve(problems, file, &form.body, needed);
    let mut parts = |forms: &[Spanned<form::PartForm>], is_appendix| -> Vec<Part> {
        forms.iter().filter_map(|form| part::resolve(problems, file, form, is_appendix, held)).collect()
    };
    Some(Outline {
        id: file.stem().to_owned(),
        sections: parts(&form.section, false),
        appendices: parts(&form.appendix, true),
        title: form.title,
        symbol: form.symbol,
        subject: form.subject.into_inner(),
        opening: form.opening.map(Spanned::into_inner),
        closing: form.closing.map(Spanned::into_inner),
        periods: form.periods.into_iter().map(Spanned::into_inner).collect(),
        issuers,
    })
}

/// What stands in braces must be a name that something can stand for.
fn places(problems: &mut Diagnostics, file: &Arc<SourceFile>, text: &Spanned<String>) {
    let mut rest = text.get_ref().as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !PLACES.contains(&name) {
            let message = format!("nothing stands for `{{{name}}}`");
            let problem = Diagnostic::error("unknown-place", file.span(text.span()), message);
            problems.push(problem.suggest(name, PLACES.iter().copied()));
        }
        rest = after;
    }
}

/// A section stands at most one level below the one before.
fn depth(problems: &mut Diagnostics, file: &Arc<SourceFile>, form: &OutlineForm) {
    let mut above = 0;
    for section in &form.section {
        let given = section.get_ref().level.as_ref();
        let level = given.map_or(1, |level| *level.get_ref());
        if let Some(given) = given.filter(|_| level > above + 1) {
            let message = format!("a section of level {level} stands below none of level {}", level - 1);
            problems.push(Diagnostic::error("outline", file.span(given.span()), message));
        }
        above = level;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_what_stands_in_its_places() {
        let text = filled("{period}: {plan} {other}", |name| name.to_uppercase());
        assert_eq!(text, "PERIOD: PLAN {other}");
    }
}
