//! Panels with charts and tables: each says what it is made of, and what keeps it from adding up.

use super::*;

/// The whole and three parts: one that reported late, one of an unknown body, one that sent nothing.
pub(super) fn parts() -> (Breakdown, Vec<String>) {
    let member = |code: Option<&str>, figure: Figure| Figure {
        by: Some(("organization".to_owned(), code.map(str::to_owned))),
        completeness: Completeness { expected: 1, reported: 0, missing: vec![], of_one: code.is_some() },
        ..figure
    };
    let breakdown = Breakdown {
        total: figure("2024", [12, 12, 3]),
        parts: vec![
            member(Some("a"), figure("2024", [11, 10, 3])),
            member(None, figure("2024", [1, 2, 0])),
            member(Some("c"), nothing("2024", State::NotReported, Reason::NotReported)),
        ],
        overlaps: true,
    };
    let long = "Ủy ban nhân dân xã có tên rất dài ".repeat(6);
    (breakdown, vec![format!("{long}<b>"), "không rõ".to_owned(), "Sở C".to_owned()])
}

#[test]
fn parts_stand_below_their_total_and_who_has_not_reported_says_so() {
    let (breakdown, labels) = parts();
    let view = PartsView {
        head: head("Chia", None),
        dimension: "Đơn vị".to_owned(),
        breakdown,
        labels,
        gone: vec![],
        nested: vec![],
        statuses: vec![],
    };
    let html = sound(page::dashboard(&report(vec![PanelView::Table(view)]), &vietnamese()).into_string());
    assert_says(
        &html,
        &[
            "Vụ phát hiện trong kỳ + vụ tồn đầu kỳ",
            "<td class=\"n none\">chưa báo cáo</td>",
            "<td class=\"n\">—</td>",
            "Một trường hợp có thể thuộc nhiều nhóm",
            "dài &lt;b&gt;",
        ],
    );
    assert!(html.find("Tổng số").unwrap() < html.find("Sở C").unwrap());
}

#[test]
fn a_chart_has_its_table_and_a_broken_panel_leaves_the_rest_standing() {
    let (breakdown, labels) = parts();
    let parts = PartsView {
        head: head("Cột", None),
        dimension: "Đơn vị".to_owned(),
        breakdown,
        labels,
        gone: vec![],
        nested: vec![],
        statuses: vec![],
    };
    let bars = BarsView { parts, group: None };
    let trend = TrendView {
        head: head("Đường", Some(100)),
        figures: vec![
            figure("2024-Q1", [1, 2, 0]),
            nothing("2024-Q2", State::NotReported, Reason::NotReported),
        ],
        last_year: vec![None, Some(figure("2023-Q2", [1, 1, 0]))],
        pace: vec![None, None],
        breaks: vec![Break { on: day("2024-03-15"), label: "Đổi <mới>".to_owned(), comparable: true }],
        cuts: vec![],
    };
    let broken = PanelView::Broken {
        title: "Hỏng".to_owned(),
        error: ReportError::Unknown { what: "query", name: "no <table>".to_owned(), known: Vec::new() },
    };
    let panels = vec![PanelView::Bars(bars), broken, PanelView::Trend(trend)];
    let html = sound(page::dashboard(&report(panels), &vietnamese()).into_string());
    assert_eq!(html.matches("Bảng số liệu của biểu đồ").count(), 2);
    assert_says(
        &html,
        &[
            "Chưa lập được số liệu",
            "no &lt;table&gt;",
            "Quý II/2024: chưa báo cáo",
            "15/03/2024: Đổi &lt;mới&gt;",
            "Mục tiêu 100",
        ],
    );
}
