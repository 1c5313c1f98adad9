//! Words that were corrected once do not come back: every page of both workspaces is read for forms that no document of
//! an office has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use minhbach::web::{App, router};
use minhbach::workspace::Workspace;
use tower::ServiceExt;

use crate::support::TestProject;

/// Phrases that have another wording now, each with the one that holds.
const OLD: [(&str, &str); 20] = [
    ("Kỳ trước liền kề", "Kỳ liền trước"),
    ("Sao chép địa chỉ", "Sao chép liên kết"),
    ("theo yêu cầu đúng thời hạn", "theo thời hạn pháp luật quy định"),
    ("theo yêu cầu của pháp luật", "theo thời hạn pháp luật quy định"),
    ("mức phải đạt", "mục tiêu"),
    ("Lỗi cần khắc phục", "Lỗi cấu hình"),
    ("Lỗi trong tệp cấu hình", "Lỗi cấu hình"),
    ("Số liệu tính đến", "Số liệu cập nhật đến ngày"),
    ("cập nhật đến hết ngày", "Số liệu cập nhật đến ngày"),
    ("Cách gộp đơn vị", "Phạm vi đơn vị"),
    ("Theo tổ chức khi phát sinh", "Đơn vị tại thời điểm phát sinh"),
    ("Quy đổi để so sánh", "Quy đổi theo đơn vị sau sắp xếp"),
    ("Ngày tính số liệu", "Ngày ghi nhận"),
    ("không có mẫu số", "không tính được ({0} bằng 0)"),
    ("tập trung nhiều nhất", "có … nhiều nhất"),
    ("đã nhân trọng số", "suy rộng từ mẫu"),
    ("điểm %", "điểm phần trăm"),
    ("Cả kế hoạch", "Toàn kỳ kế hoạch"),
    ("Báo cáo để tải về", "Gói báo cáo"),
    ("Việc còn nợ", "Việc quá hạn"),
];

/// Nouns that the English words count.
const MANY: [&str; 14] = [
    "bodies",
    "rows",
    "days",
    "records",
    "reports",
    "points",
    "percentage points",
    "files",
    "checks",
    "others",
    "years",
    "KPIs",
    "lines",
    "strikes",
];

/// The text that a page shows, tags as breaks; what is quoted from files word by word is left out.
fn shown(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let (tag, behind) = rest[start..].split_once('>').unwrap_or((&rest[start..], ""));
        rest = behind;
        let name = tag.trim_start_matches('<').split([' ', '/']).next().unwrap_or_default();
        if ["script", "style", "pre", "code", "blockquote"].contains(&name) && !tag.ends_with('/') {
            let end = format!("</{name}>");
            rest = rest.split_once(end.as_str()).map_or("", |(_, behind)| behind);
        }
        if !["a", "b", "span", "strong"].contains(&name) && !tag.starts_with("</") {
            text.push('\n');
        }
    }
    text.push_str(rest);
    text.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

/// `needle` where no letter or digit touches it.
fn stands_alone(text: &str, needle: &str) -> bool {
    text.match_indices(needle).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + needle.len()..].chars().next();
        let touches = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        // `2.1 ngày` and `0,1 ngày` are other numbers.
        let inner = before.is_some_and(|letter| ".,".contains(letter));
        !touches(before) && !touches(after) && !inner
    })
}

/// What is wrong with a line in any language.
fn odd_form(line: &str, units: &[String]) -> Option<String> {
    let spaced = |space: char| {
        let sign = format!("{space}%");
        line.match_indices(&sign).any(|(at, _)| line[..at].ends_with(|letter: char| letter.is_ascii_digit()))
    };
    if [' ', '\u{a0}', '\u{202f}'].into_iter().any(spaced) {
        return Some("a space before the percent sign".to_owned());
    }
    let twice = units.iter().find(|unit| stands_alone(line, &format!("{unit} {unit}")));
    twice.map(|unit| format!("{unit} twice"))
}

fn odd_vietnamese(line: &str) -> Option<String> {
    if let Some((old, new)) = OLD.iter().find(|(old, _)| line.contains(old)) {
        return Some(format!("“{old}”, which is “{new}”"));
    }
    for (at, quarter) in line.match_indices("Quý ").chain(line.match_indices("quý ")) {
        let behind = &line[at + quarter.len()..];
        if behind.starts_with(['1', '2', '3', '4']) {
            return Some("a quarter that is not Roman".to_owned());
        }
    }
    if line.match_indices("đơn vị đã báo cáo").any(|(at, said)| {
        !line[at + said.len()..].trim_start().starts_with("đủ")
            && line[..at].trim_end().ends_with(|letter: char| letter.is_ascii_digit())
    }) {
        return Some("bodies that have reported, and not whether all".to_owned());
    }
    // `(269 triệu đồng và 0 đồng)`: what is 0 is not listed beside what is not.
    [" và 0 ", ", chậm 0"]
        .into_iter()
        .find(|zero| line.contains(zero))
        .map(|_| "0 in an enumeration".to_owned())
}

fn odd_english(line: &str) -> Option<String> {
    let many = MANY.iter().find(|many| stands_alone(line, &format!("1 {many}")));
    many.map(|many| format!("1 {many}"))
}

/// Every page that leads to all others' kinds, for a year, the year before, a quarter and a month.
fn addresses(workspace: &Workspace, years: [i32; 2]) -> Vec<String> {
    let [year, before] = years;
    let periods = [format!("{year}"), format!("{before}"), format!("{before}-Q2"), format!("{year}-05")];
    let mut found: Vec<String> = Vec::new();
    for name in workspace.dashboards.keys() {
        found.extend(periods.iter().map(|period| format!("/dashboards/{name}?period={period}")));
    }
    for page in ["/kpis", "/plan", "/data", "/data/reports", "/owed", "/exports", "/problems"] {
        found.push(format!("{page}?period={year}"));
    }
    // A third of the passports: their words are the same.
    found.extend(workspace.kpis.keys().step_by(3).map(|code| format!("/kpis/{code}?period={year}")));
    found.extend(workspace.kpis.keys().take(3).map(|code| format!("/kpis/{code}/records?period={year}")));
    found
}

fn odd_lines(
    project: &TestProject,
    as_of: Option<&str>,
    years: [i32; 2],
    odd: impl Fn(&str) -> Option<String>,
) -> BTreeMap<String, String> {
    let dataset = Arc::new(project.try_dataset(as_of).unwrap());
    let units: BTreeSet<String> =
        dataset.workspace().settings.units.values().map(|unit| unit.label.clone()).collect();
    let units: Vec<String> = units.into_iter().filter(|label| !label.is_empty()).collect();
    let addresses = addresses(dataset.workspace(), years);
    let app = App::new(dataset);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut found = BTreeMap::new();
    for address in addresses {
        let page = runtime.block_on(async {
            let request = Request::get(address.as_str()).body(Body::empty()).unwrap();
            let response = router(app.clone()).oneshot(request).await.unwrap();
            assert_eq!(response.status().as_u16(), 200, "{address}");
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            String::from_utf8(bytes.to_vec()).unwrap()
        });
        for line in shown(&page).lines().map(str::trim) {
            if let Some(wrong) = odd_form(line, &units).or_else(|| odd(line)) {
                found.entry(format!("{wrong}: {line}")).or_insert_with(|| address.clone());
            }
        }
    }
    found
}

#[test]
fn no_page_of_the_first_workspace_has_a_form_of_words_that_was_corrected() {
    let found = odd_lines(&TestProject::sample(), None, [2025, 2024], odd_vietnamese);
    assert_eq!(found, BTreeMap::new());
}

/// One thing of each, so that every count is 1 somewhere.
#[test]
fn one_is_not_many_in_english() {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "[data]", "dashboards = [\"things\"]\n[data]")
        .file("queries/dimensions.toml", "[place]\ntitle = \"Place\"\nvalues = { a = \"Alpha\", b = \"Beta\" }\n")
        .table(
            "things",
            "thing* | on_day:date | place | planned:integer
             t1     | 2024-04-01  | a     | 1
             t2     | 2025-04-01  | b     | 1
             t3     | 2025-04-20  | a     | 1",
        )
        .kpi(
            "N",
            "key = \"thing\"\nvalue = { things = \"sum\" }",
            "SELECT t.on_day AS day, 1 AS things, t.place AS place, t.thing AS thing FROM things AS t",
        )
        .file(
            "dashboards/things.toml",
            "title = \"Things\"\n[[panel]]\nkpi = \"N\"\nshow = \"tile\"\n[[panel]]\nkpi = \"N\"\nshow = \"bars\"\nby = \"place\"\n",
        );
    let found = odd_lines(&project, Some("2025-12-31"), [2025, 2024], odd_english);
    assert_eq!(found, BTreeMap::new());
}
