//! Files of a module reach each other one way only: what goes round cannot be read from either end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Modules in which some files still go round; nobody is to be added.
const GO_ROUND: [&str; 3] = ["dashboard", "table", "workspace"];

/// By the path below `src/`, without its ending; a folder's own file bears the folder's name.
fn files() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let root = folders[0].clone();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().with_extension("");
            let name = name.to_string_lossy().replace('\\', "/");
            let name = name.strip_suffix("/mod").map_or(name.clone(), str::to_owned);
            if !name.split('/').any(|part| part == "tests") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(name, text.split("#[cfg(test)]").next().unwrap().to_owned());
            }
        }
    }
    assert!(found.len() > 200, "the source was not found");
    found
}

/// The paths of `use` items of a file, each written out from the crate's root with `/`.
fn used(file: &str, text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for item in text.split(';').filter_map(|item| item.rsplit_once("use ").map(|(_, path)| path)) {
        let path: String = item.split_whitespace().collect();
        let (head, names) = match path.split_once('{') {
            Some((head, names)) => (head, names.trim_end_matches('}').split(',').collect()),
            None => (path.as_str(), vec![""]),
        };
        let above = file.rsplit_once('/').map_or("", |(above, _)| above);
        for name in names {
            let full = format!("{head}{name}").replace("::", "/");
            match full.strip_prefix("super/") {
                Some(rest) => all.push(format!("{above}/{rest}")),
                None => all.extend(full.strip_prefix("crate/").map(str::to_owned)),
            }
        }
    }
    all
}

/// The file that a path leads to, through what a folder passes on under its own name.
fn target<'a>(path: &str, files: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let mut own = path;
    let file = loop {
        if let Some((file, _)) = files.get_key_value(own) {
            break file;
        }
        own = own.rsplit_once('/')?.0;
    };
    let name = path.strip_prefix(file.as_str())?.trim_start_matches('/').split('/').next()?;
    let passed_on = files[file].split("pub use ").skip(1).filter_map(|item| item.split(';').next());
    for item in passed_on {
        let item: String = item.split_whitespace().collect();
        let Some((from, names)) = item.rsplit_once("::") else { continue };
        if names.trim_matches(['{', '}']).split(',').any(|own| own == name) {
            let from = format!("{file}/{}", from.replace("::", "/"));
            return files.get_key_value(&from).map(|(file, _)| file.as_str());
        }
    }
    Some(file)
}

#[test]
fn files_of_a_module_do_not_go_round() {
    let files = files();
    let module = |file: &str| file.split('/').next().unwrap().to_owned();
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, text) in &files {
        let to = used(file, text).into_iter().filter_map(|path| target(&path, &files));
        // A folder's own file only lists what is in it.
        let to = to.filter(|to| {
            *to != file
                && module(to) == module(file)
                && !files.keys().any(|other| other.starts_with(&format!("{to}/")))
        });
        reached.entry(file).or_default().extend(to);
    }
    let round = |start: &str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(file) = next.pop() {
            next.extend(reached[file].iter().filter(|to| seen.insert(**to)));
        }
        seen.contains(start)
    };
    let found: Vec<&str> = files.keys().map(String::as_str).filter(|file| round(file)).collect();
    let modules: BTreeSet<String> = found.iter().map(|file| module(file)).collect();
    assert_eq!(modules, BTreeSet::from(GO_ROUND.map(str::to_owned)), "{found:?}");
}
