#!/usr/bin/env python3
"""Two builds in one run, in turns: the figures of first_page.py and million.py for each, and their ratio.

    git worktree add ../before REVISION && (cd ../before && CARGO_TARGET_DIR=target cargo build --release)
    cargo build --release --example sample && cargo build --release
    benches/against.py --before ../before --after . [--profile release] [--rounds 5] [--scale 800]

Each build serves the workspace of its own checkout (its files may have keys that the other does not know) over the same
data. What else the machine does meets both, since they alternate; seconds of the processors, which it meets less, stand
beside those of the clock. A ratio above 1 says that the second is slower.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from first_page import Server, paths, start  # noqa: E402
from large import kpis, sample  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, list[float]]


def worked() -> float:
    """Seconds that processes which have ended used of the processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pages(given: argparse.Namespace, state: Path, figures: Figures, count: int) -> None:
    """States never asked before, and the same again, at the median of one service."""
    with Server(given, state) as server:
        _, body = server.get(given.page)
        asked = paths(given.page, body.decode(), count)
        for name in ("a state never asked", "the same states again"):
            figures.setdefault(f"overview, {name}, ms", []).append(statistics.median(server.get(path)[0] for path in asked) * 1e3)


def first(given: argparse.Namespace, figures: Figures, states: int) -> None:
    """From the start of the process to the first overview, then its pages."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("empty", "full"):
            before = worked()
            took, _, peak = start(given, Path(folder))
            figures.setdefault(f"the same, {name} cache, processor s", []).append(worked() - before)
            figures.setdefault(f"start to first overview, {name} cache, s", []).append(took)
            figures.setdefault(f"peak memory, {name} cache, MB", []).append(peak)
        before = worked()
        pages(given, Path(folder), figures, states)
        figures.setdefault("a service and its pages, processor s", []).append(worked() - before)


def million(given: argparse.Namespace, data: Path, figures: Figures) -> None:
    """All KPIs of a process: nothing kept, the files known, all kept."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        for name in ("empty state", "files known", "all kept"):
            if name == "files known":
                shutil.rmtree(state / "cache/cubes")
            before = worked()
            figures.setdefault(f"all KPIs, {name}, s", []).append(kpis(given.binary, given.workspace, data, state))
            figures.setdefault(f"all KPIs, {name}, processor s", []).append(worked() - before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="a checkout with a build")
    parser.add_argument("--after", type=Path, default=ROOT, help="another")
    parser.add_argument("--profile", default="release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--states", type=int, default=100)
    parser.add_argument("--scale", type=int, default=800, help="800 makes a million inspections; 0 leaves them out")
    given = parser.parse_args()
    sides: list[tuple[argparse.Namespace, Figures]] = []
    for checkout in (given.before, given.after):
        binary = (checkout / "target" / given.profile / "minhbach").resolve()
        if not binary.exists():
            raise SystemExit(f"{binary} is not there: build it")
        sides.append((argparse.Namespace(binary=binary, workspace=checkout.resolve(), data=None, page="/dashboards/overview"), {}))
    data = ROOT / f"target/benches/sample-{given.scale}"
    if given.scale:
        sample(data, given.scale, given.profile)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.rounds} rounds in turns, medians", flush=True)
    for _ in range(given.rounds):
        for side, figures in sides:
            first(side, figures, given.states)
            if given.scale:
                million(side, data, figures)
    (_, before), (_, after) = sides
    print(f"{'':<48}{'before':>10}{'after':>10}{'ratio':>8}   ratios of the rounds")
    for name in before:
        ratios = [new / old for old, new in zip(before[name], after[name])]
        print(
            f"{name:<48}{statistics.median(before[name]):>10.2f}{statistics.median(after[name]):>10.2f}"
            f"{statistics.median(ratios):>8.2f}   {min(ratios):.2f}–{max(ratios):.2f}"
        )


if __name__ == "__main__":
    main()
