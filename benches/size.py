#!/usr/bin/env python3
"""How large the program is: lines of `src/` that are neither blank nor a comment, outside tests, by module.

    benches/size.py                       the files as they lie here
    benches/size.py --at REVISION ...     those of revisions, side by side with them

Formatting is rustfmt.toml's; run `cargo fmt` first. A file's tests stand at its end, behind `#[cfg(test)]`.
"""

from __future__ import annotations

import argparse
import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shipped(text: str) -> int:
    """Lines that are compiled into the program and say something."""
    count = 0
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if line.strip() == "#[cfg(test)]" and at + 1 < len(lines) and lines[at + 1].startswith("mod ") and lines[at + 1].endswith("{"):
            break
        count += bool(line.strip()) and not line.strip().startswith("//")
    return count


def module(path: str) -> str:
    return path.split("/")[1].removesuffix(".rs")


def is_test(path: str) -> bool:
    return any(part in ("tests", "tests.rs") for part in path.split("/"))


def here() -> dict[str, str]:
    return {file.relative_to(ROOT).as_posix(): file.read_text() for file in (ROOT / "src").rglob("*.rs")}


def at(revision: str) -> dict[str, str]:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    names = [name for name in git("ls-tree", "-r", "--name-only", revision, "src").splitlines() if name.endswith(".rs")]
    return {name: git("show", f"{revision}:{name}") for name in names}


def counted(files: dict[str, str]) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for path, text in files.items():
        if not is_test(path):
            sizes[module(path)] += shipped(text)
    return sizes


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--at", nargs="*", default=[], metavar="REVISION")
    given = reader.parse_args()
    columns = [(revision, counted(at(revision))) for revision in given.at] + [("here", counted(here()))]
    modules = sorted({name for _, sizes in columns for name in sizes})
    print(f"{'':<14}" + "".join(f"{name[:12]:>14}" for name, _ in columns))
    for name in modules:
        print(f"{name:<14}" + "".join(f"{sizes[name]:>14,}" for _, sizes in columns))
    print(f"{'all':<14}" + "".join(f"{sum(sizes.values()):>14,}" for _, sizes in columns))


if __name__ == "__main__":
    main()
