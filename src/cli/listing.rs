//! What only the data can show: rows set aside, codes that nobody knows, days outside time, records counted twice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use super::{aside, oddities, unused};
use crate::diagnostic::{Diagnostic, causes, counted, disguise, in_toml, visible_ends};
use crate::kpi::Kpi;
use crate::locale::is_blank;
use crate::table::{NewestRow, gap_line};
use crate::workspace::{AsOf, CheckError, Dataset, StrayCode};

/// Gathers every KPI over the data; what cannot be looked at is named, and the rest is all the same.
pub(super) async fn of_data(dataset: &Dataset) -> Found {
    let mut found = Found { problems: Vec::new(), notes: Vec::new(), is_whole: true };
    if let Err(error) = aside::rows(dataset, &mut found) {
        found.problems.push(Diagnostic::without_place("not-listed", causes(&error)));
        found.is_whole = false;
    }
    aside::too_many(dataset, &mut found);
    useless_files(dataset, &mut found);
    if let Some(row) = dataset.deciding_row() {
        found.notes.push(format!("the data date {} is that of {}", row.day, named(row)));
        found.problems.extend(lonely(dataset, row));
    }
    found.problems.extend(lost_files(dataset));
    found.problems.extend(unused::files(dataset.snapshot()));
    days(dataset, &mut found);
    oddities::of_data(dataset, &mut found);
    found.problems.extend(dataset.unknown_owners());
    found.problems.extend(dataset.split_units());
    found.problems.extend(dataset.reserved_codes());
    identities(dataset, &mut found).await;
    unknown_reports(dataset, &mut found);
    for kpi in dataset.workspace().kpis.values() {
        if outside_time(dataset, kpi, &mut found).await {
            repeated_keys(dataset, kpi, &mut found).await;
        }
    }
    unknown_codes(dataset, &mut found).await;
    found
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
async fn identities(dataset: &Dataset, found: &mut Found) {
    for check in dataset.workspace().checks() {
        let broken = match dataset.broken(check).await {
            Ok(broken) => broken,
            Err(error) => {
                let because = causes(&error);
                let message = format!("nothing can be said of the identity \"{}\": {because}", check.title);
                found.is_whole &= !matches!(error, CheckError::Query(_));
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

/// Records that count in no period: a mistake before the data begin, and no mistake after the data date. Whether
/// they could be looked at.
async fn outside_time(dataset: &Dataset, kpi: &Kpi, found: &mut Found) -> bool {
    let outside = match dataset.cube(kpi).await {
        Ok(cube) => cube.outside,
        Err(error) => {
            let message = format!("KPI `{}` could not be gathered: {}", kpi.code, causes(&*error));
            found.problems.push(Diagnostic::error("not-gathered", kpi.file.whole(), message));
            found.is_whole = false;
            return false;
        }
    };
    if !outside.is_nothing() {
        let (no_day, before) = (counted(outside.no_day, "record"), outside.before);
        let have = if outside.no_day == 1 { "has" } else { "have" };
        let lie = if before == 1 { "lies" } else { "lie" };
        let beyond = match outside.beyond {
            0 => String::new(),
            1 => ", 1 lies after the last day of the calendar".to_owned(),
            beyond => format!(", {beyond} lie after the last day of the calendar"),
        };
        let message = format!(
            "{no_day} {have} no `day` and {before} {lie} before the first day of the data{beyond}: they count nowhere"
        );
        found.problems.push(Diagnostic::warning("outside-time", kpi.file.whole(), message));
    }
    if outside.after > 0 {
        let records = counted(outside.after, "record");
        let (code, date) = (&kpi.code, dataset.data_date());
        found.notes.push(format!("{records} of KPI `{code}` after the data date {date}: not counted yet"));
    }
    true
}

/// Records that are counted twice: by a join that multiplies, or under several members.
async fn repeated_keys(dataset: &Dataset, kpi: &Kpi, found: &mut Found) {
    if counts_copies(dataset, kpi) {
        return;
    }
    let Ok(cube) = dataset.cube(kpi).await else { return };
    let Some(repeats) = &cube.repeats else {
        let message =
            format!("whether records of KPI `{}` are counted twice could not be found out", kpi.code);
        found.problems.push(Diagnostic::warning("unchecked", kpi.file.whole(), message));
        found.is_whole = false;
        return;
    };
    let stand = |keys: u64| {
        let (number, own) = (counted(keys, "key"), kpi.key.join("`, `"));
        format!("{number} (`{own}`) {}", if keys == 1 { "stands" } else { "stand" })
    };
    if repeats.again > 0 {
        let message = format!("{} more than once on one day under the same dimensions", stand(repeats.again));
        found.problems.push(
            Diagnostic::error("repeated-key", kpi.file.whole(), message)
                .help("a join multiplies records, or the key is not what a record is"),
        );
    }
    for (dimension, keys) in kpi.dimensions.iter().zip(&repeats.spread).filter(|(_, keys)| **keys > 0) {
        let message = format!(
            "{} under several members of `{dimension}` on one day, and the whole counts each time",
            stand(*keys)
        );
        found.problems.push(Diagnostic::warning("repeated-key", kpi.file.whole(), message).help(
            "a join finds several members for a record; where that is meant, count keys: `as = \"distinct\"`",
        ));
    }
}

/// Whether a table that the KPI reads has files that hold the same, all of which count: each of their keys
/// stands twice then, of which the files are told and nothing else.
fn counts_copies(dataset: &Dataset, kpi: &Kpi) -> bool {
    let workspace = dataset.workspace();
    let tables = workspace.uses.get(&kpi.code).into_iter().flat_map(|uses| uses.tables.keys());
    let mut keyless =
        tables.filter_map(|table| workspace.contracts.get(table)).filter(|own| own.key.is_empty());
    keyless.any(|contract| !dataset.oddities(contract).repeated.is_empty())
}

/// Rows whose day denies what a table says of its days: far from all others, or in a gap.
fn days(dataset: &Dataset, found: &mut Found) {
    for contract in dataset.workspace().contracts.values() {
        for row in dataset.lone_rows(contract) {
            let (day, next, table) = (row.day, row.next, &contract.name);
            let (side, other) = if day < next { ("before", "next") } else { ("after", "last") };
            let message = format!(
                "{} is of {day}, long {side} all other rows of table `{table}`, the {other} of which is of {next}: it does \
                 not say for which days there are data",
                place(&row.file, row.row, &row.key)
            );
            let problem = Diagnostic::warning("lonely-day", contract.span.clone(), message);
            found.problems.push(problem.help("where the day is wrong, mend the row; else leave it"));
        }
        for days in dataset.silences(contract) {
            let message = format!(
                "no row of table `{}` is of the days from {} to {}, and otherwise there are rows all the time",
                contract.name, days.first_day, days.last_day
            );
            let problem = Diagnostic::warning("silent-days", contract.span.clone(), message);
            found.problems.push(problem.help(format!(
                "put the missing file there; where there are no data, declare it: `{}`",
                gap_line(days, "…")
            )));
        }
        for gap in dataset.rows_in_gaps(contract) {
            let message = format!(
                "{} of table `{}` {} of days in its gap \"{}\", from {} to {}, and counted",
                counted(gap.rows, "row"),
                contract.name,
                if gap.rows == 1 { "is" } else { "are" },
                gap.label,
                gap.days.first_day,
                gap.days.last_day
            );
            found.problems.push(Diagnostic::warning("rows-in-gap", contract.span.clone(), message));
        }
    }
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
                visible_ends(&stray.code),
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
    let asked = match disguise(code, nearest) {
        Some(letters) => format!("{asked} {letters} in it only looks like another letter;"),
        None => asked,
    };
    if code.trim_matches(is_blank) == nearest {
        return format!("{asked} `trim = true` of the column takes what nobody sees off");
    }
    let (code, nearest) = (in_toml(code), in_toml(nearest));
    format!("{asked} if so, `{code} = {nearest}` below `[{dimension}.aliases]` says it for all files")
}

/// Where a row stands, and what it is called.
fn named(row: &NewestRow) -> String {
    place(&row.file, row.row, &row.key)
}

fn place(file: &str, row: u64, key: &[(String, String)]) -> String {
    let key: Vec<String> = key.iter().map(|(name, value)| format!("{name} `{value}`")).collect();
    let key = if key.is_empty() { String::new() } else { format!(" ({})", key.join(", ")) };
    format!("`{file}` row {row}{key}")
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
        told.help(format!(
            "put it back; if it was taken away on purpose, the table's contract says `withdrawn = [\"{}\"]`, of a \
             file or of a folder, or `ended = DATE` where the table has ended",
            file.path
        ))
    });
    told.collect()
}
