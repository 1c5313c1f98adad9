//! The words of official tables: figures beside their base, since the year began, and against their targets.

/// What such a table says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficialWords {
    /// The heads of its columns: number, content, unit, this period, the base, the change, since the year began, the
    /// target, the share of it.
    pub heads: [&'static str; 9],
    /// Before the unit that all rows share.
    pub unit: &'static str,
    /// In a note: what has no value.
    pub no_value: &'static str,
    /// In a note: what is not compared.
    pub no_base: &'static str,
    /// A note of a change that is not of all bodies: of which it is, from which value to which.
    pub of_bodies: &'static str,
    /// In a note: other days than those of the document's period, {0} to {1}.
    pub other_days: &'static str,
    /// In a note: what stands so at the end of another day, {1}.
    pub other_state: &'static str,
    /// In a note: what is provisional.
    pub provisional: &'static str,
    /// The parts of what is the whole of itself.
    pub shares: &'static str,
    /// How far something has grown, in percent.
    pub growth: &'static str,
    /// How far it has fallen, in percent.
    pub fall: &'static str,
    /// The share of its base, in percent.
    pub level: &'static str,
}
