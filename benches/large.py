#!/usr/bin/env python3
"""Large data: every KPI and the whole check from cold, warm and after one small file changed, and a service meanwhile.

    cargo build --release --example sample && cargo build --release && benches/large.py --binary target/release/minhbach
    benches/large.py --binary target/release/minhbach --scale 3000 8000 [--keep]

Each figure is of a whole process: seconds, the peak of its resident memory, the bytes that it gave to the file system, and
the state folder after it. The service then gathers the same data while a client asks for /healthz and for a page that is kept;
what these take while nothing else is done is printed beside. Nothing here fails but what does not finish.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent


def sample(folder: Path, scale: int, profile: str) -> None:
    """The sample at that scale, made once; built in the profile of the program, whose dependencies are there."""
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        profile = "dev" if profile == "debug" else profile
        command = ["cargo", "run", "--profile", profile, "--example", "sample", "--", "--out", str(folder), "--scale", str(scale)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        (folder / "done").touch()


def kpis(binary: Path, workspace: Path, data: Path, state: Path) -> float:
    """Seconds of one process that prints every KPI."""
    command = [str(binary), "kpi", "--format", "json", "--workspace", str(workspace), "--data", str(data), "--state", str(state)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return time.perf_counter() - began


def size(folder: Path) -> int:
    """Bytes of the files below it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def linked(data: Path, folder: Path) -> None:
    """The same files below another folder, so that one can be changed there."""
    for path in data.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target)


def changed(folder: Path) -> Path:
    """A small file, rewritten with the same bytes at another time, as an export that runs again does."""
    small = min((path for path in folder.rglob("*.parquet") if path.stat().st_size >= 5_000), key=lambda path: path.stat().st_size)
    body = small.read_bytes()
    small.unlink()
    small.write_bytes(body)
    return small


def run(name: str, command: list[str], state: Path, codes: tuple[int, ...] = (0,)) -> None:
    """One process, measured whole."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as talk:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=talk)
        written = 0
        while True:
            try:
                text = Path(f"/proc/{process.pid}/io").read_text()
                written = int(text.split("\nwrite_bytes:")[1].split()[0])
            except (OSError, IndexError):
                pass  # it has ended
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.02)
        took = time.perf_counter() - began
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        print(
            f"  {name:<34} {took:8.1f} s  {used.ru_maxrss / 1e3:7.0f} MB peak  {written / 1e6:7.0f} MB written"
            f"  {size(state) / 1e6:7.0f} MB state  exit {code}",
            flush=True,
        )
        if code not in codes:
            talk.seek(0)
            print("    " + "\n    ".join(talk.read().strip().splitlines()[-12:]), flush=True)


class Client(threading.Thread):
    """Asks for addresses in turn, ten times a second, and keeps how long each took."""

    def __init__(self, place: str, addresses: list[str]) -> None:
        super().__init__(daemon=True)
        self.place, self.addresses, self.ended = urlsplit(place), addresses, threading.Event()
        self.times: dict[str, list[float]] = {address: [] for address in addresses}
        self.bad: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=60)
        while not self.ended.is_set():
            for address in self.addresses:
                began = time.perf_counter()
                connection.request("GET", address)
                answer = connection.getresponse()
                answer.read()
                self.times[address].append(time.perf_counter() - began)
                if answer.status != 200:
                    self.bad.append(f"{address} {answer.status}")
            time.sleep(0.1)

    def end(self, name: str) -> None:
        self.ended.set()
        self.join()
        for address, times in self.times.items():
            ordered = sorted(times) or [float("nan")]
            print(
                f"  {name:<24} {address:<12} {len(times):5} answers  median {ordered[len(ordered) // 2] * 1e3:7.2f} ms"
                f"  largest {ordered[-1] * 1e3:8.2f} ms" + (f"  NOT 200: {len(self.bad)}" if self.bad else ""),
                flush=True,
            )


def metric(place: str, name: str) -> float:
    """The sum of the numbers of /metrics whose lines begin so."""
    where = urlsplit(place)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


def service(given: argparse.Namespace, data: Path, state: Path) -> None:
    """A service that gathers anew when the largest file arrives, as a month's export does, and a reader meanwhile."""
    largest = max(data.rglob("*.parquet"), key=lambda path: path.stat().st_size)
    aside = data.parent / "arriving.parquet"
    largest.rename(aside)
    command = [str(given.binary), "serve", "--listen", "127.0.0.1:0", "--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            began = time.perf_counter()
            place = process.stdout.readline().strip()
            where = urlsplit(place)
            while True:
                connection = http.client.HTTPConnection(where.hostname, where.port, timeout=600)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    break
                time.sleep(0.2)
            print(f"  ready after {time.perf_counter() - began:.1f} s", flush=True)
            connection = http.client.HTTPConnection(where.hostname, where.port, timeout=600)
            connection.request("GET", "/data")
            connection.getresponse().read()
            addresses = ["/healthz", "/data"]
            calm = Client(place, addresses)
            calm.start()
            time.sleep(10)
            calm.end("nothing else")
            before = metric(place, 'minhbach_reloads_total{outcome="Swapped"}')
            began = time.perf_counter()
            busy = Client(place, addresses)
            busy.start()
            aside.rename(largest)
            while metric(place, 'minhbach_reloads_total{outcome="Swapped"}') <= before and time.perf_counter() - began < given.patience:
                time.sleep(1)
            print(f"  a new state was served after {time.perf_counter() - began:.1f} s", flush=True)
            busy.end("while it is gathered")
        finally:
            process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--scale", type=int, nargs="+", default=[3000, 8000])
    parser.add_argument("--patience", type=float, default=1800, help="seconds to wait for a new state")
    parser.add_argument("--folder", type=Path, default=ROOT / "target/benches", help="where the data are made")
    given = parser.parse_args()
    if not given.binary.exists():
        raise SystemExit(f"{given.binary} is not there: cargo build --profile dist")
    given.binary = given.binary.resolve()
    for scale in given.scale:
        made = given.folder / f"sample-{scale}"
        sample(made, scale, given.binary.parent.name)
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            data, state = Path(folder) / "data", Path(folder) / "state"
            linked(made, data)
            print(f"scale {scale}: {size(data) / 1e6:.0f} MB of Parquet, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
            common = ["--workspace", str(ROOT), "--data", str(data), "--state", str(state)]
            every = [str(given.binary), "kpi", "--format", "csv", *common]
            run("kpi, empty state", every, state)
            run("kpi, everything kept", every, state)
            print(f"  rewritten: {changed(data).relative_to(data)}")
            run("kpi, one small file rewritten", every, state)
            run("check --with-data, kept", [str(given.binary), "check", "--with-data", *common], state)
            shutil.rmtree(state)
            run("check --with-data, empty state", [str(given.binary), "check", "--with-data", *common], state)
            service(given, data, state)


if __name__ == "__main__":
    main()
