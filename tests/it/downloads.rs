//! What pages, the API and the command line give as files: the very figures, whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use axum::http::StatusCode;
use minhbach::export::{FORMATS, png};
use minhbach::kpi::{Filters, Scope};
use minhbach::web::App;
use resvg::tiny_skia::Pixmap;
use serde_json::Value;

use crate::support::TestProject;
use crate::support::outside::python;
use crate::web::{Answer, fetch, get};

/// The addresses of files that a page offers.
fn offered(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"").skip(1).filter_map(|rest| rest.split_once('>'));
    let own = links.filter(|(opening, _)| opening.contains(" download"));
    own.map(|(opening, _)| opening.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

fn named(answer: &Answer) -> String {
    let told = answer.headers.get("content-disposition").unwrap().to_str().unwrap();
    told.split("filename=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn kind(answer: &Answer) -> &str {
    answer.headers["content-type"].to_str().unwrap()
}

/// The rows of CSV as DuckDB reads them, each a map of texts and NULL.
fn read_csv(bytes: &[u8]) -> Vec<Value> {
    let file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let script = "import duckdb, json, sys\n\
                  rows = duckdb.sql(f\"select * from read_csv('{sys.argv[1]}', all_varchar=true, header=true, allow_quoted_nulls=false)\")\n\
                  names = rows.columns\n\
                  print(json.dumps([dict(zip(names, row)) for row in rows.fetchall()]))";
    let told = std::process::Command::new(python()).arg("-c").arg(script).arg(file.path()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

#[test]
fn what_a_page_offers_is_there_under_its_name_and_media_type() {
    let dashboards = TestProject::sample().workspace().dashboards.keys().cloned().collect::<Vec<_>>();
    let mut pages: Vec<String> =
        dashboards.iter().map(|id| format!("/dashboards/{id}?period=2024")).collect();
    for code in ["VP05", "NS02", "KT01"] {
        pages.push(format!("/kpis/{code}?period=2024"));
        pages.push(format!("/kpis/{code}/records?period=2024&sort=-day"));
    }
    for page in ["/plan?period=2024&state=met", "/kpis?period=2024&q=vu", "/data?period=2024"] {
        pages.push(page.to_owned());
    }
    let mut seen = BTreeSet::new();
    let mut asked = 0;
    for page in &pages {
        let links = offered(&get(page).text);
        assert!(links.len() >= FORMATS.len(), "{page}: {links:?}");
        let panels = links.iter().filter(|link| link.contains("/panels/") || link.starts_with("/charts/"));
        let kinds = FORMATS.len() + 2;
        // Each panel is asked for once, in one format after the other; all else in each.
        let panels: Vec<&String> =
            panels.enumerate().filter(|(at, _)| at % (kinds + 1) == 0).map(|(_, link)| link).collect();
        let others = links.iter().filter(|link| !link.contains("/panels/") && !link.starts_with("/charts/"));
        for link in others.chain(panels) {
            if !seen.insert(link.clone()) || link.starts_with("/exports/pack") || link.contains("proof.zip") {
                continue;
            }
            asked += 1;
            let answer = fetch(link);
            assert_eq!(answer.status, StatusCode::OK, "{link}: {}", answer.text);
            // A page in a calendar of its own names it.
            assert!(link.contains("period=2024") || link.contains("period=budget%3A2024"), "{link}");
            let ending = link.split('?').next().unwrap().rsplit('.').next().unwrap();
            match ending {
                "svg" => assert_eq!(kind(&answer), "image/svg+xml", "{link}"),
                "png" => assert_eq!(kind(&answer), "image/png", "{link}"),
                name => {
                    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
                    let whole = [format.media, "application/zip"];
                    assert!(whole.contains(&kind(&answer)), "{link}: {}", kind(&answer));
                    let file = named(&answer);
                    assert!(
                        file.contains("2024") && (file.ends_with(name) || file.ends_with(".zip")),
                        "{link}: {file}"
                    );
                    let length: usize = answer.headers["content-length"].to_str().unwrap().parse().unwrap();
                    assert_eq!(length, answer.bytes.len(), "{link}");
                    assert!(answer.headers.contains_key("etag"), "{link}");
                }
            }
        }
    }
    assert!(asked > 40, "{asked}");
}

#[test]
fn figures_of_a_file_are_those_of_the_api_with_its_filters() {
    let question = "period=2024&area=608";
    let file = fetch(&format!("/kpis/VP05/export.csv?{question}"));
    assert_eq!(named(&file), "VP05-2024-area-608.csv");
    assert!(file.bytes.starts_with(b"\xef\xbb\xbf"), "for people");
    let rows = read_csv(&file.bytes);
    let dimensions = TestProject::sample().workspace().kpis["VP05"].dimensions.clone();
    let mut expected = Vec::new();
    for by in std::iter::once(String::new()).chain(dimensions) {
        let told: Value =
            serde_json::from_str(&get(&format!("/api/v1/kpis/VP05?{question}&by={by}")).text).unwrap();
        expected.extend(told.as_array().unwrap().clone());
    }
    // The whole stands before the parts of each dimension.
    assert_eq!(rows.len(), expected.len());
    let number = |value: &Value| value.as_str().map(|text| text.parse::<f64>().unwrap());
    for (row, told) in rows.iter().zip(&expected) {
        let (dimension, member) = told["by"].as_object().unwrap().iter().next().unzip();
        assert_eq!(row["dimension"].as_str(), dimension.map(String::as_str));
        assert_eq!(row["member"], member.cloned().unwrap_or_default());
        assert_eq!(row["state"], told["state"]);
        for column in ["value", "numerator", "denominator"] {
            let (own, other) = (number(&row[column]), told[column].as_f64());
            assert_eq!(own.is_some(), other.is_some(), "{row} {told}");
            assert!((own.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-6, "{row} {told}");
        }
    }
    let page = get(&format!("/dashboards/overview?{question}")).text;
    assert!(offered(&page).iter().all(|link| link.contains("area=608") && link.contains("period=2024")));
}

/// The tables of a JSON file, by name.
fn tables(path: &str) -> BTreeMap<String, Value> {
    let file: Value = serde_json::from_str(&fetch(path).text).unwrap();
    let tables = file["tables"].as_array().unwrap().clone();
    tables.into_iter().map(|table| (table["name"].as_str().unwrap().to_owned(), table)).collect()
}

#[test]
fn the_plan_leaves_with_the_promises_that_its_page_shows_and_their_figures() {
    let all = tables("/plan/export.json?period=2024");
    let rows = all["promises"]["rows"].as_array().unwrap();
    let plan = TestProject::sample().workspace().plan;
    let expected: usize = plan.clauses.iter().map(|clause| clause.answers.len().max(1)).sum();
    assert_eq!(rows.len(), expected);
    let clauses: BTreeSet<&str> = rows.iter().map(|row| row["clause"].as_str().unwrap()).collect();
    assert_eq!(clauses, plan.clauses.iter().map(|clause| clause.id.as_str()).collect());
    // The exact figures are those of the API.
    let told: Value = serde_json::from_str(&get("/api/v1/kpis/VP05?period=2024").text).unwrap();
    let figures = all["figures"]["figures"].as_array().unwrap();
    let own = figures.iter().find(|figure| figure["code"] == "VP05" && figure["period"] == "2024").unwrap();
    assert_eq!(*own, told[0]);
    let standing = rows[0]["standing"].as_str().unwrap();
    let alike = tables(&format!("/plan/export.json?period=2024&state={standing}"));
    let expected: Vec<&Value> = rows.iter().filter(|row| row["standing"] == standing).collect();
    let found: Vec<&Value> = alike["promises"]["rows"].as_array().unwrap().iter().collect();
    assert_eq!(found, expected);
    let codes: BTreeSet<&str> = found.iter().filter_map(|row| row["code"].as_str()).collect();
    let figures = alike["figures"]["figures"].as_array().unwrap();
    assert_eq!(figures.iter().map(|figure| figure["code"].as_str().unwrap()).collect::<BTreeSet<_>>(), codes);
    assert_eq!(fetch("/plan/export.csv?state=nonsense").status, StatusCode::BAD_REQUEST);
}

#[test]
fn the_catalogue_leaves_with_what_a_search_found() {
    let rows = |question: &str| {
        let tables = tables(&format!("/kpis/export.json?{question}"));
        tables["definitions"]["rows"].as_array().unwrap().clone()
    };
    assert_eq!(rows("period=2024").len(), TestProject::sample().workspace().kpis.len());
    let found = rows("period=2024&q=VP05");
    assert!(found.iter().any(|row| row["code"] == "VP05") && found.len() < 10, "{found:?}");
    assert!(found.iter().all(|row| !row["definition"].is_null() && !row["formula"].is_null()));
    let told: Value = serde_json::from_str(&get("/api/v1/kpis/VP05?period=2024").text).unwrap();
    let all = tables("/kpis/export.json?period=2024");
    assert!(all["figures"]["figures"].as_array().unwrap().contains(&told[0]));
}

#[test]
fn what_arrived_leaves_whole_and_hides_what_its_page_hides() {
    let all = tables("/data/export.json?period=2024");
    let page = get("/data?period=2024").text;
    let workspace = TestProject::sample().workspace();
    assert_eq!(all["tables"]["rows"].as_array().unwrap().len(), workspace.contracts.len());
    assert_eq!(all["checks"]["rows"].as_array().unwrap().len(), workspace.checks().count());
    let reports = all["sending"]["rows"].as_array().unwrap();
    let late = reports.iter().filter(|row| row["arrival"] == "late" || row["arrival"] == "missing");
    assert!(late.clone().count() > 0 && late.clone().all(|row| row["days"].as_i64().unwrap() > 0));
    // As many rows as the page counts, and not only those of its first page.
    let rejected = all["rejected"]["rows"].as_array().unwrap();
    assert!(page.contains(&format!("trong tổng số {}", rejected.len())), "{}", rejected.len());
    let hidden = rejected.iter().filter(|row| row["value_state"] == "hidden");
    assert!(hidden.clone().all(|row| row["value"].is_null()));
    assert_eq!(hidden.count() > 0, page.contains("không hiển thị để bảo vệ"));
    let project = TestProject::sample();
    let part = App::new(Arc::new(project.try_dataset(None).unwrap()));
    let mut members = Filters::default();
    members.allow("organization", "KT-SCT");
    let part = part.seen_through(Scope::below(members));
    let told = crate::web::fetch_of(&part, "/data/export.json?period=2024");
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    let told: Value = serde_json::from_str(&told.text).unwrap();
    let names: Vec<&str> =
        told["tables"].as_array().unwrap().iter().map(|table| table["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"sending"), "{names:?}");
    for whole in ["files", "unused", "oddities", "strays"] {
        assert!(!names.contains(&whole), "{names:?}");
    }
}

#[test]
fn all_records_leave_whatever_the_page_shows() {
    let count = |question: &str| read_csv(&fetch(&format!("/kpis/VP01/records.csv?{question}")).bytes).len();
    let page = get("/kpis/VP01/records?period=plan&limit=20").text;
    let told: usize = page
        .split(" bản ghi được tính")
        .next()
        .unwrap()
        .rsplit(|c: char| !c.is_ascii_digit() && c != '.')
        .next()
        .unwrap()
        .replace('.', "")
        .parse()
        .unwrap();
    assert!(told > 50, "more than a page");
    assert_eq!(count("period=plan"), told);
    assert!(count("period=plan&area=608") < told);
    let said = TestProject::sample().run(&["records", "VP01", "--period", "plan", "--format", "csv"]);
    let (file, own) = (fetch("/kpis/VP01/records.csv?period=plan"), said.stdout);
    assert_eq!(
        file.text.trim_start_matches('\u{feff}'),
        own,
        "the command line writes the same, without the mark"
    );
    let said = TestProject::sample()
        .run(&["records", "VP01", "--period", "plan", "--format", "csv", "--bom", "always"]);
    assert_eq!(said.stdout, file.text);
    let answer = get("/kpis/VP01/records.csv?period=plan&limit=20");
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "no cut list is taken for the whole");
}

#[test]
fn what_cannot_be_answered_is_told_as_on_a_page_and_no_file_arrives() {
    for (path, status) in [
        ("/kpis/VP05/export.doc", StatusCode::NOT_FOUND),
        ("/kpis/VP05/other.csv", StatusCode::NOT_FOUND),
        ("/kpis/NONE/export.csv", StatusCode::NOT_FOUND),
        ("/kpis/NONE/records.csv", StatusCode::NOT_FOUND),
        ("/dashboards/none/export.csv", StatusCode::NOT_FOUND),
        ("/dashboards/overview/panels/999.csv", StatusCode::NOT_FOUND),
        ("/charts/overview/1.gif", StatusCode::NOT_FOUND),
        ("/exports/none.zip", StatusCode::NOT_FOUND),
        ("/exports/..zip", StatusCode::NOT_FOUND),
        ("/kpis/VP05/export.csv?period=2024-13", StatusCode::BAD_REQUEST),
        ("/kpis/VP05/records.csv?area=none", StatusCode::BAD_REQUEST),
        ("/kpis/VP05/records.csv?sort=none", StatusCode::BAD_REQUEST),
        ("/dashboards/overview/export.json?colour=red", StatusCode::BAD_REQUEST),
        ("/exports/pack.zip?colour=red", StatusCode::BAD_REQUEST),
    ] {
        let answer = get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(kind(&answer).starts_with("text/html"), "{path}");
        assert!(answer.headers.get("content-disposition").is_none(), "{path}");
    }
    let told = get("/kpis/VP05/export.doc").text;
    for format in FORMATS {
        assert!(told.contains(format.name), "{}", format.name);
    }
}

/// Texts that are empty, missing, numbers or formulas.
fn odd() -> TestProject {
    let project = TestProject::new();
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\nvalues = { \"007\" = \"Seven\", n = \"North\" }\n",
    );
    let texts =
        arrow::array::StringArray::from(vec![Some("=1+1"), Some(""), None, Some("007"), Some("a \"b\"\nc")]);
    let days = arrow::array::Date32Array::from(vec![19_725; 5]);
    let sales = arrow::array::StringArray::from(vec!["a", "b", "c", "d", "e"]);
    let places = arrow::array::StringArray::from(vec![Some("007"), Some("007"), None, Some("n"), Some("n")]);
    let columns: Vec<(&str, arrow::array::ArrayRef)> = vec![
        ("sale", Arc::new(sales)),
        ("sold_on", Arc::new(days)),
        ("place", Arc::new(places)),
        ("note", Arc::new(texts)),
    ];
    project.table("sales", "sale* | sold_on:date | place | note");
    project.parquet("sales.parquet", &arrow::array::RecordBatch::try_from_iter(columns).unwrap());
    project.kpi(
        "SOLD",
        "key = \"sale\"\nvalue = { n = \"sum\" }\nlabels = { n = \"n\", note = \"Note\" }",
        "SELECT s.sold_on AS day, s.place AS place, 1 AS n, s.note AS note, s.sale AS sale FROM sales AS s",
    );
    project
}

#[test]
fn null_an_empty_text_and_a_code_stand_apart_and_no_text_is_a_formula() {
    let project = odd();
    let app = App::new(Arc::new(project.try_dataset(Some("2024-12-31")).unwrap()));
    let file = crate::web::fetch_of(&app, "/kpis/SOLD/records.csv?period=2024");
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    let lines: Vec<&str> = file.text.lines().collect();
    let heads: Vec<&str> = lines[0].split(',').collect();
    let note = heads.iter().position(|head| head.contains("note")).unwrap_or_else(|| panic!("{heads:?}"));
    let cell = |line: usize| lines[line].split(',').nth(note).unwrap();
    assert_eq!([1, 2, 3, 4].map(cell), ["\"'=1+1\"", "\"\"", "", "\"007\""]);
    let rows = read_csv(&file.bytes);
    let notes: Vec<Option<&str>> = rows.iter().map(|row| row["note"].as_str()).collect();
    assert_eq!(notes, [Some("'=1+1"), Some(""), None, Some("007"), Some("a \"b\"\nc")]);
    assert_eq!(rows[0]["place"], "007", "codes stay codes");
}

#[test]
fn what_fails_arrives_as_a_page_and_never_as_half_a_file() {
    let project = odd();
    let app = App::new(Arc::new(project.try_dataset(Some("2024-12-31")).unwrap()));
    std::fs::remove_file(project.root().join("data/sales.parquet")).unwrap();
    std::fs::remove_dir_all(project.aside("state")).unwrap();
    let answer = crate::web::fetch_of(&app, "/kpis/SOLD/records.csv?period=2024");
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text);
    assert!(kind(&answer).starts_with("text/html"));
    assert!(answer.headers.get("content-disposition").is_none() && answer.headers.get("etag").is_none());
}

#[test]
fn a_chart_is_a_picture_of_its_size_with_its_letters() {
    let svg = get("/charts/overview/2.svg?period=2024").text;
    let svg = if svg.contains("<text") { svg } else { get("/kpis/VP05/course.svg?period=2024").text };
    let size = |name: &str| -> f64 {
        let rest = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let picture = Pixmap::decode_png(&png(&svg).unwrap()).unwrap();
    let expected = ((size("width") * 3.0).round() as u32, (size("height") * 3.0).round() as u32);
    assert_eq!((picture.width(), picture.height()), expected);
    // Without its letters it is another picture.
    let mut silent = svg.clone();
    while let Some(at) = silent.find("<text") {
        let end = silent[at..].find("</text>").unwrap() + at + "</text>".len();
        silent.replace_range(at..end, "");
    }
    let silent = Pixmap::decode_png(&png(&silent).unwrap()).unwrap();
    let differing = picture.pixels().iter().zip(silent.pixels()).filter(|(one, other)| one != other).count();
    assert!(differing > 2_000, "{differing} points are of letters");
    let served = fetch("/kpis/VP05/course.png?period=2024");
    assert_eq!((served.status, kind(&served)), (StatusCode::OK, "image/png"));
    assert!(Pixmap::decode_png(&served.bytes).is_ok());
}

#[test]
fn the_same_question_gives_the_same_bytes_and_is_not_sent_again() {
    let path = "/dashboards/overview/export.json?period=2024-Q2";
    let (one, other) = (std::thread::spawn(move || fetch(path)), fetch(path));
    let one = one.join().unwrap();
    assert_eq!((one.status, &one.bytes), (StatusCode::OK, &other.bytes));
    let tag = one.headers["etag"].to_str().unwrap();
    let again = crate::web::fetch_with(path, "if-none-match", tag);
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = fetch("/dashboards/overview/export.json?period=2024-Q3");
    assert_ne!(tag, other.headers["etag"].to_str().unwrap());
}

/// What an archive holds, by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let each = (0..archive.len()).map(|at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    each.collect()
}

#[test]
fn a_pack_is_made_on_a_page_and_one_that_lies_there_is_given_as_it_stands() {
    let project = odd();
    let folder = project.aside("packs");
    std::fs::create_dir_all(folder.join("no pack")).unwrap();
    let app = App::new(Arc::new(project.try_dataset(Some("2024-12-31")).unwrap()));
    let none = crate::web::fetch_of(&app, "/exports?period=2024");
    assert_eq!(none.status, StatusCode::OK, "{}", none.text);
    let app = app.with_packs(folder.clone());
    let made = crate::web::fetch_of(&app, "/exports/pack.zip?period=2024");
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert_eq!((kind(&made), named(&made).as_str()), ("application/zip", "2024.zip"));
    let files = unpacked(&made.bytes);
    assert!(files.iter().any(|(name, _)| name == "2024/bagit.txt"), "{files:?}");
    for (name, bytes) in &files {
        let place = folder.join(name);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
    let script = "import bagit, sys\nbagit.Bag(sys.argv[1]).validate()";
    let told =
        std::process::Command::new(python()).arg("-c").arg(script).arg(folder.join("2024")).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let page = crate::web::fetch_of(&app, "/exports?period=2024").text;
    let tags = std::fs::read(folder.join("2024/tagmanifest-sha256.txt")).unwrap();
    assert!(page.contains(&minhbach::store::sha256_hex(&tags)), "its identity is told");
    assert!(offered(&page).contains(&"/exports/2024.zip".to_owned()), "{page}");
    assert!(!page.contains("no pack.zip"));
    assert_eq!(crate::web::fetch_of(&app, "/exports/2024.zip").bytes, made.bytes);
    // Who sees a part only is given none that holds more.
    let mut members = Filters::default();
    members.allow("place", "n");
    let part = app.seen_through(Scope::below(members));
    assert_eq!(crate::web::fetch_of(&part, "/exports/2024.zip").status, StatusCode::NOT_FOUND);
    let page = crate::web::fetch_of(&part, "/exports?period=2024").text;
    assert!(!page.contains("2024.zip") && !page.contains("pack.zip"));
    assert_eq!(crate::web::fetch_of(&part, "/exports/pack.zip?period=2024").status, StatusCode::NOT_FOUND);
}

/// The most memory that writing a million records takes: `cargo test --test it -- --ignored million --nocapture`.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes"]
fn a_million_records_need_no_more_memory_than_a_few() {
    use std::process::Stdio;
    let peak = |rows: i64| {
        let project = TestProject::new();
        project.table("sales", "sale*:integer | sold_on:date | amount:integer");
        let days = (0..rows).map(|row| 19_723 + i32::try_from(row % 300).unwrap());
        let columns: Vec<(&str, arrow::array::ArrayRef)> = vec![
            ("sale", Arc::new(arrow::array::Int64Array::from_iter_values(0..rows))),
            ("sold_on", Arc::new(arrow::array::Date32Array::from_iter_values(days))),
            ("amount", Arc::new(arrow::array::Int64Array::from_iter_values(0..rows))),
        ];
        project.parquet("sales.parquet", &arrow::array::RecordBatch::try_from_iter(columns).unwrap());
        project.kpi(
            "SOLD",
            "key = \"sale\"\nvalue = { amount = \"sum\" }",
            "SELECT s.sold_on AS day, s.amount AS amount, s.sale AS sale FROM sales AS s",
        );
        let asked = ["records", "SOLD", "--period", "2024", "--as-of", "2024-12-31", "--format", "csv"];
        let mut command = project.command(&asked);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let (mut out, mut piece, mut lines, mut most) =
            (child.stdout.take().unwrap(), vec![0; 1 << 20], 0, 0);
        loop {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let now = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
            most = most.max(now);
            let read = out.read(&mut piece).unwrap();
            if read == 0 {
                break;
            }
            lines += piece[..read].iter().filter(|byte| **byte == b'\n').count();
        }
        assert!(child.wait().unwrap().success());
        assert_eq!(lines as i64, rows + 1);
        most / 1024
    };
    let (few, many) = (peak(1_000), peak(1_000_000));
    eprintln!("peak: {few} MiB of a thousand records, {many} MiB of a million");
    assert!(many < 700, "{many} MiB");
}
