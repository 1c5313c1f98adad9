//! The bodies that issue a report, by date: none issues on a day on which it does not exist.

use std::sync::Arc;

use super::form::BodyForm;
use crate::calendar::{Day, DayRange};
use crate::diagnostic::{Date, Diagnostic, Diagnostics, SourceFile, Spanned};

/// A body that issues a report for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// The first day on which it may issue.
    pub from: Day,
    /// The last one; nothing = it is open.
    pub until: Option<Day>,
    /// The body above it.
    pub superior: Option<String>,
    /// What it is called.
    pub name: String,
    /// How it is called in the number of a document.
    pub abbreviation: String,
    /// The name of the place before the date.
    pub place: String,
    /// The higher bodies to which it reports.
    pub to: Vec<String>,
    /// Who receives it besides.
    pub recipients: Vec<String>,
    /// The lines above the name of who signs.
    pub signature: Vec<String>,
}

impl Issuer {
    /// Whether it may issue on a day.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The bodies, earliest first, without a mistake; `needed` are the days on which somebody must issue.
pub(super) fn resolve(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    forms: &[Spanned<BodyForm>],
    needed: DayRange,
) -> Vec<Issuer> {
    let mut issuers: Vec<(Issuer, &Spanned<BodyForm>)> = Vec::new();
    for form in forms {
        issuers.extend(issuer(problems, file, form.get_ref()).map(|issuer| (issuer, form)));
    }
    issuers.sort_by_key(|(issuer, _)| issuer.from);
    for pair in issuers.windows(2) {
        let [(first, of_first), (second, of_second)] = pair else { continue };
        if first.covers(second.from) {
            let message = format!("on {} two bodies issue this report", second.from);
            let problem =
                Diagnostic::error("two-issuers", file.span(of_second.get_ref().from.span()), message);
            let problem = problem.related(file.span(of_first.get_ref().from.span()), "the other one");
            problems.push(problem.help("end the first with `until`, the day before the second begins"));
        }
    }
    let issuers: Vec<Issuer> = issuers.into_iter().map(|(issuer, _)| issuer).collect();
    if issuers.len() == forms.len() {
        let message = match gap(&issuers, needed) {
            Some(_) if issuers.is_empty() => Some("nobody issues this report".to_owned()),
            Some((first, last)) => Some(format!("from {first} to {last} nobody issues this report")),
            None => None,
        };
        problems_of_gap(problems, file, message);
    }
    issuers
}

fn problems_of_gap(problems: &mut Diagnostics, file: &Arc<SourceFile>, message: Option<String>) {
    if let Some(message) = message {
        let problem = Diagnostic::warning("no-issuer", file.whole(), message);
        problems.push(
            problem.help("add a `[[body]]`; until then its place in the document stays empty, and marked"),
        );
    }
}

/// The first days that nobody covers.
fn gap(issuers: &[Issuer], needed: DayRange) -> Option<(Day, Day)> {
    let mut open = needed.first_day;
    for issuer in issuers {
        if issuer.from > open {
            break;
        }
        match issuer.until {
            None => return None,
            Some(until) => open = open.max(until.succ_opt()?),
        }
    }
    let next = issuers.iter().map(|issuer| issuer.from).find(|from| *from > open);
    let last =
        next.and_then(|next| next.pred_opt()).map_or(needed.last_day, |last| last.min(needed.last_day));
    (open <= needed.last_day).then_some((open, last))
}

fn issuer(problems: &mut Diagnostics, file: &Arc<SourceFile>, form: &BodyForm) -> Option<Issuer> {
    let from = day(problems, file, &form.from)?;
    let until = match &form.until {
        Some(given) => Some((day(problems, file, given)?, given)),
        None => None,
    };
    if let Some((_, given)) = until.filter(|(until, _)| *until < from) {
        let message = "its last day lies before its first one";
        problems.push(Diagnostic::error("outline", file.span(given.span()), message));
        return None;
    }
    Some(Issuer {
        from,
        until: until.map(|(until, _)| until),
        superior: form.superior.clone(),
        name: form.name.clone(),
        abbreviation: form.abbreviation.clone(),
        place: form.place.clone(),
        to: form.to.clone(),
        recipients: form.recipients.clone(),
        signature: form.signature.clone(),
    })
}

fn day(problems: &mut Diagnostics, file: &Arc<SourceFile>, given: &Spanned<Date>) -> Option<Day> {
    let day = given.get_ref().day();
    if day.is_none() {
        let problem = Diagnostic::error("date", file.span(given.span()), "expected a date");
        problems.push(problem.help("write it as 2023-05-08, without quotes and without a time"));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap_or_default()
    }

    fn issuer(from: &str, until: Option<&str>) -> Issuer {
        let text = String::new;
        Issuer {
            from: day(from),
            until: until.map(day),
            superior: None,
            name: text(),
            abbreviation: text(),
            place: text(),
            to: Vec::new(),
            recipients: Vec::new(),
            signature: Vec::new(),
        }
    }

    #[test]
    fn the_first_days_without_a_body_are_found() {
        let needed = DayRange { first_day: day("2024-01-01"), last_day: day("2025-12-31") };
        let whole = (needed.first_day, needed.last_day);
        assert_eq!(gap(&[], needed), Some(whole));
        assert_eq!(gap(&[issuer("2023-01-01", None)], needed), None);
        let first = issuer("2024-01-01", Some("2025-06-30"));
        assert_eq!(gap(std::slice::from_ref(&first), needed), Some((day("2025-07-01"), needed.last_day)));
        assert_eq!(gap(&[first.clone(), issuer("2025-07-01", None)], needed), None);
        let late = gap(&[first, issuer("2025-08-01", None)], needed);
        assert_eq!(late, Some((day("2025-07-01"), day("2025-07-31"))));
    }
}
