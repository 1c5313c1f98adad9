//! Workbooks, read and counted again by programs of others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use minhbach::calendar::Day;
use minhbach::export::{Block, Book, Content, Flow, write_xlsx};
use minhbach::report::{Ask, Column, Digits, Edition, Kind, RowCell, Table, front};
use serde_json::Value;

use super::support::outside::python;
use super::support::{TestData, TestProject, repository};

/// Asks the reader of workbooks.
fn asked(arguments: &[&Path]) -> Value {
    let script = repository().join("tests/workbook.py");
    let told = Command::new(python()).arg(script).args(arguments).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap_or(Value::Null)
}

/// Has LibreOffice open a workbook and write it anew.
fn counted_again(file: &Path, out: &Path) -> PathBuf {
    let profile = tempfile::tempdir().unwrap();
    let said = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .args([out, file])
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    out.join(file.file_name().unwrap())
}

/// A pack of a workspace with nothing but its workbook; gives the folder of what it carries.
fn pack(project: &TestProject, out: &Path, arguments: &[&str]) -> PathBuf {
    let mut all = vec!["export", "--formats", "xlsx", "--out", out.to_str().unwrap()];
    all.extend(arguments);
    let said = project.run(&all);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let folder = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir());
    folder.unwrap().join("data")
}

/// The first workspace's workbook of a quarter, made once.
fn sample() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let out = tempfile::tempdir().unwrap();
        let data = pack(&TestProject::sample(), out.path(), &["--period", "2024-Q2"]);
        (out, data)
    });
    &made.1
}

/// Every ratio is the figure of the pack, as written and as LibreOffice counts it; gives what was read.
fn holds(data: &Path) -> Value {
    let file = data.join("tables.xlsx");
    let read = asked(&["read".as_ref(), file.as_path(), &data.join("manifest.json")]);
    let aside = tempfile::tempdir().unwrap();
    let (stripped, again) = (aside.path().join("stripped.xlsx"), aside.path().join("again"));
    asked(&["strip".as_ref(), file.as_path(), &stripped]);
    fs::create_dir(&again).unwrap();
    let counted = counted_again(&stripped, &again);
    let count = asked(&["counted".as_ref(), file.as_path(), &counted]);
    assert!(count.as_u64().unwrap() >= read["ratios"].as_u64().unwrap(), "{count} of {read}");
    read
}

#[test]
fn other_programs_read_the_first_workspaces_workbook_and_count_the_same_ratios() {
    let read = holds(sample());
    let sheets: Vec<&str> =
        read["sheets"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!((sheets[0], sheets[1]), ("Tổng hợp chỉ tiêu", "Tổng quan"));
    assert!(sheets.ends_with(&["Khái niệm chỉ tiêu", "Nguồn gốc số liệu", "Tệp dữ liệu"]), "{sheets:?}");
    for (what, least) in [("ratios", 500), ("charts", 30), ("days", 50)] {
        assert!(read[what].as_u64().unwrap() > least, "{what}: {read}");
    }
}

#[test]
fn the_rows_that_the_printed_report_reads_stand_in_the_workbook_as_numbers() {
    let script = "import sys, json, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\n\
                  rows = [list(row) for row in book['Dự toán được chi trong năm theo'].iter_rows(values_only=True)]\n\
                  at = next(i for i, row in enumerate(rows) if row[0] == 'Đơn vị')\n\
                  held = [row for row in rows[at + 1:] if row[1]]\n\
                  used = rows[at].index('Đã sử dụng (đồng)')\n\
                  print(json.dumps([len(held), sum(row[used] or 0 for row in held), rows[at][2]]))";
    let told =
        Command::new(python()).arg("-c").arg(script).arg(sample().join("tables.xlsx")).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    // What NS02 has paid and advanced since the year began.
    assert_eq!(told[1], 269_010_000);
    assert!(told[0].as_u64() > Some(20) && told[2] == "Tổng số (đồng)", "{told}");
}

#[test]
fn another_workspace_in_english_over_real_data_gives_a_workbook_that_holds_too() {
    let Some(source) = std::env::var_os("MINHBACH_BIRDSTRIKES") else {
        panic!("MINHBACH_BIRDSTRIKES names no birdstrikes.csv: run ./test, which fetches one")
    };
    let workspace = repository().join("tests/workspaces/birdstrikes");
    let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let converted = Command::new(python())
        .arg(workspace.join("convert.py"))
        .arg("--from")
        .arg(source)
        .arg("--out")
        .arg(data.path())
        .output()
        .unwrap();
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let said = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .args(["export", "--formats", "xlsx", "--period", "1999", "--workspace"])
        .arg(&workspace)
        .arg("--data")
        .arg(data.path())
        .arg("--state")
        .arg(out.path().join("state"))
        .arg("--out")
        .arg(out.path().join("packs"))
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let read = holds(&out.path().join("packs/1999/data"));
    assert_eq!(read["sheets"][0], "Summary");
    assert!(read["ratios"].as_u64().unwrap() > 0, "{read}");
}

/// One table and nothing else, so that a book of any rows can be written in its name.
fn any_data() -> TestData {
    let project = TestProject::new();
    project.table("events", "event* | held_on:date\na | 2024-01-03");
    project.kpi(
        "EV01",
        "key = \"event\"\nvalue = { event = { over = \"sum\", as = \"distinct\" } }",
        "SELECT e.held_on AS day, e.event AS event FROM events AS e",
    );
    project.dataset("2024-12-31")
}

fn edition(data: &TestData) -> Edition {
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    front(&reader, reader.workspace().opening_period(), &ask).unwrap().edition
}

/// A book of one list, as bytes.
fn written(data: &TestData, flow: Flow<'_>, most_rows: u32) -> Vec<u8> {
    let content = Content::Rows(flow);
    let block = Block {
        name: "list".to_owned(),
        title: "List: of/all".to_owned(),
        notes: vec!["A note".to_owned()],
        content,
    };
    let book = Book::of_block(edition(data), "list".to_owned(), block);
    let mut bytes: Vec<u8> = Vec::new();
    write_xlsx(&data.reader(), book, &mut bytes, most_rows).unwrap();
    bytes
}

/// Its cells, as the reader of workbooks tells them: sheet, cell, type, value, format.
fn cells(bytes: &[u8]) -> Vec<[Value; 5]> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("book.xlsx");
    fs::write(&file, bytes).unwrap();
    serde_json::from_value(asked(&["cells".as_ref(), file.as_path()])).unwrap()
}

fn number(text: &str) -> RowCell {
    let value: rust_decimal::Decimal = text.parse().unwrap();
    RowCell::Number(Digits::from(value))
}

/// Numbers from 0 in pieces of seven.
fn counting(rows: u64) -> Flow<'static> {
    let columns = vec![Column::new("number", Kind::Whole), Column::new("name", Kind::Text)];
    let own = columns.clone();
    let pieces = (0..rows.div_ceil(7)).map(move |piece| {
        let last = (piece * 7 + 7).min(rows);
        let row = |at: u64| vec![number(&at.to_string()), RowCell::Text(format!("row {at}"))];
        Ok(Table::of_values(own.clone(), (piece * 7..last).map(row).collect()))
    });
    Flow { columns, count: Some(rows), pieces: Box::new(pieces) }
}

#[test]
fn a_list_that_a_sheet_does_not_hold_goes_on_on_the_next_and_no_row_is_lost() {
    let data = any_data();
    let told = cells(&written(&data, counting(50), 30));
    let mut sheets: Vec<&Value> = told.iter().map(|cell| &cell[0]).collect();
    sheets.dedup();
    assert_eq!(sheets, ["List of all", "List of all (2)", "List of all (3)"]);
    let numbers: Vec<u64> =
        told.iter().filter(|cell| cell[2] == "n").map(|cell| cell[3].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    let texts: Vec<&str> = told.iter().filter_map(|cell| cell[3].as_str()).collect();
    assert!(texts.contains(&"Rows: 50") || texts.contains(&"Số dòng: 50"), "{texts:?}");
    for next in ["(2)", "(3)"] {
        assert!(texts.iter().any(|text| text.contains(next) && text.contains("List of all")), "{texts:?}");
    }
    let rows = |cell: &[Value; 5]| {
        cell[1].as_str().unwrap().trim_start_matches(char::is_alphabetic).parse::<u32>().unwrap()
    };
    assert!(told.iter().map(rows).max().unwrap() <= 30);
    assert_eq!(texts.iter().filter(|text| **text == "A note").count(), 1, "notes stand once, at the end");
}

#[test]
fn a_text_stays_a_text_a_long_number_keeps_its_digits_and_what_is_missing_is_no_zero() {
    let data = any_data();
    let day = |text: &str| RowCell::Day(text.parse::<Day>().unwrap());
    let text = |text: &str| RowCell::Text(text.to_owned());
    let columns = vec![
        Column::new("text", Kind::Text),
        Column::new("money", Kind::Decimal { scale: 2 }),
        Column::new("day", Kind::Day),
    ];
    let rows = vec![
        vec![text("=1+1"), number("12345678901234567.89"), day("2024-06-14")],
        vec![text("+84 123"), number("-1234.5"), day("1899-12-31")],
        vec![text("@SUM(A1)"), RowCell::Nothing, RowCell::Nothing],
        vec![text(&"ẵ".repeat(40_000)), number("0"), day("9999-12-31")],
    ];
    let bytes = written(&data, Flow::of(Table::of_values(columns, rows)), 1_000);
    let told = cells(&bytes);
    let at = |cell: &str| {
        told.iter().find(|own| own[1] == cell).map(|own| (own[2].clone(), own[3].clone(), own[4].clone()))
    };
    let head = told.iter().position(|own| own[3] == "money").unwrap();
    let first: u32 = told[head][1].as_str().unwrap()[1..].parse::<u32>().unwrap() + 1;
    let cell = |column: &str, row: u32| at(&format!("{column}{}", first + row));
    for (row, text) in ["=1+1", "+84 123", "@SUM(A1)"].into_iter().enumerate() {
        let (kind, value, _) = cell("A", row as u32).unwrap();
        assert!(kind != "f" && value == text, "{kind} {value}");
    }
    let (kind, value, _) = cell("B", 0).unwrap();
    let digits: String = value.as_str().unwrap().chars().filter(char::is_ascii_digit).collect();
    assert!(kind != "n" && digits == "1234567890123456789", "{value}");
    let (kind, value, format) = cell("B", 1).unwrap();
    assert!(kind == "n" && value == -1234.5 && format == "#,##0.00", "{kind} {value} {format}");
    assert_eq!(cell("B", 2), None, "missing is not zero");
    assert_eq!(cell("B", 3).unwrap().1, 0);
    let (kind, value, format) = cell("C", 0).unwrap();
    assert!(kind == "d" && value == "2024-06-14T00:00:00", "{kind} {value} {format}");
    assert!(cell("C", 1).unwrap().1.as_str().unwrap().contains("1899"), "spreadsheets do not know that day");
    let cut = cell("A", 3).unwrap().1.as_str().unwrap().to_owned();
    assert!(cut.encode_utf16().count() == 32_767 && cut.ends_with("[…]"));
    let said = told.iter().filter_map(|own| own[3].as_str());
    assert_eq!(said.filter(|text| text.contains("15") || text.contains("[…].")).count(), 2, "both are told");
}

#[test]
fn the_same_figures_give_the_same_bytes_on_any_day_and_in_any_zone() {
    let project = TestProject::new();
    project.table(
        "sales",
        "sale* | sold_on:date | place | amount:integer
         a     | 2024-01-03   | x     | 5
         b     | 2024-02-03   | y     | 7",
    );
    project
        .file("queries/dimensions.toml", "[place]\ntitle = \"Place\"\nvalues = { x = \"X\", y = \"Y\" }\n");
    project.kpi(
        "SOLD",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT s.sold_on AS day, s.sale AS sale, s.place AS place, s.amount AS amount FROM sales AS s",
    );
    project.change("minhbach.toml", "format", "dashboards = [\"page\"]\nformat");
    project.change("minhbach.toml", "first_day = 2022-01-01", "first_day = 2022-01-01\nas_of = 2024-12-31");
    project.file(
        "dashboards/page.toml",
        "title = \"Page\"\nperiod = \"quarter\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"trend\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"table\"\nby = \"place\"\n",
    );
    let made: Vec<Vec<u8>> = ["Asia/Ho_Chi_Minh", "America/New_York"]
        .into_iter()
        .map(|zone| {
            let out = project.aside(zone.split('/').next().unwrap());
            let mut command = project.command(&["export", "--period", "2024-Q1", "--formats", "xlsx"]);
            let said = command.arg("--out").arg(&out).env("TZ", zone).output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
            fs::read(out.join("2024-Q1/data/tables.xlsx")).unwrap()
        })
        .collect();
    assert!(made[0] == made[1]);
}

/// The most memory that this process has had, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
#[ignore = "measures: a million rows take minutes where nothing is optimised"]
fn a_million_rows_need_little_memory() {
    let data = any_data();
    let before = peak();
    let began = std::time::Instant::now();
    let columns: Vec<Column> = [
        ("number", Kind::Whole),
        ("name", Kind::Text),
        ("place", Kind::Text),
        ("money", Kind::Decimal { scale: 2 }),
        ("day", Kind::Day),
        ("note", Kind::Text),
    ]
    .into_iter()
    .map(|(name, kind)| Column::new(name, kind))
    .collect();
    let own = columns.clone();
    let day: Day = "2020-01-01".parse().unwrap();
    let pieces = (0..1_000_000_u64 / 8_192 + 1).map(move |piece| {
        let row = |at: u64| {
            vec![
                number(&at.to_string()),
                RowCell::Text(format!("Doanh nghiệp số {at}")),
                RowCell::Text(format!("Xã {}", at % 100)),
                number(&format!("{}.{:02}", at * 1_000, at % 100)),
                RowCell::Day(day + chrono::Days::new(at % 1_500)),
                RowCell::Text("một ghi chú dài vừa phải để có chữ trong ô".to_owned()),
            ]
        };
        let last = (piece * 8_192 + 8_192).min(1_000_000);
        Ok(Table::of_values(own.clone(), (piece * 8_192..last).map(row).collect()))
    });
    let flow = Flow { columns, count: Some(1_000_000), pieces: Box::new(pieces) };
    let size = written(&data, flow, 1_048_576).len();
    eprintln!("{} KiB before, {} KiB at most, {size} bytes, {:?}", before, peak(), began.elapsed());
    assert!(peak() - before < 300 * 1_024);
}
