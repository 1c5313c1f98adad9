//! The only test binary; its modules read like a specification.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod accounts; // who may sign in, and the record of what was done
mod api;
#[cfg(unix)]
mod arrivals; // links, shares that are away, lost files, pipes, folders of Hive
mod aside; // rows set aside: told at the figure and by check, which fails where they are too many
mod assured; // which figures a role that sees some rows is shown
mod at_the_door; // what somebody is told who signs in
mod bad_input; // what a person or a file system can get wrong, and what is said then

mod browser; // what a reader does, in Chromium
mod calendar; // periods, slots and windows, against the vectors of the law and of the plan
mod calendar_properties; // what must hold for every calendar
mod chart; // every kind and state of chart, as it is drawn
mod check; // every mistake of a file: tests/invalid/<code> and what is told of it
mod circles; // files of a module reach each other one way only
mod codes; // codes that no dimension knows: counted, listed, marked, and mended by aliases alone
mod common_bodies; // what is compared where not the same bodies have reported for both periods
mod composed; // decomposed letters and byte order marks
mod contrast; // colours of text and marks against their grounds, measured
mod courses; // figures over periods: what is doubtful about each, and why one has none
mod dashboards; // each dashboard of the first workspace answers whole; every figure stands on one
mod data_page; // what arrived, from whom, how late, and what was set aside
mod docs; // the documents say what is there, and what they tell one to type works
mod docx; // the report that leaves the house, as others read it
mod downloads; // figures as files: on pages, in the API and from the command line
mod embed;
mod engines; // what queries may call and write, on both engines
mod failures; // one failure stays one: a figure, a check, a look at the files
mod first_hour; // what a newcomer does with an own folder and own data
mod identities;
mod incremental; // what things are known by
mod indicators; // every KPI of the first workspace on a few rows, and its traps
mod intake; // files that are not quite as their contract says
mod kept; // the state folder: damaged, swept, and written to no more than need be
mod known; // what a figure's tables do not say: empty amounts, days without data, since when
mod layers; // what the source must look like
mod leads; // from a figure to its records, from a member and an identifier to what is behind them
mod listed; // what lacks in the tables of members, of views and of reports
mod living_plan; // the plan's text in its order, each promise with its figures
mod memory; // tables that an application gives from memory
mod mistakes; // the mistakes that anybody would make once, one test each
mod nested; // members beside those below them
#[cfg(feature = "s3")]
mod objects; // one story of files told by a folder and by object stores, and stores that fail
mod oidc; // signing in by a provider: a real one, and one that gives bad answers
mod on_record; // what people saw, and for what they looked at records of others
mod owed; // what bodies owe, inherited or not, and the reports that a number counts
mod packs; // a period as a folder that is there whole or not at all
mod page; // what a reader sees of a report
mod parity; // every figure a second time, on DuckDB
#[cfg(feature = "pdf")]
mod pdf; // what is printed, and how it is traced and read
mod plain; // three KPIs a third time, in plain Rust over the rows
mod proofs; // one figure's proof, taken away and run where this program is not
mod prove; // a figure that tells of others' rows, found on one's own workspace
mod reached; // under another name, below a path, through a proxy
mod readers; // two readers of one state share nothing
mod reload; // files that change while they are served
mod repeats; // records that a KPI lists more than once
mod roles;
mod rules_of_columns; // what each word of a KPI's header means
mod rules_of_figures; // completeness, comparison, status
mod sample_brief; // what the first workspace's overview says in words
mod schema; // what may stand in the files, as JSON Schemas
mod sensitivity; // how far the values of a column may travel, whatever it is called
mod service; // packed answers, refusals, metrics, slow clients, the end
mod shown; // from a dashboard's file to its page, the API and a chart to embed
mod sign_in; // who comes in, by what, until when, and what is written of it
mod silent; // stretches without a row of a table that has rows all the time
mod slices; // two dimensions at once, other bases, tables without data
mod sql_files; // texts that are no files of the workspace
mod support; // small workspaces made from literal files and rows
mod tables; // whatever is shown, as columns and rows of plain values
mod tls; // encrypted connections, and what is listened on at all
mod tpch; // SQL that nobody wrote for this program, on both engines
mod types; // the types of Parquet columns that the documents promise to read
mod unsound; // what stands on a definition with a mistake
#[cfg(unix)]
mod untold; // what is wrong with the tables and shows in no record, told at the figure
mod verify; // whoever gets a pack notices what was done to it and computes it again
mod views; // what bodies and areas became is one unit
mod web; // the routes, asked as a browser asks
mod wording; // forms of words that no page may have
mod worked_cases; // small inputs whose answers a person can check
mod worlds; // who sees some rows only gets the same bytes whatever others' rows are
mod xlsx; // workbooks, read and counted again by programs of others
