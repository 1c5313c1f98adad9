//! The plan's tasks, body by body, and the milestones of its systems.

use std::path::Path;

use crate::day::{Day, END, PLAN, PROVINCES_MERGED, day, plus, working, working_days_after};
use crate::organization::{Body, Organizations};
use crate::random::Random;
use crate::request::{Request, write as write_requests};
use crate::sheet::{Failure, Stamp};

/// The clauses of part V that name a force.
fn clauses(force: &str) -> &'static [&'static str] {
    match force {
        "steering" => &["V.1"],
        "industry" => &["V.2/1", "V.2/2", "V.2/3"],
        "police" => &["V.3/1", "V.3/2"],
        "market" => &["V.4"],
        "finance" => &["V.5"],
        "science" => &["V.6/1", "V.6/2"],
        "media" => &["V.7/1", "V.7/2"],
        "bank" => &["V.8"],
        "tax" => &["V.9/1", "V.9/2"],
        "front" => &["V.11"],
        _ => &["V.10/1", "V.10/2", "V.10/3", "V.10/4"],
    }
}

/// A step of a system: planned for, done on (none: not yet).
type Step = (Day, Option<Day>, &'static str);

/// System, clause, who builds it, its steps.
const SYSTEMS: &[(&str, &str, &str, &[Step])] = &[
    (
        "database",
        "III.1/3",
        "industry",
        &[
            (day(2023, 9, 30), Some(day(2023, 10, 20)), "Khảo sát, xác định yêu cầu"),
            (day(2023, 12, 15), Some(day(2024, 2, 28)), "Phê duyệt đề cương, dự toán chi tiết"),
            (day(2024, 6, 28), Some(day(2024, 8, 9)), "Xây dựng cơ sở dữ liệu"),
            (day(2024, 11, 15), Some(day(2025, 2, 14)), "Vận hành thử"),
            (day(2025, 4, 30), None, "Nghiệm thu, đưa vào sử dụng"),
            (day(2025, 12, 15), None, "Kết nối với cơ sở dữ liệu quốc gia"),
        ],
    ),
    (
        "monitoring",
        "III.1/1",
        "market",
        &[
            (day(2023, 10, 31), Some(day(2023, 10, 26)), "Khảo sát nền tảng mạng xã hội cần giám sát"),
            (day(2024, 3, 29), Some(day(2024, 5, 10)), "Thuê phần mềm thu thập dữ liệu"),
            (day(2024, 9, 30), Some(day(2024, 9, 18)), "Giám sát thử trên hai mạng xã hội"),
            (day(2025, 3, 31), Some(day(2025, 5, 21)), "Giám sát thường xuyên, báo cáo hằng tháng"),
            (day(2025, 10, 31), None, "Bổ sung dữ liệu đầu vào cho cơ sở dữ liệu tập trung"),
        ],
    ),
    (
        "security",
        "III.1/4",
        "media",
        &[
            (day(2023, 12, 29), Some(day(2023, 12, 22)), "Rà soát hạ tầng, thiết bị"),
            (day(2024, 5, 31), Some(day(2024, 7, 5)), "Phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin"),
            (day(2024, 12, 31), Some(day(2025, 1, 17)), "Lắp đặt thiết bị bảo đảm an toàn thông tin"),
            (day(2025, 9, 30), None, "Kiểm tra, đánh giá an toàn thông tin"),
        ],
    ),
    (
        "detection",
        "III.3/2",
        "industry",
        &[
            (day(2024, 4, 26), Some(day(2024, 4, 19)), "Lựa chọn ứng dụng phát hiện vi phạm"),
            (day(2024, 10, 31), Some(day(2024, 12, 6)), "Dùng thử trong kiểm tra chuyên đề"),
            (day(2025, 6, 20), Some(day(2025, 6, 12)), "Đưa vào sử dụng thường xuyên"),
        ],
    ),
];

/// Draws and writes tasks and milestones, a file each.
pub(crate) fn write(
    out: &Path,
    seed: u64,
    organizations: &Organizations,
    stamp: Stamp,
) -> Result<(), Failure> {
    let mut random = Random::new(seed, "tasks");
    let mut tasks = Vec::new();
    for life in organizations.lives() {
        draw(&mut random, &life, organizations, &mut tasks);
    }
    write_requests(out, "task", "N", &tasks, stamp)?;

    let mut milestones = Vec::new();
    for &(system, clause, force, steps) in SYSTEMS {
        for &(due_on, done_on, topic) in steps {
            let due_on = working(due_on);
            let Some(body) = organizations.holder(force, None, due_on) else { continue };
            let mut one =
                Request::new("milestone", &body.code, working(plus(due_on, -120)).max(PLAN), due_on);
            (one.system, one.clause, one.topic) = (Some(system), Some(clause), Some(topic));
            one.done_on = done_on;
            milestones.push(one);
        }
    }
    write_requests(out, "milestone", "M", &milestones, stamp)
}

/// A body's tasks: some a year, given by the steering committee, most due within a quarter; some time is extended. What a
/// body has not done when it ends goes to the one that follows it, which the task then names.
fn draw(random: &mut Random, life: &Body, organizations: &Organizations, tasks: &mut Vec<Request>) {
    let few = matches!(life.kind, "district" | "commune");
    let end = life.valid_to.unwrap_or(END);
    let mut on = life.valid_from.max(PLAN);
    loop {
        on = plus(on, if few { random.between(110, 260) } else { random.between(40, 120) });
        let given_on = working(on);
        if given_on > end.min(END) {
            return;
        }
        let first_due_on = working_days_after(given_on, random.between(15, 55));
        let extended = random.chance(130);
        let due_on =
            if extended { working_days_after(first_due_on, random.between(10, 30)) } else { first_due_on };
        let late = random.chance(if few { 260 } else { 170 });
        let done_on = if late {
            working_days_after(due_on, random.between(1, 40))
        } else {
            let first = plus(due_on, -random.between(0, 12)).max(plus(given_on, 1));
            working(first).min(due_on)
        };
        let never = random.chance(45);
        let owner = if due_on > end { organizations.holder(life.force, None, due_on) } else { Some(life) };
        let owner = owner.or_else(|| organizations.holder("industry", None, due_on)).unwrap_or(life);
        let mut one = Request::new("task", &owner.code, given_on, due_on);
        let steering = organizations.holder("steering", None, given_on);
        one.from_organization = steering.map(|body| body.code.clone());
        one.clause = Some(*random.pick::<&'static str>(clauses(life.force)));
        one.area = life.area.clone().filter(|_| due_on < PROVINCES_MERGED || life.kind == "commune");
        one.first_due_on = first_due_on;
        one.done_on = (!never).then_some(done_on);
        tasks.push(one);
    }
}
