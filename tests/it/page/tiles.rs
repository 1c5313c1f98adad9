//! Tiles: nothing is said twice, and every verdict says of which days.

use super::*;

/// A KPI that counts in one column.
fn counted(unit: Unit) -> TileView {
    let mut tile = tile(figure("2024", [53, 0, 0]));
    let only =
        ValueColumn { unit: unit.clone(), ..made::column("cases", "vụ kiểm tra", Role::Numerator) };
    tile.head.kpi = Kpi { unit, columns: vec![only], ..tile.head.kpi };
    tile.figure.parts.truncate(1);
    tile.figure = Figure {
        value: tile.figure.numerator,
        denominator: None,
        state: State::Value,
        reason: None,
        ..tile.figure
    };
    tile
}

#[test]
fn a_count_is_said_once_and_an_amount_in_full() {
    let html = tiles(vec![counted(made::unit("vụ"))]);
    assert_says(&html, &["53 vụ"]);
    assert!(!html.contains("vụ kiểm tra"), "{html}");

    let money = Unit { money: true, scaled: true, ..made::unit("đồng") };
    let mut amount = counted(money);
    let number = Some(Decimal::from(269_400_000));
    (amount.figure.value, amount.figure.numerator) = (number, number);
    amount.figure.parts[0].cell.number = number;
    let html = tiles(vec![amount]);
    assert_says(&html, &["269.400.000 đồng"]);
    assert!(!html.contains("269,4") && !html.contains("đồng vụ kiểm tra"), "{html}");
}

#[test]
fn every_verdict_stands_behind_the_period_that_it_speaks_of() {
    let mut judged = tile(figure("2024", [12, 12, 3]));
    judged.head.target = head("", Some(100)).target;
    judged.status = Some(Status::NotDue);
    judged.plan = Some((figure("plan", [1, 2, 0]), Some(Status::Missed)));
    let html = tiles(vec![judged]);
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} is not in {html}"));
    let order = [at(">Mục tiêu: "), at("Năm 2024: <span"), at("chưa đến hạn"), at("Toàn kỳ kế hoạch (")];
    assert!(order.is_sorted() && order[3] < at("chưa đạt"), "{order:?}");
}

#[test]
fn half_a_formula_is_not_told_and_its_reason_is() {
    let mut half = tile(nothing("plan", State::NoValue, Reason::NoWindow(NoWindow::NoSingleYear)));
    half.figure.parts[1].cell.number = Some(Decimal::ONE);
    half.figure.denominator = Some(Decimal::ONE);
    let html = tiles(vec![half]);
    assert_says(&html, &["Kỳ này không nằm trọn trong một năm."]);
    assert!(!html.contains("— "), "{html}");
}

#[test]
fn a_denominator_of_0_is_told_in_the_words_of_the_command_line() {
    let mut whole = figure("2024", [0, 0, 0]);
    whole.completeness.missing.clear();
    let told = tiles(vec![tile(whole)]);
    assert_says(&told, &[">không phát sinh</p>", "Trong kỳ không phát sinh số liệu làm căn cứ tính."]);
    // Of whom a report has not come nobody knows that there was nothing.
    assert_says(
        &tiles(vec![tile(figure("2024", [0, 0, 0]))]),
        &[">không tính được (vụ phát hiện trong kỳ + vụ tồn đầu kỳ bằng 0)</p>"],
    );
    let mut silent = figure("2024", [0, 0, 0]);
    silent.completeness.reported = 0;
    assert_says(&tiles(vec![tile(silent)]), &[">chưa báo cáo</p>"]);
}

#[test]
fn what_keeps_all_tiles_from_being_compared_is_told_once() {
    let parted = |_| {
        let parted = Break { on: day("2024-07-01"), label: "Sáp nhập".to_owned(), comparable: false };
        TileView { change: Err(NotCompared::Break(parted)), ..tile(figure("2024", [12, 12, 3])) }
    };
    let sentence = "Không so sánh với năm trước: từ ngày 01/07/2024";
    let all: Vec<TileView> = (0..4).map(parted).collect();
    let html = tiles(all);
    assert_eq!(html.matches(sentence).count(), 1, "{html}");
    assert_says(&html, &["<b>Các chỉ tiêu không ghi so sánh dưới đây:</b> Không so sánh"]);
    let in_few = "Không so sánh: phạm vi thay đổi từ 01/07/2024.";
    assert_eq!(html.matches(in_few).count(), 4, "and each tile says in few words what it is");

    // Two are told on the spot, and so is a refusal of its own.
    let mut few: Vec<TileView> = (0..2).map(parted).collect();
    assert_eq!(tiles(vec![few.remove(0), few.remove(0)]).matches(sentence).count(), 2);
    let mixed: Vec<TileView> = (0..4).map(parted).chain([tile(figure("2024", [12, 12, 3]))]).collect();
    let html = tiles(mixed);
    assert_eq!(html.matches(sentence).count(), 1);
    assert_says(&html, &["hai kỳ có tỷ lệ đơn vị đã báo cáo khác nhau."]);
}
