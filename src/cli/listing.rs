//! What only the data can show: rows set aside, days outside time, records counted twice.

use std::collections::BTreeSet;

use super::oddities;
use crate::diagnostic::{Diagnostic, counted};
use crate::kpi::records;
use crate::query::QueryError;
use crate::table::NewestRow;
use crate::workspace::{AsOf, CheckError, Dataset};

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
    if let Some(row) = dataset.deciding_row() {
        found.notes.push(format!("the data date {} is that of {}", row.day, named(row)));
        found.problems.extend(lonely(dataset, row));
    }
    found.problems.extend(lost_files(dataset));
    oddities::of_data(dataset, &mut found);
    found.problems.extend(dataset.unknown_owners());
    found.problems.extend(dataset.split_units());
    found.problems.extend(dataset.reserved_codes());
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
            let (rows, verb) =
                (counted(broken.count, "row"), if broken.count == 1 { "breaks" } else { "break" });
            let message = format!("{more}{rows} {verb} the identity \"{}\"", check.title);
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
            let (no_day, before) = (counted(outside.no_day as usize, "record"), outside.before);
            let have = if outside.no_day == 1 { "has" } else { "have" };
            let lie = if before == 1 { "lies" } else { "lie" };
            let message = format!(
                "{no_day} {have} no `day` and {before} {lie} before the first day of the data: they count nowhere"
            );
            found.problems.push(Diagnostic::warning("outside-time", kpi.file.whole(), message));
        }
        if let Some(statement) = records::repeated_keys(kpi) {
            let repeated = dataset.run_count(&kpi.code, &statement).await?;
            if repeated > 0 {
                let (keys, own) = (counted(repeated as usize, "key"), kpi.key.join("`, `"));
                let stand = if repeated == 1 { "stands" } else { "stand" };
                let message =
                    format!("{keys} (`{own}`) {stand} more than once on one day under the same dimensions");
                found.problems.push(
                    Diagnostic::error("repeated-key", kpi.file.whole(), message)
                        .help("a join multiplies records, or the key is not what a record is"),
                );
            }
        }
    }
    Ok(found)
}

/// Where a row stands, and what it is called.
fn named(row: &NewestRow) -> String {
    let key: Vec<String> = row.key.iter().map(|(name, value)| format!("{name} `{value}`")).collect();
    let key = if key.is_empty() { String::new() } else { format!(" ({})", key.join(", ")) };
    format!("`{}` row {}{key}", row.file, row.row)
}

/// The newest day may be a slip of the pen, and every period ends by it.
fn lonely(dataset: &Dataset, row: &NewestRow) -> Option<Diagnostic> {
    let next = row.next.filter(|_| row.stands_alone())?;
    let Some(AsOf::Newest { place, .. }) = &dataset.workspace().settings.as_of else { return None };
    let message = format!(
        "the data date {} comes from {} alone; the next one before is of {next}",
        row.day,
        named(row)
    );
    let problem = Diagnostic::warning("lonely-day", place.clone(), message);
    Some(
        problem
            .help("where the day is right, leave it; else mend the row, or give `as_of` a date until then"),
    )
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
