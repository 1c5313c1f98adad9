//! Two readers of one state: what one sees, no page, tag, list, suggestion, total or record of the other's tells.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::ETAG;
use http_body_util::BodyExt;
use minhbach::kpi::{Filters, Scope};
use minhbach::web::{App, router};
use serde_json::Value;
use tower::ServiceExt;

use super::support::TestProject;

/// Sales of shops that lie in two regions; costs, of which nobody knows the shop; and the share of a shop in all.
fn project() -> TestProject {
    let project = TestProject::new();
    project.table("shops", "code* | name | above\nnorth | The North | \nn1 | First Shop | north\nsouth | The South | \ns1 | Secret Shop | south");
    project.table(
        "sales",
        "sale* | sold_on:date | shop | amount:integer\na | 2024-01-03 | n1 | 5\nb | 2024-02-06 | n1 | 7\nc | 2024-02-07 | s1 | 4711",
    );
    project.file(
        "queries/dimensions.toml",
        "[shop]\ntitle = \"Shop\"\ntable = \"shops\"\nkey = \"code\"\nlabel = \"name\"\nparent = \"above\"\n",
    );
    let sales = "SELECT sold_on AS day, shop, amount, sale FROM sales";
    project.kpi("SOLD", "key = \"sale\"\nvalue = { amount = \"sum\" }", sales);
    project.kpi(
        "COST",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT sold_on AS day, amount, sale FROM sales",
    );
    project.kpi(
        "SHARE",
        "unit = \"percent\"\nkey = \"sale\"\nnumerator = { amount = \"sum\" }\ndenominator = { whole = { over = \"sum\", ignores = [\"shop\"] } }",
        "SELECT sold_on AS day, shop, amount, amount AS whole, sale FROM sales",
    );
    project.file(
        "queries/reports/largest.sql",
        "/*\ntitle = \"Largest\"\n*/\nSELECT sale, amount FROM sales ORDER BY amount DESC, sale\n",
    );
    project.change("minhbach.toml", "[data]", "dashboards = [\"all\"]\n[data]");
    project.file(
        "dashboards/all.toml",
        "title = \"All\"\nperiod = \"year\"\nfilters = [\"shop\"]\n\
         [[panel]]\nkpi = \"SOLD\"\nshow = \"tile\"\n[[panel]]\nid = \"bars\"\nkpi = \"SOLD\"\nshow = \"bars\"\nby = \"shop\"\n\
         [[panel]]\nquery = \"largest\"\nshow = \"table\"\n",
    );
    project
}

struct Two {
    all: App,
    north: App,
}

struct Answer {
    status: u16,
    tag: Option<String>,
    text: String,
}

impl Two {
    fn of(project: &TestProject) -> Self {
        let all = App::new(Arc::new(project.try_dataset(Some("2024-12-31")).unwrap()));
        let mut members = Filters::default();
        members.allow("shop", "north");
        let north = all.seen_through(Scope::below(members));
        Self { all, north }
    }

    fn get(&self, path: &str) -> [Answer; 2] {
        [&self.all, &self.north].map(|app| get(app, path))
    }
}

fn get(app: &App, path: &str) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router(app.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let tag = response.headers().get(ETAG).map(|tag| tag.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, tag, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}

/// Every route that tells of data, with parameters.
const ROUTES: &[&str] = &[
    "/",
    "/dashboards/all?period=2024",
    "/kpis",
    "/kpis/SOLD?period=2024",
    "/kpis/SOLD/records?period=2024",
    "/plan",
    "/data?period=2024",
    "/problems",
    "/charts/all/bars.svg?period=2024",
    "/charts/all/bars.png?period=2024",
    "/dashboards/all/export.csv?period=2024",
    "/dashboards/all/export.json?period=2024",
    "/dashboards/all/panels/bars.json?period=2024",
    "/dashboards/all/panels/1.csv?period=2024",
    "/kpis/SOLD/export.csv?period=2024",
    "/kpis/SOLD/records.csv?period=2024",
    "/kpis/SOLD/records.json?period=2024",
    "/kpis/SOLD/course.svg?period=2024",
    "/exports?period=2024",
    "/api/v1/kpis?period=2024",
    "/api/v1/kpis/SOLD?period=2024&by=shop",
    "/api/v1/dashboards/all?period=2024",
    "/api/v1/openapi.json",
];

#[test]
fn no_answer_and_no_tag_is_shared() {
    let project = project();
    let two = Two::of(&project);
    let mut tags = BTreeSet::new();
    // Asked twice over, so that whatever is kept would be given to the other.
    for path in ROUTES.iter().chain(ROUTES) {
        let [all, north] = two.get(path);
        assert_eq!((all.status, north.status), (200, 200), "{path}: {}", north.text);
        let [one, other] = [all.tag, north.tag];
        assert!(one.is_none() || one != other, "{path}");
        tags.extend(one.into_iter().map(|tag| (tag, "all")).chain(other.map(|tag| (tag, "north"))));
        for secret in ["Secret Shop", "s1\"", "4711", "4,711", "4723", "4,723"] {
            assert!(!north.text.contains(secret), "{path} tells of {secret}");
        }
    }
    let names: BTreeSet<&String> = tags.iter().map(|(tag, _)| tag).collect();
    assert_eq!(names.len(), tags.len());
}

#[test]
fn a_total_is_that_of_a_filter_and_a_record_list_has_no_other_records() {
    let project = project();
    let two = Two::of(&project);
    let value = |answer: &Answer| serde_json::from_str::<Value>(&answer.text).unwrap()[0]["value"].clone();
    let [all, north] = two.get("/api/v1/kpis/SOLD?period=2024");
    let [filtered, _] = two.get("/api/v1/kpis/SOLD?period=2024&shop=north");
    assert_eq!((value(&all), value(&north), value(&filtered)), (4723.into(), 12.into(), 12.into()));
    let [all, north] = two.get("/kpis/SOLD/records?period=2024");
    let listed = |answer: &Answer, shop: &str| answer.text.matches(shop).count();
    assert_eq!((listed(&all, "First Shop"), listed(&north, "First Shop")), (2, 2));
    assert_eq!((listed(&all, "Secret Shop"), listed(&north, "Secret Shop")), (1, 0));
    let tells = |answer: &Answer| ["4,711", "4711"].iter().any(|secret| answer.text.contains(secret));
    assert!(tells(&all) && !tells(&north));
}

#[test]
fn what_ignores_the_dimension_gives_no_value_and_what_lacks_it_is_not_there() {
    let project = project();
    let two = Two::of(&project);
    let figure = |answer: &Answer| serde_json::from_str::<Value>(&answer.text).unwrap()[0].clone();
    let [all, north] = two.get("/api/v1/kpis/SHARE?period=2024&shop=north");
    assert!(figure(&all)["value"].is_number());
    let north = figure(&north);
    assert_eq!(
        (&north["value"], &north["state"], &north["parts"]["whole"]),
        (&Value::Null, &"no_value".into(), &Value::Null)
    );
    // Of what may not be seen, the same is said as of what does not exist.
    let [_, hidden] = two.get("/api/v1/kpis/COST?period=2024");
    let [_, nothing] = two.get("/api/v1/kpis/COAT?period=2024");
    assert_eq!(hidden.status, 404);
    assert_eq!(hidden.text.replace("COST", "COAT"), nothing.text);
    let [all, north] = two.get("/kpis");
    assert!(all.text.contains("COST") && !north.text.contains("COST"));
}

#[test]
fn lists_and_suggestions_know_only_what_is_seen() {
    let project = project();
    let two = Two::of(&project);
    let [all, north] = two.get("/dashboards/all?period=2024");
    assert!(all.text.contains("Secret Shop") && !north.text.contains("Secret Shop"));
    assert!(north.text.contains("First Shop"));
    // A slip beside a hidden name, and the hidden name itself: the same words.
    let [_, slip] = two.get("/api/v1/kpis/SOLD?period=2024&shop=s2");
    let [_, hidden] = two.get("/api/v1/kpis/SOLD?period=2024&shop=s1");
    assert_eq!((slip.status, hidden.status), (400, 400));
    assert_eq!(slip.text.replace("s2", "s1"), hidden.text);
    assert!(!slip.text.contains("south"), "{}", slip.text);
}

#[test]
fn a_query_reads_the_rows_that_are_seen_and_is_refused_in_its_place_where_nobody_knows_whose_they_are() {
    let project = project();
    // No column says whose a shop is, and nothing says that they are everybody's.
    project.file(
        "queries/reports/names.sql",
        "/*\ntitle = \"Names\"\n*/\nSELECT code, name FROM shops ORDER BY code\n",
    );
    project.change(
        "dashboards/all.toml",
        "[[panel]]\nquery = \"largest\"\nshow = \"table\"\n",
        "[[panel]]\nquery = \"largest\"\nshow = \"table\"\n[[panel]]\nquery = \"names\"\nshow = \"table\"\n",
    );
    let two = Two::of(&project);
    let answers = two.get("/api/v1/dashboards/all?period=2024");
    let panels = answers.map(|answer| {
        let all: Value = serde_json::from_str(&answer.text).unwrap();
        [2, 3].map(|place| all["panels"][place].clone())
    });
    let [[largest, names], [of_north, no_names]] = panels;
    assert_eq!(
        [&largest, &names, &of_north, &no_names].map(|panel| panel["show"].as_str().unwrap()),
        ["rows", "rows", "rows", "broken"]
    );
    let count = |panel: &Value| panel["rows"].as_array().unwrap().len();
    assert_eq!((count(&largest), count(&of_north)), (3, 2));
    assert!(largest.to_string().contains("4711") && !of_north.to_string().contains("4711"));
    // For good: such a page is made once and kept, and says that it is no failure.
    let [_, page] = two.get("/dashboards/all?period=2024");
    assert!(page.tag.is_some() && page.text.contains("records outside what may be seen"), "{}", page.text);
}
