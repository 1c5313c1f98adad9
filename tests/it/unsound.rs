//! What stands on a definition that has a mistake is missing, and nothing else is.

use std::sync::Arc;

use minhbach::web::App;
use minhbach::workspace::Workspace;

use super::reload::get;
use super::support::{SETTINGS, TestProject};

/// A join of each row with each other: a mistake, and yet a statement that runs.
const PRODUCT: &str = "SELECT e.event AS event, o.place AS place, e.happened_on AS happened_on FROM events AS e JOIN others AS o ON TRUE";
const HEADER: &str = "value = { events = \"sum\" }\nkey = \"event\"";

fn project() -> TestProject {
    let project = TestProject::new();
    project
        .table("events", "event* | happened_on:date | place\na | 2024-01-05 | n\nb | 2024-02-05 | s")
        .table("others", "place*\nn\ns")
        .file("queries/dimensions.toml", "[place]\ntitle = \"Place\"\nvalues = { n = \"N\", s = \"S\" }\n")
        .kpi(
            "E",
            HEADER,
            "SELECT e.happened_on AS day, 1 AS events, e.place AS place, e.event AS event FROM events AS e",
        );
    project
}

fn kpis(workspace: &Workspace) -> String {
    workspace.kpis.keys().cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_stands_on_a_model_with_a_mistake_is_missing() {
    let project = project();
    let of =
        |table: &str| format!("SELECT m.happened_on AS day, 1 AS events, m.event AS event FROM {table} AS m");
    project
        .file("queries/models/product.sql", PRODUCT)
        .file("queries/models/through.sql", "SELECT p.event AS event, p.happened_on AS happened_on FROM product AS p")
        .file("queries/models/sound.sql", "SELECT e.event AS event, e.happened_on AS happened_on FROM events AS e")
        .kpi("P", HEADER, &of("product"))
        .kpi("T", HEADER, &of("through"))
        .kpi("S", HEADER, &of("sound"))
        .file("queries/reports/listed.sql", "/*\ntitle = \"Listed\"\n*/\nSELECT t.event AS event FROM through AS t")
        .file("queries/reports/fine.sql", "/*\ntitle = \"Fine\"\n*/\nSELECT s.event AS event FROM sound AS s")
        .file(
            "dashboards/first.toml",
            "title = \"First\"\n[[panel]]\nkpi = \"P\"\nshow = \"tile\"\n[[panel]]\nquery = \"listed\"\nshow = \"table\"\n\
             [[panel]]\nquery = \"fine\"\nshow = \"table\"\n",
        )
        .change("minhbach.toml", "[data]", "dashboards = [\"first\"]\n[data]");
    let told = project.check();
    assert!(matches!(&told[..], [one] if one.contains("error[join-without-equality]")), "{told:#?}");
    let workspace = project.workspace();
    assert_eq!(kpis(&workspace), "E S");
    assert_eq!(workspace.refused.iter().collect::<Vec<_>>(), ["P", "T"]);
    assert_eq!(workspace.queries.keys().collect::<Vec<_>>(), ["fine"]);
    let run = |arguments: &[&str]| project.run(&[arguments, &["--as-of", "2024-12-31"]].concat());
    let said = run(&["kpi", "P"]);
    assert_eq!(said.code, 2, "{}", said.stdout);
    assert!(said.stderr.contains("KPI `P` has mistakes and cannot be used"), "{}", said.stderr);
    let said = run(&["query", "listed"]);
    assert!(
        said.code == 2 && said.stderr.contains("query `listed` has mistakes and cannot be used"),
        "{}",
        said.stderr
    );
    let page = App::new(Arc::new(project.mistaken_dataset("2024-12-31")));
    let page = get(&page, "/").text();
    for told in [
        "The file of the indicator “P” has mistakes",
        "The file of the query “listed” has mistakes",
        ">Fine<",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let said = run(&["kpi", "S", "--period", "2024", "--format", "csv"]);
    assert!(said.code == 0 && said.stdout.contains("2024"), "{}", said.stderr);
}

/// A report that breaks a rule gives rows that nobody should believe, as a KPI's would be.
#[test]
fn a_named_query_with_a_mistake_is_missing() {
    let project = project();
    project
        .file("queries/reports/listed.sql", &format!("/*\ntitle = \"Listed\"\n*/\n{PRODUCT}"))
        .file("queries/checks/none.sql", &format!("/*\ntitle = \"None\"\n*/\n{PRODUCT}"));
    assert_eq!(project.workspace().queries.len(), 0);
}

/// Who owed which report nobody can say then: what needs reports is missing, and so is a date that they would give.
#[test]
fn a_reporting_model_with_a_mistake_takes_what_needs_reports() {
    let reports = |join: &str| {
        format!(
            "SELECT o.place AS place, 'e' AS report, e.happened_on AS first_day, e.happened_on AS last_day, e.happened_on AS due_on, e.happened_on AS received_on \
             FROM others AS o {join}"
        )
    };
    for (join, columns, expected) in [
        ("JOIN events AS e ON e.place = o.place", "", "E R"),
        ("JOIN events AS e ON TRUE", "", "E"),
        ("JOIN events AS e ON e.place = o.place", "due_on", "E"),
    ] {
        let project = project();
        let model = if columns.is_empty() {
            reports(join)
        } else {
            reports(join).replace("e.happened_on AS due_on, ", "")
        };
        let header = format!("{HEADER}\nreports = [\"e\"]");
        project
            .file(
                "minhbach.toml",
                &format!("{SETTINGS}[reporting]\nbodies = \"place\"\nquery = \"obligations\"\n"),
            )
            .file("queries/models/obligations.sql", &model)
            .kpi("R", &header, "SELECT e.happened_on AS day, 1 AS events, e.event AS event FROM events AS e");
        assert_eq!(kpis(&project.workspace()), expected, "{:#?}", project.check());
        let said = project.run(&["kpi", "E", "--period", "2024", "--format", "csv"]);
        if expected == "E" {
            let word = "model `obligations` of `[reporting]` has mistakes, so nothing says until when the data speak";
            assert!(said.code == 2 && said.stderr.contains(word), "{}", said.stderr);
            let said =
                project.run(&["kpi", "E", "--as-of", "2024-12-31", "--period", "2024", "--format", "csv"]);
            assert_eq!(said.code, 0, "{}", said.stderr);
        }
    }
}

#[test]
fn a_view_whose_mapping_has_a_mistake_is_missing_and_takes_nothing_with_it() {
    for model in [
        "SELECT o.place AS code, e.place AS unit FROM others AS o JOIN events AS e ON TRUE",
        "SELECT o.place AS code FROM others AS o",
        "SELECT nonsense",
    ] {
        let project = project();
        project.file("queries/models/units.sql", model).file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\nvalues = { n = \"N\", s = \"S\" }\n[place.views.now]\nmapping = \"units\"\n\
             [other]\nlike = \"place\"\ntitle = \"Other\"\n",
        );
        let workspace = project.workspace();
        assert!(workspace.has_errors() && workspace.views().is_empty(), "{model}");
        let said = project.run(&["kpi", "E", "--as-of", "2024-12-31", "--period", "2024", "--format", "csv"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
}

#[test]
fn a_key_that_is_misspelt_is_told_and_nothing_that_follows_from_it() {
    let project = project();
    let header = "title = \"R\"\ndefinition = \"D\"\nunit = \"thing\"\nbetter = \"higher\"\nkey = \"event\"\n\
                  numerator = { done = \"sum\" }\ndenominator = { due = \"sum\" }\nbeside = { seen = \"sum\" }\nalone = [\"seen\"]\n\
                  labels = { done = \"done\", due = \"due\", seen = \"seen\" }\n\
                  units = { done = \"thing\", seen = \"thing\" }\nsince = 2022-01-01\n";
    let sql =
        "SELECT e.happened_on AS day, 1 AS done, 1 AS due, 1 AS seen, e.event AS event FROM events AS e";
    let told = |header: &str| {
        project.file("queries/kpis/R.sql", &format!("/*\n{header}*/\n{sql}\n"));
        project.check()
    };
    assert_eq!(told(header), Vec::<String>::new());
    for key in header.lines().map(|line| line.split_once(" = ").unwrap().0) {
        let misspelt = format!("{key}{}", &key[key.len() - 1..]);
        let found = told(&header.replace(&format!("{key} = "), &format!("{misspelt} = ")));
        let [one] = &found[..] else { panic!("{key}: {found:#?}") };
        assert!(one.contains(&format!("unknown key `{misspelt}` (did you mean `{key}`?")), "{one}");
        assert!(!project.workspace().kpis.contains_key("R"), "{key}: a figure without it is another one");
    }
    // What has nothing to do with it is found in the same round.
    let found = told(&header.replace("numerator", "numerater").replace("\"event\"", "\"evnt\""));
    assert!(
        matches!(&found[..], [one, other] if one.contains("evnt") && other.contains("numerater")),
        "{found:#?}"
    );
}
