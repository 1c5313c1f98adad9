//! Rows set aside: told at each figure, query and identity that reads their table, and by `check`, which fails
//! where they are too many.

use minhbach::kpi::{Caveat, Scope};
use minhbach::page;
use minhbach::report::{self, Ask};

use crate::support::{Said, TestProject};

const CONTRACT: &str = "title = \"Sales\"\norganization = \"body\"\nkey = [\"sale\"]\n\
     [columns.sale]\ntype = \"text\"\n[columns.sold_on]\ntype = \"date\"\n\
     [columns.body]\ntype = \"text\"\n[columns.amount]\ntype = \"money\"\nmin = 0\n";

/// A KPI, a named query and an identity over `sales`, and a KPI over another table.
fn project(contract: &str) -> TestProject {
    let project = TestProject::new();
    project
        .file("queries/tables/sales.toml", contract)
        .table("visits", "visit* | came_on:date\nv | 2024-01-01")
        .kpi(
            "S",
            "value = { sales = \"sum\" }\nkey = \"sale\"",
            "SELECT s.sold_on AS day, s.sale AS sale, 1 AS sales FROM sales AS s",
        )
        .kpi(
            "V",
            "value = { visits = \"sum\" }\nkey = \"visit\"",
            "SELECT v.came_on AS day, v.visit AS visit, 1 AS visits FROM visits AS v",
        )
        .file(
            "queries/reports/large.sql",
            "/*\ntitle = \"Large\"\n*/\nSELECT s.sale AS sale FROM sales AS s WHERE s.amount > 10 ORDER BY s.sale\n",
        )
        .file(
            "queries/checks/small.sql",
            "/*\ntitle = \"Nothing is small\"\n*/\nSELECT s.sale AS sale FROM sales AS s WHERE s.amount < 6 ORDER BY s.sale\n",
        )
        .file(
            "dashboards/first.toml",
            "title = \"First\"\nperiod = \"year\"\n[[panel]]\nkpi = \"S\"\nshow = \"tile\"\n\
             [[panel]]\nkpi = \"S\"\nshow = \"trend\"\n[[panel]]\nkpis = [\"S\", \"V\"]\nshow = \"funnel\"\n\
             [[panel]]\nquery = \"large\"\nshow = \"table\"\n",
        )
        .change("minhbach.toml", "timezone", "dashboards = [\"first\"]\ntimezone");
    project
}

/// Sales of one body, of which the last ones are below the least amount.
fn sales(body: &str, good: usize, bad: usize) -> String {
    let line = |index: usize| {
        let amount = if index < good { "5" } else { "-7" };
        format!("{body}{index} | 2024-01-03 | {body} | {amount}\n")
    };
    format!("sale* | sold_on:date | body | amount:money\n{}", (0..good + bad).map(line).collect::<String>())
}

fn check(project: &TestProject) -> Said {
    project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"])
}

#[test]
fn rows_set_aside_are_told_wherever_their_table_is_read() {
    let project = project(CONTRACT);
    project.table("sales", &sales("n", 40, 2));
    let data = project.dataset("2024-12-31");
    let figure = data.figure("S", "2024", &[]);
    let [Caveat::SetAside { table, rows, money, unstated: 0 }] = figure.caveats.as_slice() else {
        panic!("{:?}", figure.caveats)
    };
    assert_eq!((table.title.as_str(), *rows, money.to_string()), ("Sales", 2, "-14".to_owned()));
    assert_eq!(data.figure("V", "2024", &[]).caveats, []);
    assert_eq!(data.reader().query_caveats("large"), figure.caveats);
    assert_eq!(data.reader().query_caveats("small"), figure.caveats);

    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let dashboard = &data.0.workspace().dashboards["first"];
    let reader = data.0.for_reader(Scope::everything());
    let run = report::run(&reader, dashboard, &ask);
    let html = page::dashboard(&data.wait(run).unwrap(), data.0.locale()).into_string();
    let told = page::caveat(data.0.locale(), &figure.caveats[0]);
    assert_eq!(html.matches(&told).count(), 4, "the tile, the course, the funnel and the rows: {html}");
    let view = data.wait(report::data(&data.0.for_reader(Scope::everything()), &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    let (_, check) = html.split_once("id=\"check-small\"").unwrap();
    assert!(check.contains(&told), "{html}");

    let said = project.run(&["query", "large", "--as-of", "2024-12-31"]);
    assert!(said.stderr.contains("rows of table `sales` that are set aside: 2"), "{}", said.stderr);
}

#[test]
fn a_file_sent_twice_is_told_as_copies_and_not_as_rows_that_are_missing() {
    let project = project(CONTRACT);
    project.rows("sales", "sales/a.parquet", &sales("n", 40, 0));
    // The same rows in another order are other bytes.
    let again: Vec<String> = sales("n", 40, 0).lines().map(str::to_owned).collect();
    let again = format!("{}\n{}", again[0], again[1..].iter().rev().cloned().collect::<Vec<_>>().join("\n"));
    project.rows("sales", "sales/b.parquet", &again);
    let data = project.dataset("2024-12-31");
    let figure = data.figure("S", "2024", &[]);
    assert_eq!(figure.value.map(|value| value.to_string()), Some("40".to_owned()));
    assert!(matches!(figure.caveats.as_slice(), [Caveat::Copies { rows: 40, .. }]), "{:?}", figure.caveats);

    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let dashboard = &data.0.workspace().dashboards["first"];
    let run = report::run(&reader, dashboard, &ask);
    let html = page::dashboard(&data.wait(run).unwrap(), data.0.locale()).into_string();
    assert!(
        html.contains("<p class=\"note\">40 rows of “Sales” are copies of others and count once."),
        "{html}"
    );
    assert!(html.contains("40 rows of data are copies of others and count once."), "{html}");
    assert!(!html.contains("faulty") && !html.contains("set aside"), "{html}");
    let view = data.wait(report::data(&reader, &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    for told in [
        "40 rows are copies of others and count once.",
        "stands in another file too and counts once: sales/b.parquet",
        "No row was set aside.",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let said = check(&project);
    assert!(said.stdout.contains("[copied-rows]: 40 of 40 rows of `sales/b.parquet`"), "{}", said.stdout);
    assert!(said.stdout.contains("[repeated-file]: every row of 1 file stands"), "{}", said.stdout);
}

#[test]
fn a_query_of_one_s_own_tells_what_is_doubtful_as_one_of_the_workspace_does() {
    let project = project(CONTRACT);
    project.table("sales", &sales("n", 40, 2));
    let text = project.root().join("queries/reports/large.sql");
    let warnings = |said: &Said| -> Vec<String> {
        let lines = said.stderr.lines().filter(|line| line.starts_with("warning: "));
        lines.map(str::to_owned).collect()
    };
    let named = warnings(&project.run(&["query", "large", "--as-of", "2024-12-31"]));
    assert!(
        named.iter().any(|line| line.contains("rows of table `sales` that are set aside: 2")),
        "{named:?}"
    );
    let own = project.aside("own.sql");
    std::fs::copy(text, &own).unwrap();
    let of_file = project.run(&["query", own.to_str().unwrap(), "--as-of", "2024-12-31"]);
    assert_eq!(warnings(&of_file), named, "{}", of_file.stderr);
    std::fs::write(&own, "SELECT v.visit AS visit FROM visits AS v ORDER BY v.visit").unwrap();
    let of_other = project.run(&["query", own.to_str().unwrap(), "--as-of", "2024-12-31"]);
    assert_eq!(warnings(&of_other), Vec::<String>::new(), "{}", of_other.stderr);
}

#[test]
fn check_tells_a_line_for_each_table_file_column_and_rule() {
    let project = project(CONTRACT);
    project.rows("sales", "sales/a.parquet", &sales("n", 80, 5));
    let said = check(&project);
    let told: Vec<&str> = said.stdout.lines().filter(|line| line.contains("[set-aside]")).collect();
    assert_eq!(
        told,
        [
            "queries/tables/sales.toml:1:1: warning[set-aside]: 5 of 85 rows of `sales/a.parquet` (5.9%) are set \
          aside: `amount` fails the check `min`: `-7` (row 81), …"
        ]
    );
    assert_eq!(said.code, 0, "{}", said.stdout);
}

#[test]
fn examples_are_three_different_values() {
    let project = project(CONTRACT);
    let rows = (1..=5).map(|number| format!("b{number} | 2024-01-03 | n | -{}\n", number / 2 + 1));
    project.table("sales", &format!("{}{}", sales("n", 90, 0), rows.collect::<String>()));
    let said = check(&project);
    assert!(said.stdout.contains("`-1` (row 91), `-2` (row 92), `-3` (row 94), …"), "{}", said.stdout);
}

#[test]
fn too_much_set_aside_of_a_table_a_file_or_a_body_is_an_error() {
    const ERROR: &str = "error[too-many-set-aside]: ";
    for (files, contract, expected) in [
        // A contract that fits nearly nothing.
        (
            vec![("sales.parquet", sales("n", 6, 94))],
            CONTRACT.to_owned(),
            vec!["94 of 100 rows (94.0%) and 95.6% of the money of table `sales` set aside"],
        ),
        // One body of fifty, in a file of its own or in one of all.
        (
            vec![("sales/a.parquet", sales("n", 98, 0)), ("sales/b.parquet", sales("s", 0, 2))],
            CONTRACT.to_owned(),
            vec!["2 of 2 rows (100.0%) and 100.0% of the money of file `sales/b.parquet` set aside"],
        ),
        (
            vec![("sales.parquet", sales("n", 98, 0) + sales("s", 0, 2).split_once('\n').unwrap().1)],
            CONTRACT.to_owned(),
            vec!["2 of 2 rows (100.0%) and 100.0% of the money of what `s` sent for table `sales` set aside"],
        ),
        // Few rows that hold much of the money.
        (
            vec![("sales.parquet", sales("n", 98, 0) + "x | 2024-01-03 | n | -900")],
            CONTRACT.to_owned(),
            vec!["1 of 99 rows (1.0%) and 64.7% of the money of table `sales` set aside"],
        ),
        // Nobody knows whose the row is: its table and its file are judged, no body.
        (vec![("sales.parquet", sales("n", 98, 0) + "x | 2024-01-03 |  | 5")], CONTRACT.to_owned(), vec![]),
        // The contract's own limits.
        (
            vec![("sales.parquet", sales("n", 98, 2))],
            format!("{}[set_aside]\ntable = 2\n", CONTRACT.split_once("[columns").unwrap().0)
                + "[columns"
                + CONTRACT.split_once("[columns").unwrap().1,
            vec!["2 of 100 rows (2.0%) and 2.8% of the money of table `sales` set aside"],
        ),
        (vec![("sales.parquet", sales("n", 98, 2))], CONTRACT.to_owned(), vec![]),
    ] {
        let project = project(&contract);
        for (file, rows) in &files {
            project.rows("sales", file, rows);
        }
        let said = check(&project);
        let told: Vec<&str> =
            said.stdout.lines().filter_map(|line| Some(line.split_once(ERROR)?.1)).collect();
        assert_eq!(told.len(), expected.len(), "{}", said.stdout);
        for (told, expected) in told.iter().zip(&expected) {
            assert!(told.starts_with(expected), "{told}\n{expected}");
        }
        assert_eq!(said.code, i32::from(!expected.is_empty()), "{}", said.stdout);
        // Serving goes on.
        assert_eq!(project.run(&["kpi", "S", "--period", "2024", "--as-of", "2024-12-31"]).code, 0);
    }
}

/// The number is right, so it is no error; but who sent a key twice has to know.
#[test]
fn a_key_in_two_files_is_a_warning_and_a_copy_of_a_file_too() {
    let project = project(CONTRACT);
    project.rows("sales", "sales/a.parquet", &sales("n", 40, 0));
    project.rows("sales", "sales/b.parquet", &sales("n", 1, 0).replace("| 5", "| 6"));
    project.rows("sales", "sales/copy of a.parquet", &sales("n", 40, 0));
    let said = check(&project);
    for line in [
        "warning[key-in-two-files]: 1 of 1 row of `sales/b.parquet` (100.0%) is set aside, because a file before it \
         has the same key `sale`: `n0` (row 1)",
        "warning[copied-rows]: 40 of 40 rows of `sales/copy of a.parquet` (100.0%) are not counted again",
    ] {
        assert!(said.stdout.contains(line), "{line}\n{}", said.stdout);
    }
    assert_eq!(said.code, 0, "{}", said.stdout);
    assert_eq!(project.dataset("2024-12-31").tell("S", "2024"), "40");
}

/// A wrong key looks like files sent twice; of the table it is a loss all the same.
#[test]
fn a_key_that_is_none_is_an_error() {
    let project = project(&CONTRACT.replace("key = [\"sale\"]", "key = [\"body\"]"));
    project.rows("sales", "sales/a.parquet", &sales("n", 3, 0));
    project.rows("sales", "sales/b.parquet", &sales("n", 7, 0));
    let said = check(&project);
    assert!(said.stdout.contains("error[too-many-set-aside]: 9 of 10 rows (90.0%)"), "{}", said.stdout);
    assert!(said.stdout.contains("warning[set-aside]: 2 of 3 rows of `sales/a.parquet`"), "{}", said.stdout);
    assert_eq!(said.code, 1);
}

#[test]
fn a_table_of_which_every_row_is_set_aside_gives_no_value_and_never_0() {
    let project = project(CONTRACT);
    project.table("sales", &sales("n", 0, 3));
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("S", "2024"), "no_value: all 3 rows of table `sales` are set aside");
    assert_eq!(
        data.figure("S", "2024", &[]).caveats.len(),
        1,
        "how many they are and what they hold is told"
    );
    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let view = data.wait(report::data(&data.0.for_reader(Scope::everything()), &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    let (_, check) = html.split_once("id=\"check-small\"").unwrap();
    assert!(check.contains("All 3 rows of “Sales” are faulty"), "no row is no proof: {html}");
    let said = self::check(&project);
    let line =
        "nothing can be said of the identity \"Nothing is small\": all 3 rows of table `sales` are set aside";
    assert!(said.stdout.contains(line), "{}", said.stdout);
    // A file without rows is a table of nothing.
    project.table("sales", &sales("n", 0, 0));
    assert_eq!(project.dataset("2024-12-31").tell("S", "2024"), "0");
}

#[test]
fn money_that_cannot_be_read_is_unknown_and_no_share_of_0() {
    let project = project(&CONTRACT.replace("[columns.amount]", "[set_aside]\ntable = 50\n[columns.amount]"));
    let rows = |kinds: &[&str]| {
        let lines = kinds.iter().enumerate();
        let lines: String =
            lines.map(|(index, amount)| format!("{index} | 2024-01-03 | n | {amount}\n")).collect();
        format!("sale* | sold_on:date | body | amount:money\n{lines}")
    };
    for (amounts, caveat, error, page) in [
        (
            vec!["5", "", ""],
            "rows of table `sales` that are set aside: 2, of an amount that cannot be read: 2",
            "2 of 3 rows (66.7%), of an amount that cannot be read, of table `sales` set aside",
            ">unknown</td>",
        ),
        (
            vec!["5", "", "-7"],
            "rows of table `sales` that are set aside: 2, with -7 of money, of an amount that cannot be read: 1",
            "2 of 3 rows (66.7%) and 58.3% of the money, besides 1 of an amount that cannot be read, of table",
            ">−7 and 1 row of an unknown amount</td>",
        ),
    ] {
        project.table("sales", &rows(&amounts));
        let data = project.dataset("2024-12-31");
        let figure = data.figure("S", "2024", &[]);
        assert_eq!(figure.caveats[0].told().sentence, caveat);
        let said = check(&project);
        assert!(said.stdout.contains(error) && !said.stdout.contains("0.0%"), "{}", said.stdout);
        let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
        let view = data.wait(report::data(&data.0.for_reader(Scope::everything()), &ask, 0)).unwrap();
        let html = page::data(&view, data.0.locale()).into_string();
        assert!(html.contains(page), "{html}");
    }
}

#[test]
fn rows_that_fail_a_check_and_count_are_told_at_the_figure() {
    let project = project(&CONTRACT.replace("min = 0", "title = \"Amount\"\nmin = 0\non_fail = \"keep\""));
    project.table("sales", &sales("n", 3, 2)).kpi(
        "A",
        "value = { amount = \"sum\" }\nkey = \"sale\"",
        "SELECT s.sold_on AS day, s.sale AS sale, s.amount AS amount FROM sales AS s",
    );
    let data = project.dataset("2024-12-31");
    let figure = data.figure("A", "2024", &[]);
    assert_eq!(data.tell("A", "2024"), "1");
    let told: Vec<String> = figure.caveats.iter().map(|caveat| caveat.told().sentence).collect();
    assert_eq!(told, ["rows of table `sales` that fail a check of “Amount” and count: 2"]);
    assert_eq!(data.reader().query_caveats("large"), figure.caveats);
    // Who does not read the amount counts the same rows whatever it is.
    assert_eq!((data.tell("S", "2024"), data.figure("S", "2024", &[]).caveats), ("5".to_owned(), vec![]));
}

#[test]
fn superseded_rows_are_information() {
    let contract = CONTRACT.replace("[columns.sale]", "replace = { latest = \"amount\" }\n[columns.sale]");
    let project = project(&contract);
    project.table(
        "sales",
        "sale* | sold_on:date | body | amount:money\na | 2024-01-03 | n | 5\na | 2024-01-03 | n | 6",
    );
    let said = check(&project);
    let line = "1 of 2 rows of `sales.parquet` (50.0%) is superseded by later rows with the same key `sale`: `a` (row 1)";
    assert!(said.stderr.contains(line), "{}", said.stderr);
    assert!(!said.stdout.contains("sales.parquet") && said.code == 0, "{}", said.stdout);
    assert_eq!(project.dataset("2024-12-31").figure("S", "2024", &[]).caveats, []);
}

#[test]
fn records_after_the_data_date_are_mentioned() {
    let project = project(CONTRACT);
    project.table("sales", &sales("n", 3, 0));
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-01-02"]);
    let line = "3 records of KPI `S` after the data date 2024-01-02: not counted yet";
    assert!(said.stderr.contains(line) && said.code == 0, "{}", said.stderr);
}

#[test]
fn the_first_workspace_has_warnings_and_no_error() {
    let said = TestProject::sample().run(&["check", "--with-data", "--format", "short"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    for code in ["set-aside", "copied-rows", "kept-rows", "unknown-code"] {
        assert!(said.stdout.contains(&format!("warning[{code}]")), "{code}\n{}", said.stdout);
    }
}
