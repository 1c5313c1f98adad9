//! What arrived: who sent what, how late, what was set aside and why.

use minhbach::kpi::Arrival;
use minhbach::page;
use minhbach::report::{self, Ask, DataView, RejectedValue};

use crate::support::{TestData, TestProject};

const SETTINGS: &str = "[reporting]\nbodies = \"office\"\nreports = \"form\"\nquery = \"owed\"\n";

/// Two bodies, which the workspace calls offices, that owe a report each month; a third row of sales has no amount that may be.
fn toy() -> TestData {
    project().dataset("2024-02-29")
}

fn project() -> TestProject {
    let project = TestProject::new();
    project.change("minhbach.toml", "[units.thing]", &format!("{SETTINGS}[units.thing]"));
    project
        .file(
            "queries/dimensions.toml",
            "[office]\ntitle = \"Body\"\nvalues = { n = \"North\", s = \"South\" }\n\
             [form]\ntitle = \"Report\"\nvalues = { sales = \"Sales report\" }\n",
        )
        .file(
            "queries/models/owed.sql",
            "SELECT o.office AS office, o.report AS report, o.first_day AS first_day, \
             o.last_day AS last_day, o.due_on AS due_on, o.received_on AS received_on FROM owing AS o",
        )
        .table(
            "owing",
            "id* | office | report | first_day:date | last_day:date | due_on:date | received_on:date
             1   | n            | sales  | 2024-01-01     | 2024-01-31    | 2024-02-02  | 2024-02-02
             2   | n            | sales  | 2024-02-01     | 2024-02-29    | 2024-03-04  | 2024-03-10
             3   | s            | sales  | 2024-01-01     | 2024-01-31    | 2024-02-02  |
             4   | s            | sales  | 2024-03-01     | 2024-03-31    | 2024-04-02  |
             5   | n            | sales  | 2023-12-01     | 2023-12-31    | 2024-01-03  | 2024-01-03",
        )
        .file(
            "queries/tables/sales.toml",
            "title = \"Sales\"\norganization = \"office\"\nkey = [\"sale\"]\n\
             [columns.sale]\ntype = \"text\"\n[columns.sold_on]\ntype = \"date\"\noptional = true\n\
             [columns.office]\ntype = \"text\"\n\
             [columns.amount]\ntype = \"money\"\ntitle = \"Amount\"\nmin = 0\n\
             [columns.buyer]\ntype = \"text\"\ntitle = \"Buyer\"\nsensitivity = \"personal\"\nvalues = [\"x\"]\n",
        )
        .table(
            "sales",
            "sale* | sold_on:date | office | amount:money | buyer
             a1    | 2024-01-03   | n            | 5            | x
             a2    | 2024-01-04   | s            | -7           | x
             a3    | 2024-01-05   | n            | 9            | Nobody Special
             a4    |              | n            | 1            | x
             a5    | 2021-12-31   | n            | 1            | x",
        )
        .kpi(
            "S",
            "value = { amount = \"sum\" }\nkey = \"sale\"",
            "SELECT s.sold_on AS day, s.sale AS sale, s.office AS office, s.amount AS amount FROM sales AS s",
        )
        .parquet_text("sales_old.parquet", "this is no Parquet file");
    project
}

fn view(data: &TestData, address: &[(&str, &str)], offset: usize) -> DataView {
    let ask = Ask::read(&data.reader(), address.iter().copied()).unwrap();
    data.wait(report::data(&data.0.for_reader(minhbach::kpi::Scope::everything()), &ask, offset)).unwrap()
}

#[test]
fn each_report_is_on_time_late_missing_or_not_due_by_body_and_period() {
    let data = toy();
    let of_year = view(&data, &[("period", "2024")], 0);
    let [sales] = of_year.reports.as_slice() else { panic!("{:?}", of_year.reports) };
    assert_eq!(sales.title, "Sales report");
    let named: Vec<String> =
        sales.columns.iter().map(|(_, period)| period.as_ref().unwrap().name()).collect();
    assert_eq!(named, ["2024-01", "2024-02", "2024-03"]);
    let north = vec![Some(Arrival::OnTime), Some(Arrival::Late { days: 6 }), None];
    // As of 10 March, when the newest report came.
    let south = vec![Some(Arrival::Missing { days: 37 }), None, Some(Arrival::NotDue)];
    assert_eq!(sales.rows, [("North".to_owned(), north), ("South".to_owned(), south)]);
    assert_eq!((of_year.reported, of_year.expected), (1, 2));

    let of_south = view(&data, &[("period", "2024"), ("office", "s")], 0);
    assert_eq!(of_south.reports[0].rows.len(), 1);
    assert_eq!((of_south.reported, of_south.expected), (0, 1));
    assert!(view(&data, &[("period", "2023-06")], 0).reports.is_empty());
}

#[test]
fn rows_set_aside_are_listed_with_their_reason_and_name_nobody() {
    let data = toy();
    let all = view(&data, &[("period", "2024")], 0);
    let told: Vec<(u64, &str, &RejectedValue)> = all
        .rejected
        .rows
        .iter()
        .map(|row| (row.place.as_ref().unwrap().1, row.column.as_str(), &row.value))
        .collect();
    let minus = RejectedValue::Text("-7".to_owned());
    assert_eq!(told, [(2, "Amount", &minus), (3, "Buyer", &RejectedValue::Hidden)]);
    let sales = all.tables.iter().find(|table| table.name == "sales").unwrap();
    assert_eq!((sales.rows, sales.set_aside, sales.money_set_aside), (5, 2, Some(2)));
    assert_eq!(view(&data, &[("period", "2024"), ("office", "s")], 0).rejected.count, 1);
    assert_eq!(view(&data, &[("period", "2024")], 1).rejected.rows.len(), 1);
    assert_eq!(all.unknown, ["sales_old.parquet"]);
    let outside = &all.outside[0];
    assert_eq!((outside.code.as_str(), outside.outside.no_day, outside.outside.before), ("S", 1, 1));
}

#[test]
fn the_page_begins_with_the_state_of_the_data_and_hides_who_somebody_is() {
    let data = toy();
    let html = page::data(&view(&data, &[("period", "2024")], 0), data.0.locale()).into_string();
    let untagged: String =
        html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    assert!(untagged.contains("On time 1, late 1, overdue 1, not due 1."), "{untagged}");
    for sentence in [
        "Data as of 29 February 2024; the newest report came on 10 March 2024.",
        "2024: 1 of 2 bodies has sent everything owed.",
        "2 rows were set aside and are not counted; their amounts come to 2.",
        // On a phone a cell stands away from its heading, and bears it.
        "<td class=\"n late\" data-of=\"2/2024\">+6</td>",
        "<td class=\"n over\" data-of=\"1/2024\">✗ 37</td>",
        "below the least value",
        "not shown, to protect personal data",
        "sales_old.parquet",
        "without a day: 1",
    ] {
        assert!(html.contains(sentence), "{sentence} is not in {html}");
    }
    assert!(!html.contains("Nobody Special") && !html.contains("style="));
}

#[test]
fn who_still_owes_a_report_is_never_among_those_in_time() {
    assert!(Arrival::Missing { days: 1 } > Arrival::Late { days: 9 });
    assert!(Arrival::Late { days: 1 } > Arrival::OnTime && Arrival::OnTime > Arrival::NotDue);
    let data = toy();
    // South owes January and is not due for March.
    let html = page::data(&view(&data, &[("period", "2024")], 0), data.0.locale()).into_string();
    let (open, folded) = html.split_once("<details><summary>1 body that has sent what was due").unwrap();
    assert!(open.contains("<th scope=\"row\">South</th>") && folded.contains("<th scope=\"row\">North</th>"));
}

#[test]
fn a_report_that_nobody_ever_owed_is_a_slip_of_the_pen() {
    let project = project();
    project.change("queries/kpis/S.sql", "key = \"sale\"", "key = \"sale\"\nreports = [\"sale\"]");
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-02-29"]);
    assert!(
        said.stdout.contains("warning[unknown-report]") && said.stdout.contains("`sales`"),
        "{}",
        said.stdout
    );
}

/// The cells of the rows of a page's table of files: path, numbers, hashes.
fn files_told(html: &str) -> Vec<(String, Vec<u64>, Vec<String>)> {
    let (_, table) = html.rsplit_once("Được sử dụng</th>").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let between = |text: &str, from: &str| {
        let pieces = text.split(from).skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned());
        pieces.collect::<Vec<_>>()
    };
    let rows = table.split("<tr>").skip(1).map(|row| {
        let numbers = row.split("<td class=\"n\"").skip(1).map(|cell| {
            let (_, text) = cell.split_once('>').unwrap();
            text.split_once('<').unwrap().0.replace('.', "").parse().unwrap()
        });
        let mut hashes = between(row, "<code class=\"hash\">");
        (hashes.remove(0), numbers.collect(), hashes)
    });
    rows.collect()
}

#[test]
fn what_a_passport_says_of_a_file_is_what_everyday_tools_say_of_it() {
    let folder = crate::support::repository().join("sample-data");
    let (mut twins, mut without) = (0, [0; 3]);
    for code in ["TP03", "VP05", "KT01", "NS02", "PH02"] {
        let told = files_told(&crate::web::get(&format!("/kpis/{code}")).text);
        assert!(!told.is_empty(), "{code}");
        for (path, numbers, hashes) in told {
            let bytes = std::fs::read(folder.join(&path)).unwrap();
            assert_eq!(hashes[0], minhbach::store::sha256_hex(&bytes), "{path}");
            let [rows, aside, copies, ref superseded @ .., used] = numbers[..] else {
                panic!("{path}: {numbers:?}")
            };
            let superseded: u64 = superseded.iter().sum();
            let file = std::fs::File::open(folder.join(&path)).unwrap();
            let builder =
                parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            assert_eq!(rows, builder.metadata().file_metadata().num_rows().unsigned_abs(), "{path}");
            assert_eq!(rows, aside + copies + superseded + used, "{path}");
            without = [without[0] + aside, without[1] + copies, without[2] + superseded];
            if let Some(twin) = hashes.get(1) {
                twins += 1;
                assert_ne!(*twin, hashes[0], "{path}");
            }
            assert!(
                rows == used || hashes.len() == 2,
                "{path}: rows are missing where the file itself is read"
            );
        }
    }
    assert!(twins > 0 && without.iter().all(|rows| *rows > 0), "{twins} {without:?}");
}
