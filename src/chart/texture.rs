//! Textures: fillings that are told from each other on paper and by those who do not see colours.

use super::palette::series;

/// A filling. The parts of a bar take them in the order of [`Texture::PARTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texture {
    Solid,
    /// Lines that rise to the right.
    Hatch,
    Tint,
    Dots,
    /// Nothing but its edge.
    Open,
    /// Fine neutral lines behind periods that have not ended.
    Band,
}

impl Texture {
    /// Neighbours differ in lightness too. Five: beyond it a reader cannot keep them apart.
    pub(super) const PARTS: [Self; 5] = [Self::Solid, Self::Hatch, Self::Tint, Self::Dots, Self::Open];

    /// The filling of the part at `index`; those beyond the last look like it.
    pub(super) fn of_part(index: usize) -> Self {
        Self::PARTS[index.min(Self::PARTS.len() - 1)]
    }

    /// What the identifier of its pattern ends in; `None` for a plain filling.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Solid | Self::Tint | Self::Open => None,
            Self::Hatch => Some("hatch"),
            Self::Dots => Some("dots"),
            Self::Band => Some("band"),
        }
    }

    /// The attributes of a plain filling; of a pattern its attributes, the end of its tag and its content.
    pub(super) fn attributes(self) -> &'static str {
        match self {
            Self::Solid => concat!(r#" fill=""#, series!(), r#"""#),
            Self::Tint => concat!(r#" fill=""#, series!(), r#"" fill-opacity=".3""#),
            Self::Open => r#" fill="none""#,
            Self::Hatch => concat!(
                r#"width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
                r#"<path d="M1 0V4.5" stroke-width="2" stroke=""#,
                series!(),
                r#""/>"#
            ),
            Self::Dots => concat!(
                r#"width="4" height="4" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill=""#,
                series!(),
                r#""/>"#
            ),
            Self::Band => concat!(
                r#"width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
                r#"<path d="M1 0V5" stroke="currentColor" stroke-opacity=".22"/>"#
            ),
        }
    }
}
