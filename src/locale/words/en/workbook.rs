//! What workbooks say in English.

use crate::locale::words::workbook::WorkbookWords;

impl WorkbookWords {
    /// English.
    pub const EN: Self = Self {
        summary: "Summary",
        definitions: "Definitions",
        provenance: "Provenance",
        files: "Data files",
        judgement: "Judgement",
        state: "State",
        scope: "Limited to",
        unfiltered: "Not filtered",
        computed: "{0} is computed as: {1}",
        lacks: "{0} is not filtered by: {1}",
        on_sheet: "Its rows stand on the sheet “{0}”",
        continued: "Continued on the sheet “{0}”",
        row_count: "Rows: {0}",
        long_numbers: "Numbers of more than 15 digits are written as text, so that all their digits are kept.",
        long_texts: "Of cells of more than 32,767 letters only the beginning is written; they end in […].",
        columns: "Columns and how they are taken",
        column_codes: "Column codes",
        table_codes: "Table codes",
        note: "Mind",
        tables: "Source tables",
        reports: "Reports that must have arrived",
        owners: "Responsible bodies",
        fact: "Item",
        content: "Content",
        plan: "Plan",
        workspace: "Definitions",
        program: "Program",
        writer: "This file",
        written: "Written with rust_xlsxwriter as Office Open XML (.xlsx); not checked by another tool. Ratios are formulas over the numerator and denominator of their row.",
        check: "How to check the pack",
        checked: "In the folder that holds bagit.txt, run:",
        copies: "Copies",
        superseded: "Superseded rows",
        bytes: "Size (bytes)",
    };
}
