//! What a proof that runs elsewhere says in English.

use crate::locale::words::elsewhere::ElsewhereWords;

impl ElsewhereWords {
    /// English.
    pub const EN: Self = Self {
        link: "Download the proof (zip)",
        note: "It holds the query over the data files as they arrived, the tables that the program made, and the list of rows that do not count; it runs on another machine, without this program.",
        refused: "No proof can be made that runs elsewhere",
        name: "DuckDB cannot read a file called “{0}”",
        digits: "column “{0}” of file “{1}” has {2} digits, and DuckDB keeps 38 exactly",
        numbers: "file “{1}” has a column called “{0}”, which hides the number of the file or of its rows, by which the query must tell them apart",
        values: "the query reads “{0}” of “{1}”, which holds values of rows that do not count and may be personal",
        memory: "table “{0}” was given to the program from memory, so that no data file holds its rows",
        period: "Period {0}, from {1} to {2}.",
        as_of: "Data as of {0}; data version {1}.",
        run: "To run it: open DuckDB (version {0} or later) in the folder of this file and run {1}.",
        run_pack: "To run it: open DuckDB (version {0} or later) in the folder check, SET VARIABLE data = 'the data folder';, then .read {1}. Each row that comes bears the number of its figure.",
        data_pack: "The folder of the data files as they arrived: what was set before, else the folder in which this runs.",
        unreported: "The statement knows neither who has reported nor for which days there are data: where there is no figure for that reason, it says so and gives NULL.",
        excluded: "Rows that do not count stand in {0}: the file, its number in this query (from 0), the number of the row in the file (from 1).",
        data: "The folder of the data files as they arrived; change this line on another machine.",
        sums: "The hash of each file stands in {0}: sha256sum --check, run in the data folder, tells whether they are as they were.",
        patterns: "In paths the letters [ * ? stand for themselves only inside brackets.",
        blanks: "White space that goes off both ends of texts.",
        engine: "How whole numbers are divided and where missing values are sorted, as the query expects it.",
    };
}
