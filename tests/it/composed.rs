//! Text that enters is composed (NFC), wherever it comes from: decomposed letters, as some keyboards and
//! file systems write them, meet those of the data. A byte order mark before a file is no letter.

use crate::support::{SETTINGS, TestProject};

const KPI: &str = r#"key = "sale"
value = { sold = "sum" }"#;

/// `xã` as a keyboard may write it: the letter and the tilde apart.
const APART: &str = "xa\u{303}";

fn project() -> TestProject {
    let project = TestProject::new();
    project.table(
        "sales",
        "sale* | day:date   | place | amount:integer
         a     | 2024-01-03 | xã    | 5
         b     | 2024-01-04 | chợ   | 7",
    );
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\nvalues = { \"xã\" = \"Xã\", \"chợ\" = \"Chợ\" }\n",
    );
    project
}

fn sql(place: &str) -> String {
    format!(
        "SELECT s.day AS day, s.amount AS sold, s.place AS place, s.sale AS sale FROM sales AS s WHERE s.place = '{place}'"
    )
}

#[test]
fn a_text_in_sql_meets_the_same_letters_in_the_data() {
    let project = project();
    project.kpi("K", KPI, &sql(APART));
    assert_eq!(project.dataset("2024-06-30").tell("K", "2024-01"), "5");
}

#[test]
fn a_name_in_toml_meets_the_same_letters_in_the_data() {
    let project = project();
    project.file(
        "queries/dimensions.toml",
        &format!("[place]\ntitle = \"Place\"\nvalues = {{ \"{APART}\" = \"Xã\", \"chợ\" = \"Chợ\" }}\n"),
    );
    project.kpi("K", KPI, &sql("xã").replace("WHERE s.place = 'xã'", ""));
    let parts = project.dataset("2024-06-30").tell_by("K", "2024-01", &[], "place");
    assert!(parts.contains(&"xã: 5".to_owned()), "{parts:?}");
}

#[test]
fn what_is_typed_meets_the_same_letters_in_the_data() {
    let project = project();
    project.kpi("K", KPI, &sql("xã").replace("WHERE s.place = 'xã'", ""));
    project.file(
        "queries/reports/sold.sql",
        "/*\ntitle = \"Sold\"\n[parameters.place]\ntype = \"text\"\n*/\nSELECT s.sale AS sale FROM sales AS s WHERE s.place = $place",
    );
    let place = format!("place={APART}");
    let said = project.run(&["query", "sold", "--param", &place, "--format", "csv", "--as-of", "2024-06-30"]);
    assert_eq!(said.stdout.trim(), "sale\na", "{}", said.stderr);
    let said = project.run(&[
        "kpi",
        "K",
        "--period",
        "2024-01",
        "--where",
        &place,
        "--as-of",
        "2024-06-30",
        "--format",
        "json",
    ]);
    let figures: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(figures[0]["value"], 5, "{} {}", said.stdout, said.stderr);
}

#[test]
fn a_byte_order_mark_is_no_letter() {
    let project = project();
    project.kpi("K", KPI, &sql("xã"));
    for path in ["queries/kpis/K.sql", "queries/tables/sales.toml", "minhbach.toml"] {
        let text = std::fs::read_to_string(project.root().join(path)).unwrap();
        project.file(path, &format!("\u{feff}{text}"));
    }
    project.file("queries/models/m.sql", "\u{feff}SELECT s.sale AS sale FROM sales AS s");
    assert_eq!(project.check(), Vec::<String>::new());
    assert!(SETTINGS.starts_with("format"));
    assert_eq!(project.dataset("2024-06-30").tell("K", "2024-01"), "5");
}

#[test]
fn places_of_mistakes_count_letters_as_a_reader_sees_them() {
    let project = project();
    project.kpi("K", KPI, &sql(APART).replace("SELECT s.day", "SELECT s.dat"));
    let told = project.check();
    assert!(told[0].starts_with("queries/kpis/K.sql:11:8: error[unknown-column]"), "{told:?}");
    let mistaken = |place: &str| {
        let more = format!("WHERE s.place <> '{place}' AND s.day > s.dat AND");
        sql(place).replace("WHERE", &more)
    };
    project.kpi("K", KPI, &mistaken(APART));
    let seen = mistaken("xã");
    let column = seen[..seen.find("s.dat AND").unwrap()].chars().count() + 1;
    let told = project.check();
    let expected = format!("queries/kpis/K.sql:11:{column}: error[unknown-column]");
    assert!(told[0].starts_with(&expected), "{told:?}");
}
