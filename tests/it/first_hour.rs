//! What a newcomer does in the first hour: a folder of its own, own data, figures on screen and in files.

use std::fs;
use std::process::Command;

use super::support::{Said, TestProject};

/// Things of four places, some of whose names begin with letters that bytes sort last.
fn toy() -> TestProject {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "\"en\"", "\"vi\"")
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Nơi\"\n\
             values = { p1 = \"Đội 10\", p2 = \"Ấn\", p3 = \"Đội 2\", p4 = \"An\", p5 = \"Oanh\" }\n",
        )
        .table(
            "things",
            "thing* | on_day:date | place | name | amount:decimal(38,3)
             t1     | 2024-02-01  | p1    | Ý    | 12345678901234567.890
             t2     | 2024-02-02  | p2    | da   | -0.005
             t3     | 2024-03-03  | p3    | Đa   | 1
             t4     | 2024-05-04  | p4    | a 10 | 2
             t5     | 2024-05-05  |       | a 2  |
             t6     | 2024-05-06  | p5    |      | 4",
        )
        .kpi(
            "N",
            "title = \"Số vật\"\nkey = \"thing\"\nvalue = { things = \"sum\" }",
            "SELECT t.on_day AS day, 1 AS things, t.place AS place, t.name AS name, t.thing AS thing FROM things AS t",
        )
        .kpi(
            "A",
            "key = \"thing\"\nvalue = { amount = \"sum\" }",
            "SELECT t.on_day AS day, t.amount AS amount, t.place AS place, t.thing AS thing FROM things AS t",
        );
    // The usual title stands before the one that is wanted.
    project.change("queries/kpis/N.sql", "title = \"N\"\n", "");
    project
}

const AS_OF: [&str; 2] = ["--as-of", "2024-12-31"];

fn run(project: &TestProject, arguments: &[&str]) -> Said {
    project.run(&[arguments, &AS_OF].concat())
}

fn printed(project: &TestProject, arguments: &[&str]) -> String {
    let said = run(project, arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {}", said.stderr);
    said.stdout
}

/// One column of what is printed as CSV.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let place = reader.headers().unwrap().iter().position(|own| own == name).unwrap();
    reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
}

#[test]
fn figures_in_a_file_have_titles_and_names_beside_codes_and_every_digit() {
    let project = toy();
    let csv = printed(&project, &["kpi", "N", "--by", "place", "--period", "2024", "--format", "csv"]);
    assert_eq!(column(&csv, "title")[0], "Số vật");
    let members: Vec<(String, String)> =
        column(&csv, "member").into_iter().zip(column(&csv, "member_name")).collect();
    let expected = [
        ("", ""),
        ("", "Không rõ"),
        ("p1", "Đội 10"),
        ("p2", "Ấn"),
        ("p3", "Đội 2"),
        ("p4", "An"),
        ("p5", "Oanh"),
    ];
    assert_eq!(members, expected.map(|(code, name)| (code.to_owned(), name.to_owned())));
    let csv = printed(&project, &["kpi", "A", "--period", "2024", "--format", "csv"]);
    assert_eq!(column(&csv, "value"), ["12345678901234574.885"]);
    let json = printed(&project, &["kpi", "A", "--period", "2024", "--format", "json"]);
    assert!(json.contains("\"value\":12345678901234574.885,"), "{json}");
    let json =
        printed(&project, &["kpi", "A", "--period", "2024-02", "--where", "place=p2", "--format", "json"]);
    assert!(json.contains("\"value\":-0.005,"), "{json}");
}

#[test]
fn numbers_of_any_length_leave_a_query_as_they_are() {
    let project = toy();
    project.file(
        "queries/reports/long.sql",
        "/*\ntitle = \"Long\"\n*/\n\
         SELECT CAST('12345678901234567890' AS DECIMAL(20, 0)) AS twenty,\n\
         CAST('-12345678901234567890123456789' AS DECIMAL(38, 0)) AS many,\n\
         CAST('0.00000000000000000000000000000000001' AS DECIMAL(38, 35)) AS small,\n\
         CAST(4e19 AS DOUBLE) AS double\n\
         FROM things AS t WHERE t.thing = 't3'\n",
    );
    let csv = printed(&project, &["query", "long", "--format", "csv"]);
    assert_eq!(column(&csv, "twenty"), ["12345678901234567890"]);
    assert_eq!(column(&csv, "many"), ["-12345678901234567890123456789"]);
    assert_eq!(column(&csv, "small"), ["0.00000000000000000000000000000000001"]);
    assert_eq!(column(&csv, "double"), ["4e19"]);
    let json = printed(&project, &["query", "long", "--format", "json"]);
    for words in [
        "\"twenty\":12345678901234567890,",
        "\"many\":-12345678901234567890123456789,",
        "\"small\":0.00000000000000000000000000000000001,",
        "\"double\":4e19",
    ] {
        assert!(json.contains(words), "{json}");
    }
    let table = printed(&project, &["query", "long"]);
    for words in [
        "12.345.678.901.234.567.890 ",
        "\u{2212}12.345.678.901.234.567.890.123.456.789 ",
        "0,00000000000000000000000000000000001 ",
    ] {
        assert!(table.contains(words), "{table}");
    }
    for told in [csv, json, table] {
        assert!(!told.to_lowercase().contains("error"), "{told}");
    }
}

#[test]
fn records_stand_in_the_order_of_what_is_read_on_every_page_of_the_list() {
    let project = toy();
    let codes = |sort: &str| {
        let csv = printed(&project, &["records", "N", "--period", "2024", "--sort", sort, "--format", "csv"]);
        column(&csv, "thing")
    };
    // Codes are read in a file of codes.
    assert_eq!(codes("place"), ["t1", "t2", "t3", "t4", "t6", "t5"]);
    assert_eq!(codes("name"), ["t5", "t4", "t2", "t3", "t1", "t6"], "a 2, a 10, da, Đa, Ý, none");
    assert_eq!(codes("-name"), ["t1", "t3", "t2", "t4", "t5", "t6"], "what is missing comes last either way");
    // Names are read by people: An, Ấn, Đội 2, Đội 10, Oanh.
    let things = |arguments: &[&str]| -> Vec<String> {
        let told = printed(&project, &[&["records", "N", "--period", "2024"], arguments].concat());
        let thing = |line: &str| {
            line.split_whitespace().find(|word| word.starts_with('t') && word.len() == 2).map(str::to_owned)
        };
        told.lines().filter_map(thing).collect()
    };
    assert_eq!(things(&["--sort", "place"]), ["t4", "t2", "t3", "t1", "t6", "t5"]);
    assert_eq!(things(&["--sort", "place", "--limit", "3"]), ["t4", "t2", "t3"]);
    assert_eq!(things(&["--sort", "-place", "--limit", "2"]), ["t6", "t1"]);
}

#[test]
fn a_folder_may_be_called_as_it_likes_and_be_named_by_any_path() {
    let project = toy();
    let odd = project.aside("a\tb [1]*?#%20 \u{e9}'\"");
    fs::create_dir_all(odd.join("inner")).unwrap();
    let copied = Command::new("cp").arg("-r").arg(project.root()).arg(odd.join("w")).status().unwrap();
    assert!(copied.success());
    for (from, workspace, state) in [
        (&odd, "w", "state"),
        (&odd.join("inner"), "../w", "../inner/../state 2"),
        (&odd.join("w"), ".", "../../state"),
        (&odd.join("w/data"), "..", "../../inner"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
        command.current_dir(from).args([
            "kpi",
            "N",
            "--period",
            "2024",
            "--format",
            "csv",
            "--workspace",
            workspace,
        ]);
        let output = command.args(["--state", state]).args(AS_OF).output().unwrap();
        let said = Said::of(&output);
        assert_eq!(said.code, 0, "{workspace}: {}", said.stderr);
        assert_eq!(column(&said.stdout, "value"), ["6"], "{workspace}");
    }
}

#[test]
fn a_breakdown_by_what_is_no_dimension_is_refused_with_and_without_a_code() {
    for arguments in [&["kpi", "--by", "nonsense"][..], &["kpi", "N", "--by", "nonsense"]] {
        let said = run(&toy(), arguments);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{}", said.stderr);
        assert!(
            said.stderr.contains("dimension `nonsense`") && said.stderr.contains("`place`"),
            "{}",
            said.stderr
        );
    }
}

#[test]
fn a_kpi_with_mistakes_is_not_said_to_be_unknown() {
    let project = toy();
    // The mistake is a model's, and the KPI's own file has none.
    project
        .file("queries/models/half.sql", "SELECT t.thing AS thing FROM things AS t LIMIT 1\n")
        .kpi("E01", "key = \"thing\"\nvalue = { n = \"sum\" }", "SELECT c.day AS day, 1 AS n, h.thing AS thing FROM half AS h JOIN calendar AS c ON CAST(c.day AS VARCHAR) = h.wrong")
        .kpi("E02.x", "key = \"thing\"\nvalue = { n = \"sum\" }", "SELECT t.on_day AS day, 1 AS n, t.thing AS thing FROM things AS t")
        .kpi("E02.y", "key = \"thing\"\nvalue = { n = \"sum\" }", "SELECT t.on_day AS day, 1 AS n, t.thing AS thing FROM missing AS t");
    for code in ["E01", "E02", "E02.y"] {
        for command in ["kpi", "records"] {
            let said = run(&project, &[command, code]);
            assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{code}: {}", said.stderr);
            assert!(!said.stderr.contains("there is no KPI"), "{code}: {}", said.stderr);
            assert!(said.stderr.contains("cannot be used"), "{code}: {}", said.stderr);
        }
    }
    let said = run(&project, &["kpi", "E03"]);
    assert!(said.stderr.contains("there is no KPI `E03`"), "{}", said.stderr);
}

#[test]
fn the_code_that_stands_for_not_known_is_no_members() {
    let project = toy();
    project
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"name\"\n",
        )
        .table(
            "places",
            "code* | name
         p1    | One
         ~     | Tilde",
        );
    let said = run(&project, &["check", "--with-data", "--format", "short"]);
    assert_eq!(said.code, 1, "{}", said.stdout);
    assert!(
        said.stdout.contains("error[reserved-name]: dimension `place` lists a member `~`"),
        "{}",
        said.stdout
    );
}

#[test]
fn the_data_date_is_the_newest_day_of_a_column_and_its_row_is_named() {
    let project = toy();
    project.change(
        "minhbach.toml",
        "first_day = 2022-01-01",
        "first_day = 2022-01-01\nas_of = { newest = \"things.on_day\" }",
    );
    assert_eq!(project.try_dataset(None).unwrap().data_date().to_string(), "2024-05-06");
    assert_eq!(
        project.try_dataset(Some("2024-04-30")).unwrap().data_date().to_string(),
        "2024-04-30",
        "what is typed wins"
    );
    let said = project.run(&["check", "--with-data"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    assert!(
        said.stderr.contains("the data date 2024-05-06 is that of `things.parquet` row 6 (thing `t6`)"),
        "{}",
        said.stderr
    );
    assert!(!said.stdout.contains("lonely-day"), "{}", said.stdout);

    // A row set aside decides nothing, and the number is the one in the file as it arrived.
    project.file(
        "queries/tables/things.toml",
        "title = \"things\"\nkey = [\"thing\"]\n[columns.thing]\ntype = \"text\"\n[columns.on_day]\ntype = \"date\"\nmax = 2030-01-01\n",
    );
    let rows = "thing* | on_day:date\nt0 | 2040-01-01\nt1 | 2024-01-31\nt2 | 2024-03-02\nt3 | 2023-12-31";
    project.rows("things", "things.parquet", rows);
    for code in ["A", "N"] {
        fs::remove_file(project.root().join(format!("queries/kpis/{code}.sql"))).unwrap();
    }
    let said = project.run(&["check", "--with-data"]);
    assert!(
        said.stderr.contains("the data date 2024-03-02 is that of `things.parquet` row 3 (thing `t2`)"),
        "{}",
        said.stderr
    );
    assert!(!said.stdout.contains("lonely-day"), "31 days are no gap: {}", said.stdout);
    project.rows("things", "things.parquet", &rows.replace("2024-03-02", "2024-03-03"));
    let said = project.run(&["check", "--with-data", "--format", "short"]);
    assert!(
        said.stdout.contains("warning[lonely-day]: the data date 2024-03-03 comes from `things.parquet` row 3 (thing `t2`) alone; the next one before is of 2024-01-31"),
        "{}",
        said.stdout
    );
    // Whoever only asks for figures is told too.
    let said = project.run(&["kpi"]);
    assert!(said.stderr.contains("warning: the data date 2024-03-03 comes from one row"), "{}", said.stderr);
    project.rows("things", "things.parquet", "thing* | on_day:date\nt1 | 2024-01-31");
    assert!(
        !project.run(&["kpi"]).stderr.contains("from one row"),
        "a single row has no other to be far from"
    );
}

/// One mistyped year among many rows moves everything, so it is found by its place.
#[test]
fn a_data_date_that_cannot_be_meant_names_its_row() {
    for (day, words) in [
        ("2204-08-01", "lies more than 100 years after the first day of the data, 2022-01-01"),
        ("1924-08-01", "lies before the first day of the data, 2022-01-01"),
    ] {
        let project = toy();
        project.change(
            "minhbach.toml",
            "first_day = 2022-01-01",
            "first_day = 2022-01-01\nas_of = { newest = \"things.on_day\" }",
        );
        project.rows("things", "things.parquet", &format!("thing* | on_day:date\nt1 |\nt2 | {day}"));
        let told = format!("the data date {day}, that of `things.parquet` row 2, column `on_day`, {words}");
        let said = project.run(&["check", "--with-data", "--format", "short"]);
        assert!(
            said.code == 2 && said.stdout.contains(&format!("error[not-opened]: {told}")),
            "{}",
            said.stdout
        );
        assert!(said.stdout.contains("mend the row"), "{}", said.stdout);
        assert!(
            said.stderr.contains("1 error, 0 warnings") && !said.stderr.contains("0 errors"),
            "{}",
            said.stderr
        );
        let said = project.run(&["kpi"]);
        assert!(said.code == 2 && said.stderr.contains(&told), "{}", said.stderr);
    }
}

#[test]
fn a_data_date_that_nothing_can_say_is_refused() {
    for (written, words) in [
        ("{ newest = \"thinks.on_day\" }", "error[unknown-table]: there is no table `thinks`"),
        ("{ newest = \"things.day\" }", "error[unknown-column]: table `things` has no column `day`"),
        ("{ newest = \"things.name\" }", "error[wrong-type]: `things.name` is text, which has no newest day"),
        ("{ newest = \"things\" }", "error[date]: this is no data date"),
        ("{ oldest = \"things.on_day\" }", "error[date]: this is no data date"),
        ("\"2024-01-01\"", "error[date]: this is no data date"),
        ("2024-01-01T10:00:00", "error[date]: this is no data date"),
    ] {
        let project = toy();
        project.change("minhbach.toml", "[data]", &format!("[data]\nas_of = {written}"));
        let said = project.run(&["check", "--format", "short"]);
        assert_eq!(said.code, 1, "{written}: {}", said.stderr);
        assert!(said.stdout.contains(words), "{written}: {}", said.stdout);
    }
    let project = toy();
    project.change("minhbach.toml", "[data]", "[data]\nas_of = { newest = \"things.on_day\" }").rows(
        "things",
        "things.parquet",
        "thing* | on_day:date | place | name | amount:decimal(38,3)\nt1 | | | |",
    );
    let said = project.run(&["kpi"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("no row of table `things` has a day in `on_day`"), "{}", said.stderr);
}

#[test]
fn a_new_workspace_is_made_anywhere_in_a_language_and_says_what_to_type_next() {
    let project = toy();
    let inside = project.aside("apart");
    fs::create_dir_all(&inside).unwrap();
    let minhbach = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
        Said::of(&command.current_dir(&inside).args(arguments).output().unwrap())
    };
    for (path, language, unit) in
        [("../far off/Kế hoạch \"A\"", "vi", "sự kiện"), ("plain", "en", "1 event ")]
    {
        let made = minhbach(&["new", "workspace", path, "--language", language]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(inside.join(path).join("data").is_dir(), "data have a folder");
        assert!(made.stdout.lines().all(|line| inside.join(line).is_file()), "{}", made.stdout);
        assert_eq!(minhbach(&["check", "--workspace", path]).stderr, "0 errors, 0 warnings\n");
        let again = minhbach(&["new", "workspace", path]);
        assert!(again.code == 2 && again.stderr.contains("is there already"), "{}", again.stderr);
        let next: Vec<&str> =
            made.stderr.lines().filter_map(|line| line.trim().strip_prefix("minhbach ")).collect();
        assert_eq!(next.len(), 3, "{}", made.stderr);
        // What it tells one to type works, once the file that it asks for is there.
        project.table(
            "events",
            "event_id* | happened_on:date | kind\na | 2023-01-10 | a\nb | 2024-02-20 | b\nc | 2024-02-21 |",
        );
        fs::copy(project.root().join("data/events.parquet"), inside.join(path).join("data/events.parquet"))
            .unwrap();
        for line in &next[..2] {
            let shell = format!("{} {line}", env!("CARGO_BIN_EXE_minhbach"));
            let said =
                Said::of(&Command::new("sh").current_dir(&inside).args(["-c", &shell]).output().unwrap());
            assert_eq!(said.code, 0, "{line}: {}{}", said.stdout, said.stderr);
            assert!(!line.starts_with("kpi") || said.stdout.contains(unit), "{}", said.stdout);
        }
    }
    assert!(minhbach(&["new", "workspace", "other", "--language", "fr"]).code != 0);
    let said = minhbach(&["new", "kpi", "X", "--language", "en", "--workspace", "plain"]);
    assert!(said.code == 2 && said.stderr.contains("`--language` is a workspace's"), "{}", said.stderr);
}

#[test]
fn one_mistake_is_told_once_and_counted_in_words() {
    let project = toy();
    project.table("broken", "a* | b");
    project.parquet_text("broken.parquet", "no parquet");
    let said = run(&project, &["check", "--with-data"]);
    let told = format!("{}{}", said.stdout, said.stderr);
    assert_eq!(told.matches("no row of `broken.parquet` is used").count(), 1, "{told}");
    assert!(told.contains("1 error, 0 warnings"), "{told}");
    let said = run(&project, &["kpi"]);
    assert_eq!(said.stderr.matches("no row of `broken.parquet` is used").count(), 1, "{}", said.stderr);
}
