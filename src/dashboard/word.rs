//! The words for how a panel is shown, with the keys that each takes.

use super::form::Key;

/// A word of `show`.
pub(super) struct Word {
    /// As it is written.
    pub(super) name: &'static str,
    /// The ways in which it can be used, told apart by their subject.
    pub(super) uses: &'static [Use],
}

/// One way in which a word can be used.
pub(super) struct Use {
    /// What the panel shows.
    pub(super) subject: Key,
    /// Keys that it cannot do without.
    pub(super) needs: &'static [Key],
    /// Further keys.
    pub(super) takes: &'static [Key],
}

const fn of(subject: Key, needs: &'static [Key], takes: &'static [Key]) -> Use {
    Use { subject, needs, takes }
}

/// The words in the order of the reference.
pub(super) const WORDS: [Word; 9] = [
    Word { name: "tile", uses: &[of(Key::Kpi, &[], &[])] },
    Word { name: "trend", uses: &[of(Key::Kpi, &[], &[Key::Periods, Key::Step])] },
    Word { name: "bars", uses: &[of(Key::Kpi, &[Key::By], &[Key::Group, Key::Arrange])] },
    Word { name: "bullet", uses: &[of(Key::Kpi, &[Key::By], &[])] },
    Word { name: "funnel", uses: &[of(Key::Kpis, &[], &[Key::Branches])] },
    Word {
        name: "heatmap",
        uses: &[of(Key::Kpi, &[Key::By], &[Key::Periods, Key::Step]), of(Key::Query, &[], &[])],
    },
    Word { name: "map", uses: &[of(Key::Kpi, &[Key::By], &[])] },
    Word { name: "multiples", uses: &[of(Key::Kpi, &[Key::By], &[Key::Periods, Key::Step])] },
    Word { name: "table", uses: &[of(Key::Kpi, &[Key::By], &[]), of(Key::Query, &[], &[])] },
];

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
