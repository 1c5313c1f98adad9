//! What tells panels of one KPI apart where their headings stand by themselves: in files and on paper.

use super::sentence::inside;
use crate::locale::Locale;
use crate::report::{Apart, PanelView};

/// A panel's title; one that is only its KPI's says also by what it is divided, or that it is a course.
pub fn heading(locale: &Locale, panel: &PanelView) -> String {
    let (words, title) = (locale.words(), panel.title());
    let by = |dimension: &str| format!("{title} – {} {}", inside(words.broken_down_by), inside(dimension));
    match panel.apart() {
        None => title.to_owned(),
        Some(Apart::Course) => format!("{}: {}", words.trend, inside(title)),
        Some(Apart::By(dimension)) => by(dimension),
        Some(Apart::ByTwo(first, second)) => {
            format!("{} {} {}", by(first), words.pages.and, inside(second))
        }
        Some(Apart::ByPeriods(dimension)) => {
            format!("{}, {}", by(dimension), inside(words.pages.by_periods))
        }
    }
}

/// That the stages of a panel are not of one cohort, where they cannot be.
pub fn cohort(locale: &Locale, panel: &PanelView) -> Option<&'static str> {
    panel.is_mixed().then_some(locale.words().panels.mixed_stages)
}
