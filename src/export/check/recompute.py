#!/usr/bin/env python3
"""Tính lại mọi số liệu của gói này từ các tệp dữ liệu, chỉ cần Python 3 và DuckDB (pip install duckdb).
Computes every figure of this pack again from the data files, with Python 3 and DuckDB alone.

    python3 data/check/recompute.py DATA_FOLDER

Mã kết thúc / exit code: 0 giống / same, 1 khác / differs, 2 không tính được / could not.

So sánh / compared: numerator, denominator and every value column exactly; a quotient, which DuckDB computes in
doubles, within 1 part in 10^12. Only the data folder and the folder of this script can be read by the statements.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

TOLERANCE = Decimal("1e-12")
SAME, DIFFERS, COULD_NOT = 0, 1, 2
MOST_TOLD = 20


def say(vi: str, en: str) -> None:
    print(f"{vi} / {en}", flush=True)


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def check_data(files: list[dict], folder: Path) -> tuple[list[str], list[str]]:
    """The files that are missing and those that changed, by path."""
    missing, changed = [], []
    for file in files:
        path = folder / file["path"]
        if not path.is_file():
            missing.append(file["path"])
        elif sha256(path) != file["sha256"]:
            changed.append(file["path"])
    return missing, changed


def connect(duckdb, data: Path, check: Path):
    """A connection whose statements reach nothing but the data and this folder."""
    db = duckdb.connect(config={
        "temp_directory": tempfile.gettempdir(),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    })
    own, given = (str(folder).replace("'", "''") for folder in (check, data))
    db.execute(f"SET allowed_directories = ['{given}/', '{own}/']")
    db.execute("SET enable_external_access = false")
    db.execute(f"SET VARIABLE data = '{given}'")
    return db


def rows(db, sql: str) -> dict[int, dict]:
    """What each statement gives whose row begins with a figure's number."""
    found = {}
    for statement in db.extract_statements(sql):
        cursor = db.execute(statement)
        names = [column[0] for column in cursor.description or []]
        if names[:1] == ["figure"]:
            for values in cursor.fetchall():
                found[int(values[0])] = dict(zip(names, values))
    return found


def exact(value) -> Decimal | None:
    return None if value is None else Decimal(repr(value) if isinstance(value, float) else value)


def same(expected: Decimal | None, found: Decimal | None, tolerance: Decimal) -> bool:
    if expected is None or found is None:
        return expected is None and found is None
    return abs(expected - found) <= tolerance * abs(expected)


def differences(figure: dict, row: dict) -> list[str]:
    """Where a row is not what is expected, in words."""
    cells = [(name, figure["columns"][name], Decimal(0)) for name in figure["columns"]]
    cells.append(("numerator", figure["numerator"], Decimal(0)))
    if "denominator" in row:
        cells.append(("denominator", figure["denominator"], Decimal(0)))
    cells.append(("value", figure["value"], TOLERANCE if "denominator" in row else Decimal(0)))
    told = []
    for name, expected, tolerance in cells:
        found = exact(row.get(name))
        if not same(expected, found, tolerance):
            told.append(f"{name} {expected} -> {found}")
    return told


def name(figure: dict) -> str:
    by = ", ".join(f"{dimension} = {member if member is not None else '?'}" for dimension, member in figure["by"].items())
    return f"{figure['figure']}: {figure['code']} {figure['calendar']}:{figure['period']}{' ' + by if by else ''}"


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return COULD_NOT
    try:
        import duckdb
    except ImportError:
        say("Chưa cài DuckDB: pip install duckdb", "DuckDB is not installed: pip install duckdb")
        return COULD_NOT
    data, check = Path(sys.argv[1]).resolve(), Path(__file__).resolve().parent
    if not data.is_dir():
        say(f"Không có thư mục {data}", f"there is no folder {data}")
        return COULD_NOT
    manifest, expected = read(check.parent / "manifest.json"), read(check / "expected.json")

    missing, changed = check_data(manifest["files"], data)
    for path in missing:
        say(f"Thiếu tệp dữ liệu {path}", f"data file missing: {path}")
    for path in changed:
        say(f"Tệp dữ liệu đã bị sửa: {path}", f"data file changed: {path}")
    if not missing and not changed:
        count = len(manifest["files"])
        say(f"{count} tệp dữ liệu còn nguyên", f"{count} data files are as they were")

    os.chdir(check)
    figures = {int(figure["figure"]): figure for figure in expected["figures"]}
    found: dict[int, dict] = {}
    unproven = 0
    for proof in expected["proofs"]:
        own = [number for number, figure in figures.items() if figure["code"] == proof["code"]]
        try:
            if proof["file"] is None:
                raise ValueError(proof["because"])
            found.update(rows(connect(duckdb, data, check), (check / proof["file"]).read_text(encoding="utf-8")))
        except (ValueError, OSError, duckdb.Error) as error:
            unproven += len(own)
            for number in own:
                figures.pop(number)
            reason = str(error).splitlines()[0]
            say(f"{proof['code']}: không tính được {len(own)} số liệu: {reason}", f"{len(own)} figures could not be computed")

    wrong = []
    for number, figure in figures.items():
        told = differences(figure, found[number]) if number in found else ["no row"]
        if told:
            wrong.append(f"{name(figure)}: {'; '.join(told)}")
    for line in wrong[:MOST_TOLD]:
        say(f"Khác: {line}", "differs")
    if len(wrong) > MOST_TOLD:
        say(f"... và {len(wrong) - MOST_TOLD} số liệu khác nữa", f"and {len(wrong) - MOST_TOLD} more")
    right = len(figures) - len(wrong)
    say(
        f"Kết quả: {right} số liệu giống, {len(wrong)} khác, {unproven} không tính được",
        f"{right} figures same, {len(wrong)} differ, {unproven} could not be computed",
    )
    if wrong or changed:
        return DIFFERS
    return COULD_NOT if unproven or missing else SAME


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
