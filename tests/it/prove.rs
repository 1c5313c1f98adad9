//! What `prove-access` finds on somebody's own workspace: a figure that tells of others' rows, and no other.

use std::process::Command;

use super::support::TestProject;
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
    project.kpi(
        "RICH",
        "key = \"case\"\nvalue = { fine = \"sum\" }",
        "SELECT c.opened_on AS day, c.office, c.fine, c.case AS case FROM cases AS c WHERE c.fine > 4000",
    );
    let said = project.run(&["prove-access", "--most", "20"]);
    assert!(
        said.code == 2 && said.stderr.contains("sees rows of a member that no account has"),
        "{}",
        said.stderr
    );
    let prove = |more: &[&str]| {
        let own = ["prove-access", "--role", "own", "--own", "office=north", "--most", "60"];
        let own = [&own[..], &["--as-of", "2024-12-31"]].concat();
        let output = project.command(&[&own, more].concat()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = prove(&[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("role `own` (office = north): NOT sound"), "{told}");
    assert!(
        told.contains(
            "6 of 8 KPIs have the same figures in all periods; the role is refused the others: AGAIN\n"
        ),
        "{told}"
    );
    // What no row of the role's own changes vouches for nothing.
    assert!(
        told.contains("  1 KPI could not be tried;")
            && told.contains("    RICH: the role's own rows change nothing there\n"),
        "{told}"
    );
    let listed = told.lines().filter(|line| line.starts_with("    /"));
    let foreign: Vec<&str> = listed
        .filter(|line| !line.contains("AGAIN") && !line.contains("/kpis:") && !line.contains("/kpis?"))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(told.contains("  table cases: 0 rows removed, 1 changed, 3 added"), "{told}");
    assert!(told.contains("  table offices: common, as it is"), "{told}");

    project.change("access.toml", "kpis = [\"*\"]", "kpis = [\"*\"]\ndeny = { kpis = [\"AGAIN\"] }");
    let (code, told) = prove(&[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("role `own` (office = north): sound"), "{told}");
}

/// What a proof of the role `own` for the office north says of a workspace.
fn of_north(project: &TestProject) -> String {
    let own = ["prove-access", "--role", "own", "--own", "office=north", "--most", "30"];
    let output = project.command(&[&own[..], &["--as-of", "2024-12-31"]].concat()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_table_in_which_no_row_is_others_vouches_for_nothing() {
    let project = world(OWN, "", OWN_REPORTS, OTHER_REPORTS);
    project
        .file(
            "queries/tables/persons.toml",
            "title = \"Persons\"\nkey = [\"person\"]\n[columns.person]\ntype = \"text\"\n\
             [columns.times]\ntype = \"integer\"\n",
        )
        .table("persons", "person* | times:integer\nHoa | 2\nLan | 5")
        .kpi(
            "TIMES",
            "key = \"case\"\nvalue = { times = \"sum\" }",
            "SELECT c.opened_on AS day, c.office, p.times, c.case AS case FROM cases AS c \
             JOIN persons AS p ON p.person = c.person",
        );
    let told = of_north(&project);
    for code in ["FINES", "LONG", "SHARE"] {
        assert!(told.contains(&format!("    {code}: no row of others is another in cases\n")), "{told}");
    }
    assert!(told.contains("    TIMES: no row of others is another in cases, persons\n"), "{told}");
    assert!(told.contains("  0 of "), "{told}");
}

#[test]
fn a_code_of_others_that_changes_a_figure_is_found() {
    let others = "b1 | 2024-01-03 | | south | k1 | Mai | 4\nb2 | 2024-01-03 | | south | k3 | Hoa | 5\n\
                  b3 | 2024-01-03 | | south | k1 | Nam | 6";
    let project = world(OWN, others, OWN_REPORTS, OTHER_REPORTS);
    project.change(
        "queries/tables/cases.toml",
        "[columns.kind]\ntype = \"text\"",
        "[columns.kind]\ntype = \"text\"\nvalues = [\"k1\", \"k2\", \"k3\"]",
    );
    project.kpi(
        "THIRD",
        "key = \"case\"\nvalue = { fine = \"sum\" }",
        "SELECT c.opened_on AS day, c.office, c.fine + d.third AS fine, c.case AS case FROM cases AS c \
         JOIN (SELECT o.opened_on AS opened_on, max(CASE WHEN o.kind = 'k3' THEN 1 ELSE 0 END) AS third \
         FROM cases AS o GROUP BY o.opened_on) AS d ON d.opened_on = c.opened_on",
    );
    let told = of_north(&project);
    let refused = told.lines().find(|line| line.contains("the role is refused the others")).unwrap();
    assert!(refused.contains("THIRD"), "{told}");
}

/// Each takes one gate away: `src/planted.rs` says which.
const PLANTED: &[&str] = &[
    "Panel",
    "Tag",
    "Choices",
    "Suggestion",
    "Total",
    "ErrorText",
    "Order",
    "Pager",
    "Proof",
    "Axis",
    "Export",
    "KeptPage",
    "Caveat",
    "Query",
];

#[test]
fn each_kind_of_leak_that_is_planted_is_found() {
    let project = world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS);
    let prove = |planted: &str| {
        let own = ["prove-access", "--role", "own", "--own", "office=north", "--most", "60"];
        let own = [&own[..], &["--as-of", "2024-12-31"]].concat();
        let mut command = project.command(&own);
        let output = command.env("MINHBACH_PLANTED", planted).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = prove("nothing");
    assert_eq!(code, Some(0), "{told}");
    let half = PLANTED.len() / 2;
    let missed: Vec<&str> = std::thread::scope(|scope| {
        let of = |leaks: &'static [&'static str]| {
            scope.spawn(move || {
                leaks.iter().copied().filter(|leak| prove(leak).0 != Some(1)).collect::<Vec<_>>()
            })
        };
        let halves = [of(&PLANTED[..half]), of(&PLANTED[half..])];
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// What a proof of the role `masked` over so many questions ends with and says, as it is and with a column left open.
fn masked(project: &TestProject, most: &str) -> ((Option<i32>, String), (Option<i32>, String)) {
    let prove = |planted: &str| {
        let own = ["prove-access", "--role", "masked", "--most", most, "--as-of", "2024-12-31"];
        let output = project.command(&own).env("MINHBACH_PLANTED", planted).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    std::thread::scope(|scope| {
        let planted = scope.spawn(|| prove("Column"));
        (prove("nothing"), planted.join().unwrap())
    })
}

/// Who sees records without who somebody is, in a world where everybody is called otherwise.
#[test]
fn who_somebody_is_changes_nothing_for_who_may_not_see_it_and_a_column_left_open_is_found() {
    let project = world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS);
    let ((code, told), found) = masked(&project, "24");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("role `masked`: sound"), "{told}");
    assert!(told.contains("0 rows removed, 0 changed, 0 added; 6 values of who somebody is"), "{told}");
    assert!(told.contains("  2 of 4 record lists say something else"), "{told}");
    let (code, told) = found;
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("    /kpis/FINES/records"), "{told}");
}

/// A day of birth and a debt stand in lists alone: they are other ones too, and who may not see them is told nothing of them.
#[test]
fn days_and_numbers_that_no_figure_is_made_of_are_other_ones_too() {
    let project = world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS);
    project
        .file(
            "queries/tables/people.toml",
            "title = \"People\"\nkey = [\"entry\"]\n[columns.entry]\ntype = \"text\"\n[columns.on_day]\ntype = \"date\"\n\
             [columns.office]\ntype = \"text\"\n[columns.born]\ntype = \"date\"\nsensitivity = \"personal\"\n\
             [columns.debt]\ntype = \"integer\"\nmin = 0\nsensitivity = \"sensitive\"\n\
             [columns.paid]\ntype = \"integer\"\nsensitivity = \"sensitive\"\n\
             [columns.state]\ntype = \"text\"\nvalues = [\"ill\", \"well\"]\nsensitivity = \"sensitive\"\n",
        )
        .table(
            "people",
            "entry* | on_day:date | office | born:date | debt:integer | paid:integer | state\n\
             p1 | 2024-01-03 | north | 1980-02-29 | 12 | 7 | ill\np2 | 2024-02-03 | south | 1990-01-01 | 0 | 9 | well",
        )
        .kpi(
            "BORN",
            "key = \"entry\"\nvalue = { paid = \"sum\" }",
            "SELECT p.on_day AS day, p.office, p.paid, p.born, p.debt, p.state, p.entry AS entry FROM people AS p",
        );
    let ((code, told), found) = masked(&project, "40");
    assert_eq!(code, Some(0), "{told}");
    // What is paid makes a figure, and stays.
    assert!(
        told.contains("table people: 0 rows removed, 0 changed, 0 added; 6 values of who somebody is"),
        "{told}"
    );
    let (code, told) = found;
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("    /kpis/BORN/records"), "{told}");
}

/// The sample's role that sees its own rows, for a body that has some in most tables.
#[test]
fn the_samples_department_is_told_nothing_of_others() {
    let state = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .args(["prove-access", "--role", "department", "--own", "organization=KT-QLTT", "--most", "60"])
        .args(["--workspace", env!("CARGO_MANIFEST_DIR"), "--state"])
        .arg(state.path())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("role `department` (organization = KT-QLTT): sound"), "{told}");
    assert!(told.contains("0 with another answer"), "{told}");
    // And of one's own they say something.
    let own = told.lines().find(|line| line.contains("answer otherwise where the role's own rows")).unwrap();
    let number = |place: usize| own.split_whitespace().nth(place).unwrap().parse::<usize>().unwrap();
    assert!(number(0) * 2 > number(2), "{own}");
}
