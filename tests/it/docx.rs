//! `report.docx` as others read it: python-docx, LibreOffice, a person who must sign it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::support::{TestProject, outside::python, repository};

/// A plan of three promises, of which one is measured, one has no data and one is measured by nothing; two bodies that owe
/// a report each month; a report that an office issued until the middle of 2025 and another one from then on.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "format", "dashboards = [\"page\"]\nformat")
        .change("minhbach.toml", "\"en\"", "\"vi\"")
        .change(
            "minhbach.toml",
            "[units.thing]",
            "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]",
        )
        .file("queries/dimensions.toml", "[organization]\ntitle = \"Đơn vị\"\nvalues = { a = \"Đơn vị A\", b = \"Đơn vị B\" }\n")
        .table("bodies", "code*\na\nb")
        .table(
            "receipts",
            "body | first_day:date | received_on:date
             a    | 2024-04-01     | 2024-05-03
             a    | 2024-05-01     | 2024-06-03",
        )
        .table(
            "sales",
            "sale* | sold_on:date | organization | amount:integer
             a     | 2023-05-10   | a | 500
             b     | 2024-01-10   | b | 7
             c     | 2024-05-10   | a | 533",
        )
        .file("queries/tables/absent.toml", "title = \"absent\"\nkey = [\"event\"]\n[columns.event]\ntype = \"text\"\n[columns.held_on]\ntype = \"date\"\n")
        .kpi(
            "SOLD",
            "key = \"sale\"\nvalue = { amount = \"sum\" }",
            "SELECT s.sold_on AS day, s.sale AS sale, s.organization AS organization, s.amount AS amount FROM sales AS s",
        )
        .kpi(
            "HELD",
            "key = \"event\"\nvalue = { held = \"sum\" }",
            "SELECT a.held_on AS day, a.event AS event, 1 AS held FROM absent AS a",
        )
        .file("dashboards/page.toml", "title = \"Trang\"\nperiod = \"quarter\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"tile\"\n[[panel]]\nkpi = \"HELD\"\nshow = \"tile\"\n")
        .file("queries/plan.toml", PLAN)
        .file("queries/models/obligations.sql", &obligations());
    project
}

const PLAN: &str = r#"
[[section]]
id = "I"
title = "MỤC TIÊU"

[[clause]]
id = "I/1"
text = "Bán nhiều hơn."
[[clause.kpi]]
code = "SOLD"

[[clause]]
id = "I/2"
text = "Tổ chức hoạt động."
[[clause.kpi]]
code = "HELD"
[[clause.kpi]]
code = "SOLD"

[[clause]]
id = "I/3"
text = "Nâng cao nhận thức."
note = "Không đo được."
"#;

const OUTLINE: &str = r#"
title = "BÁO CÁO"
symbol = "BC"
subject = "Công việc {period}"
opening = "{body} báo cáo {plan}:"
closing = "Trên đây là báo cáo {period}."

[[body]]
from = 2023-05-08
until = 2025-06-30
superior = "Tỉnh cũ"
name = "Sở cũ"
abbreviation = "SC"
place = "Nơi cũ"
to = ["Tỉnh cũ"]
recipients = ["Nơi khác;", "Lưu: VT"]
signature = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]

[[body]]
from = 2025-07-01
name = "Sở mới"
abbreviation = "SM"
place = "Nơi mới"
signature = ["GIÁM ĐỐC"]

[[section]]
heading = "Kết quả"
fill = "plan"
plan = ["I"]

[[section]]
heading = "Đánh giá"

[[section]]
heading = "Nguyên nhân"
level = 2
fill = "blank"
text = "nguyên nhân"

[[appendix]]
heading = "Số liệu"
landscape = true
fill = "table"
plan = ["I"]
kpis = ["SOLD"]

[[appendix]]
heading = "Đơn vị"
fill = "bodies"
"#;

/// The query of the reference.
fn obligations() -> String {
    let reference = fs::read_to_string(repository().join("docs/files.md")).unwrap();
    let (_, query) = reference.split_once("```sql\n-- queries/models/obligations.sql\n").unwrap();
    query.split_once("```").unwrap().0.to_owned()
}

/// The document of a period as of a day.
fn export(project: &TestProject, period: &str, as_of: &str, out: &str) -> PathBuf {
    let out = project.aside(out);
    let arguments = ["export", "--period", period, "--as-of", as_of, "--formats", "docx", "--out"];
    let said = project.run(&[&arguments[..], &[out.to_str().unwrap()]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    out.join(period).join("data/report.docx")
}

fn read(document: &Path) -> Value {
    let told =
        Command::new(python()).arg(repository().join("tests/read_docx.py")).arg(document).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

/// The paragraphs of a style; of any where it is empty.
fn texts<'a>(document: &'a Value, style: &str) -> Vec<&'a str> {
    let blocks = document["blocks"].as_array().unwrap().iter();
    let own =
        blocks.filter(|block| block["style"].is_string() && (style.is_empty() || block["style"] == style));
    own.map(|block| block["text"].as_str().unwrap()).collect()
}

/// The cells of the tables.
fn tables(document: &Value) -> Vec<Vec<Vec<String>>> {
    let blocks = document["blocks"].as_array().unwrap().iter().filter(|block| block["cells"].is_array());
    blocks.map(|block| serde_json::from_value(block["cells"].clone()).unwrap()).collect()
}

/// What LibreOffice makes of it: how many pages, and their text.
fn printed(document: &Path) -> (usize, String) {
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let run = |program: &str, arguments: &[&std::ffi::OsStr]| {
        let told = Command::new(program).args(arguments).output().unwrap();
        assert!(told.status.success(), "{program}: {}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).unwrap()
    };
    let out = folder.path().as_os_str();
    run(
        "soffice",
        &[
            "--headless".as_ref(),
            profile.as_ref(),
            "--convert-to".as_ref(),
            "pdf".as_ref(),
            "--outdir".as_ref(),
            out,
            document.as_os_str(),
        ],
    );
    let pdf = folder.path().join("report.pdf");
    let text = run("pdftotext", &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]);
    (text.matches('\u{c}').count(), text)
}

#[test]
fn the_report_of_the_first_workspace_is_a_document_as_an_office_signs_it() {
    let project = TestProject::sample();
    let path = export(&project, "2024-Q2", "2024-06-20", "out");
    let document = read(&path);
    let head = &tables(&document)[0];
    assert_eq!(head[0][0].trim(), "ỦY BAN NHÂN DÂN\nTỈNH KON TUM\nSỞ CÔNG THƯƠNG");
    assert_eq!(head[0][1].trim(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc");
    assert_eq!(head[1][0].split_whitespace().collect::<Vec<_>>(), ["Số:", "/BC-SCT"]);
    let dated: Vec<&str> = head[1][1].split_whitespace().collect();
    assert_eq!(dated, ["Kon", "Tum,", "ngày", "tháng", "năm"], "the date comes when it is signed");
    assert_eq!(texts(&document, "Title")[0], "BÁO CÁO");
    assert!(texts(&document, "Centred").contains(&"Kính gửi: Ủy ban nhân dân tỉnh Kon Tum"));
    let headings = texts(&document, "Heading 1");
    let numbers: Vec<&str> = headings.iter().map(|text| text.split_once(' ').unwrap().0).collect();
    assert_eq!(numbers, ["I.", "II.", "III.", "IV.", "V."]);
    assert!(texts(&document, "Body Text").iter().any(|text| text.ends_with("kính báo cáo./.")));
    // What only people can write is theirs to write.
    let blanks = texts(&document, "Blank");
    assert!(
        blanks.len() >= 6 && blanks.iter().all(|text| text.starts_with("[Phần này do đơn vị")),
        "{blanks:?}"
    );
    for section in document["sections"].as_array().unwrap() {
        let (width, height) = (section["width"].as_u64().unwrap(), section["height"].as_u64().unwrap());
        assert_eq!((width.min(height), width.max(height)), (210, 297));
        assert_eq!(section["margins"], serde_json::json!([25, 20, 30, 20]));
        assert_eq!(section["first_differs"], true);
        for edge in ["header", "first_header"] {
            assert!(section[edge].as_str().unwrap().contains("không phải số liệu thực tế"), "{section}");
        }
        for edge in ["footer", "first_footer"] {
            let text = section[edge].as_str().unwrap();
            assert!(text.contains("Kế hoạch 1309/KH-UBND | Kỳ: Quý II/2024 | Mã đối chiếu: "), "{text}");
        }
    }
    let body = &document["styles"]["Body Text"];
    assert_eq!((&body["size"], &document["sections"][1]["width"]), (&14.0.into(), &297.into()));
    assert_eq!((&document["created"], &document["modified"]), (&document["modified"], &document["created"]));
    assert_eq!(document["created"], "2024-06-20T00:00:00+00:00");
    for block in document["blocks"].as_array().unwrap().iter().filter(|block| block["cells"][0][0] == "STT") {
        assert_eq!(block["heads"], 1, "heads come again on each page");
    }
    let (pages, text) = printed(&path);
    assert!(pages > 8, "{pages}");
    let marks = text.matches("không phải số liệu thực tế").count();
    assert!(marks >= pages, "{marks} of {pages} pages are marked");
    for wanted in
        ["Phụ lục I", "Phụ lục II", "Nơi nhận:", "- Lưu: VT, đơn vị soạn thảo.", "GIÁM ĐỐC", "Lũy kế"]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn figures_stand_in_the_order_of_the_plan_and_one_without_a_value_says_why() {
    let project = project();
    project.file("dashboards/reports/quarterly.toml", OUTLINE);
    assert_eq!(project.check(), Vec::<String>::new());
    let path = export(&project, "2024-Q2", "2024-06-30", "out");
    let document = read(&path);
    assert_eq!(
        texts(&document, "Promise"),
        ["1. Bán nhiều hơn.", "2. Tổ chức hoạt động.", "3. Nâng cao nhận thức."]
    );
    let items = texts(&document, "Item");
    let sold = "- SOLD: 533 things, tăng 6,6% so với cùng kỳ năm 2023 (500 things), bằng 106,6%; lũy kế từ đầu năm 540 things.";
    assert_eq!(items[0], sold);
    assert!(items[1].starts_with("- HELD: không có số liệu ("), "{}", items[1]);
    assert_eq!(items[2], "- Các chỉ tiêu đã nêu ở trên: SOLD (mục I.1).");
    let blanks = texts(&document, "Blank");
    assert!(
        blanks[0].contains("chưa có số liệu đo lường") && blanks[1].contains("nguyên nhân"),
        "{blanks:?}"
    );
    let all = tables(&document);
    let figures = &all[2];
    assert_eq!(
        figures[0],
        ["STT", "Nội dung", "Kỳ này", "Cùng kỳ", "Tăng/giảm", "Lũy kế", "Kế hoạch", "Tỷ lệ (%)"]
    );
    assert_eq!(figures[1][1..6], ["SOLD", "533", "500", "+33", "540"].map(str::to_owned));
    assert!(figures[2][2].starts_with("–(1)"), "missing is not 0: {:?}", figures[2]);
    let notes = texts(&document, "Table Note");
    assert!(
        notes.contains(&"Đơn vị tính: things")
            && notes.iter().any(|note| note.starts_with("Ghi chú: (1) Không có số liệu")),
        "{notes:?}"
    );
    // One body has not sent what is due, which June's is not.
    let told = texts(&document, "Body Text");
    assert!(told.iter().any(|text| text.contains("trong số 2 đơn vị có báo cáo mang số liệu của kỳ này đã đến hạn gửi (tính mọi loại báo cáo), còn 1 đơn vị chưa gửi đủ")), "{told:?}");
    let bodies = all.last().unwrap();
    assert_eq!(bodies.len(), 2);
    assert_eq!((bodies[1][1].as_str(), bodies[1][3].as_str()), ("Đơn vị B", "56"));
    assert!(bodies[1][2].contains("2 kỳ, từ 01/04/2024 đến 31/05/2024"), "{}", bodies[1][2]);
    assert!(
        texts(&document, "").contains(&"Kèm theo báo cáo này: Phụ lục I (Số liệu); Phụ lục II (Đơn vị).")
    );
}

#[test]
fn no_body_issues_a_report_on_a_day_on_which_it_does_not_exist() {
    let project = project();
    project.file("dashboards/reports/quarterly.toml", OUTLINE);
    let before = read(&export(&project, "2024-Q2", "2024-06-30", "before"));
    let head = tables(&before)[0].clone();
    assert!(head[0][0].contains("TỈNH CŨ\nSỞ CŨ") && head[1][0].ends_with("/BC-SC"), "{head:?}");
    assert!(texts(&before, "").contains(&"Kính gửi: Tỉnh cũ"));
    let signed = tables(&before)[1].clone();
    assert!(signed[0][0].ends_with("- Như trên;\n- Nơi khác;\n- Lưu: VT."), "{signed:?}");
    assert!(signed[0][1].starts_with("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"), "{signed:?}");
    // The same period, told by data of a day on which the first office is gone.
    let after = read(&export(&project, "2024-Q2", "2025-09-30", "after"));
    let head = tables(&after)[0].clone();
    assert!(head[0][0].trim() == "SỞ MỚI" && head[1][0].ends_with("/BC-SM"), "{head:?}");
    assert!(!texts(&after, "").iter().any(|text| text.contains("Kính gửi") || text.contains("Sở cũ")));
    // Nobody covers the day: the place stays empty and marked, and `check` has said so.
    project.change("dashboards/reports/quarterly.toml", "from = 2025-07-01", "from = 2025-12-01");
    let warned = project.check();
    assert!(
        warned.len() == 1 && warned[0].contains("from 2025-07-01 to 2025-11-30 nobody issues"),
        "{warned:?}"
    );
    let nobody = read(&export(&project, "2024-Q2", "2025-09-30", "nobody"));
    let head = tables(&nobody)[0].clone();
    assert!(head[0][0].contains("cơ quan ban hành]") && !head[0][0].contains("CŨ"), "{head:?}");
}

#[test]
fn the_same_input_gives_the_same_document_in_any_zone() {
    let project = project();
    project.file("dashboards/reports/quarterly.toml", OUTLINE);
    let bytes = |zone: &str| {
        let out = project.aside(zone);
        let arguments =
            ["export", "--period", "2024-Q2", "--as-of", "2024-06-30", "--formats", "docx", "--out"];
        let mut command = project.command(&[&arguments[..], &[out.to_str().unwrap()]].concat());
        assert!(command.env("TZ", zone).output().unwrap().status.success());
        fs::read(out.join("2024-Q2/data/report.docx")).unwrap()
    };
    assert!(bytes("UTC") == bytes("Asia"), "two runs, two documents");
}

#[test]
fn a_workspace_without_an_outline_has_a_plain_document() {
    let project = project();
    project.change("minhbach.toml", "\"vi\"", "\"en\"");
    let path = export(&project, "2024-Q2", "2024-06-30", "out");
    let document = read(&path);
    assert_eq!(texts(&document, "Title"), ["REPORT"]);
    assert_eq!(texts(&document, "Heading 1"), ["I. In brief", "II. Figures", "III. Who has not reported"]);
    assert_eq!(tables(&document).len(), 1, "no letterhead, nobody who signs");
    assert!(texts(&document, "Body Text").last().unwrap().ends_with("./."));
    let (pages, text) = printed(&path);
    assert!(pages == 1 && text.contains("SOLD") && text.contains("Minh Bạch | Toy"), "{text}");
}
