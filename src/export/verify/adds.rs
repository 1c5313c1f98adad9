//! Whether a pack agrees with itself: the same figures in every file, quotients, sums of parts, statuses.

use std::collections::HashMap;
use std::path::Path;

use rust_decimal::Decimal;

use super::cells;
use super::claims::{Claims, FigureClaim};
use super::verdict::{Finding, Verdict};
use crate::diagnostic::counted;
use crate::kpi;

/// The file that all others are held against.
pub(super) const MANIFEST_FILE: &str = "data/manifest.json";

/// Holds the cells of a pack against each other.
pub(super) fn verdict(pack: &Path, claims: &Claims) -> Verdict {
    let mut findings = Vec::new();
    let mut read = vec![MANIFEST_FILE.to_owned()];
    for (name, digits, reads) in cells::FILES {
        let (file, path) = (format!("data/{name}"), pack.join("data").join(name));
        if !path.is_file() {
            continue;
        }
        match reads(&path) {
            Some(figures) => findings.extend(unlike(&file, &claims.figures, &figures, *digits)),
            None => findings.push(Finding::of_file("unreadable", &file, "its figures cannot be read")),
        }
        read.push(file);
    }
    for (at, figure) in claims.figures.iter().enumerate() {
        let wrong = |kind, says: String| {
            Finding::of_figure(kind, MANIFEST_FILE, at + 1, format!("{}: {says}", figure.name()))
        };
        findings.extend(quotient(claims, figure).map(|says| wrong("quotient", says)));
        findings.extend(status(claims, figure).map(|says| wrong("status", says)));
    }
    findings.extend(sums(claims));
    Verdict::of(format!("{} in {}", counted(claims.figures.len(), "figure"), read.join(", ")), findings)
}

/// Where the figures of a file are not those of the manifest.
fn unlike(file: &str, all: &[FigureClaim], others: &[FigureClaim], digits: Option<u32>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if all.len() != others.len() {
        let says = format!("{} and not {}", counted(others.len(), "figure"), all.len());
        findings.push(Finding::of_file("count", file, says));
    }
    for (at, (figure, other)) in all.iter().zip(others).enumerate() {
        let short = digits.map(|digits| rounded(figure, digits));
        let figure = short.as_ref().unwrap_or(figure);
        let mut told = figure.differences(other);
        if told.is_empty() && figure != other {
            told.push(format!("it stands for {}", other.name()));
        }
        if !told.is_empty() {
            let says = format!("{}: {}", figure.name(), told.join(", "));
            findings.push(Finding::of_figure("disagrees", file, at + 1, says));
        }
    }
    findings
}

/// As a file of a fixed number of digits keeps it.
fn rounded(figure: &FigureClaim, digits: u32) -> FigureClaim {
    let round = |number: Option<Decimal>| {
        number.map(|mut number| {
            if number.scale() > digits {
                number.rescale(digits);
            }
            number
        })
    };
    FigureClaim {
        numerator: round(figure.numerator),
        denominator: round(figure.denominator),
        value: round(figure.value),
        target: round(figure.target),
        ..figure.clone()
    }
}

/// Whether a value is what stands above the line over what stands below.
fn quotient(claims: &Claims, figure: &FigureClaim) -> Option<String> {
    let kpi = claims.kpis.get(&figure.code);
    let Some(kpi) = kpi else { return Some("the manifest has no such KPI".to_owned()) };
    if figure.value.is_some() != (figure.state == "value") {
        return Some(format!(
            "its state is `{}`, and it has {} value",
            figure.state,
            figure.value.map_or("no", |_| "a")
        ));
    }
    let value = match (figure.numerator, figure.denominator) {
        (numerator, _) if !kpi.ratio => numerator,
        (Some(above), Some(below)) if !below.is_zero() => above.checked_mul(kpi.times)?.checked_div(below),
        _ => None,
    };
    (value != figure.value).then(|| {
        let shown = |number: Option<Decimal>| {
            number.map_or("no value".to_owned(), |number| number.normalize().to_string())
        };
        format!("its value is {}, and its own cells give {}", shown(figure.value), shown(value))
    })
}

/// Whether a status that stands is the one that value, target, direction and day give.
fn status(claims: &Claims, figure: &FigureClaim) -> Option<String> {
    let kpi = claims.kpis.get(&figure.code)?;
    let target = kpi.target.and_then(|(value, _)| value);
    if figure.target != target {
        return Some("its target is not the one of its KPI".to_owned());
    }
    let status = figure.status.as_deref()?;
    let on = figure.last_day.into_iter().chain(claims.data_date).min()?;
    let by = kpi.target.and_then(|(_, by)| by);
    // As on its own day: earlier versions called such a period not due for ever.
    let given = target.and_then(|target| kpi::status(kpi.better, target, by, figure.value, on, on));
    let given = given.map_or("none", kpi::Status::word);
    (status != given).then(|| format!("its status is `{status}`, and its own cells give `{given}`"))
}

/// Where parts that add up do not give their whole.
fn sums(claims: &Claims) -> Vec<Finding> {
    let key = |figure: &FigureClaim, depth: usize| {
        (figure.code.clone(), figure.calendar.clone(), figure.period.clone(), figure.by[..depth].to_vec())
    };
    let mut wholes = HashMap::new();
    for (at, figure) in claims.figures.iter().enumerate() {
        wholes.insert(key(figure, figure.by.len()), at);
    }
    // By the whole and the dimension that cuts it.
    let mut parts: HashMap<(usize, &str), Vec<&FigureClaim>> = HashMap::new();
    for figure in &claims.figures {
        let Some((dimension, _)) = figure.by.last() else { continue };
        let adds = claims.kpis.get(&figure.code).and_then(|kpi| kpi.adds.get(dimension));
        if adds == Some(&true)
            && let Some(whole) = wholes.get(&key(figure, figure.by.len() - 1))
        {
            parts.entry((*whole, dimension)).or_default().push(figure);
        }
    }
    let mut all: Vec<_> = parts.into_iter().collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let mut findings = Vec::new();
    for ((whole, dimension), parts) in all {
        let figure = &claims.figures[whole];
        for (what, of) in [
            ("numerators", (|figure| figure.numerator) as fn(&FigureClaim) -> Option<Decimal>),
            ("denominators", |figure| figure.denominator),
        ] {
            // Where no part or the whole itself has a number, there is nothing to add.
            let numbers: Vec<Decimal> = parts.iter().filter_map(|part| of(part)).collect();
            let Some(expected) = of(figure).filter(|_| !numbers.is_empty()) else { continue };
            let sum = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number));
            if sum != Some(expected) {
                let says = format!(
                    "{}: the {what} by {dimension} add up to {}, and the whole has {}",
                    figure.name(),
                    sum.map_or("too much".to_owned(), |sum| sum.normalize().to_string()),
                    expected.normalize()
                );
                findings.push(Finding::of_figure("sum", MANIFEST_FILE, whole + 1, says));
            }
        }
    }
    findings
}
