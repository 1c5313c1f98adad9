#!/usr/bin/env python3
"""What size costs, as ratios in one run: all KPIs from cold beside DuckDB, and after something changed; into RESULTS.md.

    cargo build --profile dist && ./test        # ./test prepares the Python with DuckDB
    benches/sizes.py [--binary target/release/minhbach] [--scale 800 8000] [--out benches/RESULTS.md]

Scale 800 makes a million inspections, 8000 ten. The large tables of the years between the first and the last are cut into
twelve files each, as exports of a month are; the last file of each table is the month that arrives. Every figure is of a
whole process, `minhbach kpi --format json`, which prints every KPI. DuckDB runs each KPI's text alone, with as many threads,
over the files that its printed proof names, grouped as a cube is; its best form computes the models that several read first.
It hashes nothing and checks nothing. Files are in the page cache.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benches")]
from million import connection, cube, duckdb, proofs, quoted, sample, tables, views  # noqa: E402  (runs again in the Python of ./test)
from million import Workspace  # noqa: E402

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

MONTHS = 12
"""Tables with fewer rows in a file are not cut."""
LARGE = 10_000


def cut(made: Path, data: Path) -> list[Path]:
    """The sample with large files in twelve parts; the files of the month that arrives, which are not there yet."""
    arriving = []
    for path in sorted(made.rglob("*.parquet")):
        target = data / path.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        parts = sorted(path.parent.glob("*.parquet"))
        if path.parent == made or pq.read_metadata(path).num_rows < LARGE:
            os.link(path, target)
        elif path == parts[-1]:
            arriving.append(target)
        elif path == parts[0]:
            os.link(path, target)
        else:
            rows = pq.read_table(path)
            step = -(-rows.num_rows // MONTHS)
            for month in range(MONTHS):
                pq.write_table(rows.slice(month * step, step), target.with_stem(f"{path.stem}-{month + 1:02}"), compression="zstd")
    return arriving


@dataclass
class Run:
    """A whole process."""

    seconds: float
    peak: int
    """Of resident memory, bytes."""
    written: int
    """To the file system, bytes."""


def run(command: list[str]) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    written = 0
    while True:
        try:
            written = int(Path(f"/proc/{process.pid}/io").read_text().split("\nwrite_bytes:")[1].split()[0])
        except (OSError, IndexError):
            pass  # it has ended
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        if done:
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
            return Run(time.perf_counter() - began, used.ru_maxrss * 1024, written)
        time.sleep(0.01)


def first_page(given: argparse.Namespace, data: Path, state: Path) -> float:
    """Seconds from the start of a service until it has answered its first page."""
    command = [str(given.binary), "serve", "--listen", "127.0.0.1:0", "--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            place = urlsplit(process.stdout.readline().strip())
            asked = http.client.HTTPConnection(place.hostname, place.port, timeout=600)
            asked.request("GET", "/")
            answer = asked.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"/ answers {answer.status}")
            return time.perf_counter() - began
        finally:
            process.terminate()


def theirs(workspace: Workspace, definitions: dict[str, str], shared: dict[str, str]) -> float:
    """Seconds of DuckDB for every KPI, those of `shared` models computed first."""
    db = connection(workspace.settings["timezone"])
    db.execute(f"SET threads = {os.cpu_count()}")
    began = time.perf_counter()
    views(db, definitions, workspace.models)
    for name in shared:
        db.execute(f"CREATE TEMP TABLE {quoted('once ' + name)} AS SELECT * FROM {quoted(name)}")
        db.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT * FROM {quoted('once ' + name)}")
    dimensions = set(workspace.dimensions)
    for kpi in workspace.kpis.values():
        db.execute(f"CREATE OR REPLACE TEMP TABLE gathered AS {cube(kpi, dimensions, db)}")
    took = time.perf_counter() - began
    db.close()
    return took


def shared_models(workspace: Workspace) -> dict[str, str]:
    """The models that two KPIs at least read by name, before those that read them."""
    db = duckdb.connect()
    named = [db.get_table_names(kpi.text) for kpi in workspace.kpis.values()]
    read = {name: db.get_table_names(text) for name, text in workspace.models.items()}
    several = [name for name in workspace.models if sum(name in names for names in named) > 1]
    several.sort(key=lambda name: len(read[name] & set(workspace.models)))
    return {name: workspace.models[name] for name in several}


def corrected(data: Path, table: str, column: str) -> None:
    """One number of one row of a file in the middle is another."""
    paths = sorted((data / table).glob("*.parquet"))
    path = paths[len(paths) // 2]
    rows = pq.read_table(path)
    numbers = rows[column].to_pylist()
    first = next(place for place, number in enumerate(numbers) if number is not None)
    numbers[first] += 1
    place, kind = rows.schema.get_field_index(column), rows.schema.field(column)
    rows = rows.set_column(place, kind, pa.array(numbers, kind.type)).replace_schema_metadata(rows.schema.metadata)
    path.unlink()
    pq.write_table(rows, path, compression="zstd")


def measured(given: argparse.Namespace, scale: int, workspace: Workspace) -> list[str]:
    made = ROOT / f"target/benches/sample-{scale}"
    sample(made, scale, given.binary.parent.name)
    with tempfile.TemporaryDirectory(dir=ROOT / "target/benches") as folder:
        data, state = Path(folder) / "data", Path(folder) / "state"
        arriving = cut(made, data)
        command = [str(given.binary), "kpi", "--format", "json", "--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
        runs: dict[str, Run] = {"first command ever (hash, check, gather)": run(command)}
        for kind in ["cubes", "parts", "last-cubes"]:
            shutil.rmtree(state / "cache" / kind, ignore_errors=True)
        cold = run(command)
        runs["files known, nothing gathered (cold)"] = cold
        runs["everything kept"] = run(command)
        page = first_page(given, data, state)
        largest = max(data.rglob("*.parquet"), key=lambda path: path.stat().st_size)
        body = largest.read_bytes()
        largest.unlink()
        largest.write_bytes(body)
        runs["a file arrives again with the same bytes"] = run(command)
        corrected(data, "decisions", "fine")
        runs["one corrected file of decisions"] = run(command)
        corrected(data, "payments", "amount")
        runs["one corrected file of payments"] = run(command)
        for target in arriving:
            os.link(made / target.relative_to(data), target)
        runs[f"one new month of {3 * MONTHS + 1}"] = run(command)
        definitions = tables(proofs(given, data, state, list(workspace.kpis)))
        alone = theirs(workspace, definitions, {})
        best = theirs(workspace, definitions, shared_models(workspace))
        (count,) = duckdb.connect().execute(f"SELECT count(*) FROM '{data}/cases/*.parquet'").fetchone()
        size = sum(path.stat().st_size for path in data.rglob("*.parquet"))
        kept = sum(path.stat().st_size for path in state.rglob("*") if path.is_file())
    lines = [
        f"## {count:,} inspections, {size / 1e6:.0f} MB of Parquet",
        "",
        f"DuckDB {duckdb.__version__}, each KPI alone: {alone:.2f} s; models computed once: {best:.2f} s ({best / alone:.2f}). "
        f"State folder at the end: {kept / 1e6:.0f} MB, {kept / size:.2f} of the data.",
        "",
        "| what | seconds | of DuckDB's sum | of cold | peak memory | written |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in runs.items():
        parts = [f"{one.seconds:.2f}", f"{one.seconds / alone:.2f}", f"{one.seconds / cold.seconds:.2f}"]
        lines.append(f"| {name} | {' | '.join(parts)} | {one.peak >> 20} MiB | {one.written / 1e6:.0f} MB |")
    lines.append(f"| kept state to first page | {page:.2f} | {page / alone:.2f} | {page / cold.seconds:.2f} | | |")
    print("\n".join(lines), flush=True)
    return [*lines, ""]


def told(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--scale", type=int, nargs="+", default=[800, 8000])
    parser.add_argument("--out", type=Path, help="where the results are written besides standard output")
    given = parser.parse_args()
    if not given.binary.exists():
        raise SystemExit(f"{given.binary} is not there: cargo build --profile dist")
    given.binary = given.binary.resolve()
    os.chdir(ROOT)  # proofs name files from here
    workspace = Workspace(ROOT)
    model = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    head = [
        "# What size costs",
        "",
        f"Written by `benches/sizes.py`. {date.today():%Y-%m-%d}, commit {told('git', 'describe', '--always', '--dirty')}, build `{given.binary.parent.name}`, "
        f"{os.cpu_count()} cores ({model[0] if model else platform.machine()}), {len(workspace.kpis)} KPIs, load {os.getloadavg()[0]:.1f} at the start. "
        "Each figure is of one whole process.",
        "",
    ]
    print("\n".join(head), flush=True)
    lines = head + [line for scale in given.scale for line in measured(given, scale, workspace)]
    if given.out:
        given.out.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
