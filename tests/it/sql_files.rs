//! `minhbach query` over a text that is no file of the workspace.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Said, TestProject};

fn project() -> TestProject {
    let project = TestProject::new();
    project.change(
        "minhbach.toml",
        "first_day = 2022-01-01\n[cal",
        "first_day = 2022-01-01\nas_of = 2024-06-30\n[cal",
    );
    project.table(
        "sales",
        "sale* | day:date   | amount:integer
         a     | 2024-01-03 | 5
         b     | 2024-01-04 | 7",
    );
    project
}

fn typed(project: &TestProject, sql: &str) -> Said {
    let mut command = project.command(&["query", "-", "--format", "csv"]);
    let mut program =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    program.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
    Said::of(&program.wait_with_output().unwrap())
}

#[test]
fn a_text_needs_no_header_and_may_come_from_the_standard_input() {
    let project = project();
    let said = typed(&project, "-- how much\nSELECT sum(s.amount) AS sold FROM sales AS s");
    assert_eq!((said.stdout.trim(), said.stderr.trim(), said.code), ("sold\n12", "", 0));
    let said = typed(&project, "/* how much */ SELECT sum(s.amount) AS sold FROM sales AS s");
    assert_eq!((said.stdout.trim(), said.stderr.trim()), ("sold\n12", ""));
    let file = project.aside("own.sql");
    std::fs::write(&file, "SELECT s.sale AS sale FROM sales AS s ORDER BY s.amount DESC LIMIT 1").unwrap();
    let said = project.run(&["query", &file.to_string_lossy(), "--format", "csv"]);
    assert_eq!((said.stdout.trim(), said.code), ("sale\nb", 0), "{}", said.stderr);
}

#[test]
fn a_header_gives_a_text_its_parameters() {
    let project = project();
    let text = "/*\ntitle = \"Own\"\n[parameters.least]\ntype = \"integer\"\n*/\nSELECT s.sale AS sale FROM sales AS s WHERE s.amount > $least";
    std::fs::write(project.aside("own.sql"), text).unwrap();
    let path = project.aside("own.sql");
    let said = project.run(&["query", &path.to_string_lossy(), "--param", "least=6", "--format", "csv"]);
    assert_eq!(said.stdout.trim(), "sale\nb", "{}", said.stderr);
}

#[test]
fn what_would_not_pass_check_is_said_and_run_all_the_same() {
    let said = typed(&project(), "SELECT * FROM sales ORDER BY sale LIMIT 1");
    assert_eq!(said.stdout.trim(), "sale,day,amount\na,2024-01-03,5");
    assert_eq!(
        said.stderr.trim(),
        "-:1:8: warning[select-star]: `*` takes whatever columns there are (name the columns that the query needs)"
    );
    let said = typed(&project(), "SELECT sum(s.amount) FROM sales AS s");
    assert!(said.stdout.ends_with("12\n") && said.code == 0, "{}", said.stdout);
    assert!(said.stderr.starts_with("warning: in the workspace this query would not pass `minhbach check`\n-:1:8: error[unnamed-column]"), "{}", said.stderr);
}

#[test]
fn what_cannot_be_run_is_said_at_its_place() {
    for (sql, expected) in [
        ("SELECT s.amont AS a FROM sales AS s", "1:8"),
        ("SELECT regexp_like(s.sale, 'a') AS a FROM sales AS s", "1:8"),
        ("SELECT s.sale AS a FROM sales AS s WHERE s.sale = $who", "1:51"),
        ("SELECT s.sale AS a FROM sale AS s", "1:25"),
    ] {
        let said = typed(&project(), sql);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{sql}");
        assert!(said.stderr.contains(&format!("--> -:{expected}")), "{sql}: {}", said.stderr);
    }
}
