//! What only the data can show: rows set aside, days outside time, records counted twice.

use std::collections::BTreeSet;

use super::oddities;
use crate::diagnostic::Diagnostic;
use crate::kpi::records;
use crate::query::QueryError;
use crate::workspace::{CheckError, Dataset};

/// What was found.
pub(super) struct Found {
    pub(super) problems: Vec<Diagnostic>,
    pub(super) notes: Vec<String>,
}

/// Gathers every KPI over the data.
pub(super) async fn of_data(dataset: &Dataset) -> Result<Found, QueryError> {
    let mut found = Found { problems: Vec::new(), notes: Vec::new() };
    for rejected in dataset.snapshot().rejected() {
        let fate = if rejected.superseded {
            "superseded"
        } else if rejected.kept {
            "kept"
        } else {
            "set aside"
        };
        found.notes.push(format!(
            "{} row {}: {} `{}` {fate}: {}",
            rejected.file,
            rejected.row,
            rejected.rule.name(),
            rejected.column,
            rejected.value.unwrap_or("empty")
        ));
    }
    for file in &dataset.snapshot().fatal_files {
        let message = format!("no row of `{}` is used: {}", file.path, file.fatal);
        let problem = Diagnostic::without_place("data-file", message);
        found.problems.push(match file.fatal.help() {
            Some(help) => problem.help(help),
            None => problem,
        });
    }
    found.problems.extend(lost_files(dataset));
    oddities::of_data(dataset, &mut found);
    found.problems.extend(dataset.unknown_owners());
    found.problems.extend(dataset.split_units());
    for check in dataset.workspace().checks() {
        let broken = match dataset.broken(check).await {
            Ok(broken) => broken,
            Err(CheckError::Query(error)) => return Err(error),
            Err(error @ (CheckError::NoData(_) | CheckError::NoColumn { .. } | CheckError::Parameter(_))) => {
                let message = format!("nothing can be said of the identity \"{}\": {error}", check.title);
                found.problems.push(Diagnostic::warning("unchecked", check.select.file.whole(), message));
                continue;
            }
        };
        if broken.count > 0 {
            let more = if broken.more { "more than " } else { "" };
            let message = format!("{more}{} rows break the identity \"{}\"", broken.count, check.title);
            found.problems.push(
                Diagnostic::warning("broken-identity", check.select.file.whole(), message)
                    .help(format!("`minhbach query {}` lists them", check.name)),
            );
        }
    }
    let owed: BTreeSet<&str> = dataset.obligations().all().iter().map(|owed| owed.report.as_str()).collect();
    for kpi in dataset.workspace().kpis.values().filter(|_| !owed.is_empty()) {
        for report in kpi.reports.iter().filter(|report| !owed.contains(report.as_str())) {
            let message = format!("nobody ever owed the report `{report}` of KPI `{}`", kpi.code);
            let problem = Diagnostic::warning("unknown-report", kpi.file.whole(), message);
            found.problems.push(problem.suggest(report, owed.iter().copied()));
        }
    }
    for kpi in dataset.workspace().kpis.values() {
        let cube = dataset.cube(kpi).await?;
        let outside = cube.outside;
        if outside.no_day + outside.before > 0 {
            let message = format!(
                "{} records have no `day` and {} lie before the first day of the data: they count nowhere",
                outside.no_day, outside.before
            );
            found.problems.push(Diagnostic::warning("outside-time", kpi.file.whole(), message));
        }
        if let Some(statement) = records::repeated_keys(kpi) {
            let repeated = dataset.run_count(&kpi.code, &statement).await?;
            if repeated > 0 {
                let message = format!(
                    "{repeated} keys (`{}`) stand more than once on one day under the same dimensions",
                    kpi.key.join("`, `")
                );
                found.problems.push(
                    Diagnostic::error("repeated-key", kpi.file.whole(), message)
                        .help("a join multiplies records, or the key is not what a record is"),
                );
            }
        }
    }
    Ok(found)
}

/// Files that were served before and are gone, where nothing came in their place.
fn lost_files(dataset: &Dataset) -> Vec<Diagnostic> {
    let lost = dataset.snapshot().missed_files.iter().filter(|file| !file.replaced);
    let told = lost.map(|file| {
        let message = format!("`{}` was served before and is not there any more", file.path);
        let place = dataset.workspace().contracts.get(&file.table).map(|contract| contract.span.clone());
        let told = match place {
            Some(place) => Diagnostic::warning("lost-file", place, message),
            None => Diagnostic::without_place("lost-file", message),
        };
        told.help(
            "put it back; if it was taken away on purpose, empty the folder `cache` of the state folder, which \
             remembers it; if the table has ended, its contract says `ended = DATE`",
        )
    });
    told.collect()
}
