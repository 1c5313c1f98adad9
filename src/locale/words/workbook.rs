//! The words of workbooks.
//!
//! `{0}`, `{1}` stand for values.

/// What a workbook says in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkbookWords {
    /// The sheet of all KPIs in the official order of columns.
    pub summary: &'static str,
    /// The sheet that says what each KPI is.
    pub definitions: &'static str,
    /// The sheet that says where the figures come from.
    pub provenance: &'static str,
    /// The sheet of the files of the data.
    pub files: &'static str,
    /// A column: where a figure stands against its target.
    pub judgement: &'static str,
    /// A column: whether there is a value, and why not.
    pub state: &'static str,
    /// Before the limits of what its reader may see.
    pub scope: &'static str,
    /// In place of filters where there is none.
    pub unfiltered: &'static str,
    /// How a KPI is computed: its code, its formula.
    pub computed: &'static str,
    /// Filters that a KPI does not have: its code, their titles.
    pub lacks: &'static str,
    /// Where the rows of a list stand: the sheet.
    pub on_sheet: &'static str,
    /// At the end of a full sheet: the next one.
    pub continued: &'static str,
    /// How many rows a list has.
    pub row_count: &'static str,
    /// Why a number is a text.
    pub long_numbers: &'static str,
    /// Why a text ends in […].
    pub long_texts: &'static str,
    /// A column: the columns of the query that make the number, and how.
    pub columns: &'static str,
    /// Head of a column: what queries call these columns.
    pub column_codes: &'static str,
    /// Head of a column: what queries call the tables.
    pub table_codes: &'static str,
    /// Before what is to be known of all figures.
    pub note: &'static str,
    /// A column: the tables that are read.
    pub tables: &'static str,
    /// A column: the reports that must have arrived.
    pub reports: &'static str,
    /// A column: who answers for the clauses.
    pub owners: &'static str,
    /// A column: what a fact is about.
    pub fact: &'static str,
    /// A column: what it says.
    pub content: &'static str,
    /// A fact: the plan.
    pub plan: &'static str,
    /// A fact: which definitions.
    pub workspace: &'static str,
    /// A fact: which program.
    pub program: &'static str,
    /// A fact: what wrote this file, and that nobody checked it since.
    pub writer: &'static str,
    /// The same, said.
    pub written: &'static str,
    /// A fact: how the pack is checked.
    pub check: &'static str,
    /// The same, said; the commands follow.
    pub checked: &'static str,
    /// A column: rows that are copies.
    pub copies: &'static str,
    /// A column: rows that later ones replaced.
    pub superseded: &'static str,
    /// A column: bytes.
    pub bytes: &'static str,
}
