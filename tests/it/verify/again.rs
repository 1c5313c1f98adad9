//! Figures that are computed again: by this program, and by DuckDB with the script that the pack carries.

use serde_json::Value;

use super::*;
use minhbach::export::{PackOrder, pack};
use minhbach::report::Ask;

/// What `minhbach verify` says, as an object, and its exit code.
fn said(pack: &Path, data: &Path, more: &[&str]) -> (Value, i32) {
    let told = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .args(["verify", "--format", "json", "--data"])
        .arg(data)
        .args(more)
        .arg(pack)
        .current_dir("/")
        .output()
        .unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    let read = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&told.stderr)));
    (read, told.status.code().unwrap())
}

/// What each finding of the third verdict says of which file.
fn findings(said: &Value) -> Vec<(String, String)> {
    let all = said["recomputed"]["findings"].as_array().unwrap().iter();
    all.map(|one| (one["kind"].as_str().unwrap().to_owned(), one["file"].as_str().unwrap_or("").to_owned()))
        .collect()
}

#[test]
fn the_same_data_give_the_same_figures() {
    let (project, pack) = made();
    let data = project.root().join("data");
    let (told, code) = said(pack, &data, &[]);
    assert_eq!((told["recomputed"]["verdict"].as_str(), code), (Some("holds"), 0), "{told:#}");
    let (code, told) = recompute(pack, &data);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("0 differ, 0 could not"), "{told}");
    assert_eq!(verified(pack).code(), 0, "nothing was written into the pack");
}

/// The sales of 2024 with other rows.
const SALES: &str = "sale* | sold_on:date | place | buyer | amount:integer | paid:integer
    c | 2024-01-03 | n1 | u | 5 | 2
    d | 2024-02-03 | n2 | u | 7 | 7
    e | 2024-02-04 | north | v | 3 | 1
    f | 2024-03-03 |  | w | 9 |
    g | 2024-03-30 | south | w | 2 | 1";

#[test]
fn each_change_of_the_data_is_named_with_its_file() {
    let (_, pack) = made();
    let (file, kind) = ("sales/2024.parquet", "data-changed");
    let rows = [
        ("a value", SALES.replace("| 7 | 7", "| 8 | 7"), true),
        ("a row less", SALES.replace("\n    g | 2024-03-30 | south | w | 2 | 1", ""), true),
        ("a row more", format!("{SALES}\n h | 2024-03-31 | south | z | 1 | 1"), true),
        // A row that is there twice counts once: the figures are the same, and the file is told of.
        ("a row twice", format!("{SALES}\n g | 2024-03-30 | south | w | 2 | 1"), false),
    ];
    for (what, rows, differs) in rows {
        let changed = project();
        changed.rows("sales", file, &rows);
        let data = changed.root().join("data");
        let (told, code) = said(pack, &data, &[]);
        assert!(findings(&told).contains(&(kind.to_owned(), file.to_owned())), "{what}: {told:#}");
        assert_eq!(code, i32::from(differs), "{what}: {told:#}");
        if differs {
            let all = told["recomputed"]["findings"].as_array().unwrap();
            let figure = all.iter().find(|one| one["kind"] == "differs").unwrap();
            assert_eq!(figure["because"], serde_json::json!([file]), "{what}");
        }
        let (code, told) = recompute(pack, &data);
        assert!(code == 1 && told.contains(file), "{what}: {told}");
    }
}

#[test]
fn files_of_the_data_that_are_missing_new_or_renamed_are_named() {
    let (_, pack) = made();
    let old = "sales/2023.parquet";
    let removed = project();
    fs::remove_file(removed.root().join("data").join(old)).unwrap();
    let (told, code) = said(pack, &removed.root().join("data"), &[]);
    assert!(findings(&told).contains(&("data-missing".to_owned(), old.to_owned())), "{told:#}");
    assert_eq!(code, 1);
    let (code, told) = recompute(pack, &removed.root().join("data"));
    assert!(code == 2 && told.contains(old), "{told}");

    let added = project();
    added.rows(
        "sales",
        "sales/2025.parquet",
        &format!("{}\n x | 2024-01-05 | n1 | u | 5 | 2", SALES.lines().next().unwrap()),
    );
    let (told, code) = said(pack, &added.root().join("data"), &[]);
    assert!(
        findings(&told).contains(&("data-added".to_owned(), "sales/2025.parquet".to_owned())),
        "{told:#}"
    );
    assert_eq!(code, 1);

    let renamed = project();
    let folder = renamed.root().join("data/sales");
    fs::rename(folder.join("2023.parquet"), folder.join("old.parquet")).unwrap();
    let (told, code) = said(pack, &renamed.root().join("data"), &[]);
    assert_eq!(findings(&told), [("data-renamed".to_owned(), old.to_owned())], "{told:#}");
    assert_eq!(code, 0, "the figures are the same");

    let (told, code) = said(pack, Path::new("/nowhere"), &[]);
    assert_eq!((told["recomputed"]["verdict"].as_str(), code), (Some("cannot"), 2), "{told:#}");
}

#[test]
fn other_definitions_are_named() {
    let (_, pack) = made();
    let other = project();
    other.change("queries/kpis/SOLD.sql", "s.amount AS amount", "s.amount * 2 AS amount");
    let workspace = other.root().to_str().unwrap().to_owned();
    let (told, code) = said(pack, &other.root().join("data"), &["--workspace", &workspace]);
    assert_eq!(code, 1, "{told:#}");
    let query = "queries/kpis/SOLD.sql";
    assert!(findings(&told).contains(&("definition-changed".to_owned(), query.to_owned())), "{told:#}");
    let all = told["recomputed"]["findings"].as_array().unwrap();
    let differs: Vec<&Value> = all.iter().filter(|one| one["kind"] == "differs").collect();
    assert!(differs.iter().all(|one| one["because"] == serde_json::json!([query])), "{told:#}");
    assert!(differs.iter().all(|one| one["says"].as_str().unwrap().starts_with("SOLD ")), "{told:#}");
}

#[test]
fn a_pack_with_filters_and_one_without_its_definitions_are_checked_as_well() {
    let (project, _) = made();
    let out = tempfile::tempdir().unwrap();
    let data = project.root().join("data");
    let filtered =
        export(project, &["--period", "2024", "--where", "place=north", "--where", "place=~"], out.path());
    assert_eq!(said(&filtered, &data, &[]).1, 0);
    let (code, told) = recompute(&filtered, &data);
    assert!(code == 0, "{told}");
    let bare = export(project, &["--period", "2024-Q1", "--formats", "csv"], &out.path().join("bare"));
    let (told, code) = said(&bare, &data, &[]);
    assert_eq!((told["recomputed"]["verdict"].as_str(), code), (Some("cannot"), 2), "{told:#}");
    assert_eq!(said(&bare, &data, &["--workspace", project.root().to_str().unwrap()]).1, 0);
}

#[test]
fn every_figure_of_the_first_workspace_comes_out_on_duckdb_alone() {
    let project = TestProject::sample();
    let out = project.aside("packs");
    let pack = export(&project, &["--period", "2024-Q2", "--formats", "check,csv,json,parquet"], &out);
    let said = verified(&pack);
    assert_eq!((said.intact.verdict, said.adds_up.verdict), (Word::Holds, Word::Holds), "{said:#?}");
    let (code, told) = recompute(&pack, &project.root().join("sample-data"));
    assert_eq!(code, 0, "{told}");
}

#[test]
fn figures_in_a_view_and_under_filters_come_out_on_duckdb_alone() {
    let project = TestProject::sample();
    let data = project.dataset("2025-12-31");
    let reader = data.reader();
    let workspace = std::sync::Arc::clone(reader.workspace());
    let view = workspace.views()[0].to_owned();
    let mut ask = Ask { period: Some("2025-Q3".to_owned()), view: Some(view), ..Ask::default() };
    let dashboards = vec!["enforcement".to_owned(), "discipline".to_owned()];
    let mut orders = vec![(
        "seen",
        PackOrder { ask: ask.clone(), dashboards: dashboards.clone(), ..PackOrder::default() },
    )];
    (ask.view, ask.period) = (None, Some("2024".to_owned()));
    ask.filters.allow("channel", "ecommerce");
    orders.push(("filtered", PackOrder { ask, dashboards, ..PackOrder::default() }));
    for (name, mut order) in orders {
        order.formats = vec!["check".to_owned(), "json".to_owned()];
        let place = project.aside(name);
        data.wait(pack(&reader, &order, &place, &mut |_| {})).unwrap();
        assert_eq!(verified(&place).code(), 0, "{:#?}", verified(&place).adds_up);
        let (code, told) = recompute(&place, &project.root().join("sample-data"));
        assert_eq!(code, 0, "{name}: {told}");
    }
}

#[test]
fn every_figure_of_another_workspace_comes_out_on_duckdb_alone() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/birdstrikes");
    let source = std::env::var_os("MINHBACH_BIRDSTRIKES").unwrap();
    let data = folder.path().join("data");
    let converted = Command::new(python())
        .arg(workspace.join("convert.py"))
        .arg("--from")
        .arg(source)
        .arg("--out")
        .arg(&data)
        .output();
    assert!(converted.unwrap().status.success());
    let told = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .args(["export", "--period", "2001-Q2", "--formats", "check,csv,json,parquet", "--out"])
        .arg(folder.path().join("packs"))
        .arg("--workspace")
        .arg(&workspace)
        .arg("--data")
        .arg(&data)
        .arg("--state")
        .arg(folder.path().join("state"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let pack = folder.path().join("packs/2001-Q2");
    assert_eq!(verified(&pack).code(), 0, "{:#?}", verified(&pack).adds_up);
    let (code, told) = recompute(&pack, &data);
    assert_eq!(code, 0, "{told}");
}
