#!/usr/bin/env python3
"""Warm pages under a hundred clients, held against an axum handler that sends the same bytes and does nothing else.

    apt-get install wrk
    cargo build --profile dist --bin minhbach --example bare && benches/load.py
    benches/load.py --binary target/release/minhbach --bare target/release/examples/bare [--rounds 5] [--seconds 8]

Rounds alternate between the two, and medians are printed: what else the machine does meets both. Nothing here fails.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Program:
    """A server that prints its address first."""

    def __init__(self, *command: object) -> None:
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            self.log.seek(0)
            raise SystemExit(f"{command[0]} did not start: {self.log.read().strip()}")

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def body(address: str, encoding: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def load(address: str, given: argparse.Namespace, encoding: str) -> tuple[float, str]:
    """Requests a second, and the median time of one."""
    command = ["wrk", "-t2", f"-c{given.clients}", f"-d{given.seconds}s", "--latency", "-H", f"Accept-Encoding: {encoding}", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        print(said)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1]), re.search(r"50%\s+(\S+)", said)[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/dist/minhbach")
    parser.add_argument("--bare", type=Path, default=ROOT / "target/dist/examples/bare")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not there: apt-get install wrk")
    print(f"{given.binary}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.clients} clients, medians of {given.rounds}")
    with tempfile.TemporaryDirectory() as state:
        command = [given.binary, "serve", "--listen", "127.0.0.1:0", "--workspace", given.workspace, "--state", state]
        with Program(*command) as service:
            for encoding in ("identity", "br"):
                sent = body(service.address, encoding)
                file = Path(state) / "body"
                file.write_bytes(sent)
                with Program(given.bare, file) as bare:
                    assert body(bare.address, encoding) == sent
                    rounds = [(load(bare.address, given, encoding), load(service.address, given, encoding)) for _ in range(given.rounds)]
                bares, services = ([each[at][0] for each in rounds] for at in (0, 1))
                ratios = [ours / theirs for ours, theirs in zip(services, bares)]
                print(f"overview, {encoding:<8} {len(sent) / 1000:>6.1f} kB: bare {statistics.median(bares):>8.0f}/s, "
                      f"service {statistics.median(services):>8.0f}/s, median request {rounds[-1][1][1]}, "
                      f"ratio {statistics.median(ratios):.2f} (least {min(ratios):.2f})")


if __name__ == "__main__":
    sys.exit(main())
