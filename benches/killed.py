#!/usr/bin/env python3
"""Whether a kill -9 loses anything of what was acknowledged: lines of the audit, changes of access, ends of sessions.

    cargo build --release && benches/killed.py [--binary target/release/minhbach] [--kills 60] [--changes 40]

Clients open lists of records, take files, sign in and out; the command line adds and disables accounts beside them. At a
random moment of the first second the service is killed, every other time the command with it. Then, of each kill:

- the audit is whole (`audit --verify`) and continues the head of the kill before; lines that were not finished are counted;
- what was answered in full (records, files, signing in) and every command that ended with 0 has its line, whatever is
  changed in the accounts has one too, and no line stands twice;
- started again, the service refuses the cookies of disabled and signed-out sessions, and takes all others.

`--changes` more commands are killed by themselves, half of them as soon as the audit grows, where the account is not written
yet. A kill leaves the system running, so this says nothing of a power cut. Ends with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import collections
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import Program  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password for a benchmark"
# What an answer in full promises, by what was asked. Pages are on the disk a second later only.
KINDS = {"list": "opened_records", "records": "exported", "export": "exported", "sign_in": "signed_in"}


class House:
    """The program, its state folder, and all that it has acknowledged."""

    def __init__(self, given: argparse.Namespace, state: str) -> None:
        self.binary, self.place = given.binary, ["--workspace", given.workspace, "--state", state]
        self.audit_folder = Path(state) / "private/audit"
        self.role = given.role
        self.codes: list[str] = []
        self.acknowledged: dict[str, str] = {}
        self.changes: set[tuple[str, str]] = set()
        self.counts: collections.Counter[str] = collections.Counter()
        self.failures: list[str] = []

    def holds(self, statement: str, is_true: bool) -> None:
        if not is_true:
            self.failures.append(statement)
            print(f"LOST: {statement}", flush=True)

    def command(self, *words: object) -> list[str]:
        return list(map(str, [self.binary, *words, *self.place]))

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words), input=PASSWORD + "\n", text=True, capture_output=True)

    def add(self, name: str, *more: str) -> None:
        done = self.run("user", "add", name, "--title", name.title(), "--role", self.role, *more)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        self.changes.add(("add", name))

    def serve(self) -> Program:
        service = Program(*self.command("serve", "--listen", "127.0.0.1:0", "--reload", "0"))
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if ask(connection(service), "GET", "/readyz")[0] == 200:
                return service
            time.sleep(0.05)
        raise SystemExit("the service does not become ready")

    def disabled(self) -> dict[str, bool]:
        listed = self.run("user", "list", "--format", "json")
        return {each["account"]: each["disabled"] for each in json.loads(listed.stdout)}

    def events(self) -> list[dict]:
        return json.loads(self.run("audit", "--format", "json").stdout)


def connection(service: Program) -> http.client.HTTPConnection:
    parts = urllib.parse.urlsplit(service.address)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)


def ask(to: http.client.HTTPConnection, method: str, path: str, form: dict | None = None, **headers: str) -> tuple[int, str, str]:
    """The status, the cookie that is set, and what the request is called; only once the whole answer was read."""
    body = urllib.parse.urlencode(form) if form is not None else None
    to.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = to.getresponse()
    answer.read()
    return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0], answer.getheader("X-Request-Id") or ""


def sign_in(to: http.client.HTTPConnection, name: str) -> tuple[str, str]:
    """The cookie that is borne from now on, and what the request is called."""
    status, cookie, identity = ask(to, "POST", "/sign-in", {"name": name, "password": PASSWORD})
    if status != 303:
        raise AssertionError(f"{name} is answered {status}")
    return cookie, identity


def state_purpose(to: http.client.HTTPConnection, cookie: str) -> None:
    """For what records are looked at, as long as the session lasts."""
    status = ask(to, "GET", "/?purpose=report", Cookie=cookie)[0]
    assert status == 303, f"a purpose is answered {status}"


class Client(threading.Thread):
    """Somebody who reads as fast as they are answered, until nobody answers any more."""

    def __init__(self, house: House, service: Program, name: str, turn: int) -> None:
        super().__init__(daemon=True)
        self.house, self.service, self.account, self.turn = house, service, name, turn
        self.random = random.Random(f"{turn} {name}")
        self.open: list[str] = []
        self.ended: list[str] = []
        self.wrong = ""

    def run(self) -> None:
        try:
            self.work()
        except (OSError, http.client.HTTPException):
            pass  # It was killed.
        except AssertionError as error:
            self.wrong = str(error)

    def work(self) -> None:
        house, to = self.house, connection(self.service)
        cookie = None
        while True:
            what = "sign_in" if cookie is None else self.random.choices(
                ["list", "records", "export", "page", "sign_in", "sign_out"], [6, 4, 4, 3, 2, 1])[0]
            if what == "sign_in":
                cookie, identity = sign_in(to, self.account)
                house.acknowledged[identity] = what
                state_purpose(to, cookie)
                self.open.append(cookie)
            elif what == "sign_out":
                # It may have ended or not, until it is told that it has.
                self.open.remove(cookie)
                ended, cookie = cookie, None
                status, _, identity = ask(to, "POST", "/sign-out", {}, Cookie=ended)
                assert status == 303, f"signing out is answered {status}"
                self.ended.append(ended)
            else:
                code = self.random.choice(house.codes)
                path = {"list": f"/kpis/{code}/records", "records": f"/kpis/{code}/records.csv",
                        "export": f"/kpis/{code}/export.csv", "page": f"/kpis/{code}"}[what]
                status, _, identity = ask(to, "GET", path, Cookie=cookie)
                assert status == 200, f"{path} is answered {status}"
            house.acknowledged[identity] = what


def killed_under_load(
    house: House, service: Program, turn: int, head: str, kept: str, ended: list[str],
) -> tuple[Program, str]:
    """One kill; the service that was started again, and the head of the audit."""
    chance = random.Random(f"{turn} kill")
    leaver = f"leaver{turn}"
    try:
        house.add(leaver)
        to = connection(service)
        borne, identity = sign_in(to, leaver)
        house.acknowledged[identity] = "sign_in"
        change = subprocess.Popen(house.command("user", "disable", leaver), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The command takes about as long as the kill may come late: it is met anywhere.
        time.sleep(chance.uniform(0, 1))
        clients = [Client(house, service, f"reader{each}", turn) for each in range(4)]
        for each in clients:
            each.start()
        time.sleep(chance.uniform(0, 1))
        service.process.kill()
        if turn % 2:
            change.kill()
        for each in clients:
            each.join(30)
            house.holds(f"kill {turn}: {each.wrong}", not each.wrong)
        is_changed = change.wait(30) == 0
    finally:
        service.process.kill()
        service.process.wait()
    house.counts["changes acknowledged" if is_changed else "changes killed"] += 1
    if is_changed:
        house.changes.add(("disable", leaver))

    said = house.run("audit", "--verify", "--head", head)
    house.holds(f"kill {turn}: the audit is not whole: {said.stdout}{said.stderr}", said.returncode == 0)
    torn = re.search(r"(\d+) unfinished line", said.stdout, re.M)
    house.counts["torn"] = max(house.counts["torn"], int(torn[1]) if torn else 0)
    head = re.search(r"\d+:[0-9a-f]{64}", said.stdout)[0]

    is_disabled = is_changed or house.disabled()[leaver]
    ended += [each for client in clients for each in client.ended]
    again = house.serve()
    to = connection(again)
    is_in = lambda cookie: ask(to, "GET", "/account", Cookie=cookie)[0] == 200  # noqa: E731
    house.holds(f"kill {turn}: the session of {leaver} is {'in' if is_disabled else 'out'}", is_in(borne) != is_disabled)
    house.holds(f"kill {turn}: the kept session is over", is_in(kept))
    for cookie in ended:
        house.holds(f"kill {turn}: a session that was signed out is open", not is_in(cookie))
    house.counts["sessions refused after a restart"] += len(ended) + is_disabled
    for client in clients:
        # Eight an account may have; some were opened and never told.
        for cookie in client.open[-4:]:
            house.holds(f"kill {turn}: a session of {client.account} is over", is_in(cookie))
            house.counts["sessions open after a restart"] += 1
    return again, head


def killed_alone(house: House, turn: int, seconds: float) -> None:
    """A change of access is killed at a random moment, or as soon as the audit grows."""
    chance, name = random.Random(f"{turn} change"), f"alone{turn}"
    house.add(name, "--no-password")
    size = lambda: sum(each.stat().st_size for each in house.audit_folder.glob("*") if each.is_file())  # noqa: E731
    before = size()
    change = subprocess.Popen(house.command("user", "disable", name), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if turn % 2:
        until = time.monotonic() + 30
        while change.poll() is None and time.monotonic() < until and size() == before:
            pass
        time.sleep(chance.choice([0, chance.uniform(0, 0.02)]))
    else:
        time.sleep(chance.uniform(0, seconds))
    change.kill()
    if change.wait() == 0:
        house.changes.add(("disable", name))
        house.counts["commands that ended before the kill"] += 1
    size_after = size()
    house.counts["commands killed with an event written"] += change.returncode != 0 and size_after > before


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/minhbach")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--role", default="finance", help="one that sees records in full and has csv")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--changes", type=int, default=40)
    given = parser.parse_args()
    print(f"{given.binary}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    os.environ["RUST_LOG"] = "warn"
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as state:
        house = House(given, state)
        for name in ["keeper", *(f"reader{each}" for each in range(4))]:
            house.add(name)
        service = house.serve()
        try:
            to = connection(service)
            kept, identity = sign_in(to, "keeper")
            state_purpose(to, kept)
            house.acknowledged[identity] = "sign_in"
            to.request("GET", "/kpis", headers={"Cookie": kept})
            house.codes = sorted(set(re.findall(r'href="/kpis/(\w+)[?"]', to.getresponse().read().decode())))
            # Gathered once, so that kills meet answers and not the first computation.
            for code in house.codes:
                ask(to, "GET", f"/kpis/{code}/export.csv", Cookie=kept)
            head = re.search(r"\d+:[0-9a-f]{64}", house.run("audit", "--verify").stdout)[0]
            ended: list[str] = []
            for turn in range(given.kills):
                service, head = killed_under_load(house, service, turn, head, kept, ended)
                ended = ended[-20:]
        finally:
            service.process.kill()
        began = time.monotonic()
        house.add("timed", "--no-password")
        seconds = time.monotonic() - began
        for turn in range(given.changes):
            killed_alone(house, turn, seconds)

        said = house.run("audit", "--verify", "--head", head)
        house.holds(f"at the end the audit is not whole: {said.stdout}{said.stderr}", said.returncode == 0)
        events = house.events()
        numbers = [each["n"] for each in events]
        house.holds("numbers of events are not 1, 2, 3", numbers == list(range(1, len(events) + 1)))
        by_request = collections.defaultdict(list)
        changed = collections.Counter()
        for each in events:
            by_request[each["request"]].append(each["kind"])
            if each["kind"] == "changed_access":
                changed[each["parameters"]["done"], each["parameters"].get("account")] += 1
        unseen = 0
        for identity, what in house.acknowledged.items():
            found = by_request[identity]
            if what in KINDS:
                house.holds(f"{identity}: {what} was answered, the audit has {found}", found == [KINDS[what]])
            elif not found:
                unseen += 1
            house.counts[f"answered: {what}"] += 1
        for change in house.changes:
            house.holds(f"{change} ended with 0, the audit has {changed[change]}", changed[change] == 1)
        state_of = house.disabled()
        for done, name in house.changes:
            house.holds(f"{done} {name} ended with 0 and is not so", name in state_of and (done == "add" or state_of[name]))
        for name, is_disabled in state_of.items():
            house.holds(f"{name} is there without an event", changed["add", name] == 1)
            house.holds(f"{name} is disabled without an event", not is_disabled or changed["disable", name] == 1)
        house.counts["events whose change a kill prevented"] = sum(
            1 for (done, name), _ in changed.items() if done == "disable" and not state_of[name])
        house.counts["pages and ways out answered less than a second before a kill and not in the audit (as documented)"] = unseen
        house.counts["lines of the audit"] = len(events)
    print(f"{given.kills} kills under load, {given.changes} of commands alone, {time.monotonic() - begun:.0f} s")
    for name, count in sorted(house.counts.items()):
        print(f"{count:>7}  {name}")
    print(f"{len(house.failures)} lost or wrong" if house.failures else "nothing acknowledged was lost")
    return 1 if house.failures else 0


if __name__ == "__main__":
    sys.exit(main())
