//! The dashboards of the first workspace: each answers whole, for the periods that readers ask for.

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use tower::ServiceExt;

use crate::support::{TestProject, repository};

/// The ids of the dashboards and what their files say.
fn dashboards() -> Vec<(String, toml::Table)> {
    let settings: toml::Table =
        toml::from_str(&fs::read_to_string(repository().join("minhbach.toml")).unwrap()).unwrap();
    let ids = settings["dashboards"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
    ids.map(|id| {
        let text = fs::read_to_string(repository().join(format!("dashboards/{id}.toml"))).unwrap();
        (id.to_owned(), toml::from_str(&text).unwrap())
    })
    .collect()
}

/// The sample workspace's routes, opened once for all tests; status and text of one answer.
fn get(path: &str) -> (u16, String) {
    static APP: OnceLock<(App, TestProject)> = OnceLock::new();
    let (app, _) = APP.get_or_init(|| {
        let project = TestProject::sample();
        (App::new(Arc::new(project.try_dataset(None).unwrap())), project)
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router(app.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    })
}

#[test]
fn every_dashboard_answers_whole_and_small_for_the_periods_that_readers_ask_for() {
    for (id, _) in dashboards() {
        for asked in
            ["", "?period=plan", "?period=2024", "?period=2024-Q2", "?period=2024&organization=KT-SCT"]
        {
            let (status, page) = get(&format!("/dashboards/{id}{asked}"));
            assert_eq!(status, 200, "{id}{asked}");
            assert!(!page.contains("class=\"broken\""), "{id}{asked} has a broken panel");
            assert!(page.len() <= 150 * 1024, "{id}{asked}: {} bytes", page.len());
        }
    }
}

#[test]
fn every_kpi_stands_on_a_dashboard() {
    let mut shown = BTreeSet::new();
    for (_, file) in dashboards() {
        for panel in file["panel"].as_array().unwrap() {
            shown.extend(panel.get("kpi").and_then(|kpi| kpi.as_str()).map(str::to_owned));
            let listed = |value: Option<&toml::Value>| -> Vec<String> {
                let codes = value.and_then(|value| value.as_array()).into_iter().flatten();
                codes.map(|code| code.as_str().unwrap().to_owned()).collect()
            };
            shown.extend(listed(panel.get("kpis")));
            for (_, left) in panel.get("branches").and_then(|value| value.as_table()).into_iter().flatten() {
                shown.extend(listed(Some(left)));
            }
        }
    }
    for entry in fs::read_dir(repository().join("queries/kpis")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".sql").unwrap();
        assert!(shown.contains(code), "{code} stands on no dashboard");
    }
}

#[test]
fn every_dashboard_says_what_it_is_and_for_whom() {
    for (id, file) in dashboards() {
        for key in ["title", "audience"] {
            assert!(file[key].as_str().is_some_and(|text| !text.trim().is_empty()), "{id}: {key}");
        }
    }
}
