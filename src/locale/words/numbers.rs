//! The words of what a figure stands on: views, tables without data, files that could not be read.

mod en;
mod vi;

/// What is said of a figure's foundations in one language; `{0}`, `{1}` stand for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberWords {
    /// No dimension has such a view: `{0}` is what was asked for.
    pub unknown_view: &'static str,
    /// A view that gives one code two units: `{0}` is the view, `{1}` the dimension, `{2}` the code.
    pub split_view: &'static str,
    /// In a view, what is left out because it belongs to none of its units: `{0}` are the amounts.
    pub left_out: &'static str,
    /// Why there is no value: `{0}` is the table of which no file could be read or is there.
    pub no_data: &'static str,
    /// A value without some files that cannot be read: `{0}` are the files.
    pub without_files: &'static str,
}
