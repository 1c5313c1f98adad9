//! The JSON API: its description, and that what it answers is what it describes.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::TestProject;
use crate::support::outside::wrong_by_schema;
use crate::web::get;

fn asked(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

fn document() -> Value {
    asked("/api/v1/openapi.json")
}

/// The form of an answer, with the components that it refers to.
fn form(document: &Value, path: &str, status: &str) -> Value {
    let place = ["paths", path, "get", "responses", status, "content", "application/json", "schema"];
    let mut schema = place.iter().fold(document, |value, key| &value[key]).clone();
    assert!(schema.is_object(), "{path} {status}");
    schema["components"] = document["components"].clone();
    schema
}

/// Asks each address, and holds its answer against a form.
fn hold(form: &Value, addresses: &[String]) {
    let answers: Vec<Value> = addresses.iter().map(|address| asked(address)).collect();
    for (address, wrong) in addresses.iter().zip(wrong_by_schema(form, &answers)) {
        assert!(wrong.is_empty(), "{address}: {}", wrong.join("; "));
    }
}

/// Every value of a document under a key, wherever it stands.
fn each<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(all) => {
            found.extend(all.get(key));
            all.values().for_each(|value| each(value, key, found));
        }
        Value::Array(all) => all.iter().for_each(|value| each(value, key, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether what is answered is a file and no JSON of the API.
fn is_file(item: &Value) -> bool {
    let content = item["get"]["responses"]["200"]["content"].as_object().unwrap();
    content.keys().any(|kind| kind != "application/json")
}

/// What OpenAPI 3.1 asks of a document, as far as this one uses it.
#[test]
fn the_description_is_valid() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/") || is_file(item), "{path}");
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), ["get"], "{path}");
        let operation = &item["get"];
        assert!(names.insert(operation["operationId"].as_str().unwrap()), "{path}");
        let mut in_path = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            assert!(seen.insert((parameter["in"].as_str().unwrap(), name)), "{path} {name}");
            assert!(parameter["description"].is_string(), "{path} {name}");
            wrong_by_schema(&parameter["schema"], &[]);
            match parameter["in"].as_str().unwrap() {
                "path" => {
                    assert_eq!(parameter["required"], true, "{path} {name}");
                    in_path.insert(format!("{{{name}}}"));
                }
                place => assert_eq!(place, "query", "{path} {name}"),
            }
        }
        let template: BTreeSet<String> =
            path.split('{').skip(1).map(|part| format!("{{{}}}", part.split('}').next().unwrap())).collect();
        assert_eq!(in_path, template, "{path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(
                status.parse::<u16>().is_ok_and(|status| (200..600).contains(&status)),
                "{path} {status}"
            );
            assert!(response["description"].is_string(), "{path} {status}");
        }
    }
    for schema in document["components"]["schemas"].as_object().unwrap().values() {
        wrong_by_schema(schema, &[]);
    }
    let mut references = Vec::new();
    each(&document, "$ref", &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.as_str().unwrap().strip_prefix('#').unwrap();
        assert!(document.pointer(place).is_some(), "{reference}");
    }
}

#[test]
fn every_documented_route_exists_and_every_route_is_documented() {
    let document = document();
    let all = document["paths"].as_object().unwrap();
    let documented = all.iter().filter(|(_, item)| !is_file(item));
    let documented: BTreeSet<&str> = documented.map(|(path, _)| path.as_str()).collect();
    for path in &documented {
        asked(&path.replace("{code}", "VP05").replace("{id}", "overview"));
    }
    // The router takes these routes from the list that the description is made from, and has no others.
    let sources = ["src/web/mod.rs", "src/web/api.rs", "src/web/handlers.rs", "src/web/serve.rs"];
    let text: String = sources
        .iter()
        .map(|path| std::fs::read_to_string(crate::support::repository().join(path)).unwrap())
        .collect();
    let routed: BTreeSet<&str> = text
        .split(['"', ' '])
        .filter(|part| part.starts_with("/api/") && !part.contains("{code}?"))
        .collect();
    assert_eq!(routed, documented);
}

#[test]
fn every_documented_file_is_there_in_every_form_and_media_type() {
    let document = document();
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap().iter().filter(|(_, item)| is_file(item)) {
        let media = item["get"]["responses"]["200"]["content"].as_object().unwrap();
        let named = |name: &str| {
            let own = item["get"]["parameters"].as_array().unwrap().iter().find(|own| own["name"] == name)?;
            Some(
                own["schema"]["enum"]
                    .as_array()?
                    .iter()
                    .map(|form| form.as_str().unwrap().to_owned())
                    .collect(),
            )
        };
        let forms: Vec<String> =
            named("format").or_else(|| named("drawing")).unwrap_or_else(|| vec![String::new()]);
        // Packs are made elsewhere in a smaller workspace.
        for form in forms.iter().filter(|_| !path.starts_with("/exports/")) {
            let place = path.replace("{code}", "VP05").replace("{id}", "fines").replace("{panel}", "4");
            let place = place.replace("{format}", form).replace("{drawing}", form);
            let answer = get(&format!("{place}?period=2024"));
            assert_eq!(answer.status, StatusCode::OK, "{place}");
            let kind = answer.headers["content-type"].to_str().unwrap();
            assert!(media.contains_key(kind), "{place}: {kind}");
            seen += 1;
        }
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn what_is_answered_is_what_is_described() {
    let document = document();
    for (path, questions) in [
        (
            "/api/v1/kpis",
            vec![
                "",
                "?period=2024",
                "?period=2026-01&area=608",
                "?period=2024-05&trend=3",
                "?by=organization",
            ],
        ),
        (
            "/api/v1/kpis/{code}",
            vec![
                "?period=2024&by=organization",
                "?trend=5",
                "?period=2024&by=area&trend=2&organization=~",
                "?view=comparable",
            ],
        ),
        ("/api/v1/dashboards/{id}", vec!["", "?period=2024-Q2&channel=social_network", "?compare=none"]),
    ] {
        let form = form(&document, path, "200");
        let place = path.replace("{code}", "VP05").replace("{id}", "overview");
        let mut addresses: Vec<String> =
            questions.iter().map(|question| format!("{place}{question}")).collect();
        if path.contains("dashboards") {
            for id in ["training", "outreach", "enforcement", "cooperation", "discipline", "budget"] {
                addresses.push(format!("/api/v1/dashboards/{id}?period=2024"));
            }
        }
        hold(&form, &addresses);
        // A form that accepts anything would have been held too.
        let nonsense = wrong_by_schema(&form, &[json!([{ "code": 1 }]), json!({})]);
        assert!(nonsense.iter().all(|wrong| !wrong.is_empty()), "{path}");
    }
}

#[test]
fn a_wrong_question_is_refused_in_the_form_that_is_described() {
    let document = document();
    for (path, question, status) in [
        ("/api/v1/kpis", "?colour=red", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis", "?period=soon", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis", "?trend=0", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis", "?trend=241", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis", "?compare=previous", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis/{code}", "?trend=2&trend=3", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis/{code}", "?by=colour", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis/{code}", "?view=none", StatusCode::BAD_REQUEST),
        ("/api/v1/dashboards/{id}", "?by=area", StatusCode::BAD_REQUEST),
        ("/api/v1/openapi.json", "?period=2024", StatusCode::BAD_REQUEST),
        ("/api/v1/kpis/{code}", "/more", StatusCode::NOT_FOUND),
    ] {
        let address = format!("{}{question}", path.replace("{code}", "VP05").replace("{id}", "overview"));
        refused(&document, path, &address, status);
    }
    refused(&document, "/api/v1/kpis/{code}", "/api/v1/kpis/NONE", StatusCode::NOT_FOUND);
    refused(&document, "/api/v1/dashboards/{id}", "/api/v1/dashboards/none", StatusCode::NOT_FOUND);
}

fn refused(document: &Value, path: &str, address: &str, status: StatusCode) {
    let answer = get(address);
    assert_eq!(answer.status, status, "{address}: {}", answer.text);
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    let wrong = wrong_by_schema(&form(document, path, status.as_str()), std::slice::from_ref(&told));
    assert!(wrong[0].is_empty(), "{address}: {}", wrong[0].join("; "));
    assert!(told["error"].as_str().is_some_and(|sentence| !sentence.is_empty()), "{address}");
}

#[test]
fn the_dimensions_and_views_of_the_workspace_are_parameters() {
    let document = document();
    let all = document["paths"]["/api/v1/kpis"]["get"]["parameters"].as_array().unwrap();
    let names: BTreeSet<&str> = all.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
    let sample = TestProject::sample().workspace();
    let own = ["period", "view", "by", "trend"].into_iter();
    assert_eq!(names, own.chain(sample.dimensions.keys().map(String::as_str)).collect());
}

#[test]
fn every_kpi_answers_as_on_the_command_line_and_says_why_it_has_no_value() {
    let answers = asked("/api/v1/kpis?period=2024-05");
    let project = TestProject::sample();
    let said = project.run(&["kpi", "--period", "2024-05", "--format", "json"]);
    assert_eq!(answers, serde_json::from_str::<Value>(&said.stdout).unwrap());
    let all = answers.as_array().unwrap();
    let codes: Vec<&str> = all.iter().map(|answer| answer["code"].as_str().unwrap()).collect();
    assert_eq!(codes, project.workspace().kpis.keys().collect::<Vec<_>>());
    for answer in all {
        let (state, reason) = (answer["state"] == "value", &answer["reason"]);
        assert_eq!(state, answer["value"].is_number(), "{answer}");
        assert_eq!(!state, reason.is_string(), "{answer}");
    }
    assert!(
        all.iter().any(|answer| answer["state"] != "value"),
        "a month says nothing of what is counted by year"
    );
}

#[test]
fn the_course_of_a_kpi_is_the_one_of_the_command_line() {
    let project = TestProject::sample();
    let said = project.run(&["kpi", "VP05", "--period", "2024-Q2", "--trend", "4", "--format", "json"]);
    let printed: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(asked("/api/v1/kpis/VP05?period=2024-Q2&trend=4"), printed);
    assert_eq!(printed.as_array().unwrap().len(), 4);
}

#[test]
fn a_dashboard_is_its_panels_as_data_and_names_filters_that_do_not_hold() {
    let answer = asked("/api/v1/dashboards/overview?period=2024&channel=social_network");
    assert_eq!(answer["id"], "overview");
    assert_eq!(answer["synthetic"], true);
    let panels = answer["panels"].as_array().unwrap();
    let workspace = TestProject::sample().workspace();
    assert_eq!(panels.len(), workspace.dashboards["overview"].panels.len());
    let mut codes = Vec::new();
    each(&answer["panels"], "figure", &mut codes);
    let (mut filtered, mut unfiltered) = (0, 0);
    for figure in codes {
        let kpi = &workspace.kpis[figure["code"].as_str().unwrap()];
        let expected = if kpi.has("channel") { json!([]) } else { json!(["channel"]) };
        assert_eq!(figure["unfiltered"], expected, "{}", kpi.code);
        if kpi.has("channel") { filtered += 1 } else { unfiltered += 1 }
    }
    assert!(filtered > 0 && unfiltered > 0);
    // The same number as where the KPI is asked by itself.
    let several = panels.iter().filter(|panel| panel["show"] == "several");
    let mut tiles = several.flat_map(|panel| panel["figures"].as_array().unwrap());
    let tile = tiles.find(|tile| tile["figure"]["code"] == "VP05").unwrap();
    let alone = asked("/api/v1/kpis/VP05?period=2024&channel=social_network");
    assert_eq!(tile["figure"], alone[0]);
}

#[test]
fn the_brief_of_a_dashboard_is_told_in_words() {
    let answer = asked("/api/v1/dashboards/overview?period=2024");
    let brief = answer["brief"].as_array().unwrap();
    assert!(!brief.is_empty());
    let page = get("/dashboards/overview?period=2024").text;
    let whole = brief.iter().find(|sentence| sentence["code"].is_null()).unwrap();
    assert!(page.contains(whole["text"].as_str().unwrap()), "{whole}");
}

#[test]
fn the_bare_code_of_an_indicator_is_an_address_too() {
    let workspace = TestProject::sample().workspace();
    let figures: Vec<&String> = workspace.kpis.keys().filter(|code| code.starts_with("VP08.")).collect();
    assert!(figures.len() > 1);
    let answers = asked("/api/v1/kpis/VP08");
    let codes: Vec<&str> =
        answers.as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap()).collect();
    assert_eq!(codes, figures);
    let page = get("/kpis/VP08");
    assert_eq!(page.status, StatusCode::OK);
    for code in workspace.kpis.keys() {
        assert_eq!(page.text.contains(&format!("href=\"/kpis/{code}\"")), figures.contains(&code), "{code}");
    }
    assert_eq!(get("/kpis/VP08.").status, StatusCode::NOT_FOUND);
}

#[test]
fn the_bare_code_of_an_indicator_answers_with_all_its_figures() {
    let project = TestProject::new();
    project.table("event", "event* | day:date\na | 2024-01-03");
    for code in ["A1.opened", "A1.closed", "A10"] {
        project.kpi(
            code,
            "key = \"event\"\nvalue = { n = \"sum\" }",
            "SELECT e.day AS day, 1 AS n, e.event AS event FROM event AS e",
        );
    }
    let codes = |code: &str| {
        let said = project.run(&["kpi", code, "--as-of", "2024-12-31", "--format", "json"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let answers: Value = serde_json::from_str(&said.stdout).unwrap();
        answers
            .as_array()
            .unwrap()
            .iter()
            .map(|answer| answer["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("A1"), ["A1.closed", "A1.opened"]);
    assert_eq!(codes("A1.opened"), ["A1.opened"]);
    assert_eq!(codes("A10"), ["A10"]);
    assert_eq!(project.run(&["kpi", "A", "--as-of", "2024-12-31"]).code, 2);
    // Some of its figures are not all of them.
    project.change("queries/kpis/A1.closed.sql", "1 AS n", "1 AS m");
    assert_eq!(project.run(&["kpi", "A1", "--as-of", "2024-12-31"]).code, 2);
    assert_eq!(codes("A1.opened"), ["A1.opened"]);
}
