//! The living plan: its own text in its order, each promise with its figures, its state and its bodies.

use minhbach::page;
use minhbach::report::{self, Ask, Pairs, PlanView, Progress, Wanted};

use crate::support::{TestData, TestProject};

/// Sales of two bodies over two years; the plan's day is the end of 2025.
fn toy() -> TestData {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "[units.thing]", "[reporting]\nbodies = \"organization\"\n[units.thing]")
        .table(
            "sales",
            "sale* | sold_on:date | organization | amount:integer
             a1    | 2024-01-03   | north        | 5
             a2    | 2025-06-01   | south        | 3",
        )
        .file(
            "queries/dimensions.toml",
            "[organization]\ntitle = \"Body\"\nvalues = { north = \"North office\", south = \"South office\" }\n",
        );
    for code in ["S1", "S2", "S3"] {
        project.kpi(
            code,
            "value = { amount = \"sum\" }\nkey = \"sale\"",
            "SELECT s.sold_on AS day, s.sale AS sale, s.organization AS organization, s.amount AS amount FROM sales AS s",
        );
    }
    project.file(
        "queries/plan.toml",
        r#"
section = [
  { id = "I", title = "AIMS" },
  { id = "I.1", title = "Sales", owners = ["north", "south"] },
  { id = "II", title = "NOTHING BELOW" },
]
[[clause]]
id   = "I.1/1"
text = "Sell at least seven."
[[clause.kpi]]
code   = "S1"
target = 7
by     = 2025-12-31
source = "plan"

[[clause]]
id     = "I.1/2"
text   = "Sell at least nine."
owners = ["south"]
[[clause.kpi]]
code   = "S2"
target = 9
by     = 2025-12-31
source = "plan"

[[clause]]
id   = "I.1/3"
text = "Sell on."
[[clause.kpi]]
code = "S1"

[[clause]]
id   = "I.1/4"
text = "Sell gladly."
note = "Nobody counts smiles."

[[clause]]
id   = "I.1/5"
text = "Sell ten by the end of 2026."
[[clause.kpi]]
code   = "S3"
target = 10
by     = 2026-12-31
source = "plan"
"#,
    );
    project.dataset("2026-01-15")
}

fn view(data: &TestData, address: &[(&str, &str)]) -> Result<PlanView, String> {
    let mut pairs = Pairs::new(address.iter().copied());
    let wanted = Wanted::read(&mut pairs).map_err(|error| error.to_string())?;
    let ask = Ask::read(&data.reader(), pairs).map_err(|error| error.to_string())?;
    let scope = minhbach::kpi::Scope::everything();
    data.wait(report::plan(&data.0.for_reader(scope.clone()), &ask, wanted))
        .map_err(|error| error.to_string())
}

/// The promises that are shown and where they stand.
fn shown(view: &PlanView) -> Vec<(&str, Progress)> {
    let clauses = view.sections.iter().flat_map(|section| &section.clauses);
    clauses.map(|clause| (clause.clause.id.as_str(), clause.standing)).collect()
}

#[test]
fn each_promise_stands_in_the_plan_s_order_as_its_whole_life_decides() {
    let data = toy();
    let view = view(&data, &[("period", "2024")]).unwrap();
    assert_eq!(
        shown(&view),
        [
            ("I.1/1", Progress::Met),
            ("I.1/2", Progress::Missed),
            ("I.1/3", Progress::Followed),
            ("I.1/4", Progress::Unmeasured),
            ("I.1/5", Progress::NotDue),
        ]
    );
    let headings: Vec<&str> = view.sections.iter().map(|each| each.section.id.as_str()).collect();
    assert_eq!(headings, ["I", "I.1"], "a part without a promise is not there");
}

#[test]
fn a_filtered_figure_is_shown_and_judges_nothing() {
    let data = toy();
    let view = view(&data, &[("period", "2024"), ("organization", "north")]).unwrap();
    assert_eq!(shown(&view)[0], ("I.1/1", Progress::Unjudged));
    let live = view.figures["S1"].as_ref().unwrap();
    assert_eq!(live.figure.value, Some(5.into()));
}

#[test]
fn promises_are_chosen_by_body_and_by_state() {
    let data = toy();
    let ids = |address: &[(&str, &str)]| -> Vec<String> {
        shown(&view(&data, address).unwrap()).iter().map(|(id, _)| (*id).to_owned()).collect()
    };
    assert_eq!(ids(&[("owner", "north")]), ["I.1/1", "I.1/3", "I.1/4", "I.1/5"]);
    assert_eq!(ids(&[("owner", "south"), ("state", "missed")]), ["I.1/2"]);
    assert_eq!(ids(&[("state", "unmeasured"), ("owner", "")]), ["I.1/4"]);
    for wrong in [[("owner", "west")].as_slice(), &[("state", "fine")], &[("state", "met"), ("state", "met")]]
    {
        assert!(view(&data, wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn the_page_quotes_the_plan_and_says_who_where_it_stands_and_why_nothing_is_measured() {
    let data = toy();
    let html = page::plan(&view(&data, &[("period", "2024")]).unwrap(), data.0.locale()).into_string();
    for sentence in [
        "<h2 class=\"part\">I. AIMS</h2><h3 class=\"part\">1. Sales</h3>",
        "<blockquote><p>Sell at least seven.</p></blockquote>",
        "href=\"/kpis/S1?period=2024\"",
        // Each value of other days than the page's says of which.
        "Whole plan (8 May 2023–31 December 2025): <b>8 things</b>",
        // A figure that stands beside several promises is explained beside the first.
        "<b>5 things</b> (<a href=\"#I.1/1\">told at Clause I.1, point 1</a>)",
        "Why: Nobody counts smiles.",
        "href=\"/plan?period=2024&amp;owner=south\">South office</a>",
        "href=\"/plan?period=2024&amp;state=missed\"",
        "<article class=\"card promise\" id=\"I.1/4\">",
        "✗",
    ] {
        assert!(html.contains(sentence), "{sentence} is not in {html}");
    }
    assert!(!html.contains("style=") && !html.contains("<script>"));
}

#[test]
fn a_body_that_only_the_data_could_know_is_missed_with_them() {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "[units.thing]", "[reporting]\nbodies = \"organization\"\n[units.thing]")
        .table("bodies", "code* | name\nn | North")
        .file(
            "queries/dimensions.toml",
            "[organization]\ntitle = \"Body\"\ntable = \"bodies\"\nkey = \"code\"\nlabel = \"name\"\n",
        )
        .file(
            "queries/plan.toml",
            "[[clause]]\nid = \"1\"\ntext = \"Do.\"\nnote = \"No figure.\"\nowners = [\"n\", \"m\", \"m\"]\n",
        );
    let problems = project.dataset("2024-01-31").0.unknown_owners();
    let told: Vec<String> = problems.iter().map(minhbach::diagnostic::short).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`organization` has no member `m`"), "{told:?}");
}
