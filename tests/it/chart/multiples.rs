//! Multiples: the same small trend for each member.

use minhbach::chart::{Chart, Heights, Member, Multiples, Scale};

use super::{Drawn, EMPTY, LONG, STATES, Values, YEAR, YEAR_BEFORE, cases, points, strokes, written};

fn svg(state: &str, heights: Heights, members: &[Member]) -> String {
    cut(state, heights, members, &[])
}

fn cut(state: &str, heights: Heights, members: &[Member], cuts: &[usize]) -> String {
    let chart = Multiples {
        id: &format!("multiples-{state}"),
        title: "Số vụ vi phạm theo địa bàn, từng tháng",
        description: "",
        members,
        cuts,
        heights,
        scale: Scale::Count,
        note: match heights {
            Heights::Shared => "Mọi biểu đồ cùng một thang, đơn vị: vụ.",
            Heights::Own => {
                "Mỗi biểu đồ một thang riêng: chỉ so sánh được diễn biến, không so sánh được độ lớn. Đơn vị: vụ."
            }
        },
        axis_label: &written,
        empty: EMPTY,
        doubtful: "cần lưu ý khi đọc",
    };
    assert_eq!(chart.kind().name, "multiples");
    chart.svg()
}

fn member(label: &str, state: &str, values: Values) -> Member {
    let points = points(state, values, 2024);
    let text = points.last().map_or(String::new(), |point| point.text.clone());
    Member { label: label.into(), title: format!("{label}: {text}"), text, points }
}

fn members(state: &str, values: Values) -> Vec<Member> {
    let others: [Values; 3] = [YEAR_BEFORE, &[None, None], &[Some(1.0), None, Some(2.0), Some(0.0)]];
    let (first, second) = match state {
        "long" => (LONG.to_owned(), LONG.replace("số 3", "số 4")),
        _ => ("Thành phố Kon Tum".to_owned(), "Huyện Ngọc Hồi".to_owned()),
    };
    let mut members = vec![member(&first, state, values), member(&second, state, values)];
    if state == "typical" || state == "long" {
        let names = ["Huyện Đăk Glei", "Huyện Đăk Tô", "Huyện Đăk Hà"];
        members.extend(names.into_iter().zip(others).map(|(name, values)| member(name, state, values)));
    }
    members
}

pub(super) fn states() -> Vec<Drawn> {
    let shared = |(state, values): &(&'static str, Values)| {
        let members = if *state == "empty" { Vec::new() } else { members(state, values) };
        (*state, svg(state, Heights::Shared, &members))
    };
    let mut states: Vec<Drawn> = STATES.iter().map(shared).collect();
    let unequal =
        [member("Huyện Tu Mơ Rông", "", &[Some(1.0), Some(2.0)]), member("Thành phố Kon Tum", "", YEAR)];
    states.push(("own", svg("own", Heights::Own, &unequal)));
    let many: Vec<Member> = (1..=24).map(|index| member(&format!("Đơn vị {index}"), "", YEAR)).collect();
    let mut doubtful = members("typical", YEAR);
    for point in doubtful.iter_mut().flat_map(|member| member.points.iter_mut().skip(1).step_by(4)) {
        point.doubtful = true;
    }
    states.push(("doubtful", svg("doubtful", Heights::Shared, &doubtful)));
    states.push(("parted", cut("parted", Heights::Shared, &members("typical", YEAR), &[6])));
    states.push(("many", svg("many", Heights::Shared, &many)));
    states
}

#[test]
fn no_line_crosses_a_cut() {
    let two = [member("Huyện Sa Thầy", "", YEAR), member("Huyện Đăk Hà", "", YEAR)];
    assert_eq!(strokes(&cut("parted", Heights::Shared, &two, &[6])), [6, 5, 6, 5]);
    assert_eq!(strokes(&svg("whole", Heights::Shared, &two)), [11, 11]);
}

#[test]
fn a_member_without_values_says_so() {
    let svg = svg(
        "nothing",
        Heights::Shared,
        &[member("Huyện Sa Thầy", "", &[None]), member("Huyện Đăk Hà", "", YEAR)],
    );
    assert!(
        svg.contains(&format!("{EMPTY}</text>")) && svg.contains(&format!("{}</text>", cases(Some(13.0))))
    );
}
