#!/usr/bin/env python3
"""What an administrator who forgets the service must not notice: each trouble comes, the last good state is served,
the trouble goes, and the new state is served by itself. Nobody touches a file or the service in between.

    cargo build --profile dist && benches/recover.py
    benches/recover.py --binary target/debug/minhbach --minutes 10

A full disk is a small tmpfs for the state folder where that may be mounted (by root), else it is left out with a word.
Ends with 1 where a figure was wrong, or was not served again by itself within the time that the pauses allow.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
# Two seconds between looks in the field; a quarter here would be a fraction, which the program does not take.
RELOAD = 1
# After so many seconds without trouble the new state must be served: the pauses between tries grow with the trouble.
PATIENCE = 90

SETTINGS = """format = 1
title = "Recover"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
dashboards = ["first"]
[data]
location = "data"
first_day = 2024-01-01
as_of = 2024-12-31
[calendars.calendar]
month_starts_on_day = 1
[units.thing]
label = "things"
"""
CONTRACT = """title = "events"
key = ["event"]
[columns.event]
type = "text"
[columns.happened_on]
type = "date"
[columns.note]
type = "text"
"""
KPI = """/*
title = "Events"
definition = "All events"
unit = "thing"
better = "higher"
since = 2024-01-01
key = "event"
value = { events = "sum" }
labels = { events = "events" }
*/
SELECT e.happened_on AS day, 1 AS events, e.event AS event FROM events AS e
"""
DASHBOARD = 'title = "First"\nperiod = "year"\n[[panel]]\nkpi = "EV01"\nshow = "tile"\n'


def rows(first: int, count: int, wide: int = 8) -> pa.Table:
    """Events that no compression makes smaller."""
    return pa.table({
        "event": [f"e{number}" for number in range(first, first + count)],
        "happened_on": pa.array([datetime.date(2024, 6, 1)] * count),
        "note": [os.urandom(wide).hex() for _ in range(count)],
    })


def put(path: Path, table: pa.Table) -> None:
    """Writes a file as an exporter should: under another name first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".tmp")
    pq.write_table(table, part)
    part.rename(path)


class Service:
    """The program on a workspace of its own."""

    def __init__(self, binary: Path, place: Path, state: Path) -> None:
        self.root, self.data = place, place / "data"
        for name, text in [("minhbach.toml", SETTINGS), ("queries/tables/events.toml", CONTRACT),
                           ("queries/kpis/EV01.sql", KPI), ("dashboards/first.toml", DASHBOARD)]:
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        put(self.data / "events/one.parquet", rows(0, 10))
        self.log = open(place / "log", "a+")
        command = [binary, "serve", "--listen", "127.0.0.1:0", "--workspace", place, "--state", state, "--reload", RELOAD]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=self.log, text=True)

    def __enter__(self) -> Service:
        self.address = self.process.stdout.readline().strip().rstrip("/")
        if not self.address:
            raise SystemExit(f"the program did not start: {Path(self.log.name).read_text()}")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return answer.read().decode()

    def figure(self) -> int | None:
        return json.loads(self.get("/api/v1/kpis/EV01?period=2024"))[0]["value"]

    def ready(self) -> str:
        return self.get("/readyz").strip()

    def becomes(self, what: str, wanted, seconds: float = PATIENCE) -> float:
        """Waits until something holds; the figure is right all the while."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if wanted():
                return time.monotonic() - begun
            time.sleep(0.2)
        raise Wrong(f"{what} did not come within {seconds:.0f} s: figure {self.figure()}, {self.ready()}")


class Wrong(Exception):
    """Something that must not be."""


def full_disk(service: Service, small: Path) -> str:
    """New data for which the state folder has no room, and room again."""
    ballast = small / "ballast"
    free = os.statvfs(small)
    ballast.write_bytes(os.urandom(max(0, free.f_bavail * free.f_frsize - (256 << 10))))
    put(service.data / "events/wide.parquet", rows(1000, 5, 400_000))
    service.becomes("the word of what is held", lambda: service.ready().startswith("stale since"))
    if service.figure() != 10:
        raise Wrong(f"with a full disk the figure is {service.figure()}")
    time.sleep(5)
    ballast.unlink()
    took = service.becomes("the new state", lambda: service.figure() == 15)
    service.becomes("fresh", lambda: service.ready() == "fresh")
    return f"served {took:.1f} s after there was room"


def unmounted(service: Service) -> str:
    """The folder of the data goes away and comes back, once as it was and once with more in it."""
    before = service.figure()
    away = service.root / "away"
    service.data.rename(away)
    service.becomes("the word of what is held", lambda: service.ready().startswith("stale since"))
    if service.figure() != before:
        raise Wrong(f"without its folder the figure is {service.figure()}, not {before}")
    put(away / "events/later.parquet", rows(2000, 3))
    away.rename(service.data)
    took = service.becomes("the new state", lambda: service.figure() == before + 3)
    # An empty folder in its place, as an unmounted share leaves one.
    service.data.rename(away)
    service.data.mkdir()
    service.becomes("the word of what is held", lambda: service.ready().startswith("stale since"))
    if service.figure() != before + 3:
        raise Wrong(f"with an empty folder the figure is {service.figure()}")
    service.data.rmdir()
    away.rename(service.data)
    service.becomes("fresh", lambda: service.ready() == "fresh")
    return f"served {took:.1f} s after it was back"


def fifo(service: Service) -> str:
    """A pipe under a name of the table, and new data beside it."""
    before = service.figure()
    pipe = service.data / "events/pipe.parquet"
    os.mkfifo(pipe)
    service.becomes("the word of what is held", lambda: service.ready().startswith("stale since"))
    put(service.data / "events/beside.parquet", rows(3000, 2))
    time.sleep(4 * RELOAD)
    if service.figure() != before:
        raise Wrong(f"beside a pipe the figure is {service.figure()}")
    pipe.unlink()
    took = service.becomes("the new state", lambda: service.figure() == before + 2)
    return f"served {took:.1f} s after it was gone"


def changing(service: Service, minutes: float) -> str:
    """A file that is written on and on, and another that arrives meanwhile."""
    before = service.figure()
    growing, ended = service.data / "events/growing.parquet", threading.Event()

    def write() -> None:
        with open(growing, "wb") as file:
            file.write(b"PAR1")
            while not ended.wait(0.5):
                file.write(os.urandom(1000))
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(3)
        put(service.data / "events/meanwhile.parquet", rows(4000, 4))
        took = service.becomes("what arrived beside it", lambda: service.figure() == before + 4)
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            if service.figure() != before + 4:
                raise Wrong(f"while a file changes the figure is {service.figure()}")
            time.sleep(1)
    finally:
        ended.set()
        writer.join()
    put(growing, rows(5000, 6))
    last = service.becomes("the file itself", lambda: service.figure() == before + 10)
    return f"the other served after {took:.1f} s, the file itself {last:.1f} s after its end"


def small_disk(place: Path) -> bool:
    """A disk of six megabytes, where one may be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--minutes", type=float, default=1.0, help="for how long a file goes on changing")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        place, small = Path(folder), Path(folder) / "small"
        mounted = small_disk(small)
        trials = [("unmounted", "state", unmounted), ("pipe", "state", fifo),
                  ("changing file", "state", lambda service: changing(service, options.minutes))]
        if mounted:
            trials.insert(0, ("full disk", "small/state", lambda service: full_disk(service, small)))
        else:
            print("full disk        left out: no small disk may be mounted here")
        try:
            for number, (name, state, trial) in enumerate(trials):
                own = place / f"workspace-{number}"
                own.mkdir()
                try:
                    with Service(options.binary, own, place / state if state != "state" else own / state) as service:
                        service.becomes("the first figure", lambda: service.figure() == 10)
                        print(f"{name:<16} {trial(service)}", flush=True)
                except Wrong as error:
                    wrong += 1
                    print(f"{name:<16} WRONG: {error}\n{(own / 'log').read_text()[-2000:]}", flush=True)
        finally:
            if mounted:
                subprocess.run(["umount", str(small)], check=False)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
