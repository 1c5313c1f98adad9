//! What only the data can show: rows set aside, codes that nobody knows, days outside time, records counted twice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{aside, oddities};
use crate::diagnostic::{Diagnostic, counted};
use crate::kpi::{Kpi, records};
use crate::query::QueryError;
use crate::table::NewestRow;
use crate::workspace::{AsOf, CheckError, Dataset, StrayCode};

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) problems: Vec<Diagnostic>,
    /// What is no mistake.
    pub(super) notes: Vec<String>,
}

/// Gathers every KPI over the data.
pub(super) async fn of_data(dataset: &Dataset) -> Result<Found, QueryError> {
    let mut found = Found::default();
    aside::rows(dataset, &mut found);
    aside::too_many(dataset, &mut found);
    useless_files(dataset, &mut found);
    if let Some(row) = dataset.deciding_row() {
        found.notes.push(format!("the data date {} is that of {}", row.day, named(row)));
        found.problems.extend(lonely(dataset, row));
    }
    found.problems.extend(lost_files(dataset));
    oddities::of_data(dataset, &mut found);
    found.problems.extend(dataset.unknown_owners());
    found.problems.extend(dataset.split_units());
    found.problems.extend(dataset.reserved_codes());
    identities(dataset, &mut found).await?;
    unknown_reports(dataset, &mut found);
    for kpi in dataset.workspace().kpis.values() {
        outside_time(dataset, kpi, &mut found).await?;
        repeated_keys(dataset, kpi, &mut found).await?;
    }
    unknown_codes(dataset, &mut found).await;
    Ok(found)
}

fn useless_files(dataset: &Dataset, found: &mut Found) {
    for file in &dataset.snapshot().fatal_files {
        let message = format!("no row of `{}` is used: {}", file.path, file.fatal);
        let problem = Diagnostic::without_place("data-file", message);
        found.problems.push(match file.fatal.help() {
            Some(help) => problem.help(help),
            None => problem,
        });
    }
}

/// Checks below `queries/checks/` that list rows, or of which nothing can be said.
async fn identities(dataset: &Dataset, found: &mut Found) -> Result<(), QueryError> {
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
    Ok(())
}

/// Reports that a KPI waits for and nobody ever owed.
fn unknown_reports(dataset: &Dataset, found: &mut Found) {
    let owed: BTreeSet<&str> = dataset.obligations().all().iter().map(|owed| owed.report.as_str()).collect();
    for kpi in dataset.workspace().kpis.values().filter(|_| !owed.is_empty()) {
        for report in kpi.reports.iter().filter(|report| !owed.contains(report.as_str())) {
            let message = format!("nobody ever owed the report `{report}` of KPI `{}`", kpi.code);
            let problem = Diagnostic::warning("unknown-report", kpi.file.whole(), message);
            found.problems.push(problem.suggest(report, owed.iter().copied()));
        }
    }
}

/// Records that count in no period: a mistake before the data begin, and no mistake after the data date.
async fn outside_time(dataset: &Dataset, kpi: &Kpi, found: &mut Found) -> Result<(), QueryError> {
    let outside = dataset.cube(kpi).await?.outside;
    if outside.no_day + outside.before > 0 {
        let (no_day, before) = (counted(outside.no_day, "record"), outside.before);
        let have = if outside.no_day == 1 { "has" } else { "have" };
        let lie = if before == 1 { "lies" } else { "lie" };
        let message = format!(
            "{no_day} {have} no `day` and {before} {lie} before the first day of the data: they count nowhere"
        );
        found.problems.push(Diagnostic::warning("outside-time", kpi.file.whole(), message));
    }
    if outside.after > 0 {
        let records = counted(outside.after, "record");
        let (code, date) = (&kpi.code, dataset.data_date());
        found.notes.push(format!("{records} of KPI `{code}` after the data date {date}: not counted yet"));
    }
    Ok(())
}

/// Records that are counted twice.
async fn repeated_keys(dataset: &Dataset, kpi: &Kpi, found: &mut Found) -> Result<(), QueryError> {
    let Some(statement) = records::repeated_keys(kpi) else { return Ok(()) };
    let repeated = dataset.run_count(&kpi.code, &statement).await?;
    if repeated > 0 {
        let (keys, own) = (counted(repeated, "key"), kpi.key.join("`, `"));
        let stand = if repeated == 1 { "stands" } else { "stand" };
        let message = format!("{keys} (`{own}`) {stand} more than once on one day under the same dimensions");
        found.problems.push(
            Diagnostic::error("repeated-key", kpi.file.whole(), message)
                .help("a join multiplies records, or the key is not what a record is"),
        );
    }
    Ok(())
}

/// So many codes of a dimension are told one by one.
const MOST_CODES: usize = 20;

/// Codes that no member of their dimension bears, each with where it stands.
async fn unknown_codes(dataset: &Dataset, found: &mut Found) {
    let all = dataset.stray_codes().await;
    for codes in all.chunk_by(|a, b| a.dimension == b.dimension) {
        let Some(dimension) =
            codes.first().and_then(|own| dataset.workspace().dimensions.get(&own.dimension))
        else {
            continue;
        };
        let mut tell = |message: String, help: Option<String>| {
            let problem = Diagnostic::warning("unknown-code", dimension.place.clone(), message);
            found.problems.push(match help {
                Some(help) => problem.help(help),
                None => problem,
            });
        };
        for stray in codes.iter().take(MOST_CODES) {
            let message = format!(
                "`{}` is no member of dimension `{}`: {}",
                visible(&stray.code),
                dimension.name,
                places(stray)
            );
            let nearest = dataset.nearest_member(stray);
            tell(message, nearest.map(|nearest| remedy(&dimension.name, &stray.code, nearest)));
        }
        let more = codes.len().saturating_sub(MOST_CODES) as u64;
        if more > 0 {
            tell(
                format!(
                    "{} more of dimension `{}` that no member bears",
                    counted(more, "code"),
                    dimension.name
                ),
                None,
            );
        }
    }
}

/// So many KPIs are named beside a code.
const MOST_KPIS: usize = 6;

/// ``4 rows of `events.kind`, 3 records of KPIs `A1`, `A2` ``.
fn places(stray: &StrayCode) -> String {
    let mut places: Vec<String> =
        stray.columns.iter().map(|(name, rows)| format!("{} of `{name}`", counted(*rows, "row"))).collect();
    let mut by_records: BTreeMap<Reverse<u64>, Vec<&str>> = BTreeMap::new();
    for (code, records) in &stray.kpis {
        by_records.entry(Reverse(*records)).or_default().push(code);
    }
    for (Reverse(records), codes) in by_records {
        let named: Vec<String> = codes.iter().take(MOST_KPIS).map(|code| format!("`{code}`")).collect();
        let more = codes.len().saturating_sub(MOST_KPIS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let kpis = if codes.len() == 1 { "KPI" } else { "each of the KPIs" };
        places.push(format!("{} of {kpis} {}{more}", counted(records, "record"), named.join(", ")));
    }
    places.join(", ")
}

fn remedy(dimension: &str, code: &str, nearest: &str) -> String {
    let asked = format!("did you mean `{nearest}`?");
    if code.trim() == nearest {
        return format!("{asked} `trim = true` of the column takes white space off");
    }
    let alias = format!("\"{}\" = \"{nearest}\"", visible(code));
    format!("{asked} if so, `{alias}` below `[{dimension}.aliases]` says it for all files")
}

/// A code with what nobody sees written out, as TOML reads it.
fn visible(code: &str) -> String {
    let without_width = |letter: char| matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    let hidden = |letter: char| letter.is_whitespace() || letter.is_control() || without_width(letter);
    let seen = |letter: char| letter == ' ' || !hidden(letter);
    let written = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if seen(letter) => letter.to_string(),
        letter => format!("\\u{:04X}", u32::from(letter)),
    };
    code.chars().map(written).collect()
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
