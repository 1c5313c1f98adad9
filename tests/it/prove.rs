//! What `prove-access` finds on somebody's own workspace: a figure that tells of others' rows, and no other.

use super::worlds::{OTHER_REPORTS, OTHERS, OWN, OWN_REPORTS, world};

#[test]
fn a_figure_that_changes_with_others_rows_is_found_and_no_other() {
    let project = world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS);
    // How often whoever is in a case is in any, others' among them.
    project.kpi(
        "AGAIN",
        "key = \"case\"\nvalue = { again = \"sum\" }",
        "SELECT c.opened_on AS day, c.office, p.n AS again, c.case AS case FROM cases AS c \
         JOIN (SELECT o.person AS person, count(*) AS n FROM cases AS o GROUP BY o.person) AS p ON p.person = c.person",
    );
    let said = project.run(&["prove-access", "--most", "20"]);
    assert!(
        said.code == 2 && said.stderr.contains("sees rows of a member that no account has"),
        "{}",
        said.stderr
    );
    let prove = |more: &[&str]| {
        let own = ["prove-access", "--own", "office=north", "--most", "60", "--as-of", "2024-12-31"];
        let output = project.command(&[&own, more].concat()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = prove(&[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("role `own` (office = north): NOT sound"), "{told}");
    assert!(told.contains("KPIs to deny to the role: AGAIN\n"), "{told}");
    let listed = told.lines().filter(|line| line.starts_with("    /"));
    let foreign: Vec<&str> = listed
        .filter(|line| !line.contains("AGAIN") && !line.contains("/kpis:") && !line.contains("/kpis?"))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(told.contains("  table cases: 0 rows removed, 1 changed, 1 added"), "{told}");
    assert!(told.contains("  table offices: common, as it is"), "{told}");

    project.change("access.toml", "kpis = [\"*\"]", "kpis = [\"*\"]\ndeny = { kpis = [\"AGAIN\"] }");
    let (code, told) = prove(&["--role", "own"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("role `own` (office = north): sound"), "{told}");
}
