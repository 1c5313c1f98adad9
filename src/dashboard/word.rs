//! The words for how a panel is shown, with the keys that each takes and what it makes of them.

use super::form::Key;
use super::panel::{Asked, Resolving};
use super::{Course, Group, ShowRows, ShowSeveral};

/// How a panel shows a KPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    /// The figure with its parts, its change and its course in small.
    Tile,
    /// The figure over periods.
    Trend {
        /// Which.
        course: Course,
    },
    /// Bars by the members of a dimension.
    Bars {
        /// The dimension.
        by: String,
        /// A second dimension that divides each bar.
        group: Option<Group>,
    },
    /// A bar against its target for each member of a dimension.
    Bullet {
        /// The dimension.
        by: String,
    },
    /// Members by periods, shaded.
    Heatmap {
        /// The dimension.
        by: String,
        /// Which periods.
        course: Course,
    },
    /// The members of a dimension where they lie.
    Map {
        /// The dimension.
        by: String,
    },
    /// A course for each of the largest members of a dimension.
    Multiples {
        /// The dimension.
        by: String,
        /// Which periods.
        course: Course,
    },
    /// A table by the members of a dimension.
    Table {
        /// The dimension.
        by: String,
    },
}

/// A word of `show`.
pub(super) struct Word {
    /// As it is written.
    pub(super) name: &'static str,
    /// The ways in which it can be used, told apart by their subject.
    pub(super) uses: &'static [Use],
}

/// One way in which a word can be used.
pub(super) struct Use {
    /// What it makes of a panel's keys.
    pub(super) make: Make,
    /// The keys that it takes besides those that it needs.
    pub(super) takes: &'static [Key],
}

/// What a panel becomes; nothing where its keys have mistakes, which are told.
pub(super) enum Make {
    /// A KPI.
    Whole(fn(&mut Resolving<'_>, &Asked<'_>) -> Option<Show>),
    /// A KPI by the members of a dimension.
    Parts(fn(&mut Resolving<'_>, &Asked<'_>, String) -> Option<Show>),
    /// The stages of a funnel.
    Stages,
    /// Several KPIs, a line each.
    Several(ShowSeveral),
    /// A query's rows.
    Rows(ShowRows),
    /// The bodies that owe most.
    Owed,
}

impl Use {
    /// The key of what the panel shows; nothing where no key says it.
    pub(super) fn subject(&self) -> Option<Key> {
        match self.make {
            Make::Whole(_) | Make::Parts(_) => Some(Key::Kpi),
            Make::Stages | Make::Several(_) => Some(Key::Kpis),
            Make::Rows(_) => Some(Key::Query),
            Make::Owed => None,
        }
    }

    /// The keys that it cannot do without.
    pub(super) fn needs(&self) -> &'static [Key] {
        match self.make {
            Make::Parts(_) => &[Key::By],
            Make::Whole(_) | Make::Stages | Make::Several(_) | Make::Rows(_) | Make::Owed => &[],
        }
    }
}

/// The words in the order of the reference.
pub(super) const WORDS: [Word; 12] = [
    Word { name: "targets", uses: &[Use { make: Make::Several(ShowSeveral::Targets), takes: &[] }] },
    Word { name: "figures", uses: &[Use { make: Make::Several(ShowSeveral::Figures), takes: &[] }] },
    Word { name: "tile", uses: &[Use { make: Make::Whole(|_, _| Some(Show::Tile)), takes: &[] }] },
    Word {
        name: "trend",
        uses: &[Use {
            make: Make::Whole(|panel, asked| Some(Show::Trend { course: panel.course(asked)? })),
            takes: COURSE,
        }],
    },
    Word {
        name: "bars",
        uses: &[Use {
            make: Make::Parts(|panel, asked, by| Some(Show::Bars { group: panel.group(asked, &by)?, by })),
            takes: &[Key::Group, Key::Arrange],
        }],
    },
    Word {
        name: "bullet",
        uses: &[Use {
            make: Make::Parts(|panel, asked, by| panel.judged(asked).then_some(Show::Bullet { by })),
            takes: &[],
        }],
    },
    Word { name: "funnel", uses: &[Use { make: Make::Stages, takes: &[Key::Branches] }] },
    Word {
        name: "heatmap",
        uses: &[
            Use {
                make: Make::Parts(|panel, asked, by| {
                    Some(Show::Heatmap { by, course: panel.course(asked)? })
                }),
                takes: COURSE,
            },
            Use { make: Make::Rows(ShowRows::Heatmap), takes: &[] },
        ],
    },
    Word {
        name: "map",
        uses: &[Use {
            make: Make::Parts(|panel, _, by| panel.placed(&by).then_some(Show::Map { by })),
            takes: &[],
        }],
    },
    Word {
        name: "multiples",
        uses: &[Use {
            make: Make::Parts(|panel, asked, by| Some(Show::Multiples { by, course: panel.course(asked)? })),
            takes: COURSE,
        }],
    },
    Word {
        name: "table",
        uses: &[
            Use { make: Make::Parts(|_, _, by| Some(Show::Table { by })), takes: &[] },
            Use { make: Make::Rows(ShowRows::Table), takes: &[] },
        ],
    },
    Word { name: "owed", uses: &[Use { make: Make::Owed, takes: &[] }] },
];

/// What says which periods a course has.
const COURSE: &[Key] = &[Key::Periods, Key::Step];

/// The words alone.
pub const SHOWS: [&str; WORDS.len()] = {
    let mut names = [""; WORDS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = WORDS[index].name;
        index += 1;
    }
    names
};
