//! Whether a pack's figures come out again from data, by this program.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::Pack;
use super::claims::{Claims, FigureClaim, FileClaim};
use super::json::Json;
use super::verdict::{Finding, Verdict, Word};
use crate::diagnostic::{causes, counted};
use crate::export::check::WORKSPACE;
use crate::export::material::{Material, PackOrder};
use crate::kpi::UNKNOWN;
use crate::report::{Ask, json};
use crate::store::sha256_hex;
use crate::workspace::Reader;

/// A file of the data or of the definitions that is not what it was.
struct Change {
    finding: Finding,
    /// The table that it holds; nothing where it is a definition.
    table: Option<String>,
}

/// Computes every figure again. `reader` reads the data with the pack's own definitions, or with others.
pub async fn recomputed(pack: &Pack, reader: &Reader<'_>) -> Verdict {
    let claims = match &pack.claims {
        Ok(claims) => claims,
        Err(because) => return Verdict::cannot(because.clone()),
    };
    let mut changes = data_changes(claims, reader);
    changes.extend(definition_changes(pack.place(), claims, reader));
    let ask = match ask(claims, reader) {
        Ok(ask) => ask,
        Err(because) => return cannot(because, changes),
    };
    let order = PackOrder { ask, dashboards: claims.dashboards.clone(), ..PackOrder::default() };
    let material = match Material::gather(reader, &order).await {
        Ok(material) => material,
        Err(error) => return cannot(causes(&error), changes),
    };
    let again: Vec<FigureClaim> = material
        .figures
        .iter()
        .map(|figure| FigureClaim::of(&Json::read(&json(figure)).unwrap_or(Json::Null)))
        .collect();
    compare(claims, &again, changes, reader)
}

fn compare(claims: &Claims, again: &[FigureClaim], changes: Vec<Change>, reader: &Reader<'_>) -> Verdict {
    let key = |figure: &FigureClaim| {
        (figure.code.clone(), figure.calendar.clone(), figure.period.clone(), figure.by.clone())
    };
    let mut there: HashMap<_, &FigureClaim> = again.iter().map(|figure| (key(figure), figure)).collect();
    let mut findings = Vec::new();
    let mut because = Because { changes: &changes, reader, known: BTreeMap::new() };
    let mut same = 0;
    for (at, figure) in claims.figures.iter().enumerate() {
        let told = match there.remove(&key(figure)) {
            Some(other) => figure.differences(other),
            None => vec!["there is no such figure any more".to_owned()],
        };
        if told.is_empty() {
            same += 1;
            continue;
        }
        findings.push(Finding {
            kind: "differs",
            file: None,
            figure: Some(at + 1),
            says: format!("{}: {}", figure.name(), told.join(", ")),
            because: because.of(&figure.code),
        });
    }
    let mut more: Vec<String> = there.into_values().map(FigureClaim::name).collect();
    more.sort();
    for name in more {
        let code = name.split(' ').next().unwrap_or_default().to_owned();
        let (kind, says) = ("differs", format!("{name}: the pack does not have it"));
        findings.push(Finding { kind, file: None, figure: None, says, because: because.of(&code) });
    }
    let about = format!(
        "{} of {} same, by {}; the pack was written by {}",
        same,
        counted(claims.figures.len(), "figure"),
        concat!("minhbach ", env!("CARGO_PKG_VERSION")),
        claims.program
    );
    let verdict = if findings.is_empty() { Word::Holds } else { Word::Fails };
    // What is not as it was is told even where no figure minds.
    let changed = changes.into_iter().map(|change| change.finding);
    Verdict { verdict, about, findings: changed.chain(findings).collect() }
}

fn cannot(because: String, changes: Vec<Change>) -> Verdict {
    let findings = changes.into_iter().map(|change| change.finding).collect();
    Verdict { verdict: Word::Cannot, about: because, findings }
}

/// Which changes may be why a KPI's figures differ.
struct Because<'a> {
    changes: &'a [Change],
    reader: &'a Reader<'a>,
    known: BTreeMap<String, Vec<String>>,
}

impl Because<'_> {
    fn of(&mut self, code: &str) -> Vec<String> {
        if let Some(known) = self.known.get(code) {
            return known.clone();
        }
        let workspace = self.reader.workspace();
        let uses = workspace.uses.get(code).cloned().unwrap_or_default();
        let file = |change: &Change| change.finding.file.clone();
        let concerns = |change: &&Change| match (&change.table, &change.finding.file) {
            (Some(table), _) => uses.tables.contains_key(table),
            (None, Some(path)) => {
                path == &format!("queries/kpis/{code}.sql")
                    || uses.models.iter().any(|model| path == &format!("queries/models/{model}.sql"))
                    || uses.tables.keys().any(|table| path == &format!("queries/tables/{table}.toml"))
            }
            (None, None) => false,
        };
        let mut found: Vec<String> = self.changes.iter().filter(concerns).filter_map(file).collect();
        if found.is_empty() {
            // Members, calendars, reports and targets reach every figure.
            found = self.changes.iter().filter_map(file).collect();
        }
        self.known.insert(code.to_owned(), found.clone());
        found
    }
}

/// Files of the data that are not those of the pack.
fn data_changes(claims: &Claims, reader: &Reader<'_>) -> Vec<Change> {
    let Some(snapshot) = reader.snapshot() else { return Vec::new() };
    let files = snapshot.files().map(|file| FileClaim {
        table: file.table.clone(),
        path: file.path.clone(),
        sha256: file.sha256.clone(),
    });
    let here: Vec<FileClaim> = files.collect();
    let change = |kind, file: &FileClaim, says: String| Change {
        finding: Finding::of_file(kind, &file.path, says),
        table: Some(file.table.clone()),
    };
    let at = |all: &[FileClaim], path: &str| all.iter().any(|file| file.path == path);
    let mut all = Vec::new();
    for file in &claims.files {
        let Some(own) = here.iter().find(|own| own.path == file.path) else {
            let unread = snapshot.fatal_files.iter().any(|other| other.path == file.path);
            let moved = here.iter().find(|own| own.sha256 == file.sha256 && !at(&claims.files, &own.path));
            all.push(match moved {
                Some(moved) => change("data-renamed", file, format!("the data hold it as `{}`", moved.path)),
                None if unread => {
                    change("data-changed", file, "no row of it can be read any more".to_owned())
                }
                None => change("data-missing", file, "the data do not hold it".to_owned()),
            });
            continue;
        };
        if own.sha256 != file.sha256 {
            all.push(change(
                "data-changed",
                file,
                "its bytes are not those that the pack was made from".to_owned(),
            ));
        }
    }
    for own in here.iter().filter(|own| !at(&claims.files, &own.path)) {
        let moved = claims.files.iter().any(|file| file.sha256 == own.sha256 && !at(&here, &file.path));
        if !moved {
            all.push(change("data-added", own, "the pack was made without it".to_owned()));
        }
    }
    all
}

/// Definitions that are not those of the pack.
fn definition_changes(pack: &Path, claims: &Claims, reader: &Reader<'_>) -> Vec<Change> {
    let folder = pack.join("data").join(WORKSPACE);
    let own = &reader.workspace().files;
    let change =
        |kind, path: &str, says: &str| Change { finding: Finding::of_file(kind, path, says), table: None };
    if !folder.is_dir() {
        // Without the files there are the hashes of the queries.
        let kpis =
            claims.kpis.iter().map(|(code, kpi)| (format!("queries/kpis/{code}.sql"), &kpi.sql_sha256));
        let other = |path: &String, sha256: &String| {
            own.get(path).is_some_and(|file| sha256_hex(file.text.as_bytes()) != *sha256)
        };
        let changed = kpis.filter(|(path, sha256)| other(path, sha256));
        return changed
            .map(|(path, _)| change("definition-changed", &path, "it is not the query that was run"))
            .collect();
    }
    let mut all = Vec::new();
    let mut there = Vec::new();
    below(&folder, "", &mut there);
    for (path, file) in own {
        match std::fs::read_to_string(folder.join(path)) {
            Ok(text) if text == file.text => {}
            Ok(_) => all.push(change("definition-changed", path, "it is not the file that the pack holds")),
            Err(_) => all.push(change("definition-added", path, "the pack does not hold it")),
        }
    }
    for path in there.iter().filter(|path| !own.contains_key(*path)) {
        all.push(change("definition-missing", path, "the pack holds it"));
    }
    all
}

fn below(folder: &Path, above: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => below(&entry.path(), &format!("{name}/"), found),
            _ => found.push(name),
        }
    }
    found.sort();
}

/// What the pack was asked.
fn ask(claims: &Claims, reader: &Reader<'_>) -> Result<Ask, String> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    pairs.extend(claims.asked.as_deref().map(|period| ("period", period)));
    pairs.extend(claims.view.as_deref().map(|view| ("view", view)));
    for (dimension, members) in &claims.filters {
        let members = members.iter().map(|member| member.as_deref().unwrap_or(UNKNOWN));
        pairs.extend(members.map(|member| (dimension.as_str(), member)));
    }
    Ask::read(reader, pairs).map_err(|error| causes(&error))
}
