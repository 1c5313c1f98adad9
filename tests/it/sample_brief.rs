//! What the brief of the first workspace's overview says: read it as its reader would. The data are
//! made up; other data make other sentences, and the snapshot is looked at before it is accepted.

use minhbach::dashboard::{BriefKind, Weight};
use minhbach::kpi::Scope;
use minhbach::page;
use minhbach::report::{self, Ask, RowCell, Said};

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

#[test]
fn what_is_owed_is_as_much_and_as_old_on_every_page() {
    let data = TestProject::sample().dataset("2026-01-31");
    let reader = data.reader();
    let list = data.wait(report::owed(&reader, &Ask::default(), None)).unwrap();
    // The leaders' page says what the page of what is owed says.
    let dashboard = data.0.workspace().first_dashboard().unwrap();
    let page = data.wait(report::run(&reader, dashboard, &Ask::default())).unwrap();
    let together = page.brief.iter().find_map(|sentence| match &sentence.said {
        Said::OwedTogether { all, .. } => Some(all.clone()),
        _ => None,
    });
    let (together, (body, oldest)) = (together.unwrap(), list.oldest().unwrap());
    assert_eq!((together.count, together.left), (list.count(), list.count_left()));
    assert_eq!(together.bodies, list.bodies.len());
    assert_eq!(together.oldest.unwrap(), (body.name.clone().unwrap(), oldest.clone()));
    let told = page.brief.iter().filter(|each| matches!(&each.said, Said::Owed { .. })).count();
    assert_eq!(told, list.kinds.iter().filter(|kind| kind.count + kind.left > 0).count(), "every kind");
    // A complaint is as old among those of the consumers' page.
    let rows = data.wait(report::query_rows(&reader, "overdue_complaints", &Ask::default())).unwrap();
    let place = |name: &str| rows.table.place(name).unwrap();
    let items: Vec<_> = list.bodies.iter().chain(&list.left).flat_map(|body| &body.items).collect();
    for row in rows.table.rows() {
        let cell = |name: &str| RowCell::plain(row[place(name)].clone());
        let own = items.iter().find(|item| item.id.as_ref() == Some(&cell("request_id"))).unwrap();
        assert_eq!((own.since.to_string(), own.days().to_string()), (cell("due_on"), cell("days")));
    }
    assert!(rows.table.len() >= 5);
}
