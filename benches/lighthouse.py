#!/usr/bin/env python3
"""Lighthouse's scores of pages, with the local Chromium.

    python3 benches/lighthouse.py --binary target/release/minhbach [--path / --path /plan]

Installs Lighthouse from npm below target/test-tools, starts the program on the sample, and prints performance and
accessibility (0-100) on an emulated slow phone and on a desktop.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "target" / "test-tools" / "lighthouse"
VERSION = "13.5.0"
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"


def install():
    binary = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not binary.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True)
    return binary


def scores(lighthouse, address, form):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "report.json"
        command = [str(lighthouse), address, "--quiet", "--output=json", f"--output-path={out}",
                   "--only-categories=performance,accessibility", f"--chrome-flags={FLAGS}"]
        if form == "desktop":
            command.append("--preset=desktop")
        environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        report = json.loads(out.read_text())
    categories = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
    failed = [name for name, audit in report["audits"].items() if audit.get("score") is not None and audit["score"] < 0.9]
    return categories, failed


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--binary", default="target/release/minhbach")
    arguments.add_argument("--path", action="append")
    given = arguments.parse_args()
    lighthouse = install()
    with tempfile.TemporaryDirectory() as state:
        command = [given.binary, "serve", "--listen", "127.0.0.1:0", "--state", state]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
        try:
            address = server.stdout.readline().strip().rstrip("/")
            for path in given.path or ["/"]:
                for form in ["phone", "desktop"]:
                    categories, failed = scores(lighthouse, address + path, form)
                    told = "  ".join(f"{name} {score}" for name, score in categories.items())
                    print(f"{path}  {form}: {told}  below 90: {', '.join(failed) or 'nothing'}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
