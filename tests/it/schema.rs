//! The JSON Schemas of the files' forms: they accept what is there and refuse what the program refuses.

use std::fs;
use std::path::{Path, PathBuf};

use minhbach::workspace::{FORMS, FormKind};
use serde_json::Value;

use crate::support::outside::wrong_by_schema;

/// Workspaces whose files are sound.
const WORKSPACES: [&str; 2] = [".", "tests/workspaces/birdstrikes"];

/// The files of a form, or for SQL their leading block comment, as JSON.
fn files(form: &FormKind) -> Vec<(PathBuf, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let patterns =
        form.files.split(", ").flat_map(|files| WORKSPACES.map(|folder| root.join(folder).join(files)));
    let mut found = Vec::new();
    for pattern in patterns {
        let (folder, name) = (pattern.parent().unwrap(), pattern.file_name().unwrap().to_str().unwrap());
        let ending = name.trim_start_matches('*');
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let own = path.file_name().unwrap().to_str().unwrap();
            if if name.starts_with('*') { own.ends_with(ending) } else { own == name } {
                let text = fs::read_to_string(&path).unwrap();
                let toml = if ending.ends_with(".sql") { header(&text) } else { &text };
                found.push((path, json(toml::from_str(toml).unwrap())));
            }
        }
    }
    found
}

fn header(sql: &str) -> &str {
    sql.split_once("/*").unwrap().1.split_once("*/").unwrap().0
}

/// TOML as JSON; a date is its text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(answer) => answer.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(all) => all.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

#[test]
fn each_schema_accepts_the_files_that_are_there() {
    for form in FORMS {
        let (paths, values): (Vec<PathBuf>, Vec<Value>) = files(form).into_iter().unzip();
        assert!(!paths.is_empty(), "{} has no file to try", form.name);
        for (path, wrong) in paths.iter().zip(wrong_by_schema((form.schema)().as_value(), &values)) {
            assert!(wrong.is_empty(), "{}: {}", path.display(), wrong.join("; "));
        }
    }
}

#[test]
fn each_schema_refuses_a_key_that_does_not_exist_wherever_it_stands() {
    for form in FORMS {
        let (mut places, mut changes) = (Vec::new(), Vec::new());
        for (path, value) in files(form) {
            each_table(&value, &mut Vec::new(), &mut |place| {
                let mut changed = value.clone();
                let table = changed.pointer_mut(&place.join("")).unwrap().as_object_mut().unwrap();
                // A table whose keys are names of its own takes any name, but not any value.
                table.insert("no_such_key".to_owned(), Value::Null);
                changes.push(changed);
                places.push(format!("{}: `no_such_key` at {}", path.display(), place.join("")));
            });
        }
        assert!(!places.is_empty(), "{}", form.name);
        for (place, wrong) in places.iter().zip(wrong_by_schema((form.schema)().as_value(), &changes)) {
            assert!(!wrong.is_empty(), "{place}");
        }
    }
}

/// Every table of a value, by its JSON pointer.
fn each_table(value: &Value, place: &mut Vec<String>, visit: &mut dyn FnMut(&[String])) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(table) => {
            visit(place);
            table.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(all) => all.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => return,
    };
    for (key, value) in below {
        place.push(format!("/{key}"));
        each_table(value, place, visit);
        place.pop();
    }
}

#[test]
fn every_key_of_a_schema_says_what_it_is() {
    for form in FORMS {
        let schema = (form.schema)();
        let mut silent = Vec::new();
        undescribed(schema.as_value(), &mut silent);
        assert!(silent.is_empty(), "{}: {}", form.name, silent.join(", "));
    }
}

/// Keys without a description.
fn undescribed(schema: &Value, silent: &mut Vec<String>) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let missing = properties.iter().filter(|(_, value)| value.get("description").is_none());
        silent.extend(missing.map(|(key, _)| key.clone()));
    }
    match schema {
        Value::Object(all) => all.values().for_each(|value| undescribed(value, silent)),
        Value::Array(all) => all.iter().for_each(|value| undescribed(value, silent)),
        _ => {}
    }
}

#[test]
fn the_reference_names_every_form() {
    let reference = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/files.md")).unwrap();
    for form in FORMS {
        assert!(reference.contains(&format!("`{}`", form.name)), "{}", form.name);
    }
}
