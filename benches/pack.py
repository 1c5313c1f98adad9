#!/usr/bin/env python3
"""What a report pack costs beside its CSV alone, and what a list of a million records costs in each format.

    cargo build --profile dist
    benches/pack.py [--binary target/dist/minhbach] [--rounds 3] [--period 2024-Q2]
    benches/pack.py --scale 800 --records VP01 [--formats csv,parquet,xlsx]

Rounds are taken in turns, the state folder is filled before. `peak` is the most memory that the process held (VmHWM); of a pack
it holds the engine too, so that `kpi` of the same state stands beside it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(command: list[str], into: Path | None = None) -> tuple[float, int]:
    """Seconds and mebibytes at the peak."""
    out = into.open("wb") if into else subprocess.DEVNULL
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, cwd=ROOT)
    most = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        most = max(most, *[int(kb) for kb in re.findall(r"VmHWM:\s+(\d+)", status)], 0)
        time.sleep(0.01)
    said = process.stderr.read().decode() if process.stderr else ""
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return time.perf_counter() - began, most // 1024


def peak(process: subprocess.Popen) -> int:
    """The most mebibytes that it held so far."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text()).group(1)) // 1024


def packs(binary: str, period: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        state = f"{place}/state"
        base = [binary, "export", "--period", period, "--state", state]
        run([binary, "kpi", "--state", state])
        took: dict[str, list[tuple[float, int]]] = {}
        for number in range(rounds):
            for name, more in (("csv alone", ["--formats", "csv"]), ("whole pack", [])):
                out = f"{place}/{number}-{name.replace(' ', '-')}"
                took.setdefault(name, []).append(run([*base, *more, "--out", out]))
                sizes = [file.stat().st_size for file in Path(out).rglob("*") if file.is_file()]
                print(f"{name}: {took[name][-1][0]:.2f} s, {took[name][-1][1]} MB, {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
                shutil.rmtree(out)
        took["kpi"] = [run([binary, "kpi", "--state", state]) for _ in range(rounds)]
        median = {name: statistics.median(seconds for seconds, _ in all) for name, all in took.items()}
        for name, all in took.items():
            print(f"{name:12} {median[name]:.2f} s  peak {max(peak for _, peak in all)} MB")
        print(f"whole pack / csv alone: {median['whole pack'] / median['csv alone']:.2f}")


def records(binary: str, code: str, scale: int, formats: list[str]) -> None:
    data = ROOT / f"target/benches/sample-{scale}"
    if not (data / "done").exists():
        command = ["cargo", "run", "--profile", "dist", "--example", "sample", "--", "--out", str(data), "--scale", str(scale)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        (data / "done").touch()
    with tempfile.TemporaryDirectory() as place:
        run([binary, "kpi", code, "--period", "plan", "--state", f"{place}/state", "--data", str(data)])
        for name in formats:
            # A server for each, so that each has its own peak.
            command = [binary, "serve", "--listen", "127.0.0.1:0", "--state", f"{place}/state", "--data", str(data)]
            served = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            try:
                found = None
                while found is None and (line := served.stdout.readline()):
                    found = re.search(r"http://[\d.:]+", line)
                address, file = found.group(), Path(place) / f"records.{name}"
                with urllib.request.urlopen(f"{address}/api/v1/kpis/{code}?period=plan") as page:
                    page.read()
                before, began = peak(served), time.perf_counter()
                with urllib.request.urlopen(f"{address}/kpis/{code}/records.{name}?period=plan") as sent, file.open("wb") as out:
                    shutil.copyfileobj(sent, out)
                seconds = time.perf_counter() - began
                said = f"{seconds:6.1f} s  peak {peak(served)} MB ({before} before)  {file.stat().st_size / 1e6:.1f} MB"
                rows = f"  {sum(1 for _ in file.open('rb')) - 1} rows" if name == "csv" else ""
                print(f"{name:8} {said}{rows}")
            finally:
                served.terminate()
                served.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target/dist/minhbach"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--period", default="2024-Q2")
    parser.add_argument("--records", metavar="CODE")
    parser.add_argument("--scale", type=int, default=800)
    parser.add_argument("--formats", default="csv,parquet,json,xlsx")
    given = parser.parse_args()
    os.environ.setdefault("RUST_LOG", "warn")
    if given.records:
        records(given.binary, given.records, given.scale, given.formats.split(","))
    else:
        packs(given.binary, given.period, given.rounds)


if __name__ == "__main__":
    main()
