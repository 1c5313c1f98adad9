#!/usr/bin/env python3
"""Figures of the first page, on this machine, now; nothing here fails.

    cargo build --profile dist && benches/first_page.py
    benches/first_page.py --binary target/release/minhbach [--workspace DIR] [--runs 7] [--states 200]

Times are a client's: from before the request is written until the answer has been read whole, on one connection that
is kept open. Nothing is subtracted; what a request that does no work costs is printed beside them.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class Choices(HTMLParser):
    """The filters of a page's form: what each may be."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[tuple[str, list[str]]] = []
        self.current: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "select":
            self.current = []
            self.choices.append((given.get("name") or "", self.current))
        elif tag == "option" and self.current is not None and given.get("value"):
            self.current.append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.current = None


class Server:
    """The program, serving on a free port until it is left."""

    def __init__(self, given: argparse.Namespace, state: Path) -> None:
        command = [str(given.binary), "serve", "--listen", "127.0.0.1:0", "--workspace", str(given.workspace)]
        command += ["--state", str(state)] + (["--data", given.data] if given.data else [])
        self.began = time.perf_counter()
        # A file, not a pipe: a pipe that nobody reads would stop a server that logs.
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)

    def __enter__(self) -> Server:
        address = self.process.stdout.readline().strip()
        if not address:
            self.process.wait()
            self.log.seek(0)
            raise SystemExit(f"{self.process.args[0]} did not start: {self.log.read().strip()}")
        place = urlsplit(address)
        self.connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.communicate()
        self.log.close()

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds and body of an answer, which is 200."""
        began = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:200]!r}")
        return took, body

    def memory(self) -> tuple[float, float]:
        """Resident memory now and at its peak, in MB of a million bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Vm")}
        return sizes["VmRSS"], sizes["VmHWM"]


def start(given: argparse.Namespace, state: Path) -> tuple[float, float, float]:
    """From the start of the process to the first overview, whole; then memory."""
    with Server(given, state) as server:
        server.get(given.page)
        took = time.perf_counter() - server.began
        return took, *server.memory()


def paths(page: str, html: str, count: int) -> list[str]:
    """So many different states of a page, the same ones each time."""
    reader = Choices()
    reader.feed(html)
    drawn = random.Random(1309)
    states: dict[str, None] = {}
    # A period stands in parts: its calendar, which stays the page's own here, its year, always said, and a part of that.
    named = [(name, values) for name, values in reader.choices if name and values and not values[-1].endswith(":")]

    def is_year(name: str, values: list[str]) -> bool:
        return name == "period" and not values[-1].startswith("-")

    for _ in range(count * 20):
        if len(states) == count:
            break
        chosen = [(name, drawn.choice(values)) for name, values in named if is_year(name, values) or drawn.random() < 0.6]
        states[f"{page}?{urlencode(chosen)}"] = None
    return list(states)


def line(name: str, times: list[float], unit: str = "ms") -> None:
    factor = 1000 if unit == "ms" else 1
    ordered = sorted(time * factor for time in times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:<58}{statistics.median(ordered):>9.2f} {unit}   p95 {late:.2f}, most {ordered[-1]:.2f}, of {len(ordered)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--data")
    parser.add_argument("--page", default="/dashboards/overview")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--states", type=int, default=200)
    given = parser.parse_args()
    if not given.binary.exists():
        raise SystemExit(f"{given.binary} is not there: cargo build --profile dist")
    print(f"{given.binary}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, medians")

    cold = []
    for _ in range(given.runs):
        with tempfile.TemporaryDirectory() as state:
            cold.append(start(given, Path(state)))
    line("start to first overview, empty cache", [run[0] for run in cold], "s")
    with tempfile.TemporaryDirectory() as state:
        start(given, Path(state))
        full = [start(given, Path(state)) for _ in range(given.runs)]
        line("start to first overview, full cache", [run[0] for run in full], "s")
        for name, runs in (("empty", cold), ("full", full)):
            now, peak = (statistics.median(run[at] for run in runs) for at in (1, 2))
            print(f"{f'resident memory after the overview, {name} cache':<58}{now:>9.1f} MB   peak {peak:.1f}")

        with Server(given, Path(state)) as server:
            _, body = server.get(given.page)
            html = body.decode()
            asked = paths(given.page, html, given.states)
            first = [server.get(path) for path in asked]
            line("overview, a state never asked before", [took for took, _ in first])
            line("overview, the same states again", [server.get(path)[0] for path in asked])
            line("overview, one state again and again", [server.get(given.page)[0] for _ in asked])
            line("/healthz: what a request costs that does no work", [server.get("/healthz")[0] for _ in asked])
            sizes = sorted(len(body) for _, body in first)
            print(f"{'HTML of the overview, with its charts':<58}{len(body) / 1000:>9.1f} kB   gzip {len(gzip.compress(body)) / 1000:.1f}, "
                  f"over all states most {sizes[-1] / 1000:.1f}")
            now, peak = server.memory()
            print(f"{f'resident memory after {len(asked)} states':<58}{now:>9.1f} MB   peak {peak:.1f}")


if __name__ == "__main__":
    sys.exit(main())
