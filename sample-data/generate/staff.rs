//! Officers on duty, and the classes that they attended.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::area::Areas;
use crate::class;
use crate::day::{Day, END, PLAN, PROVINCES_MERGED, day, plus};
use crate::organization::{Body, Organizations};
use crate::random::Random;
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const DUTY_ROSTER: Table = Table {
    name: "duty_roster",
    columns: &[
        ("person_id", Kind::Text),
        ("organization", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("duty", Kind::Text),
    ],
    sorted_by: &["organization", "person_id", "valid_from"],
};

const ATTENDANCE: Table = Table {
    name: "attendance",
    columns: &[
        ("class_id", Kind::Text),
        ("person_id", Kind::Text),
        ("organization", Kind::Text),
        ("attended_on", Kind::Date),
        ("tested", Kind::Boolean),
        ("passed", Kind::Boolean),
    ],
    sorted_by: &["attended_on", "class_id", "person_id"],
};

/// How many officers a body of that force has on duty in the plan.
const STRENGTH: &[(&str, i64)] = &[
    ("market", 62),
    ("police", 48),
    ("tax", 40),
    ("industry", 22),
    ("agriculture", 16),
    ("health", 14),
    ("science", 12),
    ("media", 10),
    ("culture", 10),
    ("bank", 8),
    ("front", 8),
    ("transport", 6),
    ("finance", 6),
    ("local", 11),
];

/// A stretch of time for which an officer was on a body's list.
struct Duty {
    person: String,
    organization: String,
    force: &'static str,
    from: Day,
    to: Option<Day>,
    duty: &'static str,
    /// Also on the list of the steering committee, besides the own body's.
    seconded: bool,
}

impl Duty {
    fn holds(&self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
}

/// All officers.
pub(crate) struct Staff(Vec<Duty>);

impl Staff {
    /// Draws joiners and leavers, and moves officers on when their body ends.
    pub(crate) fn new(seed: u64, areas: &Areas, organizations: &Organizations) -> Self {
        let mut random = Random::new(seed, "staff");
        let mut staff = Self(Vec::new());
        let mut people = 0..;
        let lives = organizations.lives();
        for life in lives.iter().filter(|life| life.valid_from < day(2022, 1, 1)) {
            let usual =
                STRENGTH.iter().find(|(force, _)| *force == life.force).map_or(0, |(_, count)| *count);
            let count =
                if life.area.as_deref() == Some("608") { 2 * usual } else { usual + random.between(-1, 1) };
            for _ in 0..if usual == 0 { 0 } else { count } {
                let joined = if random.chance(780) {
                    plus(day(2018, 1, 1), random.between(0, 1_640))
                } else {
                    plus(day(2022, 8, 1), random.between(0, 950))
                };
                let left =
                    random.chance(170).then(|| plus(joined.max(day(2022, 9, 1)), random.between(90, 1_150)));
                let person = format!("P{:04}", people.next().unwrap_or(0) + 1);
                staff.follow(&mut random, areas, organizations, life, &person, joined, left);
            }
        }
        // After the merger the communes and the bodies of the larger province put further officers on their lists.
        for life in lives.iter().filter(|life| life.valid_from == PROVINCES_MERGED) {
            let new = match life.kind {
                "commune" => random.between(1, 2),
                _ => {
                    STRENGTH.iter().find(|(force, _)| *force == life.force).map_or(0, |(_, count)| count / 7)
                }
            };
            for _ in 0..new {
                let joined =
                    plus(PROVINCES_MERGED, random.weighted(&[(0, 70), (31, 10), (62, 10), (92, 10)]));
                let person = format!("P{:04}", people.next().unwrap_or(0) + 1);
                staff.follow(&mut random, areas, organizations, life, &person, joined, None);
            }
        }
        staff.second();
        staff
            .0
            .sort_by(|a, b| (&a.organization, &a.person, a.from).cmp(&(&b.organization, &b.person, b.from)));
        staff
    }

    /// Adds an officer's time on one body's list and on those of its successors.
    #[expect(
        clippy::too_many_arguments,
        reason = "the world that an officer moves in, and when he comes and goes"
    )]
    fn follow(
        &mut self,
        random: &mut Random,
        areas: &Areas,
        organizations: &Organizations,
        life: &Body,
        person: &str,
        joined: Day,
        left: Option<Day>,
    ) {
        let (mut at, mut from) = (life.clone(), joined);
        let left = left.filter(|left| *left <= END);
        loop {
            let end = at.valid_to.filter(|end| left.is_none_or(|left| *end < left));
            let to = end.or(left);
            if to.is_none_or(|to| from <= to) {
                self.0.push(Duty {
                    person: person.to_owned(),
                    organization: at.code.clone(),
                    force: at.force,
                    from,
                    to,
                    duty: duty(random, at.force),
                    seconded: false,
                });
            }
            let Some(end) = end else { return };
            // One officer in twelve does not go to the new body's list.
            if random.chance(80) {
                return;
            }
            let next = plus(end, 1);
            let area = at.area.clone().map(|district| areas.within(&district, next, random).to_owned());
            let Some(successor) = organizations.holder(at.force, area.as_deref(), next) else { return };
            let lives = organizations.lives();
            let Some(life) = lives.into_iter().find(|life| life.code == successor.code) else { return };
            (at, from) = (life, from.max(next));
        }
    }

    /// Puts two officers each of market, police and industry on the steering committee's list as well.
    fn second(&mut self) {
        let mut chosen = BTreeMap::<&'static str, BTreeSet<String>>::new();
        for duty in &self.0 {
            let long = duty.from < day(2022, 7, 1) && duty.organization.starts_with("KT-");
            let people = chosen.entry(duty.force).or_default();
            if long && matches!(duty.force, "market" | "police" | "industry") && people.len() < 2 {
                people.insert(duty.person.clone());
            }
        }
        let people: BTreeSet<String> = chosen.into_values().flatten().collect();
        let merger = plus(PROVINCES_MERGED, -1);
        for person in people {
            let end =
                self.0.iter().filter(|duty| duty.person == person).map(|duty| duty.to).next_back().flatten();
            for (organization, from, last) in
                [("KT-BCD389", day(2022, 7, 1), Some(merger)), ("QN-BCD389", PROVINCES_MERGED, None)]
            {
                let to = match (end, last) {
                    (Some(end), Some(last)) => Some(end.min(last)),
                    (end, last) => end.or(last),
                };
                if to.is_none_or(|to| from <= to) {
                    let (person, organization) = (person.clone(), organization.to_owned());
                    let force = "steering";
                    self.0.push(Duty {
                        person,
                        organization,
                        force,
                        from,
                        to,
                        duty: "advisory",
                        seconded: true,
                    });
                }
            }
        }
    }

    /// Writes the roster: a file for each province.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        for (part, old) in [("kon-tum", true), ("quang-ngai", false)] {
            let mut sheet = Sheet::create(out, &DUTY_ROSTER, part, stamp)?;
            for one in self.0.iter().filter(|one| one.organization.starts_with("KT-") == old) {
                sheet.push(&[
                    (&one.person).into(),
                    (&one.organization).into(),
                    one.from.into(),
                    one.to.into(),
                    one.duty.into(),
                ])?;
            }
            sheet.close()?;
        }
        Ok(())
    }

    /// Fills the classes with officers who are on duty that day, and writes who attended, a file a year.
    pub(crate) fn write_attendance(&self, out: &Path, seed: u64, stamp: Stamp) -> Result<(), Failure> {
        let mut random = Random::new(seed, "attendance");
        let mut trained = BTreeSet::new();
        for year in 2022..=2025 {
            let mut sheet = Sheet::create(out, &ATTENDANCE, &year.to_string(), stamp)?;
            for (class, held) in class::of(year) {
                let class::Class { on, seats, forces, tested, .. } = held;
                let invited = |one: &&Duty| {
                    one.holds(*on) && !one.seconded && (forces.is_empty() || forces.contains(&one.force))
                };
                // Those not yet trained come first, but not always; some officers never find the time.
                let mut queue: Vec<(u64, &Duty)> = Vec::new();
                for one in self.0.iter().filter(invited) {
                    let busy =
                        one.person.bytes().fold(0_u64, |sum, byte| sum * 31 + u64::from(byte)) % 9 == 0;
                    let wait =
                        if trained.contains(&one.person) { 650 } else { 0 } + if busy { 900 } else { 0 };
                    queue.push((wait + random.below(1_000), one));
                }
                queue.sort_by(|a, b| (a.0, &a.1.person).cmp(&(b.0, &b.1.person)));
                queue.truncate(*seats - random.index(5));
                queue.sort_by(|a, b| a.1.person.cmp(&b.1.person));
                for (_, one) in queue {
                    if *on >= PLAN {
                        trained.insert(one.person.clone());
                    }
                    let passed = tested.then(|| random.chance(930));
                    sheet.push(&[
                        (&class).into(),
                        (&one.person).into(),
                        (&one.organization).into(),
                        (*on).into(),
                        (*tested).into(),
                        passed.into(),
                    ])?;
                }
            }
            sheet.close()?;
        }
        Ok(())
    }
}

fn duty(random: &mut Random, force: &str) -> &'static str {
    match force {
        "police" => "investigation",
        "tax" => "tax",
        "market" => "inspection",
        "health" | "agriculture" | "science" | "local" if random.chance(500) => "inspection",
        _ => "advisory",
    }
}
