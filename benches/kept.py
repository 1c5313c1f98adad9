#!/usr/bin/env python3
"""What one command reads, writes and keeps: from cold, again, and after one small file was touched or changed.

    cargo build --profile dist
    benches/kept.py [--binary target/dist/minhbach] [--scale 300] [--command "kpi --format json"]

Bytes are those that the process asked the system to write and to read, as Linux counts them; a copy that the system makes
without reading counts as written. `touched` sets only the time of a file anew, `changed` takes another export of it (the
same rows and one note more), `grown` puts the rows of a small new file beside a large one. What is beside `warm` is the work for
the files, and the gathering of what reads them. Files are in the page cache. Bytes beyond those kept are what queries spill.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREPARED = ROOT / "target/test-tools/python/bin/python"
try:
    import pyarrow.parquet as parquet
except ImportError:
    if not PREPARED.exists() or Path(sys.executable) == PREPARED:
        raise SystemExit("there is no PyArrow: run ./test, which prepares a Python with it") from None
    os.execv(PREPARED, [str(PREPARED), *sys.argv])


def sample(folder: Path, scale: int, profile: str) -> None:
    """The sample at that scale, made once."""
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = ["cargo", "run", "--profile", profile, "--example", "sample", "--", "--out", str(folder), "--scale", str(scale)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        (folder / "done").touch()
    hour_ago = time.time() - 3_600
    for file in folder.rglob("*.parquet"):
        os.utime(file, (hour_ago, hour_ago))


def counted(process: subprocess.Popen, counts: dict[str, int]) -> None:
    """Reads the counts of a process until it ends."""
    while True:
        try:
            lines = Path(f"/proc/{process.pid}/io").read_text().splitlines()
            now = {name: int(value) for name, value in (line.split(": ") for line in lines)}
        except OSError:
            return
        if not now.get("rchar"):
            return
        counts.update(now)
        time.sleep(0.002)


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def run(given: argparse.Namespace, data: Path, state: Path, name: str, of: int) -> None:
    command = [str(given.binary), *shlex.split(given.command), "--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
    counts: dict[str, int] = {}
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as out, subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE) as process:
        watch = threading.Thread(target=counted, args=(process, counts))
        watch.start()
        said = process.stderr.read()
        code = process.wait()
        watch.join()
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if code != 0:
        raise SystemExit(f"{shlex.join(command)}\n{said.decode()}")
    read, written, kept = counts["rchar"], counts["wchar"], size_of(state)
    print(f"{name:<36}{took:>8.2f} s{work:>8.2f} s of processors{read / 1e6:>10.1f} MB read{written / 1e6:>10.1f} MB written ({written / of:.2f})"
          f"{kept / 1e6:>10.1f} MB kept")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    reader.add_argument("--scale", type=int, default=300)
    reader.add_argument("--command", default="kpi --format json")
    reader.add_argument("--folder", type=Path, default=ROOT / "target/kept")
    reader.add_argument("--profile", default="dist")
    given = reader.parse_args()
    data, state = given.folder / f"data-{given.scale}", given.folder / "state"
    sample(data, given.scale, given.profile)
    shutil.rmtree(state, ignore_errors=True)
    of = size_of(data)
    print(f"{of / 1e6:.1f} MB of files, `minhbach {given.command}`")
    run(given, data, state, "cold", of)
    run(given, data, state, "warm", of)
    small = min((data / "reports").glob("*.parquet"), key=lambda file: abs(file.stat().st_size - 5_000))
    large = max((data / "cases").glob("*.parquet"), key=lambda file: file.stat().st_size)
    a_minute_ago = time.time() - 60
    for file in (small, data / "areas.parquet", large):
        os.utime(file, (a_minute_ago, a_minute_ago))
        run(given, data, state, f"touched: {file.relative_to(data)}, {file.stat().st_size // 1000} kB", of)
    before = small.read_bytes()
    try:
        table = parquet.read_table(small)
        parquet.write_table(table.replace_schema_metadata({"edition": "2"}), small)
        os.utime(small, (a_minute_ago, a_minute_ago))
        run(given, data, state, f"changed: {small.relative_to(data)}", of)
    finally:
        small.write_bytes(before)
    grown = large.with_name("zz.parquet")
    try:
        rows = parquet.ParquetFile(large).read_row_group(0).slice(0, 50)
        names = [f"{name.as_py()}-zz" for name in rows["case_id"]]
        rows = rows.set_column(rows.schema.get_field_index("case_id"), "case_id", [names])
        parquet.write_table(rows, grown)
        os.utime(grown, (a_minute_ago, a_minute_ago))
        run(given, data, state, f"grown: {grown.relative_to(data)}", of)
    finally:
        grown.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
