//! Why a question is not answered, in the reader's language.

use super::checks;
use super::sentence::{capital, fill};
use crate::calendar::{PERIOD_FORMS, PeriodError};
use crate::kpi::{FilterError, SliceError, Split};
use crate::locale::Locale;
use crate::report::{AskError, ReportError};
use crate::workspace::{ProofError, Unsayable};

/// More names than these help nobody.
const MOST_NAMES: usize = 40;

/// What a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence, without a full stop where it is the reader's mistake.
    pub sentence: String,
    /// What to do instead.
    pub help: Option<String>,
}

/// The reader's own mistakes are told with what exists; those of the program are left to its log.
pub fn refusal(error: &ReportError, locale: &Locale) -> Refusal {
    let words = &locale.words().pages;
    let quoted = |sentence: &str, values: &[&str], known: &[String]| Refusal {
        sentence: fill(sentence, values),
        help: (!known.is_empty()).then(|| names(locale, known)),
    };
    match error {
        error if error.is_out_of_scope() => {
            Refusal { sentence: capital(locale.words().numbers.out_of_scope), help: None }
        }
        ReportError::Ask(AskError::Period(error)) => Refusal {
            sentence: fill(words.unknown_period, &[&asked(locale, error)]),
            help: Some(fill(words.period_forms, &[&PERIOD_FORMS.join(", ")])),
        },
        ReportError::Ask(AskError::Filter(error)) | ReportError::Slice(SliceError::Filter(error)) => {
            match error {
                FilterError::UnknownDimension { kpi, dimension, known } => {
                    quoted(words.no_dimension, &[kpi, dimension], known)
                }
                FilterError::UnknownMember { dimension, value, known } => {
                    quoted(words.no_member, &[dimension, value], known)
                }
            }
        }
        ReportError::Ask(AskError::UnknownView { view, known }) => {
            quoted(locale.words().numbers.unknown_view, &[view], known)
        }
        ReportError::Ask(
            AskError::UnknownParameter { name, known }
            | AskError::UnknownDimension { name, known }
            | AskError::UnknownColumn { name, known },
        ) => quoted(words.unknown_parameter, &[name], known),
        ReportError::Ask(AskError::Twice { name }) => quoted(words.given_twice, &[name], &[]),
        ReportError::Ask(AskError::TooMany { figures, most }) => {
            let words = [figures.to_string(), most.to_string()];
            quoted(locale.words().numbers.too_many, &[&words[0], &words[1]], &[])
        }
        ReportError::Ask(AskError::Value { name, value }) => quoted(words.bad_value, &[name, value], &[]),
        ReportError::UnknownKpi(error) if error.refused => Refusal {
            sentence: fill(words.refused_kpi, &[&error.code]),
            help: Some(words.see_problems.to_owned()),
        },
        ReportError::RefusedQuery { name } => Refusal {
            sentence: fill(words.refused_query, &[name]),
            help: Some(words.see_problems.to_owned()),
        },
        ReportError::UnknownKpi(error) => quoted(words.unknown_kpi, &[&error.code], &error.known),
        ReportError::Unknown { name, known, .. } => quoted(words.unknown_page, &[name], known),
        ReportError::Slice(SliceError::Split(Split { dimension, view, code, .. })) => {
            quoted(locale.words().numbers.split_view, &[view, dimension, code], &[])
        }
        ReportError::Lacking(error) => Refusal { sentence: checks::unchecked(locale, error), help: None },
        ReportError::Proof(ProofError::Unsayable(why)) => {
            Refusal { sentence: unsayable(locale, why), help: None }
        }
        ReportError::Query(_)
        | ReportError::Parameter(_)
        | ReportError::Data(_)
        | ReportError::Proof(ProofError::Write(_)) => {
            Refusal { sentence: words.inside.to_owned(), help: None }
        }
    }
}

/// There is no such format, and those that there are.
pub fn no_format(name: &str, known: &[&str], locale: &Locale) -> Refusal {
    let known: Vec<String> = known.iter().map(|&name| name.to_owned()).collect();
    let sentence = fill(locale.words().downloads.no_format, &[name]);
    Refusal { sentence, help: Some(names(locale, &known)) }
}

/// Why no proof of a figure runs elsewhere.
pub(super) fn unsayable(locale: &Locale, why: &Unsayable) -> String {
    let words = &locale.words().elsewhere;
    let why = match why {
        Unsayable::Name { file } => fill(words.name, &[file]),
        Unsayable::Digits { file, column, precision } => {
            fill(words.digits, &[column, file, &precision.to_string()])
        }
        Unsayable::Numbers { file, column } => fill(words.numbers, &[column, file]),
        Unsayable::Values { table, column } => fill(words.values, &[column, table]),
        Unsayable::Memory { table } => fill(words.memory, &[table]),
    };
    format!("{}: {why}", words.refused)
}

/// The text, or the days, that name no period.
fn asked(locale: &Locale, error: &PeriodError) -> String {
    match error {
        PeriodError::UnknownCalendar { name, .. } => format!("{name}:"),
        PeriodError::Malformed { text }
        | PeriodError::OfPeriods { text, .. }
        | PeriodError::NoSuchNumber { text, .. }
        | PeriodError::NotADate { text } => text.clone(),
        PeriodError::NoPlan => "plan".to_owned(),
        PeriodError::Reversed { days } => {
            format!("{}–{}", locale.date(days.first_day), locale.date(days.last_day))
        }
        PeriodError::BeginsInsideSlot { day, .. } | PeriodError::EndsInsideSlot { day, .. } => {
            locale.date(*day)
        }
    }
}

/// `Các giá trị hợp lệ: a, b, …`
fn names(locale: &Locale, known: &[String]) -> String {
    let shown: Vec<&str> = known.iter().take(MOST_NAMES).map(String::as_str).collect();
    let more = if known.len() > MOST_NAMES { ", …" } else { "" };
    format!("{}: {}{more}", locale.words().valid_values, shown.join(", "))
}
