"""Turns birdstrikes.csv of the npm package vega-datasets into the Parquet files of this workspace.

    convert.py --from birdstrikes.csv --out DIR

Every value is taken as it stands. A record has no id of its own, so it gets the number of its line in the
file. The places, operators and species are lists of what the records name, nothing more.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

# The file's heading, which says what the numbers are, beside the name and the type that the contract has.
COLUMNS = [
    ("Flight Date", "flight_date", "DATE"),
    ("Airport Name", "airport", "VARCHAR"),
    ("Origin State", "state", "VARCHAR"),
    ("Aircraft Airline Operator", "operator", "VARCHAR"),
    ("Aircraft Make Model", "aircraft", "VARCHAR"),
    ("Phase of flight", "phase", "VARCHAR"),
    ("Time of day", "time_of_day", "VARCHAR"),
    ("Wildlife Species", "species", "VARCHAR"),
    ("Wildlife Size", "size", "VARCHAR"),
    ("Effect Amount of damage", "damage", "VARCHAR"),
    ("Speed IAS in knots", "speed", "SMALLINT"),
    ("Cost Repair", "cost_repair", "DECIMAL(12, 2)"),
    ("Cost Other", "cost_other", "DECIMAL(12, 2)"),
    ("Cost Total $", "cost_total", "DECIMAL(12, 2)"),
]

PLACES = """
SELECT state AS code, state AS name, 'state' AS kind, CAST(NULL AS VARCHAR) AS parent FROM strikes GROUP BY state
UNION ALL
SELECT airport, airport, 'airport', state FROM strikes GROUP BY airport, state
"""
OPERATORS = "SELECT operator AS code, operator AS name FROM strikes GROUP BY operator"
SPECIES = "SELECT species AS code, species AS name, NOT starts_with(species, 'Unknown') AS identified FROM strikes GROUP BY species"


def text(path: Path) -> str:
    """A path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def write(db: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    db.execute(f"COPY ({query}) TO {text(path)} (FORMAT parquet)")


def convert(source: Path, out: Path) -> None:
    """Writes strikes/<year>.parquet and the three lists below the folder."""
    db = duckdb.connect()
    db.execute("SET threads = 1")  # so that lines keep their order and numbers
    columns = ", ".join(f'CAST("{heading}" AS {kind}) AS {name}' for heading, name, kind in COLUMNS)
    # the heading is line 1; no value of the file holds a line break
    db.execute(
        f"CREATE TABLE strikes AS SELECT CAST(row_number() OVER () + 1 AS INTEGER) AS strike_id, {columns}"
        f" FROM read_csv({text(source)}, header = true, all_varchar = true)"
    )
    lines = sum(1 for line in source.read_text(encoding="utf-8").splitlines() if line)
    (records,) = db.execute("SELECT count(*) FROM strikes").fetchone()
    if records != lines - 1:
        raise SystemExit(f"{source}: {records} records in {lines} lines, expected one a line below the heading")
    for (year,) in db.execute("SELECT DISTINCT year(flight_date) FROM strikes ORDER BY 1").fetchall():
        chosen = f"SELECT * FROM strikes WHERE year(flight_date) = {year} ORDER BY flight_date, strike_id"
        write(db, chosen, out / "strikes" / f"{year}.parquet")
    for name, query in [("places", PLACES), ("operators", OPERATORS), ("species", SPECIES)]:
        write(db, f"SELECT * FROM ({query}) ORDER BY code", out / f"{name}.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    convert(given.source, given.out)


if __name__ == "__main__":
    main()
