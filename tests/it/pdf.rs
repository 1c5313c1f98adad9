//! What is printed: read by other programs, traced from every page, the same twice, and never made of data by mistake.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use minhbach::export::{Block, Book, Content, Flow, Format, Sheet, check_templates};
use minhbach::report::{Ask, Column, Digits, Edition, Kind, RowCell, Table, run};
use serde_json::Value;

use super::support::outside::python;
use super::support::{TestData, TestProject};

/// Two quarters of sales and a dashboard of them, with a title in the letters that Vietnamese needs.
fn project() -> TestProject {
    let project = TestProject::new();
    project.change("minhbach.toml", "format", "dashboards = [\"page\"]\nformat");
    project.table(
        "sales",
        "sale* | sold_on:date | place | amount:integer\na | 2024-01-03 | x | 5\nb | 2024-12-31 | y | 7",
    );
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Địa bàn\"\nvalues = { x = \"Xã Đắk Ơ\", y = \"#panic() *x* $y$\" }\n",
    );
    project.kpi(
        "SOLD",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT s.sold_on AS day, s.sale AS sale, s.place AS place, s.amount AS amount FROM sales AS s",
    );
    project.file(
        "dashboards/page.toml",
        "title = \"Tổng quan #panic()\"\nperiod = \"year\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"tile\"\n\
         [[panel]]\nkpi = \"SOLD\"\nshow = \"bars\"\nby = \"place\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"table\"\nby = \"place\"\n",
    );
    project
}

/// The dashboard of the small project, run.
fn dashboard(data: &TestData) -> Vec<u8> {
    let reader = data.reader();
    let ask = Ask::default();
    let report = data.wait(run(&reader, &reader.workspace().dashboards["page"], &ask)).unwrap();
    let mut bytes = Vec::new();
    Format::named("pdf").unwrap().write(&reader, Book::of_report(&reader, report), &mut bytes).unwrap();
    bytes
}

fn edition(data: &TestData) -> Edition {
    let reader = data.reader();
    let report = data.wait(run(&reader, &reader.workspace().dashboards["page"], &Ask::default()));
    report.unwrap().front.edition
}

/// A table of so many rows, printed.
fn rows(data: &TestData, edition: &Edition, count: usize) -> Vec<u8> {
    let columns = vec![Column::new("name", Kind::Text), Column::new("amount", Kind::Whole)];
    let row = |at: usize| {
        vec![
            RowCell::Text(format!("Dòng {at}")),
            RowCell::Number(Digits::from(rust_decimal::Decimal::from(at))),
        ]
    };
    let table = Table::of_values(columns, (0..count).map(row).collect());
    let content = Content::Rows(Flow::of(table));
    let block = Block { name: "rows".to_owned(), title: "Bảng".to_owned(), notes: Vec::new(), content };
    let sheet =
        Sheet { name: "rows".to_owned(), title: "Bảng".to_owned(), blocks: vec![block], report: None };
    let book = Book { title: "Bảng".to_owned(), edition: edition.clone(), sheets: vec![sheet] };
    let mut bytes = Vec::new();
    Format::named("pdf").unwrap().write(&data.reader(), book, &mut bytes).unwrap();
    bytes
}

fn kept(project: &TestProject, bytes: &[u8]) -> PathBuf {
    let path = project.aside("printed.pdf");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The text of each page, its white space made single spaces.
fn pages(file: &Path) -> Vec<String> {
    let told =
        Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    pages.map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn is_sound(file: &Path) {
    let told = Command::new("qpdf").arg("--check").arg(file).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
}

/// The first workspace's report of a quarter, over two of its dashboards: the file, and the pack's manifest.
fn report() -> &'static (TestProject, PathBuf, Value) {
    static REPORT: OnceLock<(TestProject, PathBuf, Value)> = OnceLock::new();
    REPORT.get_or_init(|| {
        let project = TestProject::sample();
        let out = project.aside("packs");
        let said = project.run(&[
            "export",
            "--period",
            "2024-Q2",
            "--formats",
            "pdf",
            "--dashboards",
            "overview,fines,budget",
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let data = out.join("2024-Q2/data");
        let manifest = serde_json::from_slice(&std::fs::read(data.join("manifest.json")).unwrap()).unwrap();
        (project, data.join("report.pdf"), manifest)
    })
}

#[test]
fn every_page_of_a_report_says_whose_numbers_of_when_it_holds() {
    let (_, file, manifest) = report();
    is_sound(file);
    let pages = pages(file);
    let digits = |name: &str, count: usize| manifest[name].as_str().unwrap()[..count].to_owned();
    let code = format!("{}-{}", digits("snapshot", 12), digits("workspace", 8));
    for (at, page) in pages.iter().enumerate() {
        let number = format!("Trang {}/{}", at + 1, pages.len());
        for mark in [
            "Kế hoạch 1309/KH-UBND",
            "Quý II/2024 (15/03/2024–14/06/2024)",
            "Bộ lọc: không lọc",
            "Số liệu cập nhật đến ngày",
            &code,
            &number,
            "manifest.json",
            "Số liệu được tạo ra để minh họa, không phải số liệu thực tế.",
        ] {
            assert!(page.contains(mark), "`{mark}` is not on page {}:\n{page}", at + 1);
        }
    }
}

#[test]
fn the_leader_has_one_page_and_the_forms_have_their_own_units_and_shares() {
    let pages = pages(&report().1);
    for text in [
        "Tóm tắt kết quả thực hiện",
        "Kết quả so với mục tiêu",
        "Nội dung cần chỉ đạo, quyết định",
        "Tình hình gửi báo cáo",
    ] {
        assert!(pages[0].contains(text), "{text}");
    }
    assert!(pages[1].contains("cột theo mẫu 75") && !pages[0].contains("mẫu 75"));
    // The same đồng in millions, in billions and as they are; 269 010 000 of 884 350 000 is 30,4%, of what has been
    // spent since the year began.
    for text in [
        "Đơn vị tính: Triệu đồng",
        "884,35 269,01 30,4",
        "Đơn vị tính: Tỷ đồng",
        "0,884 0,233 0,269 30,4",
        "4=3/1",
    ] {
        assert!(pages[1].contains(text), "{text}:\n{}", pages[1]);
    }
    for text in [
        "Đơn vị tính: Đồng",
        "5=6+7+8",
        "10=5−9",
        "884.350.000 13.350.000 871.000.000 0 269.010.000 615.340.000 0",
    ] {
        assert!(pages[2].contains(text), "{text}:\n{}", pages[2]);
    }
}

#[test]
fn the_leader_sees_the_period_apart_from_the_plan_and_whom_each_figure_knows_of() {
    let page = &pages(&report().1)[0];
    for text in [
        // In the head of the table, and broken there.
        "Toàn kỳ kế hoạch (từ",
        "08/05/2023 đến 31/12/2025)",
        // Each in its cell, in two lines.
        "24/24 đơn vị đã báo cáo 53/53 đơn vị đã báo cáo đủ đủ",
        "Trên toàn bộ số liệu, không theo kỳ",
        "đơn vị đã báo cáo đủ",
        // One rule for who has not reported, and what it counts.
        "Trong số 24 đơn vị có báo cáo mang số liệu của kỳ này đã đến hạn gửi (tính mọi loại báo cáo), còn 2 đơn vị chưa gửi đủ",
        "không phải ngày nhận báo cáo",
        "báo cáo đến hạn",
    ] {
        assert!(page.contains(text), "{text}:\n{page}");
    }
}

#[test]
fn what_has_come_since_the_year_began_bears_its_days_and_panels_of_one_kpi_their_dimensions() {
    let text = pages(&report().1).join(" ");
    for told in [
        "Kỳ của chỉ tiêu này: từ ngày 01/01/2024 đến ngày 30/06/2024",
        // Titles that stand beside each other break their lines.
        "Tiền phạt theo quyết định xử phạt – chia theo lực",
        "Diễn biến: tiền phạt đã nộp",
        "chưa gửi đủ báo cáo kinh phí của các tháng đến hết ngày 30/06/2024",
    ] {
        assert!(text.contains(told), "{told}:\n{text}");
    }
}

#[test]
fn the_forms_spend_what_the_figure_of_spending_says() {
    let figures = report().2["figures"].as_array().unwrap();
    let whole = figures
        .iter()
        .find(|figure| figure["code"] == "NS02" && figure["by"].as_object().unwrap().is_empty());
    assert_eq!(
        whole.map(|figure| (&figure["numerator"], &figure["denominator"])),
        Some((&Value::from(269_010_000), &Value::from(884_350_000)))
    );
}

#[test]
fn a_report_is_tagged_as_its_readers_need_it() {
    let (_, file, manifest) = report();
    let part = &manifest["parts"][0];
    assert_eq!(part["written_with"], "PDF/UA-1, PDF/A-2a");
    let script = "import sys, pikepdf\npdf = pikepdf.open(sys.argv[1])\nroot = pdf.Root\nassert root.Lang == 'vi', root.Lang\n\
                  assert root.MarkInfo.Marked\nassert root.StructTreeRoot\n\
                  meta = pdf.open_metadata()\nassert 'Quý II/2024' in meta['dc:title'], meta['dc:title']\n\
                  assert meta['pdfaid:part'] == '2' and meta['pdfuaid:part'] == '1'\n\
                  assert str(pdf.docinfo['/CreationDate']).startswith('D:20260131'), pdf.docinfo\n";
    let told = Command::new(python()).arg("-c").arg(script).arg(file).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = Command::new(python()).args(["-m", "pdfua", "check"]).arg(file).output().unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stdout));
}

#[test]
fn a_dashboard_is_the_same_bytes_twice_and_its_data_are_never_markup() {
    let project = project();
    let data = project.dataset("2024-12-31");
    let bytes = dashboard(&data);
    assert_eq!(bytes, dashboard(&data));
    let file = kept(&project, &bytes);
    is_sound(&file);
    let text = pages(&file).join(" ");
    for shown in ["Tổng quan #panic()", "#panic() *x* $y$", "Xã Đắk Ơ"] {
        assert!(text.contains(shown), "{shown}:\n{text}");
    }
}

#[test]
fn a_table_of_any_length_is_printed_wherever_its_pages_break() {
    let project = project();
    let data = project.dataset("2024-12-31");
    let edition = edition(&data);
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for count in 0..=200 {
        let bytes = rows(&data, &edition, count);
        assert!(bytes.starts_with(b"%PDF-1.7"), "{count} rows");
        lengths.insert(count, bytes.len());
    }
    assert_eq!(lengths.len(), 201);
}

#[test]
fn a_longer_table_says_how_many_rows_it_has_and_where_the_others_are() {
    let project = project();
    let data = project.dataset("2024-12-31");
    let file = kept(&project, &rows(&data, &edition(&data), 1_003));
    let text = pages(&file).join(" ");
    assert!(text.contains("Dòng 999") && !text.contains("Dòng 1000 "));
    assert!(text.contains("1003") && text.contains("XLSX"), "{text}");
}

#[test]
fn a_mistake_in_a_template_is_told_with_its_line() {
    let project = project();
    project.file("dashboards/reports/report.typ", "#import \"house.typ\": *\n#show: house\n#leader-page()\n");
    let mistakes = check_templates(&project.workspace());
    let told: Vec<String> = mistakes.iter().map(minhbach::diagnostic::short).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("dashboards/reports/report.typ:3:2"), "{told:?}");
    assert!(told[0].contains("unknown variable: leader-page"), "{told:?}");
    let out = project.aside("packs");
    let said = project.run(&[
        "export",
        "--as-of",
        "2024-12-31",
        "--period",
        "2024",
        "--formats",
        "pdf",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_ne!(said.code, 0);
    assert!(said.stderr.contains("dashboards/reports/report.typ:3:2"), "{}", said.stderr);
    assert!(!out.join("2024").exists(), "a pack is there whole or not at all");
}

#[test]
fn a_template_reaches_no_file_no_package_and_no_clock() {
    let project = project();
    for (text, said) in [
        ("#read(\"/etc/passwd\")", "file not found"),
        ("#read(\"../page.toml\")", "path"),
        ("#import \"@preview/tablex:0.0.1\": *", "packages are not available"),
    ] {
        project.file("dashboards/reports/own.typ", text);
        let told: Vec<String> =
            check_templates(&project.workspace()).iter().map(minhbach::diagnostic::short).collect();
        assert!(told.len() == 1 && told[0].contains(said), "{text}: {told:?}");
    }
    project.file("dashboards/reports/own.typ", "#assert(datetime.today().year() == 2022)");
    assert!(check_templates(&project.workspace()).is_empty(), "today is a day of the data");
}
