#!/usr/bin/env python3
"""How far a clerk has to go: clicks from the first page to a quarter's workbook, commands from the quarter's end to a draft.

    benches/clicks.py [--binary target/debug/minhbach] [--quarter 2024-Q2]

Clicks are links followed on pages as they are served, and choices in the picker of periods, the shortest way first, until an
XLSX file of the quarter comes down. Commands are
run in an empty folder with the workspace as it stands, until a DOCX with an empty number lies there.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlparse

ROOT = Path(__file__).resolve().parent.parent
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choices(page: str, address: str, quarter: str) -> list[str]:
    """Where the page's picker of periods leads when the quarter is chosen."""
    found = []
    for action, inside in re.findall(r'<form[^>]*method="get"[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.S):
        select = re.search(r'<select[^>]*name="period"[^>]*>(.*?)</select>', inside, re.S)
        if select and re.search(rf'<option value="{re.escape(quarter)}"', select.group(1)):
            found.append(urljoin(address, f"{html.unescape(action)}?period={quarter}"))
    return found


def clicks(address: str, quarter: str) -> tuple[int, list[str]]:
    """The shortest way, as addresses, and its clicks: a link is one, choosing in a list and sending it are two."""
    seen, ways = set(), [(0, [address])]
    while ways:
        ways.sort(key=lambda way: way[0])
        count, way = ways.pop(0)
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        with urllib.request.urlopen(way[-1]) as answer:
            kind, body = answer.headers["Content-Type"], answer.read()
        if kind.startswith(WORKBOOK) and f"period={quarter}" in way[-1]:
            return count, way
        if not kind.startswith("text/html"):
            continue
        text = body.decode()
        for link in re.findall(r'<a [^>]*href="([^"]+)"', text):
            to = urldefrag(urljoin(way[-1], html.unescape(link))).url
            # Workbooks of other periods are not what is looked for.
            if urlparse(to).netloc == urlparse(address).netloc and (".xlsx" not in to or f"period={quarter}" in to):
                if "/exports/" not in to and len(way) < 3:
                    ways.append((count + 1, [*way, to]))
        ways.extend((count + 2, [*way, to]) for to in choices(text, way[-1], quarter))
    raise SystemExit("no way leads to a workbook")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target/debug/minhbach"))
    parser.add_argument("--quarter", default="2024-Q2")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        serve = [given.binary, "serve", "--listen", "127.0.0.1:0", "--workspace", str(ROOT), "--state", f"{place}/state"]
        server = subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            address = server.stdout.readline().strip()
            count, way = clicks(address, given.quarter)
        finally:
            server.terminate()
        print(f"{count} clicks to a workbook of {given.quarter}:")
        print("\n".join(f"  {urlparse(each).path}?{urlparse(each).query}" for each in way))
        commands = [["export", "--period", given.quarter, "--out", f"{place}/packs"]]
        for command in commands:
            subprocess.run([given.binary, *command, "--workspace", str(ROOT), "--state", f"{place}/state"], check=True, capture_output=True)
        draft = zipfile.ZipFile(f"{place}/packs/{given.quarter}/data/report.docx").read("word/document.xml").decode()
        text = re.sub(r"<[^>]+>", "", draft)
        number = re.search(r"Số:\s+/\S*", text)
        if not number:
            raise SystemExit("the draft has no empty place for its number")
        print(f"{len(commands)} command to a draft ready for its number (“{number.group()}”): minhbach {' '.join(commands[0][:3])} --out DIR")


if __name__ == "__main__":
    main()
