//! What a role does not grant is not there: no page, list, file, column or link of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use minhbach::workspace::{Dataset, Sight};
use tower::ServiceExt;

use super::support::TestProject;

/// Visits of people to wards, and what was paid; a role for each level of detail.
pub(super) fn project() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/tables/visits.toml",
            "title = \"Visits\"\nkey = [\"visit\"]\n\
             [columns.visit]\ntype = \"text\"\nsensitivity = \"internal\"\n\
             [columns.on_day]\ntype = \"date\"\nsensitivity = \"public\"\n\
             [columns.ward]\ntype = \"text\"\ntitle = \"Ward\"\nsensitivity = \"public\"\n\
             [columns.person]\ntype = \"text\"\ntitle = \"Person\"\nsensitivity = \"personal\"\n",
        )
        .table(
            "visits",
            "visit* | on_day:date | ward | person\na | 2024-01-03 | w1 | Hoa\nb | 2024-01-04 | w2 | Lan",
        )
        .file(
            "queries/dimensions.toml",
            "[ward]\ntitle = \"Ward\"\nvalues = { w1 = \"First Ward\", w2 = \"Second Ward\" }\n",
        );
    project.kpi(
        "SEEN",
        "key = \"visit\"\nvalue = { visits = \"sum\" }",
        "SELECT v.on_day AS day, 1 AS visits, v.ward AS ward, v.visit AS visit, v.person AS person FROM visits AS v",
    );
    project.kpi(
        "HIDDEN",
        "key = \"visit\"\nvalue = { visits = \"sum\" }",
        "SELECT v.on_day AS day, 4711 AS visits, v.ward AS ward, v.visit AS visit FROM visits AS v",
    );
    project.file(
        "queries/reports/people.sql",
        "/*\ntitle = \"People\"\n*/\nSELECT v.visit AS visit, v.person AS person FROM visits AS v ORDER BY v.visit\n",
    );
    project.change("minhbach.toml", "[data]", "dashboards = [\"all\", \"secret\"]\n[data]");
    project.file(
        "dashboards/all.toml",
        "title = \"All\"\nperiod = \"year\"\nfilters = [\"ward\"]\n\
         [[panel]]\nkpi = \"SEEN\"\nshow = \"tile\"\n[[panel]]\nid = \"bars\"\nkpi = \"SEEN\"\nshow = \"bars\"\nby = \"ward\"\n\
         [[panel]]\nkpi = \"HIDDEN\"\nshow = \"tile\"\n[[panel]]\nquery = \"people\"\nshow = \"table\"\n",
    );
    project.file(
        "dashboards/secret.toml",
        "title = \"Secret Page\"\nperiod = \"year\"\n[[panel]]\nkpi = \"HIDDEN\"\nshow = \"tile\"\n",
    );
    let role = |name: &str, more: &str| {
        format!(
            "[roles.{name}]\ntitle = \"R\"\ndashboards = [\"*\"]\nkpis = [\"*\"]\ndeny = {{ dashboards = [\"secret\"], kpis = [\"HID*\"] }}\n{more}"
        )
    };
    let roles = [
        role("totals", "pages = [\"plan\"]\nformats = [\"csv\"]\n"),
        role("masked", "detail = \"masked\"\npages = [\"*\"]\nformats = [\"csv\", \"json\"]\n"),
        role("full", "detail = \"full\"\nformats = [\"*\"]\n"),
        role("own", "detail = \"full\"\nformats = [\"*\"]\nrows = { ward = \"own\" }\n"),
        "[roles.inspector]\ntitle = \"I\"\npages = [\"audit\"]\n".to_owned(),
    ];
    let purposes = "[purposes]\ncase = \"To look into a case\"\n";
    project.file("access.toml", &format!("{purposes}{}", roles.join("\n")));
    project
}

struct Answer {
    status: u16,
    text: String,
}

struct House {
    app: App,
    dataset: Arc<Dataset>,
}

impl House {
    fn of(project: &TestProject) -> Self {
        let dataset = Arc::new(project.try_dataset(Some("2024-12-31")).unwrap());
        Self { app: App::new(Arc::clone(&dataset)), dataset }
    }

    fn get(&self, role: &str, path: &str) -> Answer {
        let access = self.dataset.workspace().access.as_ref().unwrap();
        let own = BTreeMap::from([("ward".to_owned(), "w1".to_owned())]);
        let sight = Sight::of(Arc::new(access.roles[role].clone()), &own).unwrap();
        let app = self.app.seen_through(sight);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = router(app).oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            Answer { status, text: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    fn status(&self, role: &str, path: &str) -> u16 {
        self.get(role, path).status
    }
}

/// Every route of which a rule of the gate speaks, as an address of this workspace.
fn addresses() -> Vec<String> {
    let rules = include_str!("../../src/web/gate.rs").split_once("const RULES").unwrap().1;
    let rules = rules.split_once("];").unwrap().0;
    let route = |line: &str| Some(line.trim().strip_prefix("(\"")?.split_once('"')?.0.to_owned());
    let of = |route: String| {
        let file = if route.starts_with("/charts") { "bars.svg" } else { "bars.csv" };
        let file = if route.starts_with("/kpis") { "records.csv" } else { file };
        let file = if route == "/dashboards/{id}/{file}" { "export.csv" } else { file };
        let names = [("{id}", "all"), ("{dashboard}", "all"), ("{code}", "SEEN"), ("{format}", "csv")];
        let more = [("{file}", file), ("{table}", "visits"), ("{key}", "a")];
        names.into_iter().chain(more).fold(route, |route, (name, own)| route.replace(name, own))
    };
    rules.lines().filter_map(route).map(of).collect()
}

#[test]
fn whose_role_grants_one_page_finds_no_other() {
    let house = House::of(&project());
    let all = addresses();
    assert!(all.len() > 30, "{all:?}");
    let open: Vec<String> = all
        .into_iter()
        .filter(|path| {
            let answer = house.get("inspector", &format!("{path}?period=2024"));
            assert!(answer.status != 500 && !answer.text.contains("First Ward"), "{path}: {}", answer.text);
            answer.status != 404
        })
        .collect();
    // The way to a catalogue of nothing, that, and what lives beside the pages. Its own is there where people sign in.
    assert_eq!(open, ["/", "/kpis", "/healthz", "/readyz"]);
}

#[test]
fn no_number_leads_to_a_list_narrowed_by_what_is_not_seen() {
    let project = project();
    project.kpi(
        "WHO",
        "key = \"visit\"\nvalue = { persons = { over = \"sum\", as = \"distinct\" }, visits = \"sum\" }",
        "SELECT v.on_day AS day, v.person AS persons, 1 AS visits, v.visit AS visit FROM visits AS v",
    );
    let house = House::of(&project);
    for (role, is_seen) in [("full", true), ("masked", false)] {
        let html = house.get(role, "/kpis/WHO?period=2024").text;
        assert_eq!(html.contains("counted_in=persons"), is_seen, "{role}: {html}");
        assert!(html.contains("/kpis/WHO/records?period=2024"), "{role}");
    }
}

#[test]
fn what_is_denied_is_told_of_as_what_does_not_exist() {
    let project = project();
    let house = House::of(&project);
    for (denied, absent) in [
        ("/kpis/HIDDEN?period=2024", "/kpis/HIDDAN?period=2024"),
        ("/dashboards/secret", "/dashboards/secrat"),
        ("/api/v1/kpis/HIDDEN", "/api/v1/kpis/HIDDAN"),
        ("/problems", "/problams"),
        ("/data", "/dato"),
        ("/exports", "/exparts"),
    ] {
        let [denied_, absent_] = [denied, absent].map(|path| house.get("full", path));
        assert_eq!((denied_.status, absent_.status), (404, 404), "{denied}");
        let name = |path: &str| path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!(denied_.text.replace(&name(denied), &name(absent)), absent_.text, "{denied}");
    }
    for path in [
        "/",
        "/dashboards/all?period=2024",
        "/kpis",
        "/kpis/SEEN?period=2024",
        "/api/v1/kpis?period=2024",
        "/api/v1/openapi.json",
    ] {
        let answer = house.get("full", path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        for secret in ["Secret Page", "/dashboards/secret", "4711", "4,711", "9,422", "9422"] {
            assert!(!answer.text.contains(secret), "{path} tells of {secret}");
        }
        assert!(!answer.text.contains("href=\"/problems"), "{path}");
        assert!(!answer.text.contains("href=\"/exports"), "{path}");
    }
}

#[test]
fn who_sees_totals_has_no_record_and_no_way_to_one() {
    let project = project();
    let house = House::of(&project);
    for path in [
        "/kpis/SEEN/records?period=2024",
        "/kpis/SEEN/records.csv?period=2024",
        "/kpis/SEEN/proof.zip?period=2024",
        "/data/tables/visits/a",
        "/exports/pack.zip?period=2024",
    ] {
        assert_eq!(house.status("totals", path), 404, "{path}");
    }
    for path in ["/", "/kpis/SEEN?period=2024", "/dashboards/all?period=2024"] {
        let answer = house.get("totals", path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        for way in ["/records", "/data/tables", "Hoa", "Lan"] {
            assert!(!answer.text.contains(way), "{path} has {way}");
        }
    }
    // The same house lists records to another.
    assert!(house.get("full", "/kpis/SEEN/records?period=2024").text.contains("Hoa"));
}

#[test]
fn who_sees_masked_records_sees_finds_and_sorts_by_nobody() {
    let project = project();
    let house = House::of(&project);
    for path in [
        "/kpis/SEEN?period=2024",
        "/kpis/SEEN/records?period=2024",
        "/kpis/SEEN/records.csv?period=2024",
        "/kpis/SEEN/records.json?period=2024",
        "/dashboards/all?period=2024",
        "/dashboards/all/export.csv?period=2024",
        "/dashboards/all/export.json?period=2024",
        "/data/tables/visits/a",
    ] {
        let answer = house.get("masked", path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        for name in ["Hoa", "Lan"] {
            assert!(!answer.text.contains(name), "{path} names {name}");
        }
    }
    let found = |role: &str, path: &str| house.get(role, path).text.matches("First Ward").count();
    let search = "/kpis/SEEN/records?period=2024&q=hoa";
    assert!(found("full", search) > found("masked", search), "a search finds what is not shown");
    let sort = "/kpis/SEEN/records?period=2024&sort=person";
    assert_eq!((house.status("full", sort), house.status("masked", sort)), (200, 400));
}

#[test]
fn figures_leave_in_the_formats_that_are_granted() {
    let project = project();
    let house = House::of(&project);
    for (role, path, status) in [
        ("totals", "/dashboards/all/export.csv?period=2024", 200),
        ("totals", "/dashboards/all/export.json?period=2024", 404),
        ("totals", "/kpis/SEEN/export.xlsx?period=2024", 404),
        ("totals", "/api/v1/kpis/SEEN?period=2024", 404),
        ("masked", "/api/v1/kpis/SEEN?period=2024", 200),
        ("totals", "/kpis/SEEN/course.svg?period=2024", 200),
        // However it is written.
        ("totals", "/dashboards/all/export.xls%78?period=2024", 404),
        ("totals", "/kpis/SEEN/expor%74.json?period=2024", 404),
        ("totals", "/kpis/SEEN/recor%64s.csv?period=2024", 404),
        ("full", "/dashboards/all/export.xls%78?period=2024", 200),
        ("totals", "/plan/export.csv", 200),
        ("masked", "/owed/export.csv", 200),
        ("totals", "/owed/export.csv", 404),
    ] {
        assert_eq!(house.status(role, path), status, "{role}: {path}");
    }
    let offered = house.get("totals", "/dashboards/all?period=2024").text;
    assert!(offered.contains("export.csv") && !offered.contains("export.xlsx"));
}

#[test]
fn a_role_over_own_rows_sees_the_figure_of_its_member_and_no_whole_file() {
    let project = project();
    let house = House::of(&project);
    let value = |role: &str, path: &str| {
        let answer = house.get(role, path);
        let rows: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        rows[0]["value"].clone()
    };
    assert_eq!(
        value("own", "/api/v1/kpis/SEEN?period=2024"),
        value("full", "/api/v1/kpis/SEEN?period=2024&ward=w1")
    );
    let list = house.get("own", "/kpis/SEEN/records?period=2024").text;
    assert!(list.contains("Hoa") && !list.contains("Lan"));
    for path in ["/kpis/SEEN/proof.zip?period=2024", "/data/tables/visits/a", "/metrics"] {
        assert_eq!(house.status("own", path), 404, "{path}");
    }
}

#[test]
fn to_who_may_not_see_all_an_answer_is_known_by_what_it_says() {
    let world = |rows: &str| {
        let project = project();
        project.table("visits", &format!("visit* | on_day:date | ward | person\n{rows}"));
        let house = House::of(&project);
        (project, house)
    };
    let (_one, real) = world("a | 2024-01-03 | w1 | Hoa\nb | 2024-01-04 | w2 | Lan");
    // Others' rows and people's names, and besides a row that all of them see.
    let (_other, hidden) = world("a | 2024-01-03 | w1 | Hoa\nb | 2024-01-04 | w2 | Mai");
    let (_third, seen) =
        world("a | 2024-01-03 | w1 | Hoa\nb | 2024-01-04 | w2 | Lan\nc | 2024-02-04 | w1 | An");
    let column = |house: &House, role: &str, path: &str| -> BTreeSet<String> {
        let text = house.get(role, path).text;
        let hashes = text.split(|letter: char| !letter.is_ascii_hexdigit()).filter(|word| word.len() == 64);
        hashes.map(str::to_owned).collect()
    };
    for (role, path) in [
        ("totals", "/kpis/SEEN/export.csv?period=2024"),
        ("masked", "/kpis/SEEN/export.csv?period=2024"),
        ("masked", "/dashboards/all/export.json?period=2024"),
        ("masked", "/kpis/SEEN/records.json?period=2024"),
        ("masked", "/api/v1/kpis/SEEN?period=2024"),
        ("masked", "/api/v1/dashboards/all?period=2024"),
        ("own", "/kpis/SEEN/export.csv?period=2024"),
        ("own", "/kpis/SEEN/records.json?period=2024"),
        ("own", "/api/v1/kpis/SEEN?period=2024"),
        ("own", "/api/v1/dashboards/all?period=2024"),
    ] {
        let known = column(&real, role, path);
        assert_eq!(known.len(), 1, "{role} {path}: {known:?}");
        assert_eq!(column(&hidden, role, path), known, "{role} {path}");
        assert_ne!(column(&seen, role, path), known, "{role} {path}");
    }
    let own = ["/", "/dashboards/all?period=2024", "/kpis/SEEN?period=2024", "/data", "/problems"];
    for (role, path) in ["totals", "masked", "own"].into_iter().flat_map(|role| own.map(|path| (role, path)))
    {
        let text = real.get(role, path).text;
        for secret in [&real.dataset.snapshot_id()[..8], "visits.parquet"] {
            assert!(!text.contains(secret), "{role} {path} tells of {secret}");
        }
    }
    assert!(real.get("full", "/").text.contains(&real.dataset.snapshot_id()[..8]));
}

#[test]
fn the_page_of_problems_names_data_files_to_who_sees_all_only() {
    let project = project();
    std::fs::write(project.root().join("data/strange.parquet"), "no Parquet").unwrap();
    let file = std::fs::read_to_string(project.root().join("access.toml")).unwrap();
    project.file(
        "access.toml",
        &format!("{file}\n[roles.whole]\ntitle = \"R\"\nkpis = [\"*\"]\npages = [\"problems\"]\ndetail = \"full\"\n"),
    );
    let house = House::of(&project);
    let told = |role: &str| {
        let answer = house.get(role, "/problems");
        (answer.status, answer.text.contains("strange.parquet"))
    };
    assert_eq!(told("whole"), (200, true));
    assert_eq!(told("masked"), (200, false));
    assert!(
        !house.get("masked", "/problems").text.contains("every data file can"),
        "nothing is said of them"
    );
}

#[test]
fn a_pack_leaves_for_who_sees_everything_only() {
    let project = project();
    let file = std::fs::read_to_string(project.root().join("access.toml")).unwrap();
    project.file(
        "access.toml",
        &format!("{file}\n[roles.whole]\ntitle = \"R\"\ndashboards = [\"*\"]\nkpis = [\"*\"]\npages = [\"*\"]\nformats = [\"*\"]\ndetail = \"full\"\n"),
    );
    let house = House::of(&project);
    // All rows and every format, and one KPI less.
    for (role, status) in [("full", 404), ("masked", 404), ("whole", 200)] {
        assert_eq!(house.status(role, "/exports/pack.zip?period=2024"), status, "{role}");
    }
    assert!(house.get("whole", "/exports").text.contains("pack.zip"));
    assert!(!house.get("masked", "/exports").text.contains("pack.zip"));
}

#[test]
fn what_may_not_be_seen_of_a_record_is_told_by_no_sum_and_no_way_of_counting() {
    let project = project();
    project.change(
        "queries/tables/visits.toml",
        "[columns.person]",
        "[columns.paid]\ntype = \"integer\"\nsensitivity = \"sensitive\"\n[columns.person]",
    );
    project.table("visits", "visit* | on_day:date | ward | paid:integer | person\na | 2024-01-03 | w1 | 317 | Hoa\nb | 2024-01-04 | w2 | 5 | Lan");
    project.kpi(
        "PAID",
        "key = \"visit\"\nvalue = { paid = \"sum\", visits = \"sum\" }",
        "SELECT v.on_day AS day, v.paid AS paid, 1 AS visits, v.ward AS ward, v.visit AS visit FROM visits AS v",
    );
    let house = House::of(&project);
    let one = "/kpis/PAID/records?period=2024&q=w1";
    assert!(house.get("full", one).text.contains("317"));
    let masked = house.get("masked", one);
    assert!(masked.status == 200 && !masked.text.contains("317"), "{}", masked.text);
    let narrowed = "/kpis/PAID/records?period=2024&counted_in=paid";
    assert_eq!((house.status("full", narrowed), house.status("masked", narrowed)), (200, 400));
}

#[test]
fn a_record_is_opened_of_tables_that_a_granted_kpi_reads_and_by_no_personal_key() {
    let project = project();
    project
        .file(
            "queries/tables/people.toml",
            "title = \"People\"\nkey = [\"person\"]\n[columns.person]\ntype = \"text\"\nsensitivity = \"personal\"\n",
        )
        .table("people", "person*\nHoa\nLan")
        .file("queries/tables/others.toml", "title = \"Others\"\nkey = [\"other\"]\n[columns.other]\ntype = \"text\"\nsensitivity = \"public\"\n")
        .table("others", "other*\no1");
    project.kpi(
        "PEOPLE",
        "key = \"person\"\nvalue = { people = \"sum\" }",
        "SELECT v.on_day AS day, 1 AS people, v.ward AS ward, p.person AS person FROM visits AS v JOIN people AS p ON p.person = v.person",
    );
    let house = House::of(&project);
    let status = |role: &str, path: &str| house.status(role, path);
    assert_eq!(
        (status("full", "/data/tables/people/Hoa"), status("masked", "/data/tables/people/Hoa")),
        (200, 404)
    );
    assert_eq!(
        (status("full", "/data/tables/visits/a"), status("full", "/data/tables/others/o1")),
        (200, 404)
    );
}

#[test]
fn the_first_page_is_the_first_that_is_granted() {
    let project = project();
    project.change(
        "minhbach.toml",
        "dashboards = [\"all\", \"secret\"]",
        "dashboards = [\"secret\", \"all\"]",
    );
    let house = House::of(&project);
    let first = house.get("full", "/?period=2024");
    assert!(
        first.status == 200 && first.text.contains("SEEN") && !first.text.contains("secret"),
        "{}",
        first.text
    );
}

#[test]
fn a_file_of_roles_that_cannot_be_used_grants_nothing() {
    let project = project();
    let path = project.root().join("access.toml");
    let access = || project.workspace().access.map(|access| access.roles.len());
    assert_eq!(access(), Some(5));
    std::fs::write(&path, b"[roles.full]\ntitle = \"\xff\"\n").unwrap();
    assert_eq!(access(), Some(0), "no text");
    std::fs::write(&path, "#".repeat((1 << 20) + 1)).unwrap();
    assert_eq!(access(), Some(0), "larger than any that a person writes");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(access(), None, "without the file nobody is asked");
}

#[test]
fn a_role_with_a_mistake_lets_nobody_see_anything() {
    let project = project();
    project.change("access.toml", "detail = \"masked\"", "detail = \"half\"");
    let workspace = project.workspace();
    let access = workspace.access.as_ref().unwrap();
    assert!(!access.roles.contains_key("masked") && access.roles.contains_key("full"));
    project.file("access.toml", "[roles.full\n");
    let workspace = project.workspace();
    assert!(workspace.access.as_ref().unwrap().roles.is_empty(), "a file that cannot be read grants nothing");
}
