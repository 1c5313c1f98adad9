//! Pages: what a reader sees of a report, from reports made by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use indexmap::IndexMap;
use minhbach::calendar::*;
use minhbach::dashboard::ShowSeveral;
use minhbach::diagnostic::{Diagnostic, SourceFile};
use minhbach::kpi::*;
use minhbach::locale::{Language, Locale, Unit};
use minhbach::page;
use minhbach::query::Rows;
use minhbach::report::*;
use minhbach::table::{Fatal, Sensitivity};
use rust_decimal::Decimal;

mod brief;
mod explained;
mod made;
mod panels;
mod tiles;

use made::{calendars, day, figure, filters, front, head, kpi, nothing, period, report, tile, vietnamese};

/// The page of tiles, checked as every page is.
fn tiles(tiles: Vec<TileView>) -> String {
    let panels = tiles.into_iter().map(|tile| PanelView::Tile(Box::new(tile))).collect();
    sound(page::dashboard(&report(panels), &vietnamese()).into_string())
}

/// What must hold of every page.
fn sound(html: String) -> String {
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"vi\""));
    assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/page.").count());
    for forbidden in ["style=", "javascript:", "onclick", "NaN", "Some(", "None)"] {
        assert!(!html.contains(forbidden), "a page holds {forbidden}");
    }
    for drawing in html.split("<svg").skip(1) {
        let drawing = drawing.split("</svg>").next().unwrap();
        assert!(drawing.contains("<title"), "a drawing has no title");
    }
    for select in html.split("<select id=\"").skip(1) {
        let id = select.split('"').next().unwrap();
        assert!(html.contains(&format!("<label for=\"{id}\">")), "{id} has no label");
    }
    let mut ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    html
}

/// A page whose numbers are no links: each stands in one of its own.
fn unlinked(html: &str) -> String {
    let mut pieces = html.split("<a class=\"number\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| {
        let (text, rest) = piece.split_once('>').unwrap().1.split_once("</a>").unwrap();
        all + text + rest
    })
}

fn assert_says(html: &str, sentences: &[&str]) {
    let html = &unlinked(html);
    for sentence in sentences {
        assert!(html.contains(sentence), "not on the page: {sentence}\n{html}");
    }
}

#[test]
fn a_page_says_whose_numbers_these_are_of_when_and_for_which_period() {
    let html = tiles(vec![]);
    assert_says(
        &html,
        &[
            "Chuyển đến nội dung chính",
            "Dữ liệu minh họa",
            "Kế hoạch &lt;thử&gt;",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<b>Năm 2024</b> (15/12/2023–14/12/2024)",
            "31/01/2025",
            "<code>0123456789ab</code>",
            "Đang lọc: <b>Đơn vị: Sở B &amp; C</b>",
        ],
    );
}

#[test]
fn every_link_keeps_the_question_and_every_choice_has_a_label() {
    let html = tiles(vec![tile(figure("2024", [12, 12, 3]))]);
    assert_says(
        &html,
        &[
            "href=\"/kpis/X01?period=2024&amp;network=%7E&amp;organization=b%26c\"",
            "href=\"/dashboards/other?period=2024&amp;network=%7E&amp;organization=b%26c\"",
            "href=\"/dashboards/first?period=2023&amp;network=%7E&amp;organization=b%26c\"",
            "href=\"/dashboards/first?period=2024\">Bỏ lọc",
            // What this page does not offer stays in the address all the same.
            "<input type=\"hidden\" name=\"network\" value=\"~\">",
            "<option value=\"\" selected>Lịch báo cáo</option><option value=\"budget:\">Năm ngân sách</option>",
            "<option value=\"2024\" selected>2024</option>",
            "<input type=\"checkbox\" name=\"organization\" value=\"b&amp;c\" checked>Sở B &amp; C",
            "aria-current=\"page\"",
        ],
    );
}

#[test]
fn a_tile_says_its_figure_in_words_with_who_has_reported() {
    let mut compared = tile(figure("2024", [12, 12, 3]));
    compared.change =
        Ok(Comparison { base: figure("2023", [9, 12, 0]), change: Decimal::from(5), common: None });
    compared.head.unfiltered = vec!["Mạng xã hội".to_owned()];
    assert_says(
        &tiles(vec![compared]),
        &[
            "80,0%",
            "12 vụ đã xử lý trên 15 vụ (12 vụ phát hiện trong kỳ và 3 vụ tồn đầu kỳ)",
            "18/24 đơn vị đã báo cáo đủ",
            "Tăng 5 điểm phần trăm so với năm trước (từ 75% lên 80%).",
            "Không lọc theo Mạng xã hội.",
            ">X01<",
        ],
    );
}

#[test]
fn a_share_of_few_moves_as_what_it_is_made_of_and_never_in_percentages() {
    for (now, base, told) in [
        ([5, 7, 0], [2, 4, 0], "Tăng từ 2/4 lên 5/7 so với năm trước."),
        ([1, 3, 0], [3, 4, 1], "Giảm từ 3/5 xuống 1/3 so với năm trước."),
        ([1, 3, 0], [12, 12, 3], "Giảm từ 80,0% xuống 1/3 so với năm trước."),
        ([2, 4, 0], [2, 4, 0], "Không đổi (2/4) so với năm trước."),
        ([2, 4, 0], [1, 2, 0], "Không đổi (1/2 và 2/4) so với năm trước."),
    ] {
        let mut compared = tile(figure("2024", now));
        let base = figure("2023", base);
        compared.change = Ok(Comparison { base, change: Decimal::ONE, common: None });
        let html = tiles(vec![compared]);
        assert_says(&html, &[told]);
        assert!(!html.contains("điểm phần trăm"), "{html}");
    }
}

#[test]
fn a_target_is_judged_in_words_and_by_a_shape_beside_the_plan_s_own_period() {
    let mut judged = tile(figure("2024", [12, 12, 3]));
    judged.head.target = Some(Target { value: Decimal::ONE_HUNDRED, ..head("", Some(1)).target.unwrap() });
    judged.status = Some(Status::NotDue);
    judged.plan = Some((figure("plan", [1, 2, 0]), Some(Status::Missed)));
    let html = tiles(vec![judged]);
    assert_says(&html, &["100%", "kế hoạch đặt ra, đến ngày 31/12/2025", "○", "chưa đến hạn"]);
    assert_says(&html, &["Toàn kỳ kế hoạch (08/05/2023–31/12/2025): <b>1/2</b>", "✗", "chưa đạt"]);

    let mut filtered = tile(figure("2024", [12, 12, 3]));
    filtered.head = Head { filters: filters(), ..head("Lọc", Some(100)) };
    assert_says(&tiles(vec![filtered]), &["không đánh giá khi lọc"]);
}

#[test]
fn what_is_missing_says_why_and_is_never_zero() {
    let states = [
        (State::NotBegun, Reason::NotBegun, "chưa đến kỳ", "Kỳ bắt đầu sau ngày cập nhật số liệu."),
        (
            State::NotReported,
            Reason::NotReported,
            "chưa báo cáo",
            "Các đơn vị phải báo cáo đều chưa gửi báo cáo.",
        ),
        (State::NoValue, Reason::NothingOwed, "không có số liệu", "Không có đơn vị nào phải báo cáo"),
        (
            State::NoValue,
            Reason::NoWindow(NoWindow::NoSingleYear),
            "không có số liệu",
            "không nằm trọn trong một năm",
        ),
        (State::NoValue, Reason::NothingToMeasure, "không có số liệu", "Không có bản ghi nào để tính."),
        (
            State::NoValue,
            Reason::OtherPeriod { kinds: vec![PeriodKind::Year, PeriodKind::Quarter] },
            "không có số liệu",
            "Chỉ tiêu chỉ tính theo: năm, quý.",
        ),
    ];
    for (state, reason, said, why) in states {
        let html = tiles(vec![tile(nothing("2024", state, reason))]);
        assert_says(&html, &[said, why]);
        assert!(!html.contains("0 vụ") && !html.contains("0,0"), "{html}");
        assert!(!html.contains("Không so sánh với"), "what has no value is not compared either");
    }
    // 0 of 0 is told as it is: two numbers and no share.
    let html = tiles(vec![tile(figure("2024", [0, 0, 0]))]);
    assert_says(&html, &["Trong kỳ không phát sinh", "0 vụ đã xử lý trên 0 vụ"]);
}

#[test]
fn every_reason_against_a_comparison_is_told() {
    let slot = Slot { first_day: day("2025-01-15"), last_day: day("2025-01-31") };
    let reasons = [
        (
            NotCompared::NoBase(NoBase::NoCounterpart),
            "Không so sánh với năm trước: kỳ này không có kỳ tương ứng",
        ),
        (
            NotCompared::NoBase(NoBase::NotBegun { first_day: day("2026-01-01") }),
            "kỳ bắt đầu sau ngày cập nhật số liệu",
        ),
        (
            NotCompared::NoBase(NoBase::InsideSlot { data_date: day("2025-01-20"), slot }),
            "ngày cập nhật số liệu 20/01/2025",
        ),
        (NotCompared::NoValue, "kỳ so sánh không có số liệu"),
        (NotCompared::BeforeSince, "đầy đủ từ ngày 08/05/2023"),
        (
            NotCompared::Break(Break {
                on: day("2024-07-01"),
                label: "sáp nhập".to_owned(),
                comparable: false,
            }),
            "sáp nhập",
        ),
        (NotCompared::Partial, "chỉ có số liệu của một phần thời gian"),
        (
            NotCompared::Reports(Box::new(figure("2023", [9, 12, 0]))),
            "Năm trước là 75,0% (18/24 đơn vị đã báo cáo đủ); không tính tăng, giảm vì hai kỳ có tỷ lệ đơn vị đã báo cáo khác nhau",
        ),
    ];
    for (reason, said) in reasons {
        let html = tiles(vec![TileView { change: Err(reason), ..tile(figure("2024", [12, 12, 3])) }]);
        assert_says(&html, &[said]);
    }
}

#[test]
fn marks_and_days_of_its_own_stand_beside_a_figure() {
    let calendars = calendars();
    let budget = calendars.parse(calendars.get("budget").unwrap(), "2024").unwrap();
    let mut figure = figure("2024", [1, 2, 0]);
    for part in &mut figure.parts {
        part.days = Some(budget.days());
    }
    let figure = Figure { period: budget, provisional: true, unsettled: true, before_since: true, ..figure };
    assert_says(
        &tiles(vec![tile(figure)]),
        &[
            "tạm tính",
            "chưa hết thời gian chỉnh lý",
            "Kỳ của chỉ tiêu này: từ ngày 01/01/2024 đến ngày 31/12/2024.",
            "Kỳ bắt đầu trước ngày 08/05/2023, khi số liệu chưa đầy đủ.",
        ],
    );
}

#[test]
fn a_refusal_is_in_the_reader_s_language_and_says_what_there_is() {
    let error = ReportError::Ask(AskError::Period(PeriodError::Malformed { text: "2024-Q9<".to_owned() }));
    let refusal = page::refusal(&error, &vietnamese());
    let html = sound(
        page::error(400, &refusal.sentence, refusal.help.as_deref(), Some("r-1"), &vietnamese())
            .into_string(),
    );
    assert_says(
        &html,
        &["Địa chỉ không hợp lệ", "“2024-Q9&lt;” không phải là một kỳ báo cáo", "2024-H1", "r-1"],
    );
    let known = vec!["X01".to_owned()];
    let error = ReportError::Unknown { what: "dashboard", name: "none".to_owned(), known };
    assert_eq!(page::refusal(&error, &vietnamese()).help.unwrap(), "Các giá trị hợp lệ: X01");
}

#[test]
fn targets_are_counted_before_the_brief_and_each_says_how_far_it_is() {
    let of = |value: i64, status| {
        let own = tile(figure("2024", [value, value, 100]));
        TileView { head: head("Tỷ lệ đào tạo", Some(100)), status, ..own }
    };
    let tiles = vec![of(48, Some(Status::Missed)), of(100, Some(Status::Met)), of(90, None)];
    let view = SeveralView { title: "Mục tiêu".to_owned(), show: ShowSeveral::Targets, tiles };
    let mut all = report(vec![PanelView::Several(view)]);
    all.brief = sentences(&brief::facts(vec![brief::of("vụ", "12", "9")]));
    let html = sound(page::dashboard(&all, &vietnamese()).into_string());
    assert_says(
        &html,
        &[
            // How many there are never parts from what they are.
            "3 chỉ tiêu có mục tiêu của kế hoạch: 1\u{a0}đạt, 1\u{a0}chưa\u{a0}đạt, 1 chưa đủ căn cứ đánh giá",
            "<b>32,4%</b>",
            "Mục tiêu: 100%; thấp hơn 67,6 điểm phần trăm",
        ],
    );
    assert!(html.find("class=\"strip\"") < html.find("tăng 3 vụ"), "the brief comes first");
}

#[test]
fn targets_say_their_days_together_where_these_are_the_same_and_else_each_its_own() {
    let of = |period: &str| {
        let own = tile(figure("2024", [48, 48, 100]));
        let plan = Some((figure(period, [48, 48, 100]), Some(Status::Missed)));
        TileView { head: head("Tỷ lệ đào tạo", Some(100)), plan, ..own }
    };
    let drawn = |tiles| {
        let view = SeveralView { title: "Mục tiêu".to_owned(), show: ShowSeveral::Targets, tiles };
        sound(page::dashboard(&report(vec![PanelView::Several(view)]), &vietnamese()).into_string())
    };
    let same = drawn(vec![of("2023"), of("2023")]);
    assert_eq!(same.matches("oàn kỳ kế hoạch (15/12/2022–14/12/2023)").count(), 1);
    let different = drawn(vec![of("2023"), of("2024")]);
    assert_says(
        &different,
        &["; toàn kỳ kế hoạch (15/12/2022–14/12/2023)", "; toàn kỳ kế hoạch (15/12/2023–14/12/2024)"],
    );
}

#[test]
fn several_figures_are_one_table_with_value_course_and_standing() {
    let mut judged = tile(figure("2024", [90, 90, 100]));
    judged.head = head("Tỷ lệ đúng hạn", Some(100));
    judged.status = Some(Status::Missed);
    let tiles = vec![tile(figure("2024", [12, 12, 3])), judged];
    let view = SeveralView { title: "Các chỉ tiêu".to_owned(), show: ShowSeveral::Figures, tiles };
    let html = sound(page::dashboard(&report(vec![PanelView::Several(view)]), &vietnamese()).into_string());
    assert_says(
        &html,
        &["<caption>Các chỉ tiêu</caption>", "Tỷ lệ xử lý vụ vi phạm", "Tỷ lệ đúng hạn", "chưa đạt"],
    );
    assert_eq!(html.matches("<th scope=\"row\">").count(), 2);
}

#[test]
fn the_style_sheet_names_its_fonts_and_fits_its_budget() {
    let html = page::error(404, "…", None, None, &vietnamese()).into_string();
    let name = html.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let sheet = page::asset(name).unwrap();
    let css = std::str::from_utf8(&sheet.bytes).unwrap();
    assert!(css.len() < 20 * 1024);
    let mut bytes = css.len();
    let fonts: Vec<&str> = css.split("url(").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert_eq!(fonts.len(), 6);
    for font in fonts {
        bytes += page::asset(font).unwrap().bytes.len();
    }
    assert!(bytes <= 150 * 1024, "{bytes}");
    assert!(page::asset("page.css").is_none(), "a name without a hash would be kept for ever");
}
