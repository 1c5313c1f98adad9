//! What the asking reader may see.

/// Every slice, record list and filter list takes one, so that none can be asked for without it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// All rows and all columns: the only scope until there are roles.
    #[default]
    Everything,
}

impl Scope {
    /// A stable name, part of what an answer's identity is made of.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Everything => "everything",
        }
    }
}
