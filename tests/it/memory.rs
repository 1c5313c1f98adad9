//! Tables that an application gives from memory: under the same contracts as files, beside them or instead.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch, StringArray};
use minhbach::store::State;
use minhbach::workspace::{DataError, Unsayable};
use minhbach::{Ask, Dataset, Facets, MemoryTables, Opening, Scope, figures};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::support::{TestProject, engine};

const SALES: &str = "sale* | sold_on:date | place | amount:integer
    a | 2024-01-03 | n | 5
    b | 2024-02-05 | s | 7
    b | 2024-02-05 | s | 7
    c | 2024-03-01 | s |
    d | 2024-03-09 | x | 1";

fn project() -> TestProject {
    let project = TestProject::new();
    project.table("places", "code* | name\nn | North\ns | South").table("sales", SALES);
    project.change("queries/tables/sales.toml", "[columns.place]\ntype = \"text\"\noptional = true", {
        "[columns.place]\ntype = \"text\"\nreferences = \"places.code\"\non_fail = \"set_aside\""
    });
    project.change("queries/tables/sales.toml", "type = \"integer\"\noptional = true", "type = \"integer\"");
    project.kpi(
        "SA01",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT sold_on AS day, amount, sale FROM sales",
    );
    project
}

/// Takes a file out of the data folder, as batches of two rows.
fn taken(project: &TestProject, file: &str) -> Vec<RecordBatch> {
    let path = project.root().join("data").join(file);
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
    let batches = reader.with_batch_size(2).build().unwrap().map(Result::unwrap).collect();
    fs::remove_file(path).unwrap();
    batches
}

async fn open(
    project: &TestProject,
    state: &Path,
    location: Option<&str>,
    tables: &MemoryTables,
) -> Result<Dataset, DataError> {
    let opening = Opening {
        location: location.map(str::to_owned),
        tables: tables.clone(),
        as_of: Some("2024-12-31".parse().unwrap()),
        ..Opening::of(Arc::new(State::open(state).unwrap()))
    };
    Dataset::open(Arc::new(project.workspace()), engine(), opening).await
}

/// The figure of the year with what is doubtful about it, and each row that failed, without its file.
async fn told(dataset: &Dataset) -> (String, Vec<String>) {
    let reader = dataset.for_reader(Scope::everything());
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let mut asked = figures(&reader, &["SA01".to_owned()], &ask, &Facets::default()).await.unwrap();
    let answer = asked.remove(0).answers.unwrap().remove(0);
    let rows = dataset.rejected().all().unwrap().map(|row| {
        let row = row.unwrap().finding;
        format!("{} {:?} {} {:?} {:?}", row.row, row.rule, row.column, row.value, row.fate)
    });
    (format!("{:?} {:?}", answer.value, answer.caveats), rows.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_memory_passes_the_same_contracts_and_has_a_name_of_its_own() {
    let project = project();
    let from_files = open(&project, &project.aside("files"), None, &MemoryTables::default()).await.unwrap();
    let expected = told(&from_files).await;
    assert_eq!(expected.1.len(), 3, "{expected:?}");
    let [sales, places] = ["sales", "places"].map(|table| taken(&project, &format!("{table}.parquet")));
    fs::remove_dir(project.root().join("data")).unwrap();

    let tables = MemoryTables::default().with("sales", sales.clone()).with("places", places.clone());
    let one = open(&project, &project.aside("one"), Some("memory:"), &tables).await.unwrap();
    assert_eq!(told(&one).await, expected);
    let again = MemoryTables::default().with("sales", sales.clone()).with("places", places.clone());
    let other = open(&project, &project.aside("other"), Some("memory:"), &again).await.unwrap();
    assert_eq!(one.snapshot_id(), other.snapshot_id(), "the same batches are the same data");
    assert_eq!(
        one.snapshot_id(),
        open(&project, &project.aside("one"), Some("memory:"), &tables).await.unwrap().snapshot_id()
    );
    let less = MemoryTables::default().with("sales", vec![sales[0].clone()]).with("places", places);
    let less = open(&project, &project.aside("one"), Some("memory:"), &less).await.unwrap();
    assert_ne!(less.snapshot_id(), one.snapshot_id());
    assert_ne!(told(&less).await, expected);

    // What is read lies where the state is: it is written again where that was emptied.
    fs::remove_dir_all(project.aside("one/cache")).unwrap();
    assert!(!one.is_whole());
    let again = open(&project, &project.aside("one"), Some("memory:"), &tables).await.unwrap();
    assert_eq!((told(&again).await, again.snapshot_id()), (expected, one.snapshot_id()));

    let reader = one.for_reader(Scope::everything());
    let view = minhbach::report::data(&reader, &Ask::default(), 0).await.unwrap();
    let files: Vec<&str> =
        view.rejected.rows.iter().map(|row| row.place.as_ref().unwrap().0.as_str()).collect();
    assert_eq!(files, ["memory:sales", "memory:sales"]);
    // Whoever has the data files has none of these rows, and nobody gives them away.
    let kpi = reader.kpi("SA01").unwrap();
    let refused = Unsayable::Memory { table: "sales".to_owned() };
    assert_eq!((reader.sayable(kpi), refused.name()), (Err(refused.clone()), "memory"));
    let printed = reader.portable(kpi, "SELECT 1");
    assert!(printed.contains("one/cache/parquet/") && !printed.contains("memory:"), "{printed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_may_lie_in_files_and_in_memory_and_a_key_counts_once() {
    let project = project();
    let more = RecordBatch::try_from_iter([
        ("sale", Arc::new(StringArray::from(vec!["a", "e"])) as _),
        ("sold_on", Arc::new(arrow::array::Date32Array::from(vec![19_800, 19_800])) as _),
        ("place", Arc::new(StringArray::from(vec!["n", "n"])) as _),
        ("amount", Arc::new(Int64Array::from(vec![100, 1_000])) as _),
    ]);
    let tables = MemoryTables::default().with("sales", vec![more.unwrap()]);
    let dataset = open(&project, &project.aside("state"), None, &tables).await.unwrap();
    let (figure, rows) = told(&dataset).await;
    assert!(figure.starts_with("Some(1012)"), "{figure}");
    assert!(rows.contains(&"1 Key sale Some(\"a\") Repeated".to_owned()), "{rows:?}");

    // What was given before and is not any more is missed as a file is.
    let less = open(&project, &project.aside("state"), None, &MemoryTables::default()).await.unwrap();
    let lost: Vec<&str> = less.snapshot().missed_files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(lost, ["memory:sales"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_table_is_refused_with_its_name() {
    let project = project();
    let sales = taken(&project, "sales.parquet");
    let refused = async |location, tables: MemoryTables| {
        let opened = open(&project, &project.aside("state"), location, &tables).await;
        minhbach::diagnostic::causes(&opened.err().unwrap())
    };
    let unknown = MemoryTables::default().with("buys", sales.clone());
    assert_eq!(
        refused(None, unknown).await,
        "table `buys` was given from memory, and no contract below `queries/tables` is called so"
    );
    let narrow = sales[0].project(&[0, 1]).unwrap();
    let mixed = MemoryTables::default().with("sales", vec![sales[0].clone(), narrow]);
    assert!(refused(None, mixed).await.contains("`memory:sales` cannot be written: "));
    let nothing = refused(Some("memory:"), MemoryTables::default()).await;
    assert!(nothing.starts_with("location `memory:` holds no data; expected"), "{nothing}");
    // A column that cannot be the contract's makes the table useless, as it does a file.
    let texts = RecordBatch::try_from_iter([("code", Arc::new(Int64Array::from(vec![1])) as _)]).unwrap();
    let tables = MemoryTables::default().with("places", vec![texts]).with("sales", sales);
    let dataset = open(&project, &project.aside("other"), Some("memory:"), &tables).await.unwrap();
    let fatal: Vec<String> =
        dataset.snapshot().fatal_files.iter().map(|file| format!("{}: {}", file.path, file.fatal)).collect();
    assert_eq!(fatal, ["memory:places: column `code` is of type Int64 and must be text"]);
}
