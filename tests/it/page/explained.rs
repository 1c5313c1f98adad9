//! The pages that explain a number: its passport, its records, and the list in which it is found.

use minhbach::report::{Gone, LiveFigure, Owner, Successor};

use super::panels::parts;
use super::*;

fn rows() -> Rows {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("counted_in", Arc::new(StringArray::from(vec!["closed found", "carried"]))),
        ("day", Arc::new(Date32Array::from(vec![Some(19_844), None]))),
        ("organization", Arc::new(StringArray::from(vec!["a", "z"]))),
        ("name", Arc::new(StringArray::from(vec![Some("<i>Ẩn"), None]))),
        ("year", Arc::new(Int64Array::from(vec![2024, 1_234_567]))),
        (
            "fine",
            Arc::new(Decimal128Array::from(vec![45_200_000, 0]).with_precision_and_scale(18, 0).unwrap()),
        ),
        ("weight", Arc::new(Decimal128Array::from(vec![125, 0]).with_precision_and_scale(10, 2).unwrap())),
        ("livestream", Arc::new(BooleanArray::from(vec![Some(true), None]))),
    ];
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true))).unwrap();
    Rows { schema: batch.schema(), batches: vec![batch], truncated: false }
}

fn records(offset: usize) -> RecordsView {
    let column = |name: &str, kind| Column {
        sensitivity: if name == "name" { Sensitivity::Personal } else { Sensitivity::Internal },
        labels: match name {
            "organization" => BTreeMap::from([("a".to_owned(), "Sở A".to_owned())]),
            "counted_in" => BTreeMap::from([
                ("closed".to_owned(), "vụ đã xử lý".to_owned()),
                ("found".to_owned(), "vụ phát hiện trong kỳ".to_owned()),
            ]),
            _ => BTreeMap::new(),
        },
        list: name == "counted_in",
        ..Column::new(name, kind)
    };
    RecordsView {
        period: period("2024"),
        table: Table::of_rows(Arc::new(rows()), column),
        count: 7,
        blank: 0,
        whole: 7,
        ways: vec![],
        sums: vec![None; 3],
        spread: vec![],
        page: records::Page {
            only: records::Only::ALL,
            sort: Some(records::Sort { column: "day".to_owned(), descending: false }),
            offset,
            limit: 2,
        },
    }
}

#[test]
fn records_are_read_in_the_reader_s_words_paged_and_sorted_by_address() {
    let report = RecordsReport {
        front: front(),
        kpi: kpi("Vụ"),
        filters: vec![],
        unfiltered: vec!["Mạng xã hội".to_owned()],
        figure: figure("2024", [12, 12, 3]),
        records: records(2),
    };
    let html = sound(page::records(&report, &vietnamese()).into_string());
    assert_says(
        &html,
        &[
            "7 bản ghi được tính, đang xem từ 3 đến 4.",
            "vụ đã xử lý; vụ phát hiện trong kỳ",
            "01/05/2024",
            "Sở A",
            "<td data-of=\"Organization\">z</td>",
            "&lt;i&gt;Ẩn",
            "dữ liệu cá nhân",
            ">2024<",
            "1.234.567",
            "45.200.000",
            "1,25",
            ">có<",
            "Không lọc theo Mạng xã hội.",
            "href=\"/kpis/X01/records?period=2024&amp;network=%7E&amp;organization=b%26c&amp;sort=day&amp;limit=2\" rel=\"prev\"",
            "sort=day&amp;limit=2&amp;offset=4\" rel=\"next\"",
            "Trang 2/4",
            // The column that sorts turns round, another one begins with its least.
            "aria-sort=\"ascending\"><a href=\"/kpis/X01/records?period=2024&amp;network=%7E&amp;organization=b%26c&amp;sort=-day&amp;limit=2\"",
            "sort=fine&amp;limit=2\"",
            "<option value=\"2\" selected>2</option>",
        ],
    );
    let past = RecordsReport {
        records: RecordsView { table: Table::of_values(vec![], vec![]), ..records(20) },
        ..report
    };
    let html = sound(page::records(&past, &vietnamese()).into_string());
    assert_says(&html, &["7 bản ghi được tính.", "Danh sách không có trang này.", "offset=6\" rel=\"prev\""]);
}

#[test]
fn on_a_phone_each_cell_of_a_record_bears_its_heading_and_what_is_missing_is_left_out() {
    let report = RecordsReport {
        front: front(),
        kpi: kpi("Vụ"),
        filters: vec![],
        unfiltered: vec![],
        figure: figure("2024", [12, 12, 3]),
        records: records(0),
    };
    let html = sound(page::records(&report, &vietnamese()).into_string());
    assert_says(&html, &["<table class=\"stacked\">", "<td class=\"n\" data-of=\"Fine\">45.200.000</td>"]);
    assert_says(&html, &["<td class=\"none\">—</td>"]);
}

#[test]
fn who_answers_says_since_when_a_body_is_gone_and_who_stands_in_its_place_many_are_counted() {
    let gone = |successor| Some(Gone { until: day("2025-06-30"), successor });
    let owner = |name: &str, gone| Owner { code: name.to_lowercase(), name: name.to_owned(), gone };
    let heir = Successor::One { code: "x".to_owned(), label: "Sở X".to_owned() };
    let few = vec![
        owner("Huyện A", gone(Successor::Undetermined)),
        owner("Sở B", None),
        owner("Huyện C", gone(Successor::Undetermined)),
        owner("Sở D", gone(heir)),
    ];
    let html = |owners: Vec<Owner>| {
        let live = LiveFigure {
            head: head("", None),
            figure: figure("2024", [11, 10, 3]),
            status: None,
            plan: None,
        };
        let entry = CatalogueEntry { kpi: kpi("Một"), clauses: vec![], owners, live: Ok(live) };
        let entries = vec![entry];
        let found = Catalogue { front: front(), query: String::new(), indicator: None, count: 1, entries };
        sound(page::kpis(&found, &vietnamese()).into_string())
    };
    assert_says(
        &html(few.clone()),
        &["Sở B; Huyện A; Huyện C (đều đến hết 30/06/2025; chưa xác định đơn vị kế thừa); \
             Sở D (đến hết 30/06/2025; kế thừa: Sở X)"],
    );
    let many: Vec<Owner> = few.into_iter().chain([owner("Sở E", None)]).collect();
    assert_says(
        &html(many),
        &["<summary>5 đơn vị, trong đó 3 đơn vị không còn tồn tại</summary>", "Sở B; Sở E; Huyện A"],
    );
}

#[test]
fn a_passport_explains_in_words_first_and_proves_last() {
    let (breakdown, labels) = parts();
    let tile = tile(figure("2024", [12, 12, 3]));
    let columns =
        tile.head.kpi.columns.iter().cloned().zip(tile.figure.parts.iter().map(|part| part.days)).collect();
    let view = PartsView {
        head: head("Chia", None),
        dimension: "Đơn vị".to_owned(),
        breakdown,
        labels,
        gone: vec![],
        nested: vec![],
        statuses: vec![],
    };
    let passport = Passport {
        front: front(),
        filters: vec![],
        tile,
        trend: TrendView {
            pace: vec![],
            head: head("Đường", None),
            figures: vec![figure("2023", [9, 12, 0]), figure("2024", [12, 12, 3])],
            last_year: vec![None, None],
            breaks: vec![],
            cuts: vec![],
        },
        clauses: vec![(
            Clause {
                owners: vec![],
                id: "II.2/3".to_owned(),
                text: "100% <vụ> được xử lý".to_owned(),
                note: Some("Ghi chú của kế hoạch".to_owned()),
                answers: vec![],
            },
            Some("Tuyên truyền".to_owned()),
        )],
        columns,
        missing: vec!["Sở C".to_owned()],
        tables: vec![view],
        outside: Outside { no_day: 1, before: 0, after: 2, beyond: 0 },
        sql: "SELECT '<sql>'".to_owned(),
        proof: Some("SELECT '<proof>'".to_owned()),
        unsayable: None,
        files: vec![],
        records: Some(Ok(records(0))),
    };
    let html = sound(page::passport(&passport, &vietnamese()).into_string());
    let order = [
        "<p class=\"value\">80,0%",
        "Số vụ đã xử lý trên số vụ phải xử lý.",
        "100% &lt;vụ&gt; được xử lý",
        "vụ đã xử lý ÷ (vụ phát hiện trong kỳ + vụ tồn đầu kỳ) × 100",
        "= 12 ÷ (12 + 3) × 100 = <b>80,0%</b>",
        "<li>Sở C</li>",
        "Năm trước là 75,0% (18/24 đơn vị đã báo cáo đủ); không tính tăng, giảm",
        "Chia theo đơn vị",
        "1 bản ghi không có ngày",
        "2 bản ghi sau ngày cập nhật số liệu",
        "&lt;sql&gt;",
        "bằng DuckDB",
        "&lt;proof&gt;",
        "0123456789abcdef0123456789abcdef",
    ];
    let places: Vec<usize> =
        order.iter().map(|text| html.rfind(text).unwrap_or_else(|| panic!("not there: {text}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn lists_of_kpis_and_of_mistakes_say_so_when_they_are_empty() {
    let front = front();
    let locale = vietnamese();
    let clause = Clause {
        id: "II.2/3".to_owned(),
        text: "100% <vụ>".to_owned(),
        note: None,
        owners: vec![],
        answers: vec![],
    };
    let entry = CatalogueEntry {
        kpi: kpi("Một <chỉ tiêu>"),
        clauses: vec![clause],
        owners: vec![Owner { code: "a".to_owned(), name: "Sở <A>".to_owned(), gone: None }],
        live: Ok(LiveFigure {
            head: head("", Some(100)),
            figure: figure("2024", [11, 10, 3]),
            status: Some(Status::Missed),
            plan: None,
        }),
    };
    let found = Catalogue {
        front: front.clone(),
        query: "<vu>".to_owned(),
        indicator: None,
        count: 12,
        entries: vec![entry],
    };
    let html = sound(page::kpis(&found, &locale).into_string());
    assert_says(&html, &["Một &lt;chỉ tiêu&gt;", "II.2/3", "X01", "Sở &lt;A&gt;", "100", "chưa đạt"]);
    assert_says(
        &html,
        &["value=\"&lt;vu&gt;\"", "1/12 chỉ tiêu", "<input type=\"hidden\" name=\"network\" value=\"~\">"],
    );
    let none = Catalogue { entries: vec![], ..found };
    assert_says(
        &sound(page::kpis(&none, &locale).into_string()),
        &["0/12 chỉ tiêu", "Không có kết quả phù hợp."],
    );
    let mut wrong = ProblemsView {
        sees_files: true,
        front,
        mistakes: vec![],
        owners: vec![],
        fatal: vec![],
        unknown: vec![],
        meant: BTreeMap::from([("case".to_owned(), "cases".to_owned())]),
        passed: vec![],
    };
    let sound_words = "Không có lỗi cấu hình";
    assert_says(&sound(page::problems(&wrong, &locale).into_string()), &[sound_words]);
    wrong.unknown = vec!["case/2024.parquet".to_owned()];
    let unused = sound(page::problems(&wrong, &locale).into_string());
    assert_says(&unused, &["không thuộc bảng dữ liệu nào", "case/2024.parquet", "có thể là “cases”"]);
    assert!(!unused.contains(sound_words), "{unused}");
    let file = SourceFile::new("queries/kpis/X01.sql", "SELECT <oops>");
    let mistake = Diagnostic::error("unknown-column", file.span(7..13), "there is no `<oops>`");
    wrong.mistakes = vec![mistake];
    wrong.fatal = vec![("cases/2024.parquet".to_owned(), Fatal::Empty)];
    assert_says(
        &sound(page::problems(&wrong, &locale).into_string()),
        &["X01.sql:1:8", "&lt;oops&gt;", "cases/2024.parquet", "tệp rỗng", "gửi lại tệp"],
    );
}
