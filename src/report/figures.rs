//! Figures of several KPIs at once: what `minhbach kpi` prints and the API answers.

use futures::future::join_all;

use super::{Answer, Ask, AskError, ReportError, answers};
use crate::kpi::{Kpi, Scope};
use crate::workspace::Dataset;

/// More periods than this are no course.
pub const MOST_PERIODS: u16 = 240;

/// How each figure is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    /// By the members of a dimension, the total first.
    pub by: Option<String>,
    /// Over so many periods, the one asked for being the last.
    pub trend: Option<u16>,
}

impl Cut {
    /// Takes `by` and `trend` out of name–value pairs, and gives back the others.
    ///
    /// # Errors
    /// For a parameter given twice and a number of periods that is none.
    pub fn read(pairs: &[(String, String)]) -> Result<(Self, Vec<(String, String)>), AskError> {
        let mut cut = Self::default();
        let mut others = Vec::new();
        for (name, value) in pairs {
            let twice = match name.as_str() {
                "by" => cut.by.is_some(),
                "trend" => cut.trend.is_some(),
                _ => {
                    others.push((name.clone(), value.clone()));
                    continue;
                }
            };
            if twice {
                return Err(AskError::Twice { name: name.clone() });
            }
            if value.is_empty() {
                continue;
            }
            if name == "by" {
                cut.by = Some(value.clone());
                continue;
            }
            let count = value.parse().ok().filter(|count| (1..=MOST_PERIODS).contains(count));
            let wrong = || AskError::Value { name: name.clone(), value: value.clone() };
            cut.trend = Some(count.ok_or_else(wrong)?);
        }
        Ok((cut, others))
    }
}

/// The figures of KPIs in the order of their codes as given; an indicator's bare code stands for all its
/// figures. Without any code every KPI answers but those that lack a dimension that is asked for.
///
/// # Errors
/// For an unknown code, a period, filter or dimension that does not fit, and where a query fails.
pub async fn figures(
    dataset: &Dataset,
    scope: &Scope,
    codes: &[String],
    ask: &Ask,
    cut: &Cut,
) -> Result<Vec<Answer>, ReportError> {
    let mut kpis: Vec<&Kpi> = Vec::new();
    for code in codes {
        kpis.extend(dataset.figures_of(code)?);
    }
    if codes.is_empty() {
        // A name that no KPI could have is a slip, and no wish for nothing.
        if let Some(by) = cut.by.as_ref().filter(|by| !dataset.workspace().dimensions.contains_key(*by)) {
            let known = dataset.workspace().dimensions.keys().cloned().collect();
            return Err(AskError::UnknownDimension { name: by.clone(), known }.into());
        }
        // Every KPI was asked for: one that lacks the dimension is left out, not refused.
        let fits = |kpi: &&Kpi| {
            cut.by.as_ref().is_none_or(|by| kpi.has(by)) && ask.filters.iter().all(|(name, _)| kpi.has(name))
        };
        kpis.extend(dataset.workspace().kpis.values().filter(fits));
    }
    // All cubes at once, where the engine is idle while one is read; what fails says so below.
    join_all(kpis.iter().map(|kpi| dataset.cube(kpi))).await;
    let kind = dataset.workspace().opening_period();
    let mut all = Vec::new();
    for kpi in kpis {
        let period = ask.period_of(dataset, kpi, kind).map_err(AskError::from)?;
        let periods = match cut.trend {
            Some(count) => period.trend(usize::from(count)),
            None => vec![period],
        };
        all.extend(answers(dataset, scope, kpi, &periods, ask, cut.by.as_deref()).await?);
    }
    Ok(all)
}
