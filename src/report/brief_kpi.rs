//! What is said of one KPI: a rule a function, each silent where its figures do not carry it.

use rust_decimal::Decimal;

use super::parts::adds;
use super::said::{About, BriefFacts, Doubted, KpiFacts, Said, Sentence};
use super::sample::{Sample, sample};
use super::tile::TileView;
use crate::calendar::{Break, Day, DayRange, Over};
use crate::kpi::{Caveat, Figure, State, Status, TargetSource};

/// A part is worth a sentence from two in five of the whole on.
const LARGEST_SHARE: Decimal = Decimal::from_parts(4, 0, 0, false, 1);

/// Of fewer the largest part is chance.
const LEAST_WHOLE: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// So many periods make a course.
const LEAST_COURSE: usize = 4;

/// All that can be said of a KPI.
pub(super) fn of_kpi(whole: &BriefFacts, facts: &KpiFacts) -> Vec<Sentence> {
    let tile = &facts.tile;
    let kpi = &tile.head.kpi;
    let about = About {
        code: kpi.code.clone(),
        title: kpi.title.clone(),
        unit: kpi.unit.clone(),
        period: tile.figure.period.clone(),
    };
    let said = [
        target(tile, whole.plan, whole.data_date).filter(|_| !whole.promised.contains(&kpi.code)),
        above_all(tile),
        backlog(tile),
        change(tile),
        largest(facts),
        extreme(tile, &whole.breaks),
    ];
    let sentence = |said: Said| {
        let doubts = doubts(tile, &said);
        Sentence { about: Some(about.clone()), said, doubts }
    };
    said.into_iter().flatten().map(sentence).collect()
}

/// What is doubtful about the figures that a sentence stands on: of two periods each doubt once, under the one
/// that is asked for.
fn doubts(tile: &TileView, said: &Said) -> Vec<Doubted> {
    let own = &tile.figure;
    let figures = match said {
        Said::Judged { .. } | Said::NotDue { .. } => {
            vec![judged(tile).0]
        }
        Said::AboveAll { .. } | Said::Backlog { .. } => vec![own],
        Said::Change { .. } => {
            tile.change.as_ref().map_or_else(|_| vec![own], |change| vec![change.now(own), change.then()])
        }
        // These are silent where anything is doubtful.
        Said::Largest { .. } | Said::Extreme { .. } => Vec::new(),
        // These speak of no figure.
        Said::NotReported { .. }
        | Said::Overdue { .. }
        | Said::OwedTogether { .. }
        | Said::Owed { .. }
        | Said::Unlisted(..)
        | Said::Broken(_)
        | Said::Unchecked(_)
        | Said::Elsewhere(_)
        | Said::Provisional { .. }
        | Said::Break(_)
        | Said::NoValue(_)
        | Said::Unsettled(_)
        | Said::SetAside { .. } => Vec::new(),
    };
    let mut doubts: Vec<Doubted> = Vec::new();
    for figure in figures {
        for caveat in figure.caveats.iter().filter(|caveat| caveat.is_uneven()) {
            if !doubts.iter().any(|told| told.caveat == *caveat) {
                doubts.push(Doubted { period: figure.period.clone(), caveat: caveat.clone() });
            }
        }
    }
    doubts
}

fn is_doubtful(figure: &Figure) -> bool {
    figure.caveats.iter().any(Caveat::is_uneven)
}

fn value(figure: &Figure) -> Option<Decimal> {
    figure.value.filter(|_| figure.state == State::Value)
}

/// The figure that is judged, and how: a law binds in each period, what the plan promises is decided by its whole life.
fn judged(tile: &TileView) -> (&Figure, Option<Status>) {
    let of_law = tile.head.target.as_ref().is_some_and(|target| target.source == TargetSource::Law);
    if of_law && tile.status.is_some() { (&tile.figure, tile.status) } else { tile.deciding() }
}

/// Where the KPI stands against its target, as [`judged`] decides. Silent where the plan sets
/// no number, under filters, and where nothing is judged.
fn target(tile: &TileView, plan: Option<DayRange>, data_date: Day) -> Option<Said> {
    let target = tile.head.target.clone()?;
    let (figure, status) = judged(tile);
    let value = value(figure)?;
    let period = figure.period.clone();
    let few = few(tile, figure);
    match status? {
        Status::Met => Some(Said::Judged { value, target, met: true, period, few }),
        Status::Missed => Some(Said::Judged { value, target, met: false, period, few }),
        Status::NotDue => {
            let pace = plan.zip(target.by).and_then(|(plan, by)| {
                let all = Decimal::from((by - plan.first_day).num_days() + 1);
                let gone = Decimal::from((data_date - plan.first_day).num_days() + 1);
                let within = gone > Decimal::ZERO && gone < all;
                within.then(|| target.value.checked_mul(gone)?.checked_div(all)).flatten()
            });
            Some(Said::NotDue { value, target, pace, on: data_date })
        }
    }
}

/// So many of so many, where a figure is a share of few.
fn few(tile: &TileView, figure: &Figure) -> Option<(Decimal, Decimal)> {
    match sample(&tile.head.kpi, figure)? {
        Sample::Counted(above, whole) => Some((above, whole)),
        Sample::Small(_) => None,
    }
}

/// Silent for other units than percentages, and up to 100.
fn above_all(tile: &TileView) -> Option<Said> {
    let value = value(&tile.figure)?;
    (tile.head.kpi.unit.is_percent() && value > Decimal::ONE_HUNDRED).then_some(Said::AboveAll { value })
}

/// Silent where the KPI does not hold the state both before the period and at its end in one unit, and
/// where it has not grown. The state of a period that is not over is no end.
fn backlog(tile: &TileView) -> Option<Said> {
    let (kpi, figure) = (&tile.head.kpi, &tile.figure);
    value(figure)?;
    if figure.provisional {
        return None;
    }
    let of = |over: Over| {
        let mut columns = kpi.columns.iter().zip(&figure.parts).filter(|(column, _)| column.over == over);
        let (column, part) = columns.next()?;
        Some((part.cell.number?, column))
    };
    let ((before, opening), (after, closing)) = (of(Over::Opening)?, of(Over::Last)?);
    (opening.unit == closing.unit && after > before).then(|| Said::Backlog {
        opening: (before, opening.label.clone()),
        closing: (after, closing.label.clone()),
    })
}

/// Silent where nothing is compared, and where a side is a share of few.
fn change(tile: &TileView) -> Option<Said> {
    let comparison = tile.change.as_ref().ok()?;
    // More than in days of which nobody knows whether anything came is no news.
    if tile.figure.has_silence() || comparison.base.has_silence() {
        return None;
    }
    if [comparison.now(&tile.figure), comparison.then()].iter().any(|side| few(tile, side).is_some()) {
        return None;
    }
    value(&tile.figure)?;
    let (now, base) = (value(comparison.now(&tile.figure))?, value(comparison.then())?);
    let base_period = comparison.base.period.clone();
    let provisional = tile.figure.provisional;
    Some(Said::Change { now, base, base_period, provisional, bodies: comparison.bodies() })
}

/// The largest part of any of the dashboard's dimensions, by its share. Silent where parts overlap or do
/// not add up, where something of the whole may be missing, where it is a handful, below two in five, where one part is all there is, and
/// where nobody knows what the part is.
fn largest(facts: &KpiFacts) -> Option<Said> {
    if !adds(&facts.tile.head.kpi) || is_doubtful(&facts.tile.figure) {
        return None;
    }
    let whole = value(&facts.tile.figure).filter(|whole| *whole >= LEAST_WHOLE)?;
    let mut best: Option<(Decimal, &str, &str)> = None;
    for (dimension, breakdown, labels) in facts.parts.iter().filter(|(_, breakdown, _)| !breakdown.overlaps) {
        for (figure, label) in breakdown.parts.iter().zip(labels) {
            let known = figure.by.as_ref().is_some_and(|(_, member)| member.is_some());
            let Some(part) = value(figure).filter(|_| known) else { continue };
            if best.is_none_or(|(most, ..)| part > most) {
                best = Some((part, dimension, label));
            }
        }
    }
    let (part, dimension, member) = best?;
    let share = part.checked_div(whole)?;
    (share > LARGEST_SHARE && part < whole).then(|| Said::Largest {
        dimension: dimension.to_owned(),
        member: member.to_owned(),
        part,
        whole,
    })
}

/// The highest or lowest of the shown periods. Silent below four of them, where one has no value, is not
/// whole or not over, begins before the records are whole or may lack something, where two are equal, and across a break.
fn extreme(tile: &TileView, breaks: &[Break]) -> Option<Said> {
    let whole = |figure: &&Figure| {
        let reports = &figure.completeness;
        let parted =
            |each: &Break| figure.period.first_day() < each.on && each.on <= tile.figure.period.last_day();
        !figure.provisional
            && !figure.before_since
            && !is_doubtful(figure)
            && !figure.has_silence()
            && reports.reported == reports.expected
            && !breaks.iter().any(parted)
    };
    // The newest stretch of whole periods that ends with this one.
    let mut course: Vec<&Figure> = tile.course.iter().rev().take_while(whole).collect();
    course.reverse();
    let (last, before) = course.split_last()?;
    if course.len() < LEAST_COURSE || last.period != tile.figure.period {
        return None;
    }
    let now = value(last)?;
    let before: Vec<Decimal> = before.iter().map(|figure| value(figure)).collect::<Option<_>>()?;
    let highest = before.iter().all(|each| *each < now);
    let lowest = before.iter().all(|each| *each > now);
    (highest || lowest).then(|| Said::Extreme {
        highest,
        value: now,
        first: course[0].period.clone(),
        count: course.len(),
    })
}
