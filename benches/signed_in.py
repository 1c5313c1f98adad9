#!/usr/bin/env python3
"""A warm page under many clients, with sign-in and audit against the same without, by how many people are signed in.

    apt-get install wrk
    cargo build --release && benches/signed_in.py [--binary target/release/minhbach] [--role leader] [--accounts 1 5 20]
    benches/signed_in.py --role department --own organization --member-of BC01

All serve the same workspace; one asks nobody, of the others each has so many accounts of a role, whose cookies the requests
bear in turn. With `--own` each account has a member of its own, one of those that a KPI has, and so sees other figures than
the rest. Rounds alternate, medians are printed, with the memory before anybody came, once all have seen the page, and under load;
the lines of the audit are counted and checked afterwards: as many as there were answers, at least. Nothing here fails.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
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

def in_turn(borne: list[str], path: Path) -> Path:
    """What makes wrk bear one cookie after the other."""
    cookies = ", ".join(f'"{each}"' for each in borne)
    path.write_text(f'''local all, at = {{ {cookies} }}, 0
wrk.headers["Accept-Encoding"] = "br"
request = function()
  at = at % #all + 1
  wrk.headers["Cookie"] = all[at]
  return wrk.format()
end
''')
    return path

def load(address: str, given: argparse.Namespace, script: Path) -> tuple[float, int]:
    """Answers a second, and how many there were."""
    command = ["wrk", "-t2", f"-c{given.clients}", f"-d{given.seconds}s", "-s", script, address + given.path]
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        print(said)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1]), int(re.search(r"(\d+) requests in", said)[1])

def memory(process: int) -> float:
    """MB of the process, as the system counts them."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1e3

def members(given: argparse.Namespace, state: str) -> list[str]:
    """Codes of the members of the own dimension."""
    command = [given.binary, "kpi", given.member_of, "--by", given.own, "--format", "csv", "--workspace", given.workspace, "--state", state]
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout
    return [row["member"] for row in csv.DictReader(said.lstrip("\ufeff").splitlines()) if row["member"]]

class House:
    """A service with so many accounts, all signed in."""

    def __init__(self, given: argparse.Namespace, count: int, folder: Path, inside: contextlib.ExitStack) -> None:
        state = folder / f"with-{count}"
        self.count, self.given = count, given
        self.place = list(map(str, ["--workspace", given.workspace, "--state", state]))
        own = members(given, str(folder / "open")) if given.own else []
        if given.own and len(own) < count:
            raise SystemExit(f"{given.own} has {len(own)} members only")
        for number in range(count):
            add = [str(given.binary), "user", "add", f"an{number}", "--title", "An", "--role", given.role, *self.place]
            # Over the whole list: the first members may be all of one kind.
            add += ["--own", f"{given.own}={own[number * len(own) // count]}"] if given.own else []
            subprocess.run(add, input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        self.service = inside.enter_context(Program(given.binary, "serve", "--listen", "127.0.0.1:0", *self.place))
        ready(self.service)
        self.empty = memory(self.service.process.pid)
        borne = [cookie(self.service.address, f"an{number}") for number in range(count)]
        begun = time.monotonic()
        for each in borne:
            urllib.request.urlopen(urllib.request.Request(self.service.address + given.path, headers={"Cookie": each})).read()
        self.first = time.monotonic() - begun
        self.seen = memory(self.service.process.pid)
        self.script = in_turn(borne, folder / f"with-{count}.lua")
        self.rounds: list[float] = []
        self.answers = 0

    def round(self) -> None:
        rate, answers = load(self.service.address, self.given, self.script)
        self.rounds.append(rate)
        self.answers += answers

    def tell(self, free: list[float]) -> None:
        ratios = [ours / theirs for theirs, ours in zip(free, self.rounds)]
        print(f"{self.count:>3} signed in: {statistics.median(self.rounds):.0f}/s, ratio {statistics.median(ratios):.2f} (least {min(ratios):.2f}); "
              f"first pages of all {self.first:.1f} s; {self.empty:.0f} MB before, {self.seen:.0f} MB then, "
              f"{memory(self.service.process.pid):.0f} MB under load")

    def verify(self) -> None:
        verdict = subprocess.run([str(self.given.binary), "audit", "--verify", *self.place], capture_output=True, text=True)
        lines = int(re.search(r"events\s+(\d+)", verdict.stdout)[1])
        print(f"{self.count:>3} signed in: {self.answers} answers measured, {lines} events in all; audit --verify ends with {verdict.returncode}")

def ready(service: Program) -> None:
    for _ in range(600):
        with contextlib.suppress(urllib.error.HTTPError):
            if urllib.request.urlopen(f"{service.address}readyz").status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the service does not become ready")

def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/minhbach")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--role", default="leader")
    parser.add_argument("--own", help="the dimension of which each account has a member of its own")
    parser.add_argument("--member-of", default="BC01", help="a KPI by which that dimension's members are found")
    parser.add_argument("--path", default="", help="another page than the first, as dashboards/overview")
    parser.add_argument("--accounts", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not there: apt-get install wrk")
    print(f"{given.binary}, role {given.role}, page /{given.path}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.clients} clients, "
          f"medians of {given.rounds}", flush=True)

    os.environ["RUST_LOG"] = "warn"
    with tempfile.TemporaryDirectory() as own, contextlib.ExitStack() as inside:
        folder = Path(own)
        place = ["--workspace", given.workspace, "--state", folder / "open"]
        free = inside.enter_context(Program(given.binary, "serve", "--listen", "127.0.0.1:0", *place))
        ready(free)
        urllib.request.urlopen(free.address + given.path).read()
        script, rates = in_turn(["a=b"], folder / "open.lua"), []
        houses = [House(given, count, folder, inside) for count in given.accounts]
        for number in range(given.rounds + 1):
            rate = load(free.address, given, script)[0]
            rates.append(rate)
            for house in houses:
                house.round()
            if number == 0:
                # The first warms all of them.
                rates.clear()
                for house in houses:
                    house.rounds.clear()
        print(f"without {statistics.median(rates):.0f}/s, {memory(free.process.pid):.0f} MB")
        for house in houses:
            house.tell(rates)
        inside.close()
        for house in houses:
            house.verify()
    print(f"load {os.getloadavg()[0]:.1f} at the end, of which this is a part")

if __name__ == "__main__":
    sys.exit(main())
