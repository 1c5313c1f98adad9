//! Where a proof may lie and run, and what the program says about it.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use tower::ServiceExt;

use super::*;

/// A whole folder elsewhere.
fn move_to(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(from, to).unwrap();
}

#[test]
fn a_proof_runs_where_neither_the_workspace_nor_its_state_is() {
    let project = events();
    // Names that DuckDB would take for patterns, beside files that these patterns fit.
    for (file, amount) in
        [("v[12]", 100), ("v1", 200), ("v*", 400), ("v?", 800), ("vv", 1_600), ("it's", 3_200)]
    {
        plain(&project, &format!("events/{file}.parquet"), &[amount, 100], &[1, -1]);
    }
    both(&project, "2024-03", ["63", "6", "6"]);
    let folder = prove(&project, "K", "2024-03");
    let text = sql(&folder);
    for place in [project.aside("state"), project.root().to_owned()] {
        let place = place.to_string_lossy().into_owned();
        let line = text.lines().filter(|line| line.contains(&place)).collect::<Vec<_>>();
        let data = format!("SET VARIABLE data = '{}/data';", project.root().to_string_lossy());
        assert!(line.is_empty() || line == [data.as_str()], "{line:?}");
    }
    let away = project.aside("away [1*]");
    move_to(&project.root().join("data"), &away.join("data?"));
    fs::remove_dir_all(project.root()).unwrap();
    fs::remove_dir_all(project.aside("state")).unwrap();
    let line = text.lines().find(|line| line.starts_with("SET VARIABLE data")).unwrap();
    let there = format!("SET VARIABLE data = '{}';", away.join("data?").to_string_lossy());
    fs::write(folder.join("proof.sql"), text.replace(line, &there)).unwrap();
    let folder_away = project.aside("elsewhere");
    move_to(&folder, &folder_away);
    let proven = proven(&folder_away);
    assert_eq!((proven["amount"].as_str(), proven["count"].as_str()), ("63.00", "6"));
}

#[test]
fn the_hashes_are_those_of_the_files_as_they_arrived() {
    let project = events();
    plain(&project, "events/a b.parquet", &[100], &[1]);
    plain(&project, "events/two\nlines.parquet", &[100], &[1]);
    let folder = prove(&project, "K", "2024-03");
    let sums = folder.join("SHA256SUMS");
    let mut check = std::process::Command::new("sha256sum");
    let said = check.arg("--check").arg(&sums).current_dir(project.root().join("data")).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    assert_eq!(fs::read_to_string(&sums).unwrap().lines().count(), 2);
    plain(&project, "events/a b.parquet", &[200], &[1]);
    assert!(!check.output().unwrap().status.success(), "another file is noticed");
}

#[test]
fn days_of_moments_are_the_same_by_both_engines_in_every_year() {
    let project = TestProject::new();
    project
        .file(
            "queries/tables/moments.toml",
            "title = \"Moments\"\n[columns.at]\ntype = \"date\"\n[columns.weight]\ntype = \"integer\"\n",
        )
        .kpi(
            "K",
            "value = { days = \"sum\" }\nkey = \"weight\"",
            "SELECT DATE '2024-03-31' AS day, (m.at - DATE '1970-01-01') * m.weight AS days, m.weight AS weight FROM moments AS m",
        );
    // Every 35th hour and some seconds from 1890 to 2099, and the usual "no end"; weights, so that no two
    // mistakes make one another good.
    let hour = 3_600_i64;
    let mut seconds: Vec<i64> = (-700_000..1_139_000).step_by(35).map(|at| at * hour + at % 60).collect();
    seconds.extend([253_402_300_799, 253_402_275_600, 253_402_275_599, -62_135_596_800]);
    let weights: Vec<i64> = (0..seconds.len() as i64).map(|at| 1 + at % 997).collect();
    let at = TimestampMillisecondArray::from(seconds.iter().map(|at| at * 1_000).collect::<Vec<_>>());
    let columns: [(&str, ArrayRef, bool); 2] = [
        ("at", Arc::new(at.with_timezone("UTC")), true),
        ("weight", Arc::new(Int64Array::from(weights)), true),
    ];
    project.parquet("moments.parquet", &RecordBatch::try_from_iter_with_nullable(columns).unwrap());
    for zone in ["Asia/Ho_Chi_Minh", "UTC", "+07:00", "-03:30", "Europe/Berlin"] {
        project.change("minhbach.toml", &timezone(&project), &format!("timezone = \"{zone}\""));
        let data = project.dataset("2024-12-31");
        let folder = prove(&project, "K", "2024-03");
        assert_eq!(data.part("K", "2024-03", &[], "days").unwrap(), proven(&folder)["days"], "{zone}");
    }
}

fn timezone(project: &TestProject) -> String {
    let settings = fs::read_to_string(project.root().join("minhbach.toml")).unwrap();
    settings.lines().find(|line| line.starts_with("timezone")).unwrap().to_owned()
}

#[test]
fn a_table_without_files_and_a_model_are_in_the_proof_too() {
    let project = events();
    plain(&project, "events.parquet", &[150], &[1]);
    project
        .file("queries/tables/others.toml", &EVENTS.replace("Events", "Others"))
        .file(
            "queries/models/all_events.sql",
            "SELECT e.day AS day, e.amount AS amount, e.count AS count FROM events AS e\nUNION ALL\n\
             SELECT o.day AS day, o.amount AS amount, o.count AS count FROM others AS o -- none yet",
        )
        .kpi(
            "M",
            "value = { amount = \"sum\" }\nkey = \"count\"",
            "SELECT a.day AS day, a.amount AS amount, a.count AS count FROM all_events AS a",
        );
    // The figure has no value, so its proof has none; the table stands in it all the same.
    let folder = prove(&project, "M", "2024-03");
    assert_eq!(proven(&folder)["value"], "");
    assert!(sql(&folder).contains("-- table `others` has no data") && sql(&folder).contains("WHERE FALSE"));
    plain(&project, "others.parquet", &[], &[]);
    assert_eq!(proven(&prove(&project, "M", "2024-03"))["value"], "1.50");
}

/// What the service answers: status, headers, body.
fn get(project: &TestProject, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let app = App::new(Arc::new(project.try_dataset(Some("2024-12-31")).unwrap()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router(app).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    })
}

#[test]
fn a_page_gives_its_proof_as_one_file_that_runs_beside_the_data() {
    let project = events();
    plain(&project, "events.parquet", &[150, 250, 100], &[1, 2, -1]);
    let page = String::from_utf8(get(&project, "/kpis/K?period=2024-03").2).unwrap();
    let address = "/kpis/K/proof.zip?period=2024-03";
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    let (status, headers, archive) = get(&project, address);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[CONTENT_TYPE], "application/zip");
    assert_eq!(headers[CONTENT_DISPOSITION], "attachment; filename=\"K-2024-03.zip\"");
    assert_eq!(get(&project, address).2, archive, "the same question gives the same bytes");
    let folder = project.aside("unpacked");
    move_to(&project.root().join("data"), &folder.join("data"));
    fs::write(folder.join("proof.zip"), archive).unwrap();
    assert_eq!(proven(&folder.join("proof.zip"))["amount"], "4.00");
    assert!(!sql(&folder).contains(&*project.root().to_string_lossy()), "no reader learns where it all lies");
}

#[test]
fn a_page_says_why_it_gives_no_proof() {
    let project = events();
    plain(&project, "events/a\\b.parquet", &[150], &[1]);
    let page = String::from_utf8(get(&project, "/kpis/K?period=2024-03").2).unwrap();
    let why =
        "No proof can be made that runs elsewhere: DuckDB cannot read a file called “events/a\\b.parquet”";
    assert!(page.contains(why) && !page.contains("proof.zip"), "{page}");
    let (status, _, refused) = get(&project, "/kpis/K/proof.zip?period=2024-03");
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(String::from_utf8(refused).unwrap().contains(why));
    assert_eq!(get(&project, "/kpis/K/proof.zip?period=2024-13").0, StatusCode::BAD_REQUEST);
    assert_eq!(get(&project, "/kpis/J/proof.zip").0, StatusCode::NOT_FOUND);
}

#[test]
fn the_command_says_what_it_cannot_do() {
    let project = events();
    plain(&project, "events.parquet", &[150], &[1]);
    project.kpi(
        "A.one",
        "value = { amount = \"sum\" }\nkey = \"count\"",
        "SELECT e.day AS day, e.amount AS amount, e.count AS count FROM events AS e",
    );
    project.kpi(
        "A.two",
        "value = { amount = \"sum\" }\nkey = \"count\"",
        "SELECT e.day AS day, e.amount AS amount, e.count AS count FROM events AS e",
    );
    let inside = project.root().join("data/proof");
    let out = project.aside("out");
    for (arguments, told) in [
        (vec!["kpi", "--proof", "--out", out.to_str().unwrap()], "name one KPI"),
        (vec!["kpi", "A", "--proof", "--out", out.to_str().unwrap()], "name one of A.one, A.two"),
        (vec!["kpi", "K", "--proof"], "--out"),
        (vec!["kpi", "K", "--by", "day", "--proof", "--out", out.to_str().unwrap()], "--by"),
        (vec!["kpi", "K", "--proof", "--out", inside.to_str().unwrap()], "name a folder outside it"),
    ] {
        let said = project.run(&[arguments.as_slice(), &["--as-of", "2024-12-31"]].concat());
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.stderr.contains(told), "{arguments:?}: {}", said.stderr);
    }
    assert!(!inside.exists(), "nothing is made among the data");
}
