"""Holds answers of one engine against DuckDB's to the same texts: exactly, but for doubles, which may differ in their last
digits."""

import argparse
import json
import sys
from decimal import Decimal

import duckdb

NEAR = 1e-12


def same(kind, ours, theirs):
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if isinstance(theirs, bool):
        return ours == str(theirs).lower()
    if kind == "double" or isinstance(theirs, float):
        one, other = float(ours), float(theirs)
        if one != one or other != other:
            return one != one and other != other
        return one == other or abs(one - other) <= NEAR * max(abs(one), abs(other))
    if isinstance(theirs, (int, Decimal)):
        return kind == "exact" and Decimal(ours) == theirs
    return kind == "text" and ours == str(theirs)


def difference(connection, answer):
    try:
        rows = connection.execute(answer["sql"]).fetchall()
    except duckdb.Error as error:
        return f"DuckDB: {str(error).splitlines()[0]}"
    if len(rows) != len(answer["rows"]):
        return f"{len(answer['rows'])} rows, DuckDB has {len(rows)}"
    for number, (ours, theirs) in enumerate(zip(answer["rows"], rows)):
        if len(ours) != len(theirs) or not all(map(same, answer["kinds"], ours, theirs)):
            return f"row {number}: {ours}, DuckDB has {theirs}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", required=True)
    parser.add_argument("--table", nargs=2, action="append", default=[], metavar=("NAME", "FILE"))
    arguments = parser.parse_args()
    connection = duckdb.connect()
    for name, file in arguments.table:
        file = file.replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}')")
    with open(arguments.answers, encoding="utf-8") as file:
        answers = [json.loads(line) for line in file]
    told = [(answer["of"], difference(connection, answer)) for answer in answers]
    wrong = [f"{of}: {text}" for of, text in told if text]
    print("\n".join(wrong) or f"checked {len(answers)} answers")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
