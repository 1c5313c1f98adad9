#!/usr/bin/env python3
"""What a table costs of which nearly all rows are set aside: seconds and peak memory of loading, listing and asking.

    cargo build --profile dist
    benches/rejected.py [--binary target/dist/minhbach] [--rows 1000000]

Nine rows of ten fail a check, each with a text of its own. `check --with-data` lists them, `kpi` counts the rest.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREPARED = ROOT / "target/test-tools/python/bin/python"
if not PREPARED.exists():
    PREPARED = Path(sys.executable)

FILES = {
    "minhbach.toml": """format = 1
title = "Rows set aside"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
[data]
location = "data"
first_day = 2024-01-01
as_of = 2024-12-31
[calendars.civil]
[units.one]
label = "one"
""",
    "queries/tables/events.toml": """organization = "body"
[columns.happened_on]
type = "date"
[columns.body]
type = "text"
[columns.kind]
type = "text"
values = ["good"]
[columns.event]
type = "integer"
""",
    "queries/kpis/EV01.sql": """/*
title = "Events"
definition = "Events that are not set aside."
better = "higher"
unit = "one"
key = "event"
value = { amount = "sum" }
labels = { amount = "events" }
*/
SELECT happened_on AS day, 1 AS amount, event FROM events
""",
}


# In a process of its own: what a process takes counts for those that it begins.
DATA = """
import sys
import pyarrow as arrow, pyarrow.parquet as parquet
rows, file = int(sys.argv[1]), sys.argv[2]
days = arrow.array([19_723 + row % 300 for row in range(rows)], arrow.date32())
kinds = ["good" if row % 10 == 0 else f"none of these, {row}" for row in range(rows)]
table = arrow.table({"happened_on": days, "body": [f"body {row % 100}" for row in range(rows)], "kind": kinds, "event": range(rows)})
parquet.write_table(table, file)
"""


def write(folder: Path, rows: int) -> None:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "data").mkdir()
    subprocess.run([PREPARED, "-c", DATA, str(rows), str(folder / "data/events.parquet")], check=True)
    hour_ago = time.time() - 3_600
    os.utime(folder / "data/events.parquet", (hour_ago, hour_ago))


def run(name: str, command: list[str]) -> None:
    begun = time.time()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    print(f"  {name:<34} {time.time() - begun:8.1f} s  {used.ru_maxrss / 1e3:7.0f} MB peak  ended with {code}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, given.rows)
        own = ["--workspace", str(folder), "--state", str(folder / "state")]
        print(f"{given.rows} rows, nine of ten set aside")
        run("kpi, cold", [str(given.binary), "kpi", "EV01", *own])
        run("kpi, warm", [str(given.binary), "kpi", "EV01", *own])
        run("check --with-data, warm", [str(given.binary), "check", "--with-data", *own])
        kept = sum(path.stat().st_size for path in (folder / "state").rglob("*") if path.is_file())
        print(f"  {'kept in the state folder':<34} {kept / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
