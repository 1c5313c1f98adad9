//! Figures of several KPIs at once: what `minhbach kpi` prints and the API answers.

use std::sync::Arc;

use super::{Answer, Ask, AskError, Pairs, ReportError, answers};
use crate::kpi::{Cube, Kpi};
use crate::workspace::Reader;

/// More periods than this are no course.
pub const MOST_PERIODS: u16 = 240;

/// More figures than these are no answer to be read: KPIs, periods and members together.
pub const MOST_FIGURES: usize = 10_000;

/// How each figure is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the members of a dimension, the total first.
    pub by: Option<String>,
    /// Over so many periods, the one asked for being the last.
    pub trend: Option<u16>,
    /// How many figures there may be in all.
    pub most: Option<usize>,
}

impl Facets {
    /// Takes `by` and `trend` out of an address. There may be [`MOST_FIGURES`].
    ///
    /// # Errors
    /// For a parameter given twice and a number of periods that is none.
    pub fn read(pairs: &mut Pairs<'_>) -> Result<Self, AskError> {
        let trend = pairs.number("trend", 1..=usize::from(MOST_PERIODS))?;
        Ok(Self {
            by: pairs.one("by")?.map(str::to_owned),
            trend: trend.and_then(|count| u16::try_from(count).ok()),
            most: Some(MOST_FIGURES),
        })
    }
}

/// The figures of one code that was asked for, or why there are none.
#[derive(Debug)]
pub struct AskedFigures {
    /// The code: a KPI's or an indicator's.
    pub code: String,
    /// Its figures.
    pub answers: Result<Vec<Answer>, ReportError>,
}

/// The figures of KPIs in the order of their codes as given; an indicator's bare code stands for all its
/// figures. Without any code every KPI answers but those that lack a dimension that is asked for. What keeps one
/// from answering keeps no other.
///
/// # Errors
/// For a dimension that no KPI could have, and for more figures than [`Facets::most`].
pub async fn figures<'a>(
    reader: &Reader<'a>,
    codes: &[String],
    ask: &Ask,
    cut: &Facets,
) -> Result<Vec<AskedFigures>, ReportError> {
    let mut asked: Vec<(String, Result<Vec<&'a Kpi>, ReportError>)> =
        codes.iter().map(|code| (code.clone(), reader.figures_of(code).map_err(ReportError::from))).collect();
    if codes.is_empty() {
        // A name that no KPI could have is a slip, and no wish for nothing.
        if let Some(by) = cut.by.as_ref().filter(|by| !reader.workspace().dimensions.contains_key(*by)) {
            let known = reader.workspace().dimensions.keys().cloned().collect();
            return Err(AskError::UnknownDimension { name: by.clone(), known }.into());
        }
        // Every KPI was asked for: one that lacks the dimension is left out, not refused.
        let fits = |kpi: &&Kpi| {
            cut.by.as_ref().is_none_or(|by| kpi.has(by)) && ask.filters.iter().all(|(name, _)| kpi.has(name))
        };
        let all = reader.kpis().filter(fits);
        asked.extend(all.map(|kpi| (kpi.code.clone(), Ok(vec![kpi]))));
    }
    // All cubes at once, where the engine is idle while one is read.
    let kpis = asked.iter().flat_map(|(_, kpis)| kpis.iter().flatten());
    let cubes = reader.cubes(kpis.copied()).await;
    bounded(&cubes, cut)?;
    let mut all = Vec::new();
    for (code, kpis) in asked {
        let answers = match kpis {
            Ok(kpis) => of_kpis(reader, &kpis, ask, cut).await,
            Err(error) => Err(error),
        };
        all.push(AskedFigures { code, answers });
    }
    Ok(all)
}

/// Refuses what would be more figures than anybody can want at once, before they are made.
fn bounded(cubes: &[(&Kpi, Arc<Cube>)], cut: &Facets) -> Result<(), AskError> {
    let periods = cut.trend.map_or(1, usize::from);
    let members = |(kpi, cube): &(&Kpi, Arc<Cube>)| match &cut.by {
        Some(by) => 1 + cube.most_members(kpi, by),
        None => 1,
    };
    let figures = cubes.iter().map(members).sum::<usize>().saturating_mul(periods);
    match cut.most.filter(|most| figures > *most) {
        Some(most) => Err(AskError::TooMany { figures, most }),
        None => Ok(()),
    }
}

async fn of_kpis<'a>(
    reader: &Reader<'a>,
    kpis: &[&'a Kpi],
    ask: &Ask,
    cut: &Facets,
) -> Result<Vec<Answer>, ReportError> {
    let kind = reader.workspace().opening_period();
    let mut all = Vec::new();
    for kpi in kpis {
        let period = ask.period_of(reader, kpi, kind).map_err(AskError::from)?;
        let periods = match cut.trend {
            Some(count) => period.trend(usize::from(count)),
            None => vec![period],
        };
        all.extend(answers(reader, kpi, &periods, ask, cut.by.as_deref()).await?);
    }
    Ok(all)
}
