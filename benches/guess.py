#!/usr/bin/env python3
"""Whether somebody who guesses can tell an account that is there from one that is not, by what is answered or how long it takes.

    cargo build --release && benches/guess.py [--binary target/release/minhbach] [--rounds 600]

In each round, in an order drawn anew, one attempt of every kind: a wrong password, an unknown name, a name that can be none,
a disabled account and one without a password (both with what would be its password). Each comes from an address of its own, which
a named proxy tells; the program is started anew before back-off sets in. Status, headers and body must be the same to the byte;
times are compared with those of wrong passwords: medians, the chance that a slower one is of the other kind (0.5 says
nothing; from ranks, after Mann and Whitney), and its p, two-sided. With five comparisons a p below 0.01 is one to look at.
The same is done of answers that say to wait. Last, what the back-off itself tells: see `neighbours`.

Ends with 1 where answers differ; times are printed and judged by who reads them, for other work of the machine is in them.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import Program  # noqa: E402
from proxied import workspace  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password for a benchmark"
WRONG = "no password of a benchmark"
# Twenty failures on an account cost nothing.
FREE = 18
ACCOUNTS = 6
KINDS = ["wrong password", "wrong password again", "unknown name", "impossible name", "disabled", "without a password"]


class Door:
    """One connection, as a proxy keeps it."""

    def __init__(self, service: Program) -> None:
        parts = urllib.parse.urlsplit(service.address)
        self.to = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.to.connect()

    def attempt(self, name: str, password: str, address: str) -> tuple[int, tuple]:
        """Nanoseconds, and all that was answered but its number and date, and the name, which stands in its field again."""
        form = urllib.parse.urlencode({"name": name, "password": password})
        headers = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https", "Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter_ns()
        self.to.request("POST", "/sign-in", form, headers)
        answer = self.to.getresponse()
        body = answer.read()
        taken = time.perf_counter_ns() - begun
        told = sorted((key.lower(), value) for key, value in answer.getheaders() if key.lower() not in ("date", "x-request-id"))
        return taken, (answer.status, tuple(told), body.replace(f'value="{name}"'.encode(), b'value="NAME"'))


def compared(one: list[int], other: list[int]) -> tuple[float, float]:
    """The chance that one of `other` is the slower, and the two-sided p of there being no difference."""
    both = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks, ties, at = 0.0, 0, 0
    for _, group in itertools.groupby(both, key=lambda each: each[0]):
        group = list(group)
        ranks += sum(kind for _, kind in group) * (at + (len(group) + 1) / 2)
        ties += len(group) ** 3 - len(group)
        at += len(group)
    n, m = len(one), len(other)
    u = ranks - m * (m + 1) / 2
    spread = math.sqrt(n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
    z = max(0.0, abs(u - n * m / 2) - 0.5) / spread
    return u / (n * m), math.erfc(z / math.sqrt(2))


def tell(times: dict[str, list[int]], first: str) -> None:
    for kind, taken in times.items():
        line = f"  {kind:<22} {statistics.median(taken) / 1e6:8.3f} ms, a twentieth below {sorted(taken)[len(taken) // 20] / 1e6:8.3f} ms"
        if kind != first:
            chance, p = compared(times[first], taken)
            line += f"   slower with {chance:.3f}, p {p:.3f}"
        print(line)


class House:
    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.given = given
        self.place = ["--workspace", workspace(given, folder, ""), "--data", ROOT / "sample-data", "--state", folder / "state"]
        self.addresses = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(256), range(256), range(1, 255)))
        for number in range(ACCOUNTS):
            self.user("add", f"present{number}", "--title", "There", "--role", "leader")
            self.user("add", f"blocked{number}", "--title", "Disabled", "--role", "leader")
            self.user("disable", f"blocked{number}")
            self.user("add", f"program{number}", "--title", "Program", "--role", "leader", "--no-password")

    def user(self, *words: str) -> None:
        subprocess.run(list(map(str, [self.given.binary, "user", *words, *self.place])), input=PASSWORD + "\n", text=True, check=True,
                       capture_output=True)

    def serve(self) -> Program:
        service = Program(self.given.binary, "serve", "--listen", "127.0.0.1:0", "--reload", "0", *self.place)
        door = Door(service)
        for _ in range(600):
            door.to.request("GET", "/readyz")
            answer = door.to.getresponse()
            answer.read()
            if answer.status == 200:
                return service
            time.sleep(0.1)
        raise SystemExit("the service does not become ready")

    def address(self) -> str:
        return next(self.addresses)

    def names(self, number: int) -> dict[str, tuple[str, str]]:
        """What is typed, all of one length, since who guesses chooses that."""
        own = number % ACCOUNTS
        return {
            "wrong password": (f"present{own}", WRONG), "wrong password again": (f"present{own}", WRONG),
            "unknown name": (f"unknown{own}", WRONG), "impossible name": (f"unknow {own}", WRONG),
            "disabled": (f"blocked{own}", PASSWORD), "without a password": (f"program{own}", PASSWORD),
        }


def refused(house: House, rounds: int) -> bool:
    """Attempts that are looked at; whether all are told the same."""
    times: dict[str, list[int]] = {kind: [] for kind in KINDS}
    told: dict[tuple, set[str]] = {}
    done = 0
    while done < rounds:
        with house.serve() as service:
            door = Door(service)
            for _ in range(10):
                door.attempt("warm", WRONG, house.address())
            # Two of each round are for one account.
            for _ in range(min(rounds - done, FREE // 2 * ACCOUNTS)):
                names = house.names(done)
                for kind in random.sample(KINDS, len(KINDS)):
                    taken, answer = door.attempt(*names[kind], house.address())
                    times[kind].append(taken)
                    told.setdefault(answer, set()).add(kind)
                done += 1
    print(f"refused, {rounds} of each:")
    tell(times, KINDS[0])
    same = len(told) == 1
    print(f"  status {', '.join(sorted({str(answer[0]) for answer in told}))}; headers and bodies " + ("are the same" if same else "DIFFER"))
    for answer, kinds in told.items() if not same else ():
        print(f"    {sorted(kinds)}: {answer[0]} {answer[1]}")
    return same


def waiting(house: House) -> bool:
    """Attempts that are told to wait, of accounts that are there and of such that are not."""
    times: dict[str, list[int]] = {"there": [], "unknown": []}
    told: dict[tuple, set[str]] = {}
    with house.serve() as service:
        door = Door(service)
        # Five failures a turn; beyond twenty every address would wait for the account.
        for turn in range(3 * ACCOUNTS):
            names, address = {"there": f"present{turn % ACCOUNTS}", "unknown": f"unknown{turn % ACCOUNTS}"}, house.address()
            for _ in range(5):
                for kind in random.sample(sorted(names), 2):
                    door.attempt(names[kind], WRONG, address)
            for _ in range(20):
                for kind in random.sample(sorted(names), 2):
                    taken, answer = door.attempt(names[kind], PASSWORD, address)
                    if answer[0] == 429:
                        times[kind].append(taken)
                        told.setdefault(answer, set()).add(kind)
    print(f"told to wait, {len(times['there'])} and {len(times['unknown'])}:")
    tell(times, "there")
    same = all(kinds == {"there", "unknown"} for kinds in told.values())
    print(f"  answers by the seconds left: {len(told)}; " + ("all are given to both" if same else "SOME ONLY TO ONE"))
    return same


def neighbours(house: House) -> None:
    """Who shares an address with people who sign in there: an account that is known at it waits for no failures of others there, and
    is so told from one that is not there, or never signed in there. Said, not judged: the owner shall not be kept out."""
    with house.serve() as service:
        door, office = Door(service), house.address()
        assert door.attempt("present0", PASSWORD, office)[1][0] == 303
        while door.attempt(f"noise{random.random()}", WRONG, office)[1][0] != 429:
            pass
        told = {name: door.attempt(name, WRONG, office)[1][0] for name in ("present0", "present1", "unknown0")}
        print("from an address that waits, one where present0 has signed in before: "
              + ", ".join(f"{name} is answered {status}" for name, status in told.items()))
        told = {name: door.attempt(name, WRONG, house.address())[1][0] for name in ("present0", "present1", "unknown0")}
        print("from another address: " + ", ".join(f"{name} is answered {status}" for name, status in told.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/minhbach")
    parser.add_argument("--rounds", type=int, default=600)
    given = parser.parse_args()
    os.environ["RUST_LOG"] = "warn"
    print(f"{given.binary}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        house = House(given, Path(folder))
        same = refused(house, given.rounds)
        same &= waiting(house)
        neighbours(house)
    print(f"load {os.getloadavg()[0]:.1f} at the end")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
