#!/usr/bin/env python3
"""A warm page under many clients, with sign-in and audit against the same without.

    apt-get install wrk
    cargo build --release && benches/signed_in.py [--binary target/release/minhbach] [--role leader] [--rounds 5] [--seconds 6]

Both serve the same workspace; one has an account of a role, whose cookie every request bears. Rounds alternate, medians are
printed, and the lines of the audit are counted and checked afterwards: as many as there were answers. Nothing here fails.
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
import urllib.parse
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import Program  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password for a benchmark"

class Stay(urllib.request.HTTPRedirectHandler):
    """What a sign-in leads to is not asked for."""

    def redirect_request(self, *_: object) -> None:
        return None

def cookie(address: str, name: str) -> str:
    form = urllib.parse.urlencode({"name": name, "password": PASSWORD}).encode()
    try:
        urllib.request.build_opener(Stay).open(urllib.request.Request(f"{address}sign-in", data=form))
    except urllib.error.HTTPError as answer:
        if answer.code == 303:
            return answer.headers["Set-Cookie"].split(";")[0]
        raise
    raise SystemExit("nobody was signed in")

def load(address: str, given: argparse.Namespace, borne: str) -> tuple[float, int]:
    """Answers a second, and how many there were."""
    command = ["wrk", "-t2", f"-c{given.clients}", f"-d{given.seconds}s", "-H", "Accept-Encoding: br", "-H", f"Cookie: {borne}", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        print(said)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1]), int(re.search(r"(\d+) requests in", said)[1])

def memory(process: int) -> float:
    """MB of the process, as the system counts them."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1e3

def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/minhbach")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--role", default="leader")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not there: apt-get install wrk")
    print(f"{given.binary}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.clients} clients, medians of {given.rounds}")

    os.environ["RUST_LOG"] = "warn"
    with tempfile.TemporaryDirectory() as open_state, tempfile.TemporaryDirectory() as state:
        place = ["--workspace", given.workspace, "--state", state]
        add = ["user", "add", "an", "--title", "An", "--role", given.role]
        subprocess.run([given.binary, *add, *place], input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        serve = [given.binary, "serve", "--listen", "127.0.0.1:0", "--workspace", given.workspace, "--state"]
        with Program(*serve, open_state) as free, Program(*serve, state) as house:
            borne = cookie(house.address, "an")
            load(free.address, given, borne), load(house.address, given, borne)
            rounds, answers = [], 0
            for _ in range(given.rounds):
                one = load(free.address, given, borne)
                other = load(house.address, given, borne)
                rounds.append((one[0], other[0]))
                answers += other[1]
            frees, houses = ([each[at] for each in rounds] for at in (0, 1))
            ratios = [ours / theirs for theirs, ours in rounds]
            print(f"without {statistics.median(frees):.0f}/s, {memory(free.process.pid):.0f} MB; signed in and on record "
                  f"{statistics.median(houses):.0f}/s, {memory(house.process.pid):.0f} MB; "
                  f"ratio {statistics.median(ratios):.2f} (least {min(ratios):.2f})")
        verdict = subprocess.run([given.binary, "audit", "--verify", *place], capture_output=True, text=True)
        lines = int(re.search(r"events\s+(\d+)", verdict.stdout)[1])
        print(f"{answers} answers of the measured rounds, {lines} events in all; audit --verify ends with {verdict.returncode}")

if __name__ == "__main__":
    sys.exit(main())
