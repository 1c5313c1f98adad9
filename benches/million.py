#!/usr/bin/env python3
"""All KPIs from cold over a million inspections, beside DuckDB running the same SQL over the same files.

    cargo build --profile dist && ./test        # ./test prepares the Python with DuckDB
    benches/million.py [--binary target/release/minhbach] [--scale 800] [--runs 3]

The program is measured as a whole process, `minhbach kpi --format json`: with an empty state folder (files are hashed, held
against their contracts, every KPI is gathered and sliced), with the files known and no cube kept, and with all of it kept.
What is between the last two is the gathering alone. DuckDB runs, in a fresh connection with as many threads, each KPI's
text over the views that its printed proof names (so the same files, cleaned twins among them), grouped as a cube is: by
slot and dimensions, and by the key of a distinct column. It hashes nothing and checks nothing. Files are in the page cache.
"""

from __future__ import annotations

import argparse
import html
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PREPARED = ROOT / "target/test-tools/python/bin/python"
try:
    import duckdb
except ImportError:
    if not PREPARED.exists() or Path(sys.executable) == PREPARED:
        raise SystemExit("there is no DuckDB: run ./test, which prepares a Python with it") from None
    os.execv(PREPARED, [str(PREPARED), *sys.argv])

sys.dont_write_bytecode = True
sys.path[:0] = [str(ROOT / "tests/parity"), str(ROOT / "benches")]
from workspace import Workspace, connection, quoted  # noqa: E402

from large import kpis, sample  # noqa: E402


def proofs(given: argparse.Namespace, data: Path, state: Path, codes: list[str]) -> list[str]:
    """The printed proof of each KPI, from its page."""
    command = [str(given.binary), "serve", "--listen", "127.0.0.1:0", "--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            place = urlsplit(process.stdout.readline().strip())
            connection = http.client.HTTPConnection(place.hostname, place.port, timeout=600)
            found = []
            for code in codes:
                connection.request("GET", f"/kpis/{code}")
                page = html.unescape(connection.getresponse().read().decode())
                found.append(page[page.index('WITH "'):])
            return found
        finally:
            process.terminate()


def tables(texts: list[str]) -> dict[str, str]:
    """What proofs say of each table, `calendar` and `slots` among them: it stands on one line."""
    found: dict[str, str] = {}
    for text in texts:
        for line in text.removeprefix("WITH ").splitlines():
            table = re.fullmatch(r'"(\w+)" AS \((SELECT .* read_parquet\(.*)\),?', line)
            if table:
                found[table.group(1)] = table.group(2)
    return found


def views(db: duckdb.DuckDBPyConnection, definitions: dict[str, str], models: dict[str, str]) -> None:
    """Makes the tables, then the models, each when those that it reads are there."""
    for name, body in definitions.items():
        db.execute(f"CREATE VIEW {quoted(name)} AS {body}")
    waiting = list(models)
    for name in waiting:
        try:
            db.execute(f"CREATE VIEW {quoted(name)} AS {models[name]}")
        except duckdb.CatalogException:
            # A model that no KPI reads may name a table that no proof names.
            if waiting.count(name) <= len(models):
                waiting.append(name)


def cube(kpi, dimensions: set[str], db: duckdb.DuckDBPyConnection) -> str:
    """The KPI's text, gathered into what a cube holds."""
    columns = [row[0] for row in db.execute(f"DESCRIBE {kpi.text}").fetchall()]
    groups = ["c.slot"] + [f"k.{quoted(name)}" for name in columns if name in dimensions]
    sums = ["count(*)"]
    for column in kpi.columns:
        name = f"k.{quoted(column.name)}"
        if column.aggregate == "sum":
            sums += [f"sum(CAST({name} AS DECIMAL(38, 4)))", f"count({name})", f"max({name})"]
        else:
            groups.append(name)
    return (
        f"SELECT {', '.join(groups + sums)} FROM (\n{kpi.text}\n) AS k LEFT JOIN calendar AS c ON c.day = k.day"
        f" GROUP BY {', '.join(groups)}"
    )


def duck(workspace: Workspace, definitions: dict[str, str], detail: dict[str, list[float]]) -> float:
    """Seconds of DuckDB for every KPI, from a fresh connection."""
    dimensions = set(workspace.dimensions)
    began = time.perf_counter()
    db = connection(workspace.settings["timezone"])
    db.execute(f"SET threads = {os.cpu_count()}")
    views(db, definitions, workspace.models)
    for code, kpi in workspace.kpis.items():
        one = time.perf_counter()
        # Kept, not fetched: else the making of Python rows would be measured with it.
        db.execute(f"CREATE OR REPLACE TEMP TABLE gathered AS {cube(kpi, dimensions, db)}")
        detail.setdefault(code, []).append(time.perf_counter() - one)
    took = time.perf_counter() - began
    db.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--scale", type=int, default=800, help="800 makes a million inspections")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if not given.binary.exists():
        raise SystemExit(f"{given.binary} is not there: cargo build --profile dist")
    given.binary = given.binary.resolve()
    data = ROOT / f"target/benches/sample-{given.scale}"
    sample(data, given.scale, given.binary.parent.name)
    os.chdir(ROOT)  # proofs name files from here
    workspace = Workspace(ROOT)
    ((inspections,),) = duckdb.connect().execute(f"SELECT count(*) FROM '{data}/cases/*.parquet'").fetchall()
    size = sum(path.stat().st_size for path in data.rglob("*.parquet")) / 1e6
    print(f"{inspections:,} inspections, {size:.0f} MB, {len(workspace.kpis)} KPIs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{given.binary}; DuckDB {duckdb.__version__}; medians of {given.runs}")

    empty, known, kept, theirs = [], [], [], []
    detail: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        for _ in range(given.runs):
            shutil.rmtree(state, ignore_errors=True)
            empty.append(kpis(given.binary, ROOT, data, state))
            shutil.rmtree(state / "cache/cubes")
            known.append(kpis(given.binary, ROOT, data, state))
            kept.append(kpis(given.binary, ROOT, data, state))
        definitions = tables(proofs(given, data, state, list(workspace.kpis)))
        for _ in range(given.runs):
            theirs.append(duck(workspace, definitions, detail))
    whole, again, warm, other = map(statistics.median, (empty, known, kept, theirs))
    print(f"minhbach, empty state (hashing, contracts, all KPIs)   {whole:8.2f} s")
    print(f"minhbach, files known, no cube kept                    {again:8.2f} s")
    print(f"minhbach, everything kept                              {warm:8.2f} s")
    print(f"  gathering alone                                      {again - warm:8.2f} s")
    print(f"DuckDB, all KPIs                                       {other:8.2f} s")
    print(f"gathering / DuckDB                                     {(again - warm) / other:8.2f}")
    print("DuckDB by KPI: " + json.dumps({code: round(statistics.median(times), 3) for code, times in detail.items()}))


if __name__ == "__main__":
    main()
