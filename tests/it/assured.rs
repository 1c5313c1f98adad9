//! What a role that sees some rows is shown of figures that others' rows might change: nothing, unless something vouches for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minhbach::access::audit::{AuditLog, Event, Kind};
use minhbach::access::{Private, Proofs};
use minhbach::store::State;
use minhbach::web::ReceptionSettings;
use minhbach::workspace::Proof;

use super::roles::project;
use super::sign_in::{House, moment};
use super::support::TestProject;

/// With a figure that counts how often whoever came has come anywhere.
fn with_a_figure_of_all() -> TestProject {
    let project = project();
    project.kpi(
        "AGAIN",
        "key = \"visit\"\nvalue = { times = \"sum\" }",
        "SELECT v.on_day AS day, v.ward AS ward, o.n AS times, v.visit AS visit FROM visits AS v \
         JOIN (SELECT w.person AS person, count(*) AS n FROM visits AS w GROUP BY w.person) AS o ON o.person = v.person",
    );
    project
}

fn house(project: TestProject) -> House {
    House::with(project, ReceptionSettings::default(), |reception| reception).peopled()
}

/// What the account `own` and one that sees all rows are answered.
fn seen(house: &House, path: &str) -> (u16, u16) {
    (house.status(path, &house.sign_in("own")), house.status(path, &house.sign_in("full")))
}

/// Keeps a proof for the account `own`.
fn prove(project: &TestProject, definitions: Option<&str>, ward: &str, is_sound: bool) {
    let dataset = project.try_dataset(Some("2024-12-31")).unwrap();
    let workspace = dataset.workspace();
    let access = workspace.access.as_ref().unwrap();
    let own = BTreeMap::from([("ward".to_owned(), ward.to_owned())]);
    let policy = workspace.assurance(access, &Arc::default()).policy(&access.roles["own"], &own);
    let codes = BTreeSet::from(["AGAIN".to_owned()]);
    let (sound, unsound) = if is_sound { (codes, BTreeSet::new()) } else { (BTreeSet::new(), codes) };
    let definitions = definitions.unwrap_or(&workspace.identity).to_owned();
    let private = Private::open(&State::open(&project.aside("people")).unwrap()).unwrap();
    let event = Event::new(Kind::ChangedAccess, moment(0));
    let audit = AuditLog::open(&private).unwrap();
    Proofs::of(&private).keep(&audit, event, vec![Proof { definitions, policy, sound, unsound }]).unwrap();
}

const PAGE: &str = "/kpis/AGAIN?period=2024";

#[test]
fn without_a_proof_a_figure_that_is_made_of_others_rows_is_not_there() {
    let house = house(with_a_figure_of_all());
    assert_eq!(seen(&house, PAGE), (404, 200));
    assert_eq!(seen(&house, "/api/v1/kpis/AGAIN?period=2024"), (404, 200));
    // Each record of the other is made of rows of one ward.
    assert_eq!(seen(&house, "/kpis/SEEN?period=2024"), (200, 200));
    let listed = house.get("/kpis", &house.sign_in("own")).text();
    assert!(listed.contains("SEEN") && !listed.contains("AGAIN"));
}

#[test]
fn a_proof_is_of_its_definitions_and_its_member_and_may_say_no() {
    for (definitions, ward, is_sound, status) in [
        (None, "w1", true, 200),
        (None, "w1", false, 404),
        (None, "w2", true, 404),
        (Some("others"), "w1", true, 404),
    ] {
        let project = with_a_figure_of_all();
        prove(&project, definitions, ward, is_sound);
        let house = house(project);
        assert_eq!(seen(&house, PAGE), (status, 200), "{definitions:?} {ward} {is_sound}");
    }
}

#[test]
fn a_reason_shows_it_and_stands_at_the_figure() {
    let project = with_a_figure_of_all();
    let own = "rows = { ward = \"own\" }";
    project.change("access.toml", own, &format!("{own}\nexcused = {{ AGAIN = \"agreed with all wards\" }}"));
    let house = house(project);
    assert_eq!(seen(&house, PAGE), (200, 200));
    let reason = "records of others may change this figure; it is shown because: agreed with all wards";
    assert!(house.get(PAGE, &house.sign_in("own")).text().to_lowercase().contains(reason));
    let whole = house.get(PAGE, &house.sign_in("full")).text();
    assert!(!whole.contains("agreed with all wards"));
}

#[test]
fn a_query_reads_the_rows_of_ones_own() {
    let house = house(with_a_figure_of_all());
    // Rows that say who somebody is are shown for a purpose.
    let page = |account: &str| {
        let cookie = house.sign_in(account);
        house.get("/?purpose=case", &cookie);
        house.get("/dashboards/all?period=2024", &cookie).text()
    };
    let (own, full) = (page("own"), page("full"));
    assert!(own.contains("Hoa") && !own.contains("Lan"), "{own}");
    assert!(full.contains("Hoa") && full.contains("Lan"));
}
