//! The course of a case: what was found, how long its decision took, what it cost.

use crate::day::{Day, END, working_days_after};
use crate::random::Random;

/// Violations found in shops and markets, in e-commerce, and by forces with a field of their own.
const IN_SHOPS: &[(&str, u64)] = &[
    ("GI01", 18),
    ("NG01", 17),
    ("HL01", 14),
    ("GP01", 14),
    ("NL01", 9),
    ("AT01", 8),
    ("NG02", 7),
    ("SH01", 5),
    ("HC01", 4),
    ("HD01", 3),
    ("CL01", 3),
    ("HG04", 2),
    ("KH99", 2),
];
const ON_THE_NET: &[(&str, u64)] = &[
    ("NG01", 29),
    ("HL01", 16),
    ("SH01", 14),
    ("TM02", 9),
    ("NL01", 6),
    ("TM01", 5),
    ("GP01", 4),
    ("QC01", 4),
    ("HG05", 3),
    ("HG03", 3),
    ("HC01", 3),
    ("AT01", 3),
    ("NT01", 1),
];
const BY_POLICE: &[(&str, u64)] =
    &[("HL01", 36), ("NG01", 24), ("HC01", 18), ("SH01", 8), ("HG02", 5), ("AT01", 9)];
const BY_HEALTH: &[(&str, u64)] = &[("AT01", 62), ("YT01", 30), ("HG03", 4), ("QC01", 4)];
const BY_AGRICULTURE: &[(&str, u64)] = &[("AT01", 40), ("CL01", 28), ("HG04", 14), ("NL01", 18)];
const BY_SCIENCE: &[(&str, u64)] = &[("DL01", 44), ("CL01", 28), ("NL01", 18), ("MV01", 10)];
const BY_TAX: &[(&str, u64)] = &[("HD01", 66), ("TU01", 34)];
const BY_CULTURE: &[(&str, u64)] = &[("QC01", 74), ("SH04", 26)];

/// Fines in thousand đồng, the low ones likelier, as decrees have them: the middle of each range.
const LIGHT: &[(i64, u64)] = &[(750, 30), (1_500, 28), (2_500, 22), (4_000, 14), (7_500, 6)];
const USUAL: &[(i64, u64)] =
    &[(1_500, 22), (2_500, 20), (4_000, 18), (6_000, 14), (8_500, 12), (12_500, 8), (17_500, 4), (30_000, 2)];
const ONLINE: &[(i64, u64)] = &[
    (7_500, 16),
    (10_000, 18),
    (12_500, 18),
    (15_000, 16),
    (17_500, 12),
    (25_000, 11),
    (35_000, 6),
    (45_000, 3),
];

/// One behaviour found.
pub(crate) struct Violation {
    /// Its code in list `violation`.
    pub(crate) code: &'static str,
    /// `fine` or `warning`.
    pub(crate) form: &'static str,
    /// What happens to the goods, where there are any.
    pub(crate) goods: Option<&'static str>,
    /// The fine in đồng; 0 for a warning.
    pub(crate) fine: i64,
}

/// The course of one case.
pub(crate) struct Course {
    /// When the record was made, if anything was found.
    pub(crate) record_on: Option<Day>,
    /// The legal time for the decision.
    pub(crate) clock: &'static str,
    /// When it was decided, if ever; may lie after the sample.
    pub(crate) decided_on: Option<Day>,
    /// When it was handed to another body.
    pub(crate) transferred_on: Option<Day>,
    /// When it was prosecuted.
    pub(crate) prosecuted_on: Option<Day>,
    /// How many people were accused.
    pub(crate) accused: i64,
    /// The group of criminal articles.
    pub(crate) article_group: &'static str,
    /// What was found.
    pub(crate) violations: Vec<Violation>,
}

/// Draws the course of an inspection of that day.
pub(crate) fn course(random: &mut Random, on: Day, online: bool, force: &str) -> Course {
    let found = random.chance(if online { 540 } else { 515 });
    // Goods that must be tested first come to a record later.
    let wait = random.weighted(&[(0, 80), (1, 7), (2, 4), (5, 4), (12, 3), (18, 2)]);
    let record_on = found.then(|| working_days_after(on, wait)).filter(|on| *on <= END);
    let clock = random.weighted(&[("wd7", 66), ("wd10", 14), ("m1", 14), ("m2", 6)]);
    let lines = random.weighted(&[(1, 80), (2, 17), (3, 3)]);
    let mut course = Course {
        record_on,
        clock,
        decided_on: None,
        transferred_on: None,
        prosecuted_on: None,
        accused: random.weighted(&[(1, 70), (2, 24), (3, 6)]),
        article_group: random.weighted(&[("190", 30), ("192", 30), ("188", 25), ("226", 15)]),
        violations: Vec::new(),
    };
    for _ in 0..lines {
        let violation = violation(random, online, force);
        if course.violations.iter().all(|other| other.code != violation.code) {
            course.violations.push(violation);
        }
    }
    let Some(record_on) = record_on else { return course };
    if random.chance(if force == "police" { 60 } else { 22 }) {
        course.transferred_on =
            Some(working_days_after(record_on, random.between(2, 20))).filter(|on| *on <= END);
        if random.chance(550) {
            let prosecuted_on =
                course.transferred_on.map(|on| working_days_after(on, random.between(12, 45)));
            course.prosecuted_on = prosecuted_on.filter(|on| *on <= END);
        }
    } else if !random.chance(25) {
        course.decided_on = Some(working_days_after(record_on, lag(random, clock)));
    }
    course
}

/// Working days from the record to the decision: mostly in time, some late.
fn lag(random: &mut Random, clock: &str) -> i64 {
    let (low, high, late, latest) = match clock {
        "wd7" => (0, 7, 70, 22),
        "wd10" => (2, 10, 80, 26),
        "m1" => (9, 19, 100, 40),
        _ => (18, 38, 120, 64),
    };
    if random.chance(late) { random.between(high + 2, latest) } else { random.between(low, high) }
}

fn violation(random: &mut Random, online: bool, force: &str) -> Violation {
    let code = random.weighted(match (online, force) {
        (_, "tax") => BY_TAX,
        (_, "culture" | "media") => BY_CULTURE,
        (true, _) => ON_THE_NET,
        (false, "police") => BY_POLICE,
        (false, "health") => BY_HEALTH,
        (false, "agriculture") => BY_AGRICULTURE,
        (false, "science") => BY_SCIENCE,
        (false, _) => IN_SHOPS,
    });
    let light = matches!(code, "GI01" | "NL01" | "HD01" | "DL01" | "NG02");
    let fine = random.weighted(match (online, light) {
        (true, false) => ONLINE,
        (_, true) => LIGHT,
        (false, false) => USUAL,
    });
    // An organisation pays twice what a person pays.
    let fine = if random.chance(70) { 2 * fine } else { fine };
    let form = if light && random.chance(120) { "warning" } else { "fine" };
    let goods = match code {
        "HL01" | "HC01" | "NG01" | "SH01" | "HG01" | "HG02" | "HG03" | "HG04" | "HG05"
            if random.chance(620) =>
        {
            Some(random.weighted(&[("confiscation", 60), ("destruction", 40)]))
        }
        _ => None,
    };
    Violation { code, form, goods, fine: if form == "fine" { fine * 1_000 } else { 0 } }
}
