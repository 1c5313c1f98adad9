//! The brief in words: each kind of sentence, and the case in which it keeps silent.

use super::made::{column, day, figure, kpi, nothing, period, tile, unit, vietnamese};
use super::*;
use minhbach::dashboard::{BRIEF_KINDS, BriefKind};
use minhbach::kpi::Common;

/// Nothing to say: no KPI, all reports there, a period that is over.
pub(super) fn facts(kpis: Vec<KpiFacts>) -> BriefFacts {
    BriefFacts {
        kpis,
        missing: vec![],
        overdue: vec![],
        all_reports: false,
        of_ended: false,
        owed: OwedFacts::default(),
        broken: Vec::new(),
        unchecked: Vec::new(),
        elsewhere: Vec::new(),
        set_aside: 0,
        copies: 0,
        period: period("2024"),
        data_date: day("2025-01-31"),
        plan: Some(DayRange { first_day: day("2023-05-08"), last_day: day("2025-12-31") }),
        breaks: vec![],
        first: vec![],
        promised: vec![],
    }
}

/// A KPI with its value this year and last year; all bodies have reported.
pub(super) fn of(label: &str, now: &str, base: &str) -> KpiFacts {
    let mut tile = tile(valued("2024", now));
    let own = Unit { money: label == "đồng", scaled: label == "đồng", ..unit(label) };
    tile.head.kpi = Kpi {
        title: "Số vụ vi phạm".to_owned(),
        unit: own.clone(),
        columns: vec![ValueColumn { unit: own, ..column("found", "vụ", Role::Numerator) }],
        ..kpi("")
    };
    tile.figure.parts.truncate(1);
    let base = valued("2023", base);
    let change = tile.figure.value.unwrap() - base.value.unwrap();
    tile.change = Ok(Comparison { base, change, common: None });
    tile.course = vec![];
    KpiFacts { tile, parts: vec![] }
}

fn valued(name: &str, value: &str) -> Figure {
    Figure {
        value: Some(value.parse().unwrap()),
        state: State::Value,
        reason: None,
        completeness: Completeness { expected: 24, reported: 24, missing: vec![], of_one: false },
        ..figure(name, [1, 1, 0])
    }
}

/// What is said, in Vietnamese.
fn said(facts: &BriefFacts) -> Vec<String> {
    let sentences = sentences(facts);
    sentences.iter().map(|each| page::sentence(&vietnamese(), each).replace('\u{a0}', " ")).collect()
}

fn says(kpi: KpiFacts, expected: &str) {
    let said = said(&facts(vec![kpi]));
    assert!(said.iter().any(|each| each == expected), "{expected}\nis not in {said:#?}");
}

/// Nothing of a kind is said.
fn silent(facts: &BriefFacts, kind: BriefKind) {
    let sentences = sentences(facts);
    assert!(sentences.iter().all(|each| each.kind() != kind), "{sentences:#?}");
}

fn target(value: i64, source: TargetSource) -> Option<Target> {
    Some(Target { value: Decimal::from(value), by: Some(day("2025-12-31")), source, each: vec![] })
}

#[test]
fn who_has_not_reported_is_told_behind_the_results_and_of_many_three_are_named() {
    let mut facts = facts(vec![of("vụ", "12", "9")]);
    silent(&facts, BriefKind::NotReported);
    for (names, expected) in [
        (vec!["Sở A"], "Còn 1 đơn vị chưa gửi đủ báo cáo làm căn cứ cho trang này: Sở A."),
        (
            vec!["Sở A", "Sở B", "Sở C", "Sở D"],
            "Còn 4 đơn vị chưa gửi đủ báo cáo làm căn cứ cho trang này: Sở A; Sở B; Sở C; Sở D.",
        ),
        (
            vec!["Sở A", "Sở B", "Sở C", "Sở D", "Sở E"],
            "Còn 5 đơn vị chưa gửi đủ báo cáo làm căn cứ cho trang này: Sở A; Sở B; Sở C và 2 đơn vị khác.",
        ),
    ] {
        facts.missing = names.into_iter().map(str::to_owned).collect();
        assert_eq!(said(&facts).last().unwrap(), expected);
    }
}

#[test]
fn overdue_reports_of_the_period_are_counted_and_the_only_one_is_named() {
    let mut facts = facts(vec![]);
    silent(&facts, BriefKind::Overdue);
    let late = |body: &str, days| OverdueReport {
        report: "Báo cáo vụ việc".to_owned(),
        body: body.to_owned(),
        days,
    };
    facts.overdue = vec![late("Sở B", 12)];
    assert_eq!(
        said(&facts),
        [
            "Có 1 báo cáo làm căn cứ cho trang này đã quá hạn mà chưa gửi: báo cáo vụ việc của Sở B, quá hạn 12 ngày."
        ]
    );
    facts.overdue = vec![late("Sở B", 12), late("Sở C", 40), late("Sở A", 40)];
    assert_eq!(
        said(&facts),
        ["Kỳ này có 3 báo cáo làm căn cứ cho trang này đã quá hạn mà chưa gửi."],
        "of all periods another may be older"
    );
    (facts.of_ended, facts.all_reports) = (true, true);
    assert_eq!(
        said(&facts),
        ["Kỳ này có 3 báo cáo đã quá hạn mà chưa gửi, kể cả của đơn vị đã kết thúc hoạt động."]
    );
}

#[test]
fn a_period_that_is_not_over_is_provisional_and_one_that_has_not_begun_is_not() {
    let mut facts = facts(vec![]);
    silent(&facts, BriefKind::Provisional);
    facts.period = period("2025");
    let expected = "Kỳ báo cáo kết thúc ngày 14/12/2025, sau ngày cập nhật số liệu 31/01/2025; số liệu trong kỳ là số tạm tính.";
    assert_eq!(said(&facts), [expected]);
    facts.period = period("2026");
    silent(&facts, BriefKind::Provisional);
}

#[test]
fn a_change_is_told_with_both_ends_and_small_counts_never_in_percent() {
    for (label, now, base, expected) in [
        ("vụ", "12", "9", "So với năm 2023, số vụ vi phạm tăng 3 vụ (từ 9 lên 12)."),
        ("vụ", "9", "12", "So với năm 2023, số vụ vi phạm giảm 3 vụ (từ 12 xuống 9)."),
        ("vụ", "150", "120", "So với năm 2023, số vụ vi phạm tăng 30 vụ (25%) (từ 120 lên 150)."),
        ("vụ", "3", "0", "So với năm 2023, số vụ vi phạm tăng từ 0 lên 3 vụ."),
        ("vụ", "0", "3", "So với năm 2023, số vụ vi phạm giảm 3 vụ (từ 3 xuống 0)."),
        ("vụ", "9", "9", "Số vụ vi phạm không thay đổi so với năm 2023 (9 vụ)."),
        ("%", "82.5", "80", "So với năm 2023, số vụ vi phạm tăng 2,5 điểm phần trăm (từ 80% lên 82,5%)."),
        (
            "đồng",
            "245000000",
            "200000000",
            "So với năm 2023, số vụ vi phạm tăng 45 triệu đồng (từ 200 lên 245 triệu).",
        ),
        (
            "đồng",
            "1500000000",
            "2000000000",
            "So với năm 2023, số vụ vi phạm giảm 500 triệu đồng, tương ứng 25% (từ 2 xuống 1,5 tỷ).",
        ),
    ] {
        says(of(label, now, base), expected);
    }
    let mut part = of("vụ", "120", "90");
    let Ok(comparison) = &mut part.tile.change else { panic!("it is compared") };
    comparison.common =
        Some(Box::new(Common { bodies: 17, now: valued("2024", "12"), base: valued("2023", "9") }));
    says(
        part,
        "So với năm 2023, số vụ vi phạm tăng 3 vụ (từ 9 lên 12), tính trên 17 đơn vị có đủ báo cáo hai kỳ.",
    );
    let mut running = of("vụ", "12", "9");
    running.tile.figure.provisional = true;
    says(running, "So với cùng kỳ năm 2023, số vụ vi phạm tăng 3 vụ (từ 9 lên 12).");
    let mut before = of("vụ", "12", "9");
    before.tile.change = Ok(Comparison { base: valued("2022", "9"), change: Decimal::from(3), common: None });
    says(before, "So với năm 2022, số vụ vi phạm tăng 3 vụ (từ 9 lên 12).");
}

#[test]
fn what_is_not_compared_has_not_changed_and_a_break_is_told_once() {
    let parted =
        Break { on: day("2024-07-01"), label: "Hợp nhất hai tỉnh".to_owned(), comparable: false };
    let broken = || {
        let mut kpi = of("vụ", "12", "9");
        kpi.tile.change = Err(NotCompared::Break(parted.clone()));
        kpi
    };
    let facts_of = facts(vec![broken(), broken()]);
    assert_eq!(
        said(&facts_of),
        [
            "Từ ngày 01/07/2024, phạm vi đơn vị, địa bàn thay đổi (hợp nhất hai tỉnh); số liệu trước và sau ngày này chỉ so sánh được sau khi quy đổi."
        ]
    );
    let mut waiting = of("vụ", "12", "9");
    waiting.tile.change = Err(NotCompared::Reports(Box::new(figure("2023", [9, 12, 0]))));
    let facts_of = facts(vec![waiting]);
    assert!(said(&facts_of).is_empty(), "{:?}", said(&facts_of));
}

#[test]
fn a_target_is_missed_met_or_not_due_as_the_whole_plan_decides() {
    let judged = |status, value: &str, source| {
        let mut kpi = of("%", "60", "60");
        kpi.tile.head.target = target(100, source);
        kpi.tile.plan = Some((valued("plan", value), status));
        kpi
    };
    for (status, value, source, expected) in [
        (
            Some(Status::Missed),
            "97.5",
            TargetSource::Plan,
            "Tính chung toàn kỳ kế hoạch, số vụ vi phạm là 97,5%, chưa đạt mục tiêu 100% của kế hoạch (thấp hơn 2,5 điểm phần trăm).",
        ),
        (
            Some(Status::Missed),
            "97.5",
            TargetSource::Law,
            "Tính chung toàn kỳ kế hoạch, số vụ vi phạm là 97,5%, chưa đạt mức 100% theo thời hạn pháp luật quy định (thấp hơn 2,5 điểm phần trăm).",
        ),
        (
            Some(Status::Met),
            "100",
            TargetSource::Plan,
            "Tính chung toàn kỳ kế hoạch, số vụ vi phạm là 100,0%, đạt mục tiêu 100% của kế hoạch.",
        ),
        (
            Some(Status::NotDue),
            "80",
            TargetSource::Plan,
            "Số vụ vi phạm là 80,0%; mục tiêu 100% đặt ra đến ngày 31/12/2025, chưa đến hạn đánh giá. \
             Nếu thực hiện đều theo thời gian thì đến ngày 31/01/2025 là 65,5% (mức tham khảo, không phải mục tiêu).",
        ),
    ] {
        says(judged(status, value, source), expected);
    }
    // A share of few is told as what it is made of, as it is in its tile.
    let mut few = judged(Some(Status::Missed), "97.5", TargetSource::Law);
    few.tile.head.kpi = Kpi { unit: few.tile.head.kpi.unit.clone(), ..kpi("Số vụ vi phạm") };
    few.tile.plan = Some((figure("plan", [2, 3, 0]), Some(Status::Missed)));
    says(
        few,
        "Tính chung toàn kỳ kế hoạch, số vụ vi phạm là 2/3, chưa đạt mức 100% theo thời hạn pháp luật quy định.",
    );
    // Under filters nothing is judged; without a number in the plan there is nothing to judge.
    for kpi in [judged(None, "97.5", TargetSource::Plan), of("%", "97.5", "97.5")] {
        let facts = facts(vec![kpi]);
        for kind in [BriefKind::Missed, BriefKind::Met, BriefKind::NotDue] {
            silent(&facts, kind);
        }
    }
}

#[test]
fn a_percentage_above_a_hundred_is_told_and_a_count_above_it_is_not() {
    says(of("%", "104.5", "100"), "Số vụ vi phạm là 104,5%, vượt 100%.");
    for kpi in [of("%", "100", "100"), of("vụ", "140", "100")] {
        silent(&facts(vec![kpi]), BriefKind::AboveAll);
    }
}

#[test]
fn a_backlog_that_grows_is_told_where_a_kpi_holds_both_ends_of_a_period_that_is_over() {
    let backlog = |opening: i64, closing: i64| {
        let mut kpi = of("vụ", "12", "12");
        let over = |label: &str, over| ValueColumn { over, ..column(label, label, Role::Beside) };
        kpi.tile
            .head
            .kpi
            .columns
            .extend([over("vụ tồn đầu kỳ", Over::Opening), over("vụ tồn cuối kỳ", Over::Last)]);
        let ends = figure("2024", [0, opening, closing]).parts;
        kpi.tile.figure.parts.extend(ends.into_iter().skip(1));
        kpi
    };
    says(backlog(3, 5), "Số vụ vi phạm: cuối kỳ có 5 vụ tồn cuối kỳ, nhiều hơn đầu kỳ (3 vụ tồn đầu kỳ).");
    let mut running = backlog(3, 5);
    running.tile.figure.provisional = true;
    for kpi in [backlog(5, 5), backlog(5, 3), running, of("vụ", "5", "3")] {
        silent(&facts(vec![kpi]), BriefKind::Backlog);
    }
}

#[test]
fn the_largest_part_is_told_where_parts_add_up_and_it_is_more_than_two_in_five() {
    let parted = |label: &str, whole: &str, parts: &[(Option<&str>, &str)], overlaps| {
        let mut kpi = of(label, whole, whole);
        let figures = parts.iter().map(|(member, value)| Figure {
            by: Some(("area".to_owned(), member.map(str::to_owned))),
            ..valued("2024", value)
        });
        let breakdown = Breakdown { total: valued("2024", whole), parts: figures.collect(), overlaps };
        let labels = parts.iter().map(|(member, _)| member.unwrap_or("Không rõ").to_owned()).collect();
        kpi.parts = vec![("Địa bàn".to_owned(), breakdown, labels)];
        kpi
    };
    let parts = [(Some("Huyện A"), "9"), (Some("Huyện B"), "6"), (Some("Huyện C"), "5")];
    says(
        parted("vụ", "20", &parts, false),
        "Huyện A có số vụ vi phạm nhiều nhất (chia theo địa bàn): 9 trên tổng số 20 vụ.",
    );
    says(
        parted("vụ", "200", &[(Some("Huyện A"), "110"), (Some("Huyện B"), "90")], false),
        "Huyện A có số vụ vi phạm nhiều nhất (chia theo địa bàn): 110 trên tổng số 200 vụ (55,0%).",
    );
    for kpi in [
        parted("vụ", "20", &parts, true),
        parted("vụ", "20", &[(Some("Huyện A"), "8"), (Some("Huyện B"), "7")], false),
        parted("vụ", "4", &[(Some("Huyện A"), "3")], false),
        parted("vụ", "20", &[(Some("Huyện A"), "20")], false),
        parted("vụ", "20", &[(None, "15"), (Some("Huyện A"), "5")], false),
    ] {
        silent(&facts(vec![kpi]), BriefKind::Largest);
    }
}

#[test]
fn the_highest_and_the_lowest_are_those_of_four_whole_periods_or_more() {
    let course = |values: &[&str]| {
        let mut kpi = of("vụ", values[values.len() - 1], "9");
        let first = 2024 - values.len() as i32 + 1;
        let named = values.iter().enumerate();
        kpi.tile.course = named.map(|(at, value)| valued(&(first + at as i32).to_string(), value)).collect();
        kpi
    };
    says(
        course(&["3", "5", "4", "6"]),
        "Số vụ vi phạm là 6 vụ, cao nhất trong 4 kỳ từ năm 2021 đến năm 2024.",
    );
    says(
        course(&["9", "5", "4", "3"]),
        "Số vụ vi phạm là 3 vụ, thấp nhất trong 4 kỳ từ năm 2021 đến năm 2024.",
    );
    let (mut late, mut early, mut empty) =
        (course(&["3", "5", "4", "6"]), course(&["3", "5", "4", "6"]), course(&["3", "5", "4", "6"]));
    late.tile.course[3].completeness.reported = 23;
    early.tile.course[1].before_since = true;
    empty.tile.course[1] = Figure {
        completeness: valued("2022", "1").completeness,
        ..nothing("2022", State::NoValue, Reason::NothingBelow)
    };
    for kpi in [late, early, empty, course(&["3", "4", "6"]), course(&["3", "6", "4", "6"])] {
        let facts = facts(vec![kpi]);
        silent(&facts, BriefKind::Highest);
        silent(&facts, BriefKind::Lowest);
    }
    let mut across = facts(vec![course(&["3", "5", "4", "6"])]);
    across.breaks =
        vec![Break { on: day("2022-03-01"), label: "Hợp nhất".to_owned(), comparable: false }];
    silent(&across, BriefKind::Highest);
}

#[test]
fn a_change_bears_what_is_doubtful_about_either_side_and_a_record_is_none() {
    let unfilled = |records| Caveat::Unfilled { column: "tiền phạt".to_owned(), records };
    let unread = Caveat::Unread { files: vec!["a.parquet".to_owned()] };
    let mut kpi = of("vụ", "12", "9");
    kpi.tile.figure.caveats = vec![unread.clone(), unfilled(2)];
    let Ok(comparison) = &mut kpi.tile.change else { panic!("it is compared") };
    comparison.base.caveats = vec![unread.clone(), unfilled(800)];
    assert_eq!(
        said(&facts(vec![kpi])),
        [
            "So với năm 2023, số vụ vi phạm tăng 3 vụ (từ 9 lên 12). Cần lưu ý: số liệu chưa gồm các tệp không đọc \
          được: a.parquet; 2 bản ghi để trống “tiền phạt” nên không được tính; năm 2023: 800 bản ghi để trống “tiền phạt” nên không được tính."
        ]
    );
    let mut kpi = of("vụ", "12", "9");
    kpi.tile.figure.caveats = vec![Caveat::Copies {
        table: Named { name: "cases".to_owned(), title: "Vụ việc".to_owned() },
        rows: 7,
    }];
    assert_eq!(said(&facts(vec![kpi])), ["So với năm 2023, số vụ vi phạm tăng 3 vụ (từ 9 lên 12)."]);
}

#[test]
fn copies_are_told_and_not_as_rows_that_do_not_count() {
    let mut facts = facts(vec![]);
    facts.copies = 1751;
    assert_eq!(said(&facts), ["Có 1.751 dòng dữ liệu trùng với dòng khác, chỉ tính một lần."]);
}

#[test]
fn what_is_missing_unsettled_or_set_aside_is_told_last() {
    let mut empty = of("vụ", "12", "12");
    empty.tile.figure = nothing("2024", State::NotReported, Reason::NotReported);
    empty.tile.head.kpi.title = "Tỷ lệ giải ngân".to_owned();
    let mut open = of("vụ", "12", "12");
    open.tile.figure.unsettled = true;
    let mut facts = facts(vec![empty, open]);
    facts.set_aside = 1204;
    assert_eq!(
        said(&facts),
        [
            "Số vụ vi phạm không thay đổi so với năm 2023 (12 vụ).",
            "Không tính được trong kỳ này (lý do nêu tại từng chỉ tiêu): tỷ lệ giải ngân.",
            "Chưa hết thời gian chỉnh lý quyết toán, số liệu còn có thể thay đổi: số vụ vi phạm.",
            "Có 1.204 dòng dữ liệu tạm loại, chưa được tính vào các số liệu trên trang này.",
        ]
    );
    facts.kpis.clear();
    facts.set_aside = 0;
    assert!(said(&facts).is_empty());
}

#[test]
fn each_kind_is_said_twice_money_each_time_lines_are_not_filled_and_a_dashboard_puts_its_own_first() {
    let mut facts = facts((0..12).map(|_| of("vụ", "12", "9")).collect());
    facts.kpis.extend((0..3).map(|_| of("%", "104.5", "90")));
    facts.set_aside = 3;
    let kinds = |facts: &BriefFacts| sentences(facts).iter().map(Sentence::kind).collect::<Vec<_>>();
    use BriefKind::{AboveAll, Count, Points, SetAside};
    assert_eq!(kinds(&facts), [AboveAll, AboveAll, AboveAll, Points, Points, Count, Count, SetAside]);
    facts.first = vec![SetAside, Count];
    // A caveat stays behind the results, and these behind what must be decided.
    assert_eq!(kinds(&facts), [AboveAll, AboveAll, AboveAll, Count, Count, Points, Points, SetAside]);
    assert_eq!(kinds(&facts), kinds(&facts));
}

#[test]
fn every_kind_has_a_word_in_the_order_of_importance() {
    assert!(BRIEF_KINDS.is_sorted_by_key(|(_, kind)| *kind));
    let words: std::collections::BTreeSet<&str> = BRIEF_KINDS.iter().map(|(word, _)| *word).collect();
    assert_eq!(words.len(), BRIEF_KINDS.len());
}

#[test]
fn a_sentence_leads_to_the_passport_of_its_figure_or_to_the_data() {
    let mut facts = facts(vec![of("vụ", "12", "9")]);
    facts.missing = vec!["Sở <A>".to_owned()];
    let mut report = report(vec![]);
    report.brief = sentences(&facts);
    let html = sound(page::dashboard(&report, &vietnamese()).into_string());
    assert_says(
        &html,
        &[
            "<a class=\"all\" href=\"/kpis/X01?period=2024&amp;network=%7E&amp;organization=b%26c\">So với",
            "Sở &lt;A&gt;. <span class=\"more\">Xem danh sách</span></a>",
        ],
    );
}
