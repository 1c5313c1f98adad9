//! What a dashboard's file asks for, from the file to the page, the API and the chart to embed.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use minhbach::page as pages;
use minhbach::report::{self, Ask, Cut, PanelView};
use minhbach::web::{App, router};
use tower::ServiceExt;

use crate::support::TestProject;

/// Things of two kinds in three places: 6 in all, and as many once more after the places have merged.
pub(super) fn toy(panels: &str) -> TestProject {
    let project = TestProject::new();
    project
        .change(
            "minhbach.toml",
            "[data]",
            "dashboards = [\"things\"]\n\
             breaks = [{ on = 2025-07-01, label = \"Places merged\", comparable = false }]\n[data]",
        )
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\nvalues = { a = \"Alpha\", b = \"Beta\", c = \"Gamma\" }\n\
             [kind]\ntitle = \"Kind\"\nvalues = { x = \"Excellent\", y = \"Yielding\" }\n",
        )
        .table(
            "things",
            "thing* | on_day:date | place | kind | planned:integer
             t1     | 2024-02-01  | a     | x    | 1
             t2     | 2024-02-02  | a     | x    | 1
             t3     | 2024-05-03  | a     | y    | 1
             t4     | 2024-05-04  | b     | y    | 1
             t5     | 2024-05-05  | b     | y    | 1
             t6     | 2024-05-06  | c     | x    | 4
             t7     | 2025-08-01  | c     | x    | 1",
        )
        .kpi(
            "N",
            "key = \"thing\"\nvalue = { things = \"sum\" }",
            "SELECT t.on_day AS day, 1 AS things, t.place AS place, t.kind AS kind, t.thing AS thing FROM things AS t",
        )
        .kpi(
            "R",
            "unit = \"percent\"\nkey = \"thing\"\nnumerator = { done = \"year_to_date\" }\n\
             denominator = { planned = \"year_to_date\" }\nunits = { done = \"thing\", planned = \"thing\" }\n\
             pace = \"year\"",
            "SELECT t.on_day AS day, 1 AS done, t.planned AS planned, t.place AS place, t.thing AS thing FROM things AS t",
        )
        .file("dashboards/things.toml", &format!("title = \"Things\"\n{panels}"));
    project
}

/// A workspace that is served, as of a day.
pub(super) struct Shown(App, #[expect(dead_code, reason = "its folder goes away with it")] TestProject);

pub(super) fn served(project: TestProject, as_of: &str) -> Shown {
    Shown(App::new(Arc::new(project.try_dataset(Some(as_of)).unwrap())), project)
}

/// Status, media type and text of an answer.
fn get(data: &Shown, path: &str) -> (u16, String, String) {
    let app = data.0.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router(app).oneshot(request).await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, kind, String::from_utf8(bytes.to_vec()).unwrap())
    })
}

pub(super) fn page(data: &Shown, path: &str) -> String {
    let (status, _, text) = get(data, path);
    assert_eq!(status, 200, "{path}: {text}");
    text
}

const STACKED: &str =
    "[[panel]]\nkpi = \"N\"\nshow = \"bars\"\nby = \"place\"\ngroup = \"kind\"\narrange = \"stacked\"\n";

#[test]
fn a_second_dimension_divides_each_bar_and_stands_in_the_table() {
    let data = served(toy(STACKED), "2024-12-31");
    let html = page(&data, "/?period=2024");
    // Alpha has two of one kind and one of the other.
    assert!(html.contains("Alpha: 3 things\nExcellent: 2 things\nYielding: 1 things"), "{html}");
    let (table, _) = html.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap();
    let text = |row: &str| {
        let plain = |cell: &str| -> String {
            cell.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
        };
        row.split("</t").map(plain).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<String> = table.split("</tr>").map(text).filter(|row| !row.is_empty()).collect();
    assert_eq!(rows, ["Total 3 3 6", "Alpha 2 1 3", "Beta 0 2 2", "Gamma 1 0 1"]);
    let answer: serde_json::Value =
        serde_json::from_str(&page(&data, "/api/v1/dashboards/things?period=2024")).unwrap();
    let group = &answer["panels"][0]["group"];
    assert_eq!(group["labels"], serde_json::json!(["Excellent", "Yielding"]));
    assert_eq!(group["cells"][0][0]["value"], 2);
    assert_eq!(group["adds"], true);
}

#[test]
fn parts_that_do_not_add_up_are_drawn_beside_each_other_and_the_panel_says_so() {
    let project = toy(STACKED);
    project.change(
        "queries/kpis/N.sql",
        "value = { things = \"sum\" }",
        "value = { things = { over = \"sum\", as = \"median\" } }",
    );
    let html = page(&served(project, "2024-12-31"), "/?period=2024");
    assert!(html.contains("drawn beside each other and not stacked"), "{html}");
}

#[test]
fn a_chart_is_embedded_by_its_panel_s_name_or_number_and_a_table_is_none() {
    let panels = format!(
        "{}[[panel]]\nkpi = \"N\"\nshow = \"table\"\nby = \"place\"\n",
        STACKED.replace("kpi", "id = \"by-place\"\nkpi")
    );
    let data = served(toy(&panels), "2024-12-31");
    for address in ["/charts/things/by-place.svg?period=2024", "/charts/things/1.svg?period=2024"] {
        let (status, kind, text) = get(&data, address);
        assert_eq!((status, kind.as_str()), (200, "image/svg+xml"), "{address}");
        let svg = roxmltree::Document::parse(&text).unwrap();
        assert!(
            svg.descendants().any(|node| node.text().is_some_and(|text| text.contains("Alpha"))),
            "{text}"
        );
        let again = served(toy(&panels), "2024-12-31");
        assert_eq!(text, get(&again, address).2, "the same bytes for the same question");
    }
    for (address, status) in [
        ("/charts/things/2.svg", 404),
        ("/charts/things/3.svg", 404),
        ("/charts/things/1.gif", 404),
        ("/charts/nothing/1.svg", 404),
        ("/charts/things/1.svg?period=never", 400),
    ] {
        assert_eq!(get(&data, address).0, status, "{address}");
    }
}

#[test]
fn a_period_that_reaches_across_a_break_leads_to_either_side_of_it() {
    let data = served(toy("[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n"), "2025-12-31");
    let html = page(&data, "/?period=2025");
    // Told once, by the brief.
    assert_eq!(html.matches("places merged").count(), 1, "{html}");
    for (side, value) in [("2025-01-01..2025-06-30", "0 things"), ("2025-07-01..2025-12-31", "1 things")] {
        assert!(html.contains(&format!("period={side}")), "{html}");
        assert!(page(&data, &format!("/?period={side}")).contains(&format!("<p class=\"value\">{value}")));
    }
    assert!(!page(&data, "/?period=2024").contains("places merged"));
    // What has not begun is nowhere to go to.
    let early = served(toy("[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n"), "2025-05-31");
    assert!(!page(&early, "/?period=2025").contains("period=2025-07-01..2025-12-31"));
}

#[test]
fn what_has_been_done_of_a_year_stands_beside_how_much_of_it_is_over() {
    let panels = "[[panel]]\nkpi = \"R\"\nshow = \"tile\"\n[[panel]]\nkpi = \"R\"\nshow = \"bullet\"\nby = \"place\"\n";
    let data = served(toy(panels), "2024-12-31");
    // 31 and 29 and 31 of the 366 days of 2024.
    let html = page(&data, "/?period=2024-Q1");
    assert!(html.contains("24.9% of the year is over"), "{html}");
    assert!(html.contains("not a target"), "{html}");
    assert!(page(&data, "/?period=2024").contains("100.0% of the year is over"));
    assert!(!page(&data, "/?period=plan").contains("of the year is over"), "the plan lies in no single year");
    let wrong = toy(panels);
    wrong.change("queries/kpis/N.sql", "*/", "pace = \"year\"\n*/");
    assert!(
        wrong.check()[0].contains("only a percentage can be held against a `pace`"),
        "{:?}",
        wrong.check()
    );
}

const CHECK: &str = "/*\ntitle = \"Every thing is planned once\"\nlabels = { thing = \"Thing\" }\n*/\n\
                     SELECT t.thing AS thing, t.planned AS planned FROM things AS t WHERE t.planned <> 1 ORDER BY t.thing";

#[test]
fn a_check_that_does_not_hold_stands_on_the_data_page_and_in_the_brief_of_who_watches_it() {
    let project = toy("checks = [\"once\"]\n[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n");
    project
        .file("queries/checks/once.sql", CHECK)
        .file("queries/checks/never.sql", &CHECK.replace("<> 1", "< 0").replace("once", "at all"));
    let data = served(project, "2024-12-31");
    let brief = page(&data, "/?period=2024");
    assert!(
        brief.contains(
            "A check does not hold: Every thing is planned once – rows that break it: 1 (of all data)."
        ),
        "{brief}"
    );
    assert!(brief.contains("/data?period=2024#check-once"), "{brief}");
    assert!(!brief.contains("planned at all"), "what holds is not told");
    let html = page(&data, "/data?period=2024");
    assert!(html.contains("1 of 2 checks hold"), "{html}");
    assert!(html.contains("id=\"check-once\"") && html.contains(">t6</a></td>"), "{html}");
    assert!(html.contains("✓ Every thing is planned at all"), "{html}");
    let own = toy("checks = [\"once\"]\n[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n");
    let told = "told = \"{rows} thing is planned {sum:planned} times: {thing}.\"\nlabels";
    own.file("queries/checks/once.sql", &CHECK.replace("labels", told));
    let brief = page(&served(own, "2024-12-31"), "/?period=2024");
    assert!(brief.contains("1 thing is planned ") && brief.contains(" times: t6."), "{brief}");
    let wrong = toy("");
    wrong.file("queries/checks/once.sql", &CHECK.replace("labels", "told = \"{sum:planed}\"\nlabels"));
    let said = wrong.check().join("\n");
    assert!(said.contains("error[unknown-column]: there is no column `planed` to be told"), "{said}");
    let unknown = toy("checks = [\"twice\"]\n[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n");
    assert!(unknown.check()[0].contains("there is no check `twice`"), "{:?}", unknown.check());
}

#[test]
fn a_check_without_its_data_proves_nothing_and_a_failing_one_takes_nothing_down() {
    let project = toy("checks = [\"once\", \"cast\"]\n[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n");
    project
        .table("plans", "plan* | due_on:date\np1 | 2024-02-01")
        .file(
            "queries/checks/once.sql",
            &CHECK.replace("FROM things AS t", "FROM things AS t JOIN plans AS p ON p.plan = t.thing"),
        )
        .file("queries/checks/cast.sql", &CHECK.replace("t.planned <> 1", "CAST(t.thing AS BIGINT) > 1"));
    std::fs::remove_file(project.root().join("data/plans.parquet")).unwrap();
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert!(
        said.stdout.contains("warning[unchecked]") || !said.stderr.is_empty(),
        "{} {}",
        said.stdout,
        said.stderr
    );
    let data = served(project, "2024-12-31");
    assert!(page(&data, "/?period=2024").contains("6 things"));
    let html = page(&data, "/data?period=2024");
    assert!(html.contains("0 of 2 checks hold") && html.matches("not checked").count() == 2, "{html}");
    assert!(!html.contains("✓ Every thing"), "{html}");
}

#[test]
fn spent_without_anything_to_divide_by_is_not_nothing() {
    let project = toy("[[panel]]\nkpi = \"R\"\nshow = \"table\"\nby = \"place\"\n");
    project.table(
        "things",
        "thing* | on_day:date | place | kind | planned:integer
         t1     | 2024-02-01  | a     | x    | 0
         t2     | 2024-02-02  | b     | x    | 2",
    );
    let html = page(&served(project, "2024-12-31"), "/?period=2024");
    assert!(html.contains("cannot be computed (planned: 0)"), "{html}");
}

#[test]
fn a_long_table_shows_who_has_something_first_and_keeps_the_rest_at_hand() {
    let project = toy("[[panel]]\nkpi = \"S\"\nshow = \"table\"\nby = \"town\"\n");
    let names: Vec<String> = (10..50).map(|number| format!("n{number} = \"Town {number}\"")).collect();
    let dimension = format!(
        "[place]\ntitle = \"Place\"\nvalues = {{ a = \"A\", b = \"B\", c = \"C\" }}\n[kind]\ntitle = \"Kind\"\nvalues = {{ x = \"X\", y = \"Y\" }}\n[town]\ntitle = \"Town\"\nvalues = {{ {} }}\n",
        names.join(", ")
    );
    let rows: Vec<String> = (10..50)
        .map(|number| format!("s{number} | 2024-02-01 | n{number} | {}", i32::from(number % 4 == 0)))
        .collect();
    project
        .file("queries/dimensions.toml", &dimension)
        .table("sights", &format!("sight* | on_day:date | town | seen:integer\n{}", rows.join("\n")))
        .kpi(
            "S",
            "unit = \"percent\"\nkey = \"sight\"\nnumerator = { seen = \"sum\" }\ndenominator = { there = \"sum\" }\n\
             units = { seen = \"thing\", there = \"thing\" }",
            "SELECT s.on_day AS day, s.seen AS seen, s.seen AS there, s.town AS town, s.sight AS sight FROM sights AS s",
        );
    let html = page(&served(project, "2024-12-31"), "/?period=2024");
    let (shown, rest) = html.split_once("<details class=\"rest\">").unwrap();
    assert!(shown.contains("Town 12") && shown.contains("Town 48") && !shown.contains("Town 11"), "{html}");
    assert!(
        rest.contains("30 more lines")
            && rest.contains("Town 11")
            && rest.contains("30 more lines are not printed"),
        "{html}"
    );
}

#[test]
fn a_course_has_a_step_of_its_own() {
    let panels = "[[panel]]\nkpi = \"N\"\nshow = \"trend\"\nperiods = 3\nstep = \"year\"\n\
                  [[panel]]\nkpi = \"N\"\nshow = \"heatmap\"\nby = \"place\"\nperiods = 2\nstep = \"half\"\n\
                  [[panel]]\nkpi = \"N\"\nshow = \"multiples\"\nby = \"place\"\nperiods = 2\nstep = \"nine_months\"\n\
                  [[panel]]\nkpi = \"N\"\nshow = \"trend\"\nperiods = 2\n";
    let data = served(toy(panels), "2025-12-31");
    let names = |period: &str| -> Vec<Vec<String>> {
        let answer: serde_json::Value =
            serde_json::from_str(&page(&data, &format!("/api/v1/dashboards/things?period={period}")))
                .unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let panels = answer["panels"].as_array().unwrap().iter();
        let of = |panel: &serde_json::Value| match panel["figures"].as_array() {
            Some(figures) => figures.iter().map(|figure| text(&figure["period"])).collect(),
            None => panel["periods"].as_array().unwrap().iter().map(text).collect(),
        };
        panels.map(of).collect()
    };
    let expected = [
        &["2022", "2023", "2024"][..],
        &["2023-H2", "2024-H1"],
        &["2023-9M", "2024-9M"],
        &["2024-04", "2024-05"],
    ];
    assert_eq!(names("2024-05"), expected);
    // In the last quarter no nine months run: the newest are those that have ended.
    let expected = [
        &["2023", "2024", "2025"][..],
        &["2025-H1", "2025-H2"],
        &["2024-9M", "2025-9M"],
        &["2025-10", "2025-11"],
    ];
    assert_eq!(names("2025-11"), expected);
    for (panel, words) in [
        ("show = \"trend\"\nstep = \"plan\"", "a course has no step of one `plan`"),
        ("show = \"tile\"\nstep = \"year\"", "`tile` of a `kpi` takes no `step`"),
    ] {
        let told = toy(&format!("[[panel]]\nkpi = \"N\"\n{panel}\n")).check();
        assert!(told.iter().any(|line| line.contains(words)), "{told:?}");
    }
    let project = toy("[[panel]]\nkpi = \"N\"\nshow = \"trend\"\nstep = \"month\"\n");
    project.change("queries/kpis/N.sql", "key = ", "periods = [\"year\"]\nkey = ");
    let told = project.check();
    assert!(told.iter().any(|line| line.contains("`N` does not speak in periods of a `month`")), "{told:?}");
}

const LISTED: &str = "/*\ntitle = \"Listed\"\n[parameters.first_day]\ntype = \"date\"\n[parameters.last_day]\ntype = \"date\"\n\
                      [parameters.place]\ntype = \"text\"\noptional = true\n*/\n\
                      SELECT t.thing AS thing FROM things AS t WHERE t.on_day BETWEEN $first_day AND $last_day\n\
                      AND ($place IS NULL OR t.place = $place) ORDER BY t.thing\n";

#[test]
fn a_query_on_a_page_follows_the_period_and_the_filters_that_it_declares() {
    let project = toy("filters = [\"place\", \"kind\"]\n[[panel]]\nquery = \"listed\"\nshow = \"table\"\n");
    project.file("queries/reports/listed.sql", LISTED);
    assert_eq!(project.check(), [""; 0], "a page gives days to whatever declares them");
    let data = served(project, "2025-12-31");
    let rows = |address: &str| -> (Vec<String>, Vec<String>) {
        let answer: serde_json::Value =
            serde_json::from_str(&page(&data, &format!("/api/v1/dashboards/things?{address}"))).unwrap();
        let panel = &answer["panels"][0];
        assert!(panel["rows"].is_array(), "{panel}");
        let texts = |values: &serde_json::Value| -> Vec<String> {
            let text =
                |value: &serde_json::Value| value.as_str().or(value["thing"].as_str()).unwrap().to_owned();
            values.as_array().unwrap().iter().map(text).collect()
        };
        (texts(&panel["rows"]), texts(&panel["unfiltered"]))
    };
    let all = |things: &[&str], unfiltered: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        (owned(things), owned(unfiltered))
    };
    assert_eq!(rows("period=2025"), all(&["t7"], &[]));
    assert_eq!(rows("period=2024-02"), all(&["t1", "t2"], &[]));
    assert_eq!(rows("period=2024&place=b"), all(&["t4", "t5"], &[]));
    // What it does not declare, what is more than one value and what is not known is said beside.
    assert_eq!(rows("period=2024&kind=x&place=c"), all(&["t6"], &["Kind"]));
    assert_eq!(rows("period=2024-05&place=a&place=b"), all(&["t3", "t4", "t5", "t6"], &["Place"]));
    assert_eq!(rows("period=2024-05&place=~"), all(&["t3", "t4", "t5", "t6"], &["Place"]));
    let html = page(&data, "/?period=2024&kind=x");
    assert!(html.contains("Not filtered by Kind."), "{html}");
}

#[test]
fn a_filter_on_what_others_lie_below_is_no_single_value() {
    let project = toy("filters = [\"place\"]\n[[panel]]\nquery = \"listed\"\nshow = \"table\"\n");
    project
        .file("queries/reports/listed.sql", LISTED)
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"code\"\nparent = \"above\"\n\
             [kind]\ntitle = \"Kind\"\nvalues = { x = \"Excellent\" }\n",
        )
        .table("places", "code* | above\na |\nb | a\nc | a");
    let data = served(project, "2025-12-31");
    let answer = |address: &str| -> serde_json::Value {
        serde_json::from_str(&page(&data, &format!("/api/v1/dashboards/things?{address}"))).unwrap()
    };
    let above = answer("period=2024&place=a");
    assert_eq!(above["panels"][0]["unfiltered"], serde_json::json!(["Place"]), "three of its six lie below");
    assert_eq!(above["panels"][0]["rows"].as_array().unwrap().len(), 6);
    let leaf = answer("period=2024&place=b");
    assert_eq!(leaf["panels"][0]["unfiltered"], serde_json::json!([]));
    assert_eq!(leaf["panels"][0]["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn the_page_of_the_data_names_the_row_that_the_data_date_comes_from() {
    let project = toy("");
    project.change("minhbach.toml", "[data]", "[data]\nas_of = { newest = \"things.on_day\" }");
    let data = Shown(App::new(Arc::new(project.try_dataset(None).unwrap())), project);
    let html = page(&data, "/data");
    assert!(html.contains("That day comes from row 7 of the file things.parquet."), "{html}");
    assert!(
        html.contains("the next one before is of 6 May 2024"),
        "it is more than a month from all others: {html}"
    );
}

#[test]
fn a_kpi_that_has_mistakes_is_told_so_and_not_as_unknown() {
    let project = toy("");
    project.change("queries/kpis/R.sql", "t.planned AS planned", "t.plan AS planned");
    let state = Arc::new(minhbach::store::State::open(&project.aside("state")).unwrap());
    let opening = minhbach::workspace::Opening {
        as_of: Some("2024-12-31".parse().unwrap()),
        ..minhbach::workspace::Opening::of(state)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let opened =
        minhbach::workspace::Dataset::open(Arc::new(project.workspace()), crate::support::engine(), opening);
    let data = Shown(App::new(Arc::new(runtime.block_on(opened).unwrap())), project);
    for path in ["/kpis/R", "/api/v1/kpis/R", "/kpis/R/records"] {
        let (status, _, text) = get(&data, path);
        assert_eq!(status, 404, "{path}: {text}");
        assert!(text.contains("has mistakes and cannot be used"), "{path}: {text}");
    }
    let (_, _, text) = get(&data, "/api/v1/kpis?by=nonsense");
    assert!(text.contains("there is no dimension `nonsense`"), "{text}");
}

#[test]
fn no_line_crosses_a_break_and_a_course_of_years_is_not_drawn_beside_itself() {
    let panels = "period = \"year\"
[[panel]]
kpi = \"N\"
show = \"tile\"
[[panel]]
kpi = \"N\"
show = \"trend\"
step = \"year\"
periods = 4
[[panel]]
kpi = \"N\"
show = \"multiples\"
by = \"place\"
step = \"year\"
periods = 4
[[panel]]
kpi = \"N\"
show = \"trend\"
step = \"quarter\"
periods = 4
";
    let data = toy(panels).dataset("2026-12-31");
    let dashboard = data.0.workspace().first_dashboard().unwrap();
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2026")]).unwrap();
    let report = data.wait(report::run(&reader, dashboard, &ask)).unwrap();
    let places = |cuts: &[Cut]| cuts.iter().map(|cut| cut.before).collect::<Vec<_>>();
    let [
        PanelView::Tile(tile),
        PanelView::Trend(years),
        PanelView::Multiples(grid),
        PanelView::Trend(quarters),
    ] = report.panels.as_slice()
    else {
        panic!("four panels")
    };
    // 2022 to 2026: the year 2025 reaches across the break and is parted from both its neighbours.
    assert_eq!((tile.course.len(), places(&tile.cuts)), (5, vec![3, 4]));
    assert_eq!((years.figures.len(), places(&years.cuts)), (4, vec![2, 3]));
    assert_eq!(places(&grid.cuts), [2, 3]);
    assert_eq!(years.cuts[0].parted.label, "Places merged");
    assert!(years.last_year.is_empty(), "the years before are in the course itself");
    // Quarters end with the break's eve, and those of 2026 all lie after it.
    assert_eq!((quarters.figures.len(), places(&quarters.cuts)), (4, vec![]));
    assert_eq!(quarters.last_year.len(), 4);

    let html = pages::dashboard(&report, data.0.locale()).into_string();
    // In the small course's description, in both drawings', and below both tables.
    assert!(html.matches("1 July 2025: Places merged").count() >= 5, "{html}");
}
