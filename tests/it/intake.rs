//! Files that are not quite as their contract says: the right figure, or a word where it stands.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Date32Array, Decimal128Array, Float64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use minhbach::kpi::{Caveat, Reason};
use minhbach::page;
use minhbach::report::{self, Ask, DataView};

use crate::support::{TestData, TestProject};

const CONTRACT: &str = "title = \"Events\"\nkey = [\"event\"]\n[columns.event]\ntype = \"text\"\n\
    [columns.happened_on]\ntype = \"date\"\ntitle = \"Day\"\n[columns.place]\ntype = \"text\"\noptional = true\n\
    [columns.amount]\ntype = \"money\"\ntitle = \"Amount\"\noptional = true\n\
    [columns.rate]\ntype = \"decimal(9,4)\"\ntitle = \"Rate\"\noptional = true\n";

/// Counts, amounts, rates, and a count of what has a certain place.
fn project() -> TestProject {
    let project = TestProject::new();
    project.file("queries/tables/events.toml", CONTRACT).file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\nvalues = { north = \"North\", south = \"South\" }\n",
    );
    for (code, value, more) in [
        ("COUNT", "1", ""),
        ("AMOUNT", "e.amount", ""),
        ("RATE", "e.rate", ""),
        ("NORTH", "1", " WHERE e.place = 'north'"),
    ] {
        project.kpi(
            code,
            "key = \"event\"\nvalue = { number = \"sum\" }",
            &format!(
                "SELECT e.happened_on AS day, {value} AS number, e.place AS place, e.event AS event \
                 FROM events AS e{more}"
            ),
        );
    }
    project
}

fn keyless() -> TestProject {
    let project = project();
    project.change("queries/tables/events.toml", "key = [\"event\"]\n", "");
    project
}

/// Events on one day, three to a file, with amounts of 5.
struct Rows(Vec<(&'static str, ArrayRef)>);

fn rows(first: i32) -> Rows {
    let ids: StringArray = (first..first + 3).map(|id| Some(format!("e{id}"))).collect();
    let amounts = Decimal128Array::from(vec![5; 3]).with_precision_and_scale(18, 0).unwrap();
    Rows(vec![
        ("event", Arc::new(ids)),
        ("happened_on", Arc::new(Date32Array::from(vec![19_800; 3]))),
        ("place", Arc::new(StringArray::from(vec!["north", "south", "north"]))),
        ("amount", Arc::new(amounts)),
        ("rate", Arc::new(Float64Array::from(vec![0.0003, 0.1, 0.2]))),
    ])
}

impl Rows {
    fn with(mut self, name: &str, array: impl Array + 'static) -> Self {
        self.0
            .iter_mut()
            .filter(|(own, _)| *own == name)
            .for_each(|(_, own)| *own = Arc::new(array.slice(0, 3)));
        self
    }

    fn called(mut self, name: &str, new: &'static str) -> Self {
        self.0.iter_mut().filter(|(own, _)| *own == name).for_each(|(own, _)| *own = new);
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.retain(|(own, _)| *own != name);
        self
    }

    fn put(self, project: &TestProject, file: &str) {
        let columns = self.0.into_iter().map(|(name, array)| (name, array, true));
        project.parquet(file, &RecordBatch::try_from_iter_with_nullable(columns).unwrap());
    }
}

fn caveats(data: &TestData, code: &str) -> Vec<String> {
    data.figure(code, "2024", &[]).caveats.iter().map(|caveat| caveat.told().sentence).collect()
}

fn page_of_data(data: &TestData) -> (DataView, String) {
    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let view =
        data.wait(report::data(&data.0.for_reader(minhbach::kpi::Scope::everything()), &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    (view, html)
}

#[test]
fn a_column_that_drifts_in_one_file_is_never_half_a_sum() {
    let project = project();
    rows(0).put(&project, "events/a.parquet");
    rows(3).called("amount", "Amount").put(&project, "events/b.parquet");
    let data = project.try_dataset(Some("2024-12-31")).unwrap();
    let [fatal] = &data.snapshot().fatal_files[..] else { panic!() };
    assert!(fatal.fatal.to_string().contains("did you mean `Amount`?"), "{}", fatal.fatal);
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    assert!(said.code == 1 && said.stdout.contains("aliases = [\"Amount\"]"), "{}", said.stdout);
    let said =
        project.run(&["kpi", "AMOUNT", "--period", "2024", "--as-of", "2024-12-31", "--format", "json"]);
    assert!(said.stdout.contains("\"kind\":\"unread\""), "{}", said.stdout);
    project.change("queries/tables/events.toml", "title = \"Amount\"", "aliases = [\"Amount\"]");
    let data = project.dataset("2024-12-31");
    assert_eq!((data.tell("AMOUNT", "2024"), data.tell("COUNT", "2024")), ("30".to_owned(), "6".to_owned()));
}

#[test]
fn an_optional_column_that_some_files_lack_is_told_at_the_figures_that_read_it() {
    let project = project();
    rows(0).put(&project, "events/a.parquet");
    rows(3).without("amount").put(&project, "events/b.parquet");
    let data = project.dataset("2024-12-31");
    assert_eq!(data.figure("AMOUNT", "2024", &[]).value.unwrap().to_string(), "15");
    // The three rows of that file are there, and leave the amount empty.
    assert_eq!(
        caveats(&data, "AMOUNT"),
        [
            "1 of 2 files of table `events` lacks column `amount`: events/b.parquet",
            "records that leave “number” empty: 3"
        ]
    );
    assert_eq!(caveats(&data, "COUNT"), Vec::<String>::new());
    let (view, html) = page_of_data(&data);
    assert_eq!(view.odd.len(), 1);
    assert!(html.contains("1 of 2 files of “Events” lacks the column “Amount”: events/b.parquet."), "{html}");
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    let expected = "warning[lacking-column]: 1 of 2 files of table `events` lacks its column `amount`";
    assert!(said.code == 0 && said.stdout.contains(expected), "{}", said.stdout);
}

#[test]
fn a_column_that_no_file_has_leaves_what_needs_it_without_a_value() {
    let project = project();
    project
        .file(
            "queries/checks/cheap.sql",
            "/*\ntitle = \"Nothing is dear\"\n*/\nSELECT e.event AS event FROM events AS e WHERE e.amount > 9 ORDER BY e.event\n",
        )
        .file(
            "queries/checks/dated.sql",
            "/*\ntitle = \"All have a day\"\n*/\nSELECT e.event AS event, e.place AS place FROM events AS e \
             WHERE e.happened_on IS NULL ORDER BY e.event\n",
        );
    rows(0).without("amount").without("place").put(&project, "events.parquet");
    let data = project.dataset("2024-12-31");
    let reason = |code: &str| match data.figure(code, "2024", &[]).reason {
        Some(Reason::NoColumn { column, .. }) => column.name,
        other => panic!("{other:?}"),
    };
    assert_eq!((reason("AMOUNT"), reason("NORTH")), ("amount".to_owned(), "place".to_owned()));
    // Only the parts of the count are unknown, not the count.
    assert_eq!(data.figure("COUNT", "2024", &[]).value.unwrap().to_string(), "3");
    assert_eq!(
        caveats(&data, "COUNT"),
        ["1 of 1 file of table `events` lacks column `place`: events.parquet"]
    );
    // An identity that nothing can be said of is told as such; one that only shows the column is not.
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    assert!(
        said.stdout.contains("nothing can be said of the identity \"Nothing is dear\""),
        "{}",
        said.stdout
    );
    assert!(!said.stdout.contains("All have a day"), "{}", said.stdout);
}

#[test]
fn files_that_hold_the_same_count_each_and_are_told_where_nothing_tells_their_rows_apart() {
    let project = keyless();
    rows(0).put(&project, "events/a.parquet");
    rows(0).put(&project, "events/b.parquet");
    let data = project.dataset("2024-12-31");
    let told = "table `events` has no key, and files with the same content count each: events/a.parquet, \
                events/b.parquet";
    for (code, expected) in [("COUNT", "6"), ("AMOUNT", "30")] {
        assert_eq!(data.figure(code, "2024", &[]).value.unwrap().to_string(), expected);
        assert_eq!(caveats(&data, code), [told]);
    }
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("warning[repeated-file]: files hold the same, and the rows of each count"));
    assert!(
        said.code == 0 && !said.stdout.contains("repeated-key"),
        "one telling, a warning: {}",
        said.stdout
    );
    project.change(
        "queries/tables/events.toml",
        "title = \"Events\"\n",
        "title = \"Events\"\nkey = [\"event\"]\n",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.figure("COUNT", "2024", &[]).value.unwrap().to_string(), "3");
    let second = data.0.snapshot().tables["events"].iter().find(|file| file.path.ends_with("b.parquet"));
    assert_eq!(second.unwrap().copies, 3);
    let (_, html) = page_of_data(&data);
    let expected = "“Events” has files with the same content, whose records count once: events/a.parquet, events/b.parquet.";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn the_same_rows_count_each_also_where_they_had_to_be_written_anew() {
    let project = keyless();
    for file in ["a", "b", "c"] {
        rows(0).without("place").put(&project, &format!("events/{file}.parquet"));
    }
    assert_eq!(project.dataset("2024-12-31").tell("COUNT", "2024"), "9");
}

#[test]
fn a_day_that_depends_on_a_zone_is_told_until_the_contract_says_it() {
    let project = project();
    // The first of January of Vietnam's clocks, the second, the third, each as Greenwich writes it.
    let midnights = [0, 1, 2].map(|day| (1_704_067_200 + day * 86_400 - 7 * 3_600) * 1_000_000);
    rows(0)
        .with("happened_on", TimestampMicrosecondArray::from(midnights.to_vec()))
        .put(&project, "events.parquet");
    let data = project.dataset("2024-12-31");
    assert_eq!(data.figure("COUNT", "2024", &[]).value.unwrap().to_string(), "2", "as it was before");
    let [Caveat::Zoneless { rows: 3, of: 3, .. }] = &data.figure("COUNT", "2024", &[]).caveats[..] else {
        panic!("{:?}", caveats(&data, "COUNT"))
    };
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("warning[zoneless-time]: 3 of 3 rows of table `events`"), "{}", said.stdout);
    project.change("queries/tables/events.toml", "title = \"Day\"", "title = \"Day\"\nnaive = \"utc\"");
    let data = project.dataset("2024-12-31");
    assert_eq!((data.tell("COUNT", "2024"), caveats(&data, "COUNT")), ("3".to_owned(), vec![]));
    project.change("queries/tables/events.toml", "naive = \"utc\"", "naive = \"local\"");
    let data = project.dataset("2024-12-31");
    assert_eq!((data.tell("COUNT", "2024"), caveats(&data, "COUNT")), ("2".to_owned(), vec![]));
}

#[test]
fn doubles_are_summed_as_the_decimals_that_they_were_and_rounding_is_told() {
    let project = project();
    rows(0).put(&project, "events.parquet");
    assert_eq!(project.dataset("2024-12-31").tell("RATE", "2024"), "0.3003");
    rows(0).with("rate", Float64Array::from(vec![0.1, 0.200_04, f64::NAN])).put(&project, "events.parquet");
    let data = project.dataset("2024-12-31");
    assert_eq!((data.tell("RATE", "2024"), data.tell("COUNT", "2024")), ("0.1".to_owned(), "1".to_owned()));
    let types = data.0.rejected().all().unwrap().map(|row| row.unwrap().finding);
    let types = types.map(|finding| (finding.row, finding.rule.name())).collect::<Vec<_>>();
    assert_eq!(types, [(2, "type"), (3, "type")]);
    let said = "title = \"Rate\"\nround = true\nnan = \"missing\"";
    project.change("queries/tables/events.toml", "title = \"Rate\"", said);
    let data = project.dataset("2024-12-31");
    assert_eq!(data.figure("RATE", "2024", &[]).value.unwrap().normalize().to_string(), "0.3");
    // What is no number is missing now.
    assert_eq!(
        caveats(&data, "RATE"),
        [
            "values of `events.rate` that were rounded: 1, by 0.00004 at most",
            "records that leave “number” empty: 1"
        ]
    );
    assert_eq!(data.tell("COUNT", "2024"), "3");
}

#[test]
fn white_space_around_codes_goes_where_the_contract_says_so() {
    let project = project();
    let padded = StringArray::from(vec!["north ", "\u{a0}north", "south\t"]);
    rows(0).with("place", padded).put(&project, "events.parquet");
    project.change("queries/tables/events.toml", "[columns.place]\n", "[columns.place]\ntrim = true\n");
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("NORTH", "2024"), "2");
    assert_eq!(data.tell_by("COUNT", "2024", &[], "place"), ["3", "north: 2", "south: 1"]);
}

/// Keys and codes that look the same count apart, and whoever reads the number must know it.
#[test]
fn blanks_at_the_ends_of_keys_are_told_where_nothing_takes_them_off() {
    let project = project();
    rows(0).with("event", StringArray::from(vec!["e1", "e1\u{feff}", "e1 "])).put(&project, "events.parquet");
    let data = project.dataset("2024-12-31");
    let sentence = "rows of table `events` with blanks at an end of `event`, which may count apart from the same without: 2";
    assert_eq!(
        (data.tell("COUNT", "2024"), caveats(&data, "COUNT")),
        ("3".to_owned(), vec![sentence.to_owned()])
    );
    let (_, html) = page_of_data(&data);
    assert!(
        html.contains("2 rows of the table “Events” have blanks or characters that nobody sees at an end of the column “event”"),
        "{html}"
    );
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert_eq!(
        said.stdout.lines().collect::<Vec<_>>(),
        [
            "queries/tables/events.toml:1:1: warning[blank-ends]: 2 of 3 rows of table `events` have blanks, or letters that nobody \
          sees, at an end of `event`: what is the same without them counts as different (`trim = true` below \
          `[columns.event]` takes them off)"
        ]
    );
    project.change("queries/tables/events.toml", "[columns.event]\n", "[columns.event]\ntrim = true\n");
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("COUNT", "2024"), "1", "the others have its key, and are set aside");
    assert_eq!(caveats(&data, "COUNT"), ["rows of table `events` that are set aside: 2, with 10 of money"]);
}

/// A remark may end as it likes until a number depends on how.
#[test]
fn blanks_at_the_ends_of_other_texts_are_told_where_a_number_needs_them() {
    let project = project();
    project.change("queries/dimensions.toml", "[place]", "[town]");
    for (code, sql) in [
        (
            "SHOWN",
            "SELECT e.happened_on AS day, 1 AS number, e.place AS place, e.event AS event FROM events AS e",
        ),
        (
            "ASKED",
            "SELECT e.happened_on AS day, 1 AS number, e.event AS event FROM events AS e WHERE e.place = 'north'",
        ),
    ] {
        project.kpi(code, "key = \"event\"\nvalue = { number = \"sum\" }", sql);
    }
    project.kpi(
        "PLACES",
        "key = \"event\"\nvalue = { number = { over = \"sum\", as = \"distinct\" } }",
        "SELECT e.happened_on AS day, e.place AS number, e.event AS event FROM events AS e",
    );
    rows(0)
        .with("place", StringArray::from(vec!["north", "north\u{200b}", "south"]))
        .put(&project, "events.parquet");
    let data = project.dataset("2024-12-31");
    let sentence = "rows of table `events` with blanks at an end of `place`, which may count apart from the same without: 1";
    for (code, expected) in [("SHOWN", None), ("ASKED", Some(sentence)), ("PLACES", Some(sentence))] {
        assert_eq!(caveats(&data, code), Vec::from_iter(expected), "{code}");
    }
}

#[test]
fn no_message_holds_what_nobody_sees() {
    let project = project();
    rows(0).called("amount", "amount\u{feff}").put(&project, "events.parquet");
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    let expected = "(did you mean `amount\\u{FEFF}`? then write `aliases = [\"amount\\uFEFF\"]`";
    assert!(said.stdout.contains(expected), "{}", said.stdout);
    let places = StringArray::from(vec!["north", "north\u{ad}", "south"]);
    rows(0).with("place", places).put(&project, "events.parquet");
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("`north\\u{AD}` is no member of dimension `place`"), "{}", said.stdout);
    assert!(said.stdout.contains("did you mean `north`? `trim = true` of the column"), "{}", said.stdout);
    let said = project.run(&["kpi", "COUNT", "--period", "2024", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("“north\\u{AD}”"), "{}", said.stdout);
    let (_, html) = page_of_data(&project.dataset("2024-12-31"));
    assert!(html.contains("“north\\u{AD}” of “Place” (perhaps “north”)"), "{html}");
    let places = StringArray::from(vec!["north", "n\u{43e}rth", "south"]);
    rows(0).with("place", places).put(&project, "events.parquet");
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    let expected = "did you mean `north`? U+043E in it only looks like another letter; if so, ";
    assert!(said.stdout.contains(expected), "{}", said.stdout);
}

#[test]
fn columns_that_no_contract_knows_are_listed() {
    let project = project();
    let mut more = rows(0);
    more.0.push(("remark", Arc::new(StringArray::from(vec!["x"; 3]))));
    more.put(&project, "events.parquet");
    let (view, html) = page_of_data(&project.dataset("2024-12-31"));
    assert_eq!(view.odd[0].unknown, ["remark"]);
    assert!(
        html.contains("“Events” does not use columns that its description does not know: remark."),
        "{html}"
    );
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    let expected = "1 of 1 file of table `events` has a column `remark` that its contract does not know";
    assert!(said.code == 0 && said.stderr.contains(expected), "{}", said.stderr);
}

#[test]
fn what_is_no_parquet_file_is_told_as_what_it_is() {
    let project = project();
    rows(0).put(&project, "events/a.parquet");
    for (text, english) in [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", "a Git LFS pointer"),
        ("<!DOCTYPE html><title>Sign in</title>", "an HTML or XML page"),
        ("event,happened_on\ne1,2024-01-01\n", "a CSV file"),
    ] {
        project.parquet_text("events/b.parquet", text);
        let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
        let expected =
            format!("`events/b.parquet` is used: the file is no Parquet file to be read but {english}");
        assert!(said.code == 1 && said.stdout.contains(&expected), "{}", said.stdout);
        let (_, html) = page_of_data(&project.doubtful_dataset("2024-12-31"));
        assert!(html.contains(&format!("it is no Parquet file that can be read but {english}")), "{html}");
    }
}
