//! A dashboard, or one KPI, run for one scope and one state: plain data.
//!
//! This is the boundary: before it things can fail, after it is rendering. No field here is SQL of
//! the engine, HTML or a path that a reader should not see.

mod answer;
mod applied;
mod ask;
mod ask_error;
mod asked;
mod bodies;
mod brief;
mod brief_facts;
mod brief_kpi;
mod catalogue;
mod cell;
mod checks;
mod counted;
mod cut;
mod dashboard;
mod data;
mod digits;
mod edition;
mod error;
mod figures;
mod front;
mod funnel;
mod grid;
mod heir;
mod held;
mod line;
mod oddities;
mod owed;
mod owed_gathered;
mod owed_item;
mod owed_kind;
mod owed_table;
mod owed_watch;
mod packs;
mod pairs;
mod panel;
mod parts;
mod passport;
mod plan;
mod problems;
mod proof;
mod proofs;
mod query_rows;
mod ranking;
mod record;
mod record_columns;
mod records;
mod report_list;
mod report_state;
mod rows_of_period;
mod said;
mod sample;
mod several;
mod shortfalls;
mod table;
mod tidy;
mod tile;
mod totals;
mod unsent;
mod whole;

pub use answer::{Answer, answers, one};
pub use applied::Applied;
pub use ask::{Ask, Compare};
pub use ask_error::AskError;
pub use asked::Head;
pub use brief::sentences;
pub use catalogue::{Catalogue, CatalogueEntry, catalogue, indicator};
pub use cell::RowCell;
pub use checks::{BrokenRows, CheckView, checks};
pub use counted::ReportsOf;
pub use cut::Cut;
pub use dashboard::{Report, dashboard, front_of, panel, run};
pub use data::{
    CodeView, DataView, FailedView, OutsideView, RejectedRow, RejectedRows, RejectedValue, RejectedView,
    ReportView, TableState, all_rejected, data,
};
pub use digits::{Digits, json, write_json};
pub use edition::Edition;
pub use error::{Blame, ReportError};
pub use figures::{AskedFigures, Facets, MOST_FIGURES, MOST_PERIODS, figures};
pub use front::{CalendarChoices, FilterOption, FilterView, Frontmatter, PeriodMenu, filters, front};
pub use funnel::{FunnelView, StageView};
pub use grid::{GridRow, GridView};
pub use heir::{Gone, Successor};
pub use held::Held;
pub use line::{Line, lines};
pub use oddities::OddTable;
pub use owed::{OwedList, OwedPage, OwedView, owed, owed_page};
pub use owed_item::{AsOf, OwedBasis, OwedBody, OwedItem, OwedWhat};
pub use owed_kind::{OwedBy, OwedKind};
pub use owed_watch::{OwedFacts, OwedTogether};
pub use packs::{PackView, PacksView, packs};
pub use pairs::Pairs;
pub use panel::{Apart, PanelView};
pub use parts::{BarsView, BulletView, GroupView, MapView};
pub use passport::{Passport, passport};
pub use plan::{ClauseView, LiveFigure, Owner, PlanView, Progress, SectionView, Wanted, plan};
pub use problems::{ProblemsView, problems};
pub use proof::proof;
pub use proofs::proofs;
pub use query_rows::{RowLead, RowsView, query_rows};
pub use ranking::PartsView;
pub use record::{RecordView, record};
pub use records::{
    AllRecords, MOST_RECORDS_A_PAGE, RECORDS_A_PAGE, Reading, RecordsAsk, RecordsReport, RecordsView,
    all_records, only, records, records_report, sort,
};
pub use report_list::{BodyReports, ReportList, ReportRow, report_list};
pub use report_state::ReportState;
pub use said::{
    About, BriefFacts, BrokenCheck, Doubted, KpiFacts, OverdueReport, Said, Sentence, UncheckedCheck,
};
pub use sample::{Sample, sample};
pub use several::SeveralView;
pub use table::{Column, Kind, Table};
pub use tidy::{member_names, part_name, tidy};
pub use tile::{TileView, TrendView};
pub use totals::ColumnTotal;
pub use unsent::{Sent, UnsentBody, UnsentReport, sent};
pub use whole::{Shortfall, Whole};
