//! Two worlds that differ in others' rows alone: who sees some rows only gets the same bytes in both, wherever a link leads.
//!
//! The definitions, the data date and the lists of members are the same. A third world differs in their own rows: there each
//! kind of address says something else, or an empty answer would pass.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use minhbach::workspace::Sight;
use tower::ServiceExt;

use super::support::TestProject;

/// A table of cases: by the body that opened each.
const CASES: &str = "case* | opened_on:date | closed_on:date | office | kind | person | fine:integer";

/// Of the reader's own body.
pub(super) const OWN: &str = "a1 | 2024-01-03 | 2024-01-10 | north | k1 | Hoa | 100
a2 | 2024-02-05 |            | north | k2 | Lan | 200
a3 | 2024-03-07 | 2024-04-01 | north | k1 | Hoa | 300";

/// Of another.
pub(super) const OTHERS: &str = "b1 | 2024-01-04 | 2024-01-20 | south | k1 | Mai  | 4711
b2 | 2024-02-06 |            | south | k3 | Hoa  | 4712
b3 | 2024-03-08 | 2024-03-09 | south | k1 | Nam  | 4713";

/// The same after somebody has changed, removed and added them, and made every mistake that a file can hold: a code that
/// is none, no day, a day before all others, the same row twice, a person of the reader's own cases.
const OTHERS_CHANGED: &str = "b1 | 2024-01-04 | 2024-02-20 | south | k2 | Hoa | 7
b3 | 2024-03-08 |            | south | k9 | Lan | 99999
b4 | 2024-02-06 | 2024-02-07 | south | k3 | Hoa |
b5 |            | 2024-02-07 | south | k1 | Hoa | 5
b6 | 2021-01-01 |            | south | k1 |     | 6
b7 | 2024-05-05 | 2024-05-06 | south | k1 | Nam | 123
b7 | 2024-05-05 | 2024-05-06 | south | k1 | Nam | 124
b8 | 2024-05-05 |            | sooth | k1 | Nam | 124";

const OWN_CHANGED: &str = "a1 | 2024-01-03 | 2024-02-12 | north | k2 | Hoa  | 950
a2 | 2024-02-05 | 2024-03-05 | north | k2 | Bình | 20
a4 | 2024-03-07 |            | north | k1 | An   | 700
a5 | 2024-04-07 |            | north | k3 | Hà   | 70";

const REPORTS: &str =
    "id* | office | report | first_day:date | last_day:date | due_on:date | received_on:date";

pub(super) fn world(own: &str, others: &str, own_reports: &str, other_reports: &str) -> TestProject {
    let project = TestProject::new();
    let settings = "[reporting]\nbodies = \"office\"\nreports = \"form\"\nquery = \"duties\"\nkpis = [\"OPEN\"]\n[units.thing]";
    project.change("minhbach.toml", "[units.thing]", settings);
    project.change("minhbach.toml", "[data]", "dashboards = [\"all\"]\n[data]");
    project
        .table("offices", "code* | name\nnorth | North Office\nsouth | South Office\nwest | West Office")
        .file(
            "queries/tables/cases.toml",
            "title = \"Cases\"\nkey = [\"case\"]\n[columns.case]\ntype = \"text\"\n\
             [columns.opened_on]\ntype = \"date\"\noptional = true\n[columns.closed_on]\ntype = \"date\"\noptional = true\n\
             [columns.office]\ntype = \"text\"\n[columns.kind]\ntype = \"text\"\n\
             [columns.person]\ntype = \"text\"\nsensitivity = \"personal\"\noptional = true\n\
             [columns.fine]\ntype = \"integer\"\noptional = true\n",
        )
        .table("cases", &format!("{CASES}\n{own}\n{others}"))
        .table("owing", &format!("{REPORTS}\n{own_reports}\n{other_reports}"))
        .file(
            "queries/dimensions.toml",
            "[office]\ntitle = \"Office\"\ntable = \"offices\"\nkey = \"code\"\nlabel = \"name\"\n\
             [kind]\ntitle = \"Kind\"\nvalues = { k1 = \"First Kind\", k2 = \"Second Kind\", k3 = \"Third Kind\" }\n\
             [form]\ntitle = \"Report\"\nvalues = { monthly = \"Monthly report\" }\n",
        )
        .file(
            "queries/models/duties.sql",
            "SELECT d.office AS office, d.report AS report, d.first_day AS first_day, d.last_day AS last_day, \
             d.due_on AS due_on, d.received_on AS received_on, 'A law' AS basis FROM owing AS d",
        )
        .kpi(
            "FINES",
            "key = \"case\"\nvalue = { fine = \"sum\" }\nreports = [\"monthly\"]",
            "SELECT c.opened_on AS day, c.office, c.kind, c.fine, c.person, c.case AS case FROM cases AS c",
        )
        .kpi(
            "PEOPLE",
            "key = \"case\"\nvalue = { person = { over = \"sum\", as = \"distinct\" } }",
            "SELECT c.opened_on AS day, c.office, c.kind, c.person, c.case AS case FROM cases AS c",
        )
        .kpi(
            "LONG",
            "key = \"case\"\nvalue = { days = { over = \"sum\", as = \"median\" } }",
            "SELECT c.opened_on AS day, c.office, c.kind, c.closed_on - c.opened_on AS days, c.case AS case FROM cases AS c",
        )
        .kpi(
            "SHARE",
            "unit = \"percent\"\nkey = \"case\"\nnumerator = { closed = \"sum\" }\ndenominator = { opened = \"sum\" }",
            "SELECT c.opened_on AS day, c.office, c.kind, CASE WHEN c.closed_on IS NULL THEN 0 ELSE 1 END AS closed, \
             1 AS opened, c.case AS case FROM cases AS c",
        )
        .kpi(
            "OPEN",
            "key = \"case\"\nvalue = { open = \"sum\" }\nreports = [\"monthly\"]",
            "SELECT c.opened_on AS day, c.office, c.kind, 1 AS open, c.case AS case FROM cases AS c WHERE c.closed_on IS NULL",
        )
        // A part of all: one that ignores whose the rows are.
        .kpi(
            "OFALL",
            "unit = \"percent\"\nkey = \"case\"\nnumerator = { own = \"sum\" }\n\
             denominator = { whole = { over = \"sum\", ignores = [\"office\"] } }",
            "SELECT c.opened_on AS day, c.office, 1 AS own, 1 AS whole, c.case AS case FROM cases AS c",
        )
        // One of which nobody knows whose rows are in it.
        .kpi(
            "ALL",
            "key = \"case\"\nvalue = { fine = \"sum\" }",
            "SELECT c.opened_on AS day, c.kind, c.fine, c.case AS case FROM cases AS c",
        )
        .file(
            "queries/reports/owed_cases.sql",
            "/*\ntitle = \"Late cases\"\nowed = { body = \"office\", what = \"case\", since = \"opened_on\", id = \"case\", kpi = \"OPEN\" }\n*/\n\
             SELECT c.case AS case, c.office AS office, c.opened_on AS opened_on FROM cases AS c WHERE c.closed_on IS NULL\n\
             ORDER BY c.opened_on, c.case",
        )
        .file(
            "queries/checks/fined.sql",
            "/*\ntitle = \"Every case is fined\"\n*/\nSELECT c.case AS case FROM cases AS c WHERE c.fine IS NULL\n",
        )
        .file(
            "dashboards/all.toml",
            "title = \"All\"\nperiod = \"year\"\nfilters = [\"office\", \"kind\"]\nowed = [\"owed_cases\"]\nchecks = [\"fined\"]\n\
             [[panel]]\nkpi = \"FINES\"\nshow = \"tile\"\n[[panel]]\nkpi = \"PEOPLE\"\nshow = \"tile\"\n\
             [[panel]]\nkpi = \"LONG\"\nshow = \"tile\"\n[[panel]]\nkpi = \"SHARE\"\nshow = \"trend\"\nperiods = 12\n\
             [[panel]]\nid = \"kinds\"\nkpi = \"FINES\"\nshow = \"bars\"\nby = \"kind\"\n\
             [[panel]]\nid = \"offices\"\nkpi = \"FINES\"\nshow = \"bars\"\nby = \"office\"\n\
             [[panel]]\nkpi = \"PEOPLE\"\nshow = \"table\"\nby = \"office\"\n\
             [[panel]]\nkpi = \"OFALL\"\nshow = \"tile\"\n[[panel]]\nkpi = \"ALL\"\nshow = \"tile\"\n\
             [[panel]]\nquery = \"owed_cases\"\nshow = \"table\"\n[[panel]]\nshow = \"owed\"\n",
        )
        .file(
            "access.toml",
            "common = [\"offices\"]\n[roles.own]\ntitle = \"Own\"\ndashboards = [\"*\"]\nkpis = [\"*\"]\npages = [\"*\"]\n\
             formats = [\"*\"]\ndetail = \"full\"\nrows = { office = \"own\" }\n\
             [roles.masked]\ntitle = \"Masked\"\ndashboards = [\"*\"]\nkpis = [\"*\"]\npages = [\"*\"]\n\
             formats = [\"*\"]\ndetail = \"masked\"\n",
        );
    project
}

pub(super) const OWN_REPORTS: &str = "1 | north | monthly | 2024-01-01 | 2024-01-31 | 2024-02-02 | 2024-02-01
2 | north | monthly | 2024-02-01 | 2024-02-29 | 2024-03-02 |
3 | north | monthly | 2024-03-01 | 2024-03-31 | 2024-04-02 | 2024-04-20";
pub(super) const OTHER_REPORTS: &str = "4 | south | monthly | 2024-01-01 | 2024-01-31 | 2024-02-02 |
5 | south | monthly | 2024-02-01 | 2024-02-29 | 2024-03-02 | 2024-03-01";
const OTHER_REPORTS_CHANGED: &str = "4 | south | monthly | 2024-01-01 | 2024-01-31 | 2024-02-02 | 2024-05-30
6 | west | monthly | 2024-02-01 | 2024-02-29 | 2024-03-02 |";
const OWN_REPORTS_CHANGED: &str = "1 | north | monthly | 2024-01-01 | 2024-01-31 | 2024-02-02 |
2 | north | monthly | 2024-02-01 | 2024-02-29 | 2024-03-02 |
3 | north | monthly | 2024-03-01 | 2024-03-31 | 2024-04-02 | 2024-04-20";

/// All that an answer is made of, but the id of the request.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    bytes: Vec<u8>,
}

struct World {
    /// As the role sees it, and as who sees everything does.
    app: App,
    whole: App,
    runtime: tokio::runtime::Runtime,
    _project: TestProject,
}

impl World {
    fn new(project: TestProject) -> Self {
        let dataset = Arc::new(project.try_dataset(Some("2024-12-31")).unwrap());
        let role = dataset.workspace().access.as_ref().unwrap().roles["own"].clone();
        let own = BTreeMap::from([("office".to_owned(), "north".to_owned())]);
        let whole = App::new(dataset);
        let app = whole.seen_through(Sight::of(Arc::new(role), &own).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { app, whole, runtime, _project: project }
    }

    fn get(&self, path: &str) -> Answer {
        self.get_as(&self.app, path)
    }

    fn get_as(&self, app: &App, path: &str) -> Answer {
        self.runtime.block_on(async {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = router(app.clone()).oneshot(request).await.unwrap();
            let headers = response.headers().iter().filter(|(name, _)| *name != "x-request-id");
            let headers = headers.map(|(name, value)| (name.to_string(), format!("{value:?}"))).collect();
            let status = response.status().as_u16();
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, headers, bytes }
        })
    }
}

/// Addresses that no link leads to: mistakes, suggestions, others' members, sorts, places in lists.
const TYPED: &[&str] = &[
    "/kpis/ALL?period=2024",
    "/kpis/FINE",
    "/kpis/FINES?office=south",
    "/kpis/FINES?office=sooth",
    "/kpis/FINES?kind=k9",
    "/kpis/FINES?person=Mai",
    "/kpis/FINES/records?period=2024&sort=-fine",
    "/kpis/FINES/records?period=2024&sort=person&offset=1&limit=1",
    "/kpis/FINES/records?period=2024&offset=5",
    "/kpis/FINES/records?period=2024&find=Mai",
    "/kpis/FINES/records.csv?period=2024",
    "/kpis/FINES/records.xlsx?period=2024",
    "/kpis/FINES/records.parquet?period=2024",
    "/kpis/FINES/proof.zip?period=2024",
    "/kpis/OFALL?period=2024",
    "/kpis?q=south",
    "/kpis/export.csv?period=2024",
    "/dashboards/all?period=2021",
    "/dashboards/all?period=2024&kind=k9",
    "/dashboards/all?period=2024&office=south",
    "/dashboards/all/export.xlsx?period=2024",
    "/dashboards/all/export.json?period=2024",
    "/dashboards/all/export.pdf?period=2024",
    "/dashboards/all/panels/3.csv?period=2024",
    "/dashboards/all/panels/99.csv?period=2024",
    "/charts/all/offices.svg?period=2024",
    "/charts/all/kinds.png?period=2024",
    "/data/tables/cases/a1",
    "/data/tables/cases/b1",
    "/data/reports?period=2024",
    "/owed?list=owed_cases",
    "/owed/export.csv",
    "/data/export.csv?period=2024",
    "/exports",
    "/exports/pack.zip?period=2024",
    "/metrics",
    "/audit",
    "/api/v1/kpis?period=2024",
    "/api/v1/kpis/FINES?period=2024&by=kind",
    "/api/v1/kpis/FINES?period=2024&by=office",
    "/api/v1/kpis/SHARE?period=2024&trend=12",
    "/api/v1/kpis/PEOPLE?period=2024&kind=none",
    "/api/v1/dashboards/all?period=2024",
    "/api/v1/owed",
    "/api/v1/openapi.json",
];

/// More pages than the workspace has ways to ask for.
const MOST: usize = 260;

fn links(answer: &Answer) -> Vec<String> {
    let text = String::from_utf8_lossy(&answer.bytes);
    let mut found = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        for rest in text.split(attribute).skip(1) {
            let link = rest.split('"').next().unwrap().replace("&amp;", "&");
            let link = link.split('#').next().unwrap().to_owned();
            if link.starts_with('/') && !link.starts_with("/assets/") && !link.starts_with("/account") {
                found.push(link);
            }
        }
    }
    found
}

/// Addresses alike but for what stands behind `?`, and the number of a panel.
fn kind_of(path: &str) -> String {
    path.split('?').next().unwrap().to_owned()
}

#[test]
fn what_others_rows_are_changes_no_byte_and_what_ones_own_are_does() {
    let as_it_is = World::new(world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS));
    let others = World::new(world(OWN, OTHERS_CHANGED, OWN_REPORTS, OTHER_REPORTS_CHANGED));
    let own = World::new(world(OWN_CHANGED, OTHERS, OWN_REPORTS_CHANGED, OTHER_REPORTS));
    let mut waiting: VecDeque<String> = ["/"].iter().chain(TYPED).map(|path| (*path).to_owned()).collect();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let (mut different, mut changed, mut all) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    while let Some(path) = waiting.pop_front() {
        let answer = as_it_is.get(&path);
        let other = others.get(&path);
        if answer != other {
            different.push(told(&path, &answer, &other));
        }
        if answer.status == 200 {
            all.insert(kind_of(&path));
            if own.get(&path).bytes != answer.bytes {
                changed.insert(kind_of(&path));
            }
        }
        for link in links(&answer) {
            if seen.len() < MOST && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    // What one does not see is really another there.
    for path in
        ["/", "/kpis/FINES?period=2024", "/kpis/FINES/records?period=2024", "/owed", "/data?period=2024"]
    {
        let [one, other] = [&as_it_is, &others].map(|world| world.get_as(&world.whole, path));
        assert!(one.status == 200 && one.bytes != other.bytes, "{path}");
    }
    assert!(seen.len() > 200, "only {} addresses", seen.len());
    assert!(different.is_empty(), "{} of {}:\n{}", different.len(), seen.len(), different.join("\n"));
    let is_same = |kind: &str| {
        // The course of a single year is one point, whatever its height.
        let of_one_point = ["/charts/all/1.png", "/charts/all/2.png", "/charts/all/3.png"].contains(&kind);
        // The newest period, of which there are no cases.
        let of_now = kind.starts_with("/kpis/export.");
        let without_value = ["/plan/", "/kpis/OFALL/", "/dashboards/all/panels/8.", "/charts/all/8."];
        SAME.contains(&kind)
            || of_one_point
            || of_now
            || without_value.iter().any(|own| kind.starts_with(own))
    };
    let same = all.iter().filter(|kind| !changed.contains(*kind) && !is_same(kind));
    let same: Vec<&String> = same.collect();
    assert!(same.is_empty(), "these say the same whatever one's own rows are: {same:?}");
}

/// In which file a row that failed stands, and how many stand before it, tells of others.
#[test]
fn a_row_that_failed_is_told_without_its_file_to_who_does_not_see_all_of_it() {
    let own = format!("{OWN}\na9 | 2024-03-09 | 2024-04-01 | north | k9 | Hoa | 1");
    let project = world(&own, OTHERS, OWN_REPORTS, OTHER_REPORTS);
    let contract = "queries/tables/cases.toml";
    project.change(contract, "key = [", "organization = \"office\"\nkey = [");
    let kind = "[columns.kind]\ntype = \"text\"";
    project.change(contract, kind, &format!("{kind}\nvalues = [\"k1\", \"k2\", \"k3\"]"));
    let world = World::new(project);
    for path in ["/data?period=2024", "/data/export.json?period=2024"] {
        let [some, all] = [&world.app, &world.whole].map(|app| {
            let answer = world.get_as(app, path);
            assert_eq!(answer.status, 200, "{path}");
            String::from_utf8(answer.bytes).unwrap()
        });
        assert!(some.contains("k9") && all.contains("k9"), "{path}: {some}");
        assert!(all.contains("cases.parquet") && !some.contains("cases.parquet"), "{path}: {some}");
    }
}

/// What holds no figure of one's own: definitions, lists of members, forms; and the share in all (OFALL, the eighth panel),
/// which has no value for who does not see all.
const SAME: &[&str] = &["/plan", "/problems", "/exports", "/api/v1/openapi.json", "/kpis/OFALL"];

/// Where two answers part.
fn told(path: &str, one: &Answer, other: &Answer) -> String {
    if (one.status, &one.headers) != (other.status, &other.headers) && one.bytes == other.bytes {
        return format!(
            "{path}: {} {:?} against {} {:?}",
            one.status, one.headers, other.status, other.headers
        );
    }
    let at = one.bytes.iter().zip(&other.bytes).position(|(a, b)| a != b).unwrap_or(0);
    let near = |answer: &Answer| {
        let from = at.saturating_sub(60);
        String::from_utf8_lossy(&answer.bytes[from..answer.bytes.len().min(at + 120)]).into_owned()
    };
    format!("{path}: {} against {}\n    {}\n    {}", one.status, other.status, near(one), near(other))
}
