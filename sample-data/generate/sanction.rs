//! Decisions, their fines and the payments, written on the day on which they fall.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::path::{Path, PathBuf};

use chrono::Datelike;

use crate::course::Course;
use crate::day::{Day, END, START, day, plus, working, working_days_after};
use crate::random::Random;
use crate::sheet::{Cell, Failure, Kind, Sheet, Stamp, Table};

const DECISIONS: Table = Table {
    name: "decisions",
    columns: &[
        ("decision_id", Kind::Text),
        ("case_id", Kind::Text),
        ("organization", Kind::Text),
        ("business_id", Kind::Text),
        ("decided_on", Kind::Date),
        ("fine", Kind::Money),
        ("pay_by", Kind::Date),
        ("publish_by", Kind::Date),
        ("annulled_on", Kind::Date),
    ],
    sorted_by: &["decided_on", "decision_id"],
};

const PAYMENTS: Table = Table {
    name: "payments",
    columns: &[
        ("payment_id", Kind::Text),
        ("decision_id", Kind::Text),
        ("organization", Kind::Text),
        ("kind", Kind::Text),
        ("sub_item", Kind::Text),
        ("paid_on", Kind::Date),
        ("amount", Kind::Money),
    ],
    sorted_by: &["paid_on", "payment_id"],
};

/// Dirty row: on this day a refund is entered as an amount below zero.
const NEGATIVE_ON: Day = day(2024, 6, 20);

/// A decision that waits for its day. Ordered by day, then key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Decision {
    decided_on: Day,
    id: String,
    case: String,
    organization: String,
    business: Option<String>,
    fine: i64,
    pay_by: Day,
    publish_by: Option<Day>,
    annulled_on: Option<Day>,
}

/// A payment that waits for its day. Ordered by day, then key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Payment {
    paid_on: Day,
    id: String,
    decision: String,
    organization: String,
    kind: &'static str,
    sub_item: &'static str,
    amount: i64,
}

/// A decision in electronic commerce that the law wants published.
pub(crate) struct Notice {
    /// The decision's key.
    pub(crate) decision: String,
    /// Who made it.
    pub(crate) organization: String,
    /// When.
    pub(crate) decided_on: Day,
}

/// Decisions and payments, kept until their day and written in its order.
pub(crate) struct Fines {
    out: PathBuf,
    stamp: Stamp,
    decisions: BinaryHeap<Reverse<Decision>>,
    payments: BinaryHeap<Reverse<Payment>>,
    sheets: Option<(i32, Sheet, Sheet)>,
    last: Option<Payment>,
    notices: Vec<Notice>,
    /// Draws what takes the place of decisions that were annulled.
    again: Random,
    treasury: BTreeMap<(Day, String, &'static str), i64>,
}

impl Fines {
    /// No decision yet.
    pub(crate) fn new(out: &Path, seed: u64, stamp: Stamp) -> Self {
        let mut payments = BinaryHeap::new();
        payments.push(Reverse(dangling()));
        let (out, decisions, treasury) = (out.to_owned(), BinaryHeap::new(), BTreeMap::new());
        let again = Random::new(seed, "decisions made again");
        Self {
            out,
            stamp,
            decisions,
            payments,
            sheets: None,
            last: None,
            notices: Vec::new(),
            again,
            treasury,
        }
    }

    /// Takes a decision and draws how it will be paid; returns its key.
    #[expect(
        clippy::too_many_arguments,
        reason = "a decision names its case, its seller, its body and its day"
    )]
    pub(crate) fn decide(
        &mut self,
        random: &mut Random,
        case: &str,
        business: Option<&str>,
        organization: &str,
        force: &str,
        decided_on: Day,
        course: &Course,
        online: bool,
    ) -> String {
        let id = format!("Q{}", &case[1..]);
        let fine: i64 = course.violations.iter().map(|violation| violation.fine).sum();
        let counterfeit =
            course.violations.iter().any(|one| matches!(&one.code[..2], "HG" | "SH" | "AT" | "HC"));
        let annulled_on = random.chance(5).then(|| working_days_after(decided_on, random.between(15, 60)));
        let decision = Decision {
            decided_on,
            id: id.clone(),
            case: case.to_owned(),
            organization: organization.to_owned(),
            business: business.map(str::to_owned),
            fine,
            pay_by: plus(decided_on, 10),
            publish_by: (counterfeit && fine >= 10_000_000).then(|| working_days_after(decided_on, 3)),
            annulled_on: annulled_on.filter(|on| *on <= END),
        };
        if fine > 0 && decision.annulled_on.is_none() {
            self.pay(random, &decision, force, course);
        }
        if let (Some(annulled_on), Some(_)) = (decision.annulled_on, &decision.business) {
            self.decide_again(&decision, annulled_on);
        }
        if online && decision.publish_by.is_some() && decision.annulled_on.is_none() {
            let organization = decision.organization.clone();
            self.notices.push(Notice { decision: id.clone(), organization, decided_on });
        }
        self.decisions.push(Reverse(decision));
        id
    }

    /// A new decision of the same case after the first one was annulled, with four fifths of its fine.
    fn decide_again(&mut self, first: &Decision, annulled_on: Day) {
        let decided_on = working_days_after(annulled_on, self.again.between(4, 20));
        if decided_on <= END {
            self.decisions.push(Reverse(Decision {
                decided_on,
                id: format!("{}-2", first.id),
                case: first.case.clone(),
                organization: first.organization.clone(),
                business: first.business.clone(),
                fine: first.fine / 5 * 4,
                pay_by: plus(decided_on, 10),
                publish_by: None,
                annulled_on: None,
            }));
        }
    }

    fn pay(&mut self, random: &mut Random, decision: &Decision, force: &str, course: &Course) {
        let sub_item = match (force, course.violations.first().map_or("", |one| one.code)) {
            ("market", _) => "4281",
            ("tax", _) => "4254",
            (_, "AT01") => "4276",
            _ => "4278",
        };
        let mut number = 0;
        let mut add = |kind: &'static str, sub_item: &'static str, on: Day, amount: i64| {
            number += 1;
            let paid_on = working(on);
            if paid_on <= END && amount > 0 {
                self.payments.push(Reverse(Payment {
                    paid_on,
                    id: format!("N{}-{number}", &decision.id[1..]),
                    decision: decision.id.clone(),
                    organization: decision.organization.clone(),
                    kind,
                    sub_item,
                    amount,
                }));
            }
        };
        let late = random.weighted(&[(0, 815), (1, 60), (2, 65), (3, 60)]);
        match late {
            // Never paid.
            3 => return,
            0 if decision.fine >= 20_000_000 && random.chance(120) => {
                let half = decision.fine / 2;
                add("fine", sub_item, plus(decision.decided_on, random.between(0, 10)), half);
                add(
                    "fine",
                    sub_item,
                    plus(decision.decided_on, random.between(35, 80)),
                    decision.fine - half,
                );
            }
            0 => add("fine", sub_item, plus(decision.decided_on, random.between(0, 10)), decision.fine),
            _ => {
                let days = if late == 1 { random.between(2, 12) } else { random.between(13, 130) };
                let on = plus(decision.pay_by, days);
                add("fine", sub_item, on, decision.fine);
                // 0.05 % a day.
                if days >= 5 {
                    add("late_interest", "4277", on, decision.fine * days / 2_000);
                }
            }
        }
        if course.violations.iter().any(|one| one.goods == Some("confiscation")) && random.chance(240) {
            let amount = random.between(15, 260) * 100_000;
            add("confiscated_sale", "4349", plus(decision.decided_on, random.between(30, 110)), amount);
        }
        if random.chance(18) {
            let amount = random.between(5, 90) * 100_000;
            add("illegal_gain", "4349", plus(decision.decided_on, random.between(3, 25)), amount);
        }
    }

    /// Writes what falls on that day.
    pub(crate) fn settle(&mut self, today: Day) -> Result<(), Failure> {
        if self.sheets.as_ref().is_none_or(|sheets| sheets.0 != today.year()) {
            self.finish()?;
            let year = today.year().to_string();
            let decisions = Sheet::create(&self.out, &DECISIONS, &year, self.stamp)?;
            let mut payments = Sheet::create(&self.out, &PAYMENTS, &year, self.stamp)?;
            if let (2024, Some(last)) = (today.year(), &self.last) {
                // Dirty row: the last payment of the year before once more, as when two exports overlap.
                push(&mut payments, last)?;
            }
            self.sheets = Some((today.year(), decisions, payments));
        }
        if let (true, Some(last)) = (today == NEGATIVE_ON, &self.last) {
            let id = format!("{}-9", last.id);
            self.payments.push(Reverse(Payment { paid_on: today, id, amount: -2_500_000, ..last.clone() }));
        }
        let Some((_, decisions, payments)) = &mut self.sheets else { return Ok(()) };
        while self.decisions.peek().is_some_and(|next| next.0.decided_on <= today) {
            let Some(Reverse(next)) = self.decisions.pop() else { break };
            decisions.push(&[
                (&next.id).into(),
                (&next.case).into(),
                (&next.organization).into(),
                next.business.as_ref().into(),
                next.decided_on.into(),
                Cell::Digits(next.fine),
                next.pay_by.into(),
                next.publish_by.into(),
                next.annulled_on.into(),
            ])?;
        }
        while self.payments.peek().is_some_and(|next| next.0.paid_on <= today) {
            let Some(Reverse(next)) = self.payments.pop() else { break };
            push(payments, &next)?;
            // The treasury books the right amount, whatever the export says.
            if next.amount > 0 {
                let month = end_of_month(next.paid_on);
                *self.treasury.entry((month, next.organization.clone(), next.sub_item)).or_default() +=
                    next.amount;
                self.last = Some(next);
            }
        }
        Ok(())
    }

    /// Closes the last year's files; returns what the treasury booked by last day of the month, body and sub-item, and
    /// what must be published.
    #[expect(clippy::type_complexity, reason = "two things that are taken apart at once")]
    pub(crate) fn close(
        mut self,
    ) -> Result<(BTreeMap<(Day, String, &'static str), i64>, Vec<Notice>), Failure> {
        self.finish()?;
        Ok((self.treasury, self.notices))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        if let Some((_, decisions, payments)) = self.sheets.take() {
            decisions.close()?;
            payments.close()?;
        }
        Ok(())
    }
}

fn push(sheet: &mut Sheet, payment: &Payment) -> Result<(), Failure> {
    sheet.push(&[
        (&payment.id).into(),
        (&payment.decision).into(),
        (&payment.organization).into(),
        payment.kind.into(),
        payment.sub_item.into(),
        payment.paid_on.into(),
        Cell::Digits(payment.amount),
    ])
}

/// The last day of that day's month, at most the sample's last day.
fn end_of_month(on: Day) -> Day {
    let (year, month) = if on.month() == 12 { (on.year() + 1, 1) } else { (on.year(), on.month() + 1) };
    plus(day(year, month, 1), -1).min(END).max(START)
}

/// Dirty row: a payment for a decision that is not there.
fn dangling() -> Payment {
    Payment {
        paid_on: day(2023, 10, 17),
        id: "N2023-9000001-1".to_owned(),
        decision: "Q2023-9000001".to_owned(),
        organization: "KT-QLTT".to_owned(),
        kind: "fine",
        sub_item: "4281",
        amount: 1_500_000,
    }
}
