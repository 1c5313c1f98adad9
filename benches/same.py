#!/usr/bin/env python3
"""Two builds over one workspace: which answers of the service and of the command line differ.

    benches/same.py --before ../before/target/release/minhbach --after target/release/minhbach
    benches/same.py --before OLD --after NEW [--workspace DIR] [--pages 300] [--ignore REGEX]…

Both serve the same files. Pages are followed from the first one on, by their links; every panel's chart, every KPI's record
list, proof and answer of the API in several slices, wrong addresses too. Status, kind of content and body must be the same,
byte for byte, but for what names an identity: hashes of 64 digits, their beginnings, ETags, and what `--ignore` names.
Then the commands in each of their formats. Prints each address or command that differs with the first lines that do; ends
with 1 where any does.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import difflib
import hashlib
import html
import http.client
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
# Addresses that say what this process did, not what the files hold.
OF_THE_PROCESS = ("/metrics", "/healthz", "/readyz")
WRONG = [
    "/nowhere", "/dashboards/none", "/kpis/NONE", "/kpis/none/records", "/charts/overview/none.svg", "/api/v1/kpis/NONE",
    "/api/v1/dashboards/none", "/?period=2024-13", "/?period=1900", "/?nonsense=1", "/?organization=none", "/kpis?q=%ff",
]
SLICES = ["", "?period=2024", "?period=2024-Q2", "?period=plan"]


class Server:
    """A build on the workspace."""

    def __init__(self, binary: Path, workspace: Path, state: Path) -> None:
        command = [binary, "serve", "--listen", "127.0.0.1:0", "--workspace", workspace, "--state", state, "--reload", 0]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = self.process.stdout.readline().strip()
        if not address:
            raise SystemExit(f"{binary} did not start")
        self.place, self.state = urlsplit(address), state
        self.hide = identity(self)

    def get(self, path: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=300)
        try:
            connection.request("GET", path, headers={"Host": f"127.0.0.1:{self.place.port}"})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("content-type", ""), answer.read()
        finally:
            connection.close()


def identity(server: Server) -> list[str]:
    """The state folder and the beginnings of the snapshot's name, which pages may show."""
    _, _, body = server.get("/api/v1/kpis")
    names = set(re.findall(r'"snapshot":\s*"([0-9a-f]{64})"', body.decode()))
    for path in ("/data", "/"):
        names |= set(re.findall(r"[0-9a-f]{64}", server.get(path)[2].decode()))
    return [str(server.state)] + [name[:length] for name in names for length in range(64, 7, -1)]


def plain(body: bytes, hide: list[str], ignore: list[re.Pattern[str]]) -> str:
    """A body without identities; of an archive what its files hold."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [f"{name} {hashlib.sha256(archive.read(name)).hexdigest() if name.endswith('.parquet') else plain(archive.read(name), hide, ignore)}"
                     for name in archive.namelist()]
        return re.sub(r"[0-9a-f]{64}", "IDENTITY", "\n".join(parts))
    text = body.decode("utf-8", "replace")
    for name in hide:
        text = text.replace(name, "IDENTITY")
    text = re.sub(r"[0-9a-f]{64}", "IDENTITY", text)
    for pattern in ignore:
        text = pattern.sub("", text)
    return text


def first_difference(one: str, other: str) -> str:
    """The first few lines in which two texts differ; markup is broken where tags meet."""
    lines = [re.sub(r">\s*<", ">\n<", text).splitlines() for text in (one, other)]
    found = difflib.unified_diff(*lines, lineterm="", n=0)
    return "\n".join(f"      {line[:200]}" for line in list(found)[2:12])


def links(path: str, body: bytes) -> list[str]:
    found = re.findall(r'(?:href|src|action)="([^"#]+)', body.decode("utf-8", "replace"))
    inside = (urljoin(path, html.unescape(link)) for link in found)
    return [link for link in inside if link.startswith("/")]


def addresses(server: Server) -> list[str]:
    """What is asked beside the links."""
    kpis = json.loads(server.get("/api/v1/kpis")[2])
    codes = list(dict.fromkeys(kpi["code"] for kpi in kpis))
    first = server.get("/")[2].decode()
    boards = list(dict.fromkeys(re.findall(r"/dashboards/([\w-]+)", first)))
    found = ["/", "/kpis", "/plan", "/data", "/problems", "/api/v1/openapi.json", *WRONG]
    for code in codes:
        code = quote(code)
        found += [f"/kpis/{code}{each}" for each in SLICES]
        found += [f"/kpis/{code}/records{each}" for each in SLICES[:2]] + [f"/kpis/{code}/proof.zip"]
        found += [f"/api/v1/kpis/{code}{each}" for each in SLICES] + [f"/api/v1/kpis/{code}?trend=6", f"/api/v1/kpis/{code}?period=2024&by=organization"]
    for board in boards:
        found += [f"/dashboards/{board}{each}" for each in SLICES]
        status, _, body = server.get(f"/api/v1/dashboards/{board}")
        found += [f"/api/v1/dashboards/{board}{each}" for each in SLICES]
        if status == 200:
            found += [f"/charts/{board}/{panel['id']}.svg" for panel in json.loads(body).get("panels", []) if "id" in panel]
    return found


def routes(given: argparse.Namespace, folder: Path, ignore: list[re.Pattern[str]]) -> tuple[int, list[str]]:
    servers = [Server(*side, folder / f"state-{index}") for index, side in enumerate(sides(given))]
    different: list[str] = []
    try:
        waiting = collections.deque(addresses(servers[0]))
        seen = set(waiting)
        followed, asked = 0, 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            while waiting:
                path = waiting.popleft()
                if path.startswith(OF_THE_PROCESS):
                    continue
                one, other = pool.map(lambda server: server.get(path), servers)
                asked += 1
                texts = [plain(answer[2], server.hide, ignore) for answer, server in zip((one, other), servers)]
                if one[:2] != other[:2] or texts[0] != texts[1]:
                    different.append(path)
                    print(f"  {path}: {one[0]} {one[1]} / {other[0]} {other[1]}\n{first_difference(*texts)}", flush=True)
                if one[1].startswith("text/html"):
                    for link in links(path, one[2]):
                        if link not in seen and followed < given.pages:
                            seen.add(link)
                            waiting.append(link)
                            followed += 1
    finally:
        for server in servers:
            server.process.terminate()
    return asked, different


def sides(given: argparse.Namespace) -> list[tuple[Path, Path]]:
    """Each build with its workspace."""
    return [(given.before, given.before_workspace or given.workspace), (given.after, given.workspace)]


def commands() -> list[list[str]]:
    found = [["check"], ["check", "--format", "json"], ["check", "--with-data", "--format", "short"], ["schema"]]
    for way in ("table", "csv", "json"):
        found += [["kpi", "--format", way], ["kpi", "--period", "2024", "--format", way], ["kpi", "--trend", "4", "--format", way]]
        found += [["kpi", "--period", "plan", "--by", "organization", "--format", way]]
    return found


def lines(given: argparse.Namespace, folder: Path, ignore: list[re.Pattern[str]]) -> tuple[int, list[str]]:
    different = []
    for command in commands():
        answers = []
        for index, (binary, workspace) in enumerate(sides(given)):
            whole = [binary, *command]
            if command[0] != "schema":
                whole += ["--workspace", workspace]
            if command[0] == "kpi" or "--with-data" in command:
                whole += ["--state", folder / f"state-{index}"]
            done = subprocess.run(list(map(str, whole)), capture_output=True)
            answers.append((done.returncode, plain(done.stdout, [], ignore), plain(done.stderr, [], ignore)))
        if answers[0] != answers[1]:
            different.append(" ".join(command))
            texts = ["\n".join(map(str, answer)) for answer in answers]
            print(f"  {' '.join(command)}\n{first_difference(*texts)}", flush=True)
    return len(commands()), different


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="a binary")
    parser.add_argument("--after", type=Path, required=True, help="another")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--before-workspace", type=Path, help="the same workspace as the older build reads it, where forms of files moved on")
    parser.add_argument("--pages", type=int, default=300, help="how many links are followed beside the fixed addresses")
    parser.add_argument("--ignore", action="append", default=[], help="what may differ, as a regular expression")
    given = parser.parse_args()
    ignore = [re.compile(each) for each in given.ignore]
    with tempfile.TemporaryDirectory() as folder:
        asked, pages = routes(given, Path(folder), ignore)
        ran, commanded = lines(given, Path(folder), ignore)
    print(f"{asked} addresses, {len(pages)} differ; {ran} commands, {len(commanded)} differ")
    return 1 if pages or commanded else 0


if __name__ == "__main__":
    sys.exit(main())
