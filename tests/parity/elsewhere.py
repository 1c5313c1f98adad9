"""Runs a proof that was made to run elsewhere, as somebody does who has DuckDB, the data and nothing else.

    elsewhere.py FOLDER
    elsewhere.py ARCHIVE.zip        unpacked where it lies

Prints the one row that it gives, as an object of texts.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import duckdb

sys.dont_write_bytecode = True

# No settings but the proof's own; the clock of another place, and nothing from the network.
BARE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def run(folder: Path, sql: str) -> tuple[list[str], list[tuple]]:
    """What the last statement gives, run where the proof's files lie: names and rows."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        db = duckdb.connect(config=BARE)
        db.execute("SET TimeZone = 'America/New_York'")
        cursor = db.execute(sql)
        return [entry[0] for entry in cursor.description], cursor.fetchall()
    finally:
        os.chdir(before)


def row(folder: Path) -> dict:
    names, (values,) = run(folder, (folder / "proof.sql").read_text(encoding="utf-8"))
    return {name: "" if value is None else str(value) for name, value in zip(names, values)}


def main() -> int:
    place = Path(sys.argv[1])
    if place.suffix == ".zip":
        with zipfile.ZipFile(place) as archive:
            assert archive.testzip() is None
            archive.extractall(place.parent)
        place = place.parent
    print(json.dumps(row(place)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
