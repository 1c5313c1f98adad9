//! What the brief of the first workspace's overview says: read it as its reader would. The data are
//! made up; other data make other sentences, and the snapshot is looked at before it is accepted.

use minhbach::dashboard::{BriefKind, Weight};
use minhbach::kpi::Scope;
use minhbach::page;
use minhbach::report::{self, Ask};

use crate::support::TestProject;

#[test]
fn the_overview_s_brief_of_a_year_a_quarter_and_the_plan() {
    let data = TestProject::sample().dataset("2026-01-31");
    let dashboard = data.0.workspace().first_dashboard().unwrap();
    let mut said = String::new();
    for period in ["2024", "2025", "2025-Q1", "2026", "plan"] {
        let ask = Ask::read(&data.reader(), [("period", period)]).unwrap();
        let report =
            data.wait(report::run(&data.0.for_reader(Scope::everything()), dashboard, &ask)).unwrap();
        // What limits the figures stands elsewhere on the page; what was missed and what is overdue never give way.
        let stays = [BriefKind::Missed, BriefKind::AboveAll, BriefKind::Broken, BriefKind::Overdue];
        let gives_way = |kind: BriefKind| kind.weight() != Weight::Caveat && !stays.contains(&kind);
        assert!(report.brief.iter().filter(|each| gives_way(each.kind())).count() <= 8, "{period}");
        said.push_str(&format!("== {period}\n"));
        for sentence in &report.brief {
            said.push_str(&format!(
                "- {}\n",
                page::sentence(data.0.locale(), sentence).replace('\u{a0}', " ")
            ));
        }
    }
    insta::assert_snapshot!(said);
}
