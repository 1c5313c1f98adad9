//! The crate as a library: the example of an application that has the dashboards in it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::support::{TestProject, repository};

#[expect(dead_code, reason = "its `main` is for a command line")]
#[path = "../../examples/embed.rs"]
mod example;

#[tokio::test(flavor = "multi_thread")]
async fn an_application_asks_for_a_figure_and_serves_the_dashboards_below_a_path_of_its_own() {
    let project = TestProject::sample();
    let (answer, app) = example::embed(repository(), &project.aside("state"), "VP05").await.unwrap();
    let page = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    };
    assert!(answer.value.is_some(), "{answer:?}");
    let (status, alone) = page("/kpi/api/v1/kpis/VP05").await;
    let alone: serde_json::Value = serde_json::from_str(&alone).unwrap();
    // Digit for digit: both are read from what is written.
    let written: serde_json::Value = serde_json::from_str(&minhbach::report::json(&[answer])).unwrap();
    assert_eq!((status, alone), (StatusCode::OK, written));
    assert_eq!(page("/").await, (StatusCode::OK, "a page of the application's own\n".to_owned()));
    let (status, dashboard) = page("/kpi").await;
    assert!(status == StatusCode::OK && dashboard.contains("VP05"), "{status}");
    assert_eq!(page("/kpi/nothing").await.0, StatusCode::NOT_FOUND);
    // Whatever it leads to lies below the path, and is there.
    // What has no path is of the dashboard itself.
    let own = |link: String| if link.starts_with('?') { format!("/kpi{link}") } else { link };
    let links: Vec<String> = crate::reached::links(&dashboard).into_iter().map(own).collect();
    assert!(links.len() > 20, "{links:?}");
    for link in &links {
        assert!(link == "/kpi" || link.starts_with("/kpi/") || link.starts_with("/kpi?"), "{link}");
    }
    for link in links.iter().step_by(7) {
        assert_eq!(page(link).await.0, StatusCode::OK, "{link}");
    }
}

#[test]
fn embedding_takes_less_than_forty_lines() {
    let text = std::fs::read_to_string(repository().join("examples/embed.rs")).unwrap();
    assert!(text.lines().count() < 40, "{}", text.lines().count());
}
