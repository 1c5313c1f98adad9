//! Running within limits.

use std::time::Instant;

use super::*;

const ALL: &str = "SELECT o.id AS id FROM orders AS o ORDER BY o.id";

/// Counts ever on: only an end from outside ends it soon.
const LONG: &str = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT r.n + 1 AS n FROM r WHERE r.n < 1000000000) \
                    SELECT max(r.n) AS n FROM r";

#[test]
fn files_are_read_under_the_contracts_schema() {
    let folder = tempfile::tempdir().unwrap();
    let odd = write_orders(folder.path(), "tệp [1] %20*", 2);
    let other = write_orders(folder.path(), "b.parquet", 3);
    let engine = engine(limits());
    let session =
        session(&engine, vec![odd, other], &[model("doubled", "SELECT o.id * 2 AS id FROM orders AS o")]);
    let rows = session.run_blocking(Request::new("all", ALL)).unwrap();
    assert_eq!((integers(&rows), rows.truncated), (vec![0, 0, 1, 1, 2], false));
    let doubled =
        session.run_blocking(Request::new("m", "SELECT d.id FROM doubled AS d ORDER BY d.id")).unwrap();
    assert_eq!(integers(&doubled), [0, 0, 2, 2, 4]);
    let money = session
        .run_blocking(Request::new("sum", "SELECT sum(o.amount * 0.5) AS half FROM orders AS o"))
        .unwrap();
    assert!(matches!(money.schema.field(0).data_type(), DataType::Decimal128(_, 1)), "{}", money.schema);
}

#[test]
fn a_table_without_files_is_empty() {
    let engine = engine(limits());
    let rows = session(&engine, vec![], &[]).run_blocking(Request::new("all", ALL)).unwrap();
    assert!(rows.is_empty() && rows.schema.field(0).name() == "id");
}

#[test]
fn a_replaced_file_is_read_anew_and_a_vanished_one_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = write_orders(folder.path(), "a.parquet", 2);
    let engine = engine(limits());
    assert_eq!(
        session(&engine, vec![file.clone()], &[]).run_blocking(Request::new("all", ALL)).unwrap().len(),
        2
    );
    write_orders(folder.path(), "a.parquet", 5);
    assert_eq!(
        session(&engine, vec![file.clone()], &[]).run_blocking(Request::new("all", ALL)).unwrap().len(),
        5
    );
    std::fs::remove_file(file.clone()).unwrap();
    let session = session(&engine, vec![file], &[model("m", "SELECT o.id AS id FROM orders AS o")]);
    for sql in [ALL, "SELECT 1 AS a FROM slots AS s WHERE EXISTS (SELECT 1 AS b FROM m WHERE m.id > 0)"] {
        let gone = session.run_blocking(Request::new("all", sql));
        assert!(matches!(gone, Err(QueryError::Vanished { .. })), "{gone:?}");
    }
}

#[test]
fn only_reading_is_run() {
    let engine = engine(limits());
    let session = session(&engine, vec![], &[]);
    for sql in [
        "COPY orders TO '/tmp/x.parquet'",
        "EXPLAIN ANALYZE COPY orders TO '/tmp/x.parquet'",
        "CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '/tmp'",
        "CREATE TABLE t AS SELECT 1 AS a",
        "CREATE VIEW v AS SELECT 1 AS a",
        "DROP TABLE orders",
        "INSERT INTO orders SELECT * FROM orders",
        "SET datafusion.execution.batch_size = 1",
        "EXPLAIN SELECT 1 AS a",
        "EXPLAIN ANALYZE SELECT 1 AS a",
        "DESCRIBE orders",
        "PREPARE p AS SELECT 1 AS a",
    ] {
        let answer = session.run_blocking(Request::new("q", sql));
        assert!(
            matches!(answer, Err(QueryError::Refused { reason: Refusal::NotAQuery, .. })),
            "{sql}: {answer:?}"
        );
    }
    for sql in [
        "SELECT 1 AS a; DROP TABLE orders",
        "SELECT * FROM '/etc/passwd'",
        "SHOW TABLES",
        "SELECT * FROM information_schema.tables",
        "UPDATE orders SET id = 1",
        "DELETE FROM orders",
        "RESET datafusion.execution.batch_size",
        "EXECUTE p",
        "BEGIN",
        "SELECT o.id FROM orders AS o WHERE o.id = $missing",
    ] {
        let answer = session.run_blocking(Request::new("q", sql));
        assert!(
            matches!(answer, Err(QueryError::Engine { .. } | QueryError::Refused { .. })),
            "{sql}: {answer:?}"
        );
    }
}

#[test]
fn too_many_rows_are_refused_or_cut_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(Limits { rows: 7, ..limits() });
    let session = session(&engine, vec![write_orders(folder.path(), "a.parquet", 8)], &[]);
    let refused = session.run_blocking(Request::new("all", ALL));
    assert!(matches!(refused, Err(QueryError::TooLarge { limit: 7, .. })), "{refused:?}");
    let cut = session.run_blocking(Request::new("all", ALL).overflow(Overflow::Truncate)).unwrap();
    assert_eq!((integers(&cut), cut.truncated), ((0..7).collect(), true));
    let exact = session.run_blocking(Request::new("seven", format!("{ALL} LIMIT 7"))).unwrap();
    assert_eq!((exact.len(), exact.truncated), (7, false));
}

#[test]
fn a_long_query_is_stopped_and_its_turn_given_on() {
    let engine = engine(Limits { timeout: Duration::from_millis(300), concurrency: 1, ..limits() });
    let session = session(&engine, vec![], &[]);
    let begun = Instant::now();
    let late = session.run_blocking(Request::new("long", LONG));
    assert!(matches!(late, Err(QueryError::Timeout { .. })), "{late:?}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    // The turn comes back as soon as the stopped query has really ended.
    let next = (0..100).find_map(|_| session.run_blocking(Request::new("short", "SELECT 1 AS one")).ok());
    assert_eq!(next.map(|rows| rows.len()), Some(1));
}

#[test]
fn a_query_that_nobody_waits_for_ends() {
    let engine = engine(Limits { concurrency: 1, ..limits() });
    let session = session(&engine, vec![], &[]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let dropped =
            tokio::time::timeout(Duration::from_millis(100), session.run(Request::new("long", LONG))).await;
        assert!(dropped.is_err());
        assert_eq!(session.run(Request::new("short", "SELECT 1 AS one")).await.unwrap().len(), 1);
    });
}

#[test]
fn no_more_queries_run_at_once_than_may() {
    let engine = engine(Limits { timeout: Duration::from_millis(200), concurrency: 1, ..limits() });
    let session = session(&engine, vec![], &[]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let turn = session.inner.shared.turns.of(Lane::Pages).clone().acquire_owned().await.unwrap();
        let waited = session.run(Request::new("short", "SELECT 1 AS one")).await;
        assert!(matches!(waited, Err(QueryError::Busy { .. })), "{waited:?}");
        drop(turn);
        assert!(session.run(Request::new("short", "SELECT 1 AS one")).await.is_ok());
    });
}

#[test]
fn a_query_beyond_the_memory_ends_with_an_error_and_another_still_runs() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(Limits { memory_bytes: 1 << 20, rows: 10, ..limits() });
    let file = write_orders(folder.path(), "a.parquet", 200_000);
    let session = session(&engine, vec![file], &[]);
    let join = "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.id = p.id AND o.shop = p.shop";
    let answer = session.run_blocking(Request::new("join", join));
    assert!(matches!(answer, Err(QueryError::Memory { .. })), "{answer:?}");
    let count = session.run_blocking(Request::new("count", "SELECT count(*) AS n FROM orders AS o")).unwrap();
    assert_eq!(integers(&count), [200_000]);
}

#[test]
fn what_a_join_cannot_hold_in_memory_is_joined_by_sorting() {
    let folder = tempfile::tempdir().unwrap();
    let long = LongLimits { memory_bytes: 12 << 20, ..LongLimits::default() };
    let engine = engine(Limits { long, ..limits() });
    let file = write_orders(folder.path(), "a.parquet", 300_000);
    let session = session(&engine, vec![file], &[]).spilling_to(folder.path().join("spill"));
    let join = "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.id = p.id AND o.shop = p.shop";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let counted = |joins| {
        let mut count = Vec::new();
        let each = session.each(joins, Request::new("join", join), None, |batch| {
            count.extend(batch.column(0).as_primitive::<Int64Type>().values().iter().copied());
            Ok(count.len())
        });
        runtime.block_on(each).map(|()| count)
    };
    let hashed = counted(Joins::Hashed);
    assert!(matches!(hashed, Err(QueryError::Memory { .. })), "{hashed:?}");
    // Which of several sorts comes first is a matter of chance.
    for _ in 0..2 {
        assert_eq!(counted(Joins::Merged).unwrap(), [300_000]);
    }
    // Whoever runs it need not know.
    let rows = session.run_blocking(Request::new("join", join).lane(Lane::Long)).unwrap();
    assert_eq!(integers(&rows), [300_000]);
    assert_eq!(std::fs::read_dir(folder.path().join("spill")).unwrap().count(), 0);
}

#[test]
fn a_join_for_a_file_is_joined_by_sorting_too() {
    let folder = tempfile::tempdir().unwrap();
    // Files share what is long: each of them has half of it.
    let long = LongLimits { memory_bytes: 24 << 20, ..LongLimits::default() };
    let engine = engine(Limits { long, ..limits() });
    let file = write_orders(folder.path(), "a.parquet", 300_000);
    let session = session(&engine, vec![file], &[]).spilling_to(folder.path().join("spill"));
    let join = "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.id = p.id AND o.shop = p.shop";
    let rows = session.run_blocking(Request::new("join", join).lane(Lane::Exports)).unwrap();
    assert_eq!(integers(&rows), [300_000]);
}

#[test]
fn joins_that_could_not_be_stopped_are_refused_and_those_to_slots_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(limits());
    let many = session(&engine, vec![write_orders(folder.path(), "a.parquet", 100_001)], &[]);
    for sql in [
        "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.day < p.day",
        "SELECT sum(o.id + p.id) AS n FROM orders AS o CROSS JOIN orders AS p",
        "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.day < p.day AND p.shop = 'a' AND o.amount > 3",
        "SELECT count(*) AS n FROM orders AS o JOIN (SELECT q.id AS id, max(q.day) AS day FROM orders AS q GROUP BY q.id) AS p ON o.day < p.day",
        "SELECT count(*) AS n FROM orders AS o LEFT JOIN (SELECT q.day AS day FROM orders AS q JOIN orders AS r ON q.id = r.id) AS p ON o.day < p.day",
    ] {
        let answer = many.run_blocking(Request::new("q", sql));
        assert!(
            matches!(answer, Err(QueryError::Refused { reason: Refusal::EndlessJoin, .. })),
            "{sql}: {answer:?}"
        );
    }
    let few = write_orders(folder.path(), "b.parquet", 100);
    let few = session(&engine, vec![few], &[]);
    assert!(
        few.run_blocking(Request::new(
            "q",
            "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.day < p.day"
        ))
        .is_ok()
    );
    for sql in [
        "SELECT count(*) AS n FROM orders AS o JOIN slots AS s ON o.day <= s.last_day",
        "SELECT count(*) AS n FROM orders AS o JOIN orders AS p ON o.id = p.id JOIN slots AS s ON o.day <= s.last_day AND p.day > s.first_day",
        "SELECT count(*) AS n FROM orders AS o LEFT JOIN (SELECT q.id AS id, min(q.day) AS day FROM orders AS q GROUP BY q.id) AS f ON f.id = o.id \
         JOIN slots AS s ON o.day <= s.last_day AND (f.day IS NULL OR f.day >= s.first_day)",
        "SELECT count(*) AS n FROM orders AS o CROSS JOIN (SELECT max(p.day) AS day FROM orders AS p) AS l WHERE o.day = l.day",
        "SELECT count(*) AS n FROM orders AS o JOIN (SELECT p.day AS day FROM orders AS p ORDER BY p.id LIMIT 3) AS l ON o.day < l.day",
    ] {
        let answer = many.run_blocking(Request::new("q", sql));
        assert!(answer.is_ok(), "{sql}: {answer:?}");
    }
}

#[test]
fn rows_come_a_batch_at_a_time_and_are_all_there() {
    let folder = tempfile::tempdir().unwrap();
    // More rows than a page may have.
    let engine = engine(limits());
    let session = session(&engine, vec![write_orders(folder.path(), "a.parquet", 40_000)], &[]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let stream = runtime.block_on(session.stream(Request::new("all", ALL))).unwrap();
    let batches: Vec<Rows> = stream.collect::<Result<_, _>>().unwrap();
    assert!(batches.len() > 3 && batches.iter().all(|batch| batch.len() < 20_000));
    assert_eq!(batches.iter().flat_map(integers).collect::<Vec<_>>(), (0..40_000).collect::<Vec<_>>());
    let nothing = "SELECT o.id AS id FROM orders AS o WHERE o.id < 0";
    let stream = runtime.block_on(session.stream(Request::new("none", nothing))).unwrap();
    let batches: Vec<Rows> = stream.collect::<Result<_, _>>().unwrap();
    assert_eq!((batches.len(), batches[0].len(), batches[0].schema.field(0).name().as_str()), (1, 0, "id"));
    let wrong = runtime.block_on(session.stream(Request::new("none", "SELECT n.id FROM nothing AS n")));
    assert!(matches!(wrong, Err(QueryError::Engine { .. })));
}

#[test]
fn a_stream_that_nobody_takes_ends_and_gives_its_turn_on() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(limits());
    let session = session(&engine, vec![write_orders(folder.path(), "a.parquet", 200_000)], &[]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let waiting =
            tokio::time::timeout(Duration::from_millis(100), session.stream(Request::new("long", LONG)));
        assert!(waiting.await.is_err());
        let mut taken = session.stream(Request::new("all", ALL)).await.unwrap();
        assert!(taken.next().is_some());
        assert!(session.running() > 0, "it waits for whoever takes the rest");
        // Pages have turns of their own.
        assert_eq!(session.run(Request::new("short", "SELECT 1 AS one")).await.unwrap().len(), 1);
        drop(taken);
        for _ in 0..200 {
            if session.running() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} queries run on", session.running());
    });
}

#[test]
fn what_fails_in_the_middle_is_told_and_not_taken_for_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let long = LongLimits { rows: 10_000, ..LongLimits::default() };
    let engine = engine(Limits { long, ..limits() });
    let session = session(&engine, vec![write_orders(folder.path(), "a.parquet", 40_000)], &[]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let stream = runtime.block_on(session.stream(Request::new("all", ALL))).unwrap();
    let told: Vec<bool> = stream.map(|rows| rows.is_ok()).collect();
    assert_eq!(told.iter().filter(|sound| !**sound).count(), 1);
    assert_eq!(told.last(), Some(&false));
}
