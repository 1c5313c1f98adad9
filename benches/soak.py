#!/usr/bin/env python3
"""A crowd for ten minutes, while data come and go every five seconds and a file is broken every twenty.

    cargo build --profile dist && benches/soak.py
    benches/soak.py --binary target/debug/minhbach --minutes 2 [--clients 100]

Before it begins, each state that the data will take is served by itself, and every body is written down. Afterwards every
answer must be, byte for byte, one of those of its address: a page that mixed two states would be none of them. Nothing but
200 and 304 is right. Prints memory over time; ends with 1 where an answer was wrong or memory grew.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

PATHS = [
    "/", "/dashboards/overview?period=2024", "/dashboards/overview?period=2024-Q2&area=608", "/kpis", "/kpis?period=2023",
    "/kpis/KN01", "/kpis/TT02?period=2024", "/kpis/VP02?period=2024", "/kpis/VP02/records?period=2024",
    "/kpis/KN01/records?period=2024", "/kpis/KN01/records?period=2023&offset=50", "/api/v1/kpis/KN01?period=2024&by=organization",
    "/api/v1/kpis/TT02?period=2024", "/api/v1/kpis/VP02?period=2024", "/plan", "/data",
]

# Two files that come and go, one after the other, so that there are four states; and one that is broken at times.
COMING = ["requests/complaints-2024.parquet", "survey_answers/2024-1.parquet"]
BROKEN = "payments/2024.parquet"
STATES = [(True, True), (False, True), (False, False), (True, False)]


class Server:
    """The program on a copy of the workspace."""

    def __init__(self, binary: Path, workspace: Path, state: Path, reload: int) -> None:
        self.log = open(state.parent / "log", "a+")
        command = [binary, "serve", "--listen", "127.0.0.1:0", "--workspace", workspace, "--state", state, "--reload", reload]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env=os.environ | {"RUST_LOG": "warn"})

    def __enter__(self) -> Server:
        address = self.process.stdout.readline().strip()
        if not address:
            raise SystemExit(f"the program did not start: {Path(self.log.name).read_text()}")
        self.place = urlsplit(address)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=120)

    def get(self, path: str) -> tuple[int, bytes]:
        connection = self.connect()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def memory(self) -> float:
        """Resident memory in MB of a million bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmRSS"))


class Data:
    """The data folder, which changes one file at a time."""

    def __init__(self, folder: Path, aside: Path) -> None:
        self.folder, self.aside = folder, aside
        for name in [*COMING, BROKEN]:
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, aside / name)

    def become(self, state: tuple[bool, bool]) -> None:
        for name, there in zip(COMING, state):
            path = self.folder / name
            if there and not path.exists():
                # Written where it stands, as a careless exporter does.
                shutil.copyfile(self.aside / name, path)
            elif not there and path.exists():
                path.unlink()

    def spoil(self) -> None:
        whole = (self.aside / BROKEN).read_bytes()
        (self.folder / BROKEN).write_bytes(whole[: len(whole) // 2])

    def mend(self) -> None:
        # Beside the data: a page would name a hidden file among them.
        new = self.aside / "new.parquet"
        shutil.copyfile(self.aside / BROKEN, new)
        os.replace(new, self.folder / BROKEN)


class Crowd:
    """Clients that ask and compare until they are told to stop."""

    def __init__(self, server: Server, expected: dict[str, set[str]]) -> None:
        self.server, self.expected = server, expected
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.statuses: collections.Counter[int] = collections.Counter()
        self.seen: collections.Counter[str] = collections.Counter()
        self.wrong: list[str] = []

    def client(self, number: int) -> None:
        drawn = random.Random(number)
        paths = list(self.expected)
        tags: dict[str, str] = {}
        connection = self.server.connect()
        statuses: collections.Counter[int] = collections.Counter()
        seen: collections.Counter[str] = collections.Counter()
        while not self.stop.is_set():
            path = drawn.choice(paths)
            headers = {"If-None-Match": tags[path]} if path in tags and drawn.random() < 0.3 else {}
            try:
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            except OSError as error:
                self.blame(f"{path}: {error!r}")
                connection = self.server.connect()
                continue
            except http.client.HTTPException as error:
                self.blame(f"{path}: {error!r}")
                connection = self.server.connect()
                continue
            statuses[answer.status] += 1
            if answer.status == 200:
                tags[path] = answer.headers.get("ETag", "")
                digest = hashlib.sha256(body).hexdigest()
                seen[digest] += 1
                if digest not in self.expected[path]:
                    kept = Path(tempfile.gettempdir()) / f"soak-{digest[:12]}"
                    kept.write_bytes(body)
                    self.blame(f"{path}: a body of no state, kept as {kept}")
            elif answer.status != 304:
                self.blame(f"{path}: {answer.status} {body[:200]!r}")
        with self.lock:
            self.statuses += statuses
            self.seen += seen

    def blame(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)
            if len(self.wrong) <= 20:
                print(f"WRONG {what}", flush=True)


def reference(given: argparse.Namespace, workspace: Path, state: Path, data: Data) -> dict[str, set[str]]:
    """Every body of every state, each served by itself."""
    expected: dict[str, set[str]] = {}
    for each in STATES:
        data.become(each)
        with Server(given.binary, workspace, state, 0) as server:
            for path in PATHS:
                status, body = server.get(path)
                if status == 200:
                    expected.setdefault(path, set()).add(hashlib.sha256(body).hexdigest())
                else:
                    print(f"not asked: {path}, which is {status}")
    data.become(STATES[0])
    print(f"{len(expected)} addresses, {sum(map(len, expected.values()))} bodies in {len(STATES)} states")
    return expected


def soak(given: argparse.Namespace, server: Server, data: Data, crowd: Crowd) -> list[float]:
    """Changes the data until the time is over; memory every ten seconds."""
    memory = []
    began = time.monotonic()
    for step in range(1, int(given.minutes * 12) + 1):
        time.sleep(max(0.0, began + step * 5 - time.monotonic()))
        if step % 4 == 0:
            data.spoil()
        else:
            data.mend()
            data.become(STATES[(step - step // 4) % len(STATES)])
        if step % 2 == 0:
            memory.append(server.memory())
        if step % 12 == 0:
            print(f"{step // 12:>3} min  {memory[-1]:>7.1f} MB  {len(crowd.wrong)} wrong", flush=True)
    return memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace, state = Path(folder) / "workspace", Path(folder) / "state"
        workspace.mkdir()
        for name in ["minhbach.toml", "queries", "dashboards", "sample-data"]:
            source = ROOT / name
            shutil.copytree(source, workspace / name) if source.is_dir() else shutil.copy2(source, workspace / name)
        data = Data(workspace / "sample-data", Path(folder) / "aside")
        expected = reference(given, workspace, state, data)
        with Server(given.binary, workspace, state, 2) as server:
            crowd = Crowd(server, expected)
            clients = [threading.Thread(target=crowd.client, args=(number,)) for number in range(given.clients)]
            for client in clients:
                client.start()
            memory = soak(given, server, data, crowd)
            _, metrics = server.get("/metrics")
            crowd.stop.set()
            for client in clients:
                client.join()
            reloads = [line for line in metrics.decode().splitlines() if line.startswith("minhbach_reloads_total")]
        size = sum(file.stat().st_size for file in state.rglob("*") if file.is_file()) / 1e6
    total = sum(crowd.statuses.values())
    print(f"{total} answers, {total / (given.minutes * 60):.0f} a second: {dict(crowd.statuses)}")
    print(f"{len(crowd.seen)} different bodies seen; " + ", ".join(reloads))
    third = max(1, len(memory) // 3)
    early, late = max(memory[:third]), max(memory[-third:])
    print(f"memory at most {early:.1f} MB in the first third, {late:.1f} MB in the last; state folder {size:.1f} MB")
    print(f"{len(crowd.wrong)} wrong")
    return 1 if crowd.wrong or late > early * 1.25 else 0


if __name__ == "__main__":
    sys.exit(main())
