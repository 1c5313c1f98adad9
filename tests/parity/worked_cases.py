"""Small inputs whose answers a person can check: the test of the second implementation itself.

    worked_cases.py --workspace DIR

The workspace's own contracts, models and KPIs over a handful of rows; exit code 1 where an answer differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.dont_write_bytecode = True  # as in evaluate.py

from evaluate import Evaluation  # noqa: E402
from workspace import Workspace, connection, sql_type  # noqa: E402

MILLION = 1_000_000
BUDGET = """
e0  2024 2023-12-20 initial     600 -
e1  2024 2024-03-05 supplement  100 -
e2  2024 2024-04-10 payment     200 -
e3  2024 2024-10-10 advance      90 v1
e8  2025 2024-12-22 initial     500 -
e9  2025 2025-01-08 payment      10 -
e4  2024 2025-01-10 payment      30 -
e6  2024 2025-01-18 recovery     20 v1
e5  2024 2025-01-25 payment      70 -
e7  2024 2025-01-28 recovery     30 v1
e7p 2024 2025-01-28 payment      30 -
e10 2025 2025-02-10 carried_in   40 -
e11 2025 2025-02-12 recovery     40 v1
e12 2025 2025-02-12 payment      40 -
e13 2024 2025-02-14 carried_out  40 -
"""
NOTHING = (None, None)
# data date, period, (paid + advances, available) in million
DISBURSED = [
    ("2024-12-31", "2024", (290, 700)), ("2024-12-31", "2024-Q4", (290, 700)), ("2024-12-31", "2025-Q1", NOTHING),
    ("2025-01-20", "2024", (300, 700)), ("2025-01-20", "2024-Q4", (300, 700)), ("2025-01-20", "2025-Q1", (10, 500)),
    ("2025-02-15", "2024", (370, 700)), ("2025-02-15", "2024-Q4", (370, 700)), ("2025-02-15", "2025-Q1", (50, 540)),
    ("2025-02-15", "plan", NOTHING),
]


def rows() -> dict[str, list[dict]]:
    """The toy tables; columns left out are NULL."""

    def case(name: str, record_on: str | None, transferred_on: str | None = None) -> dict:
        return {
            "case_id": name, "organization": "a", "area": "x", "channel": "website", "inspection_kind": "periodic",
            "source": "tip_off", "inspected_on": record_on or "2024-01-02", "record_on": record_on, "clock": "wd7",
            "transferred_on": transferred_on,
        }

    budget = []
    for line in BUDGET.split("\n"):
        if line:
            name, year, posted, kind, amount, advance = line.split()
            budget.append({
                "entry_id": name, "budget_year": int(year), "posted_on": posted, "kind": kind, "source": "state",
                "organization": "a", "amount": int(amount) * MILLION, "attributed": int(amount) * MILLION,
                "advance_id": None if advance == "-" else advance,
            })
    on_duty = [("p1", "2023-01-01", "2024-05-31"), ("p2", "2023-01-01", None), ("p3", "2023-01-01", None)]
    return {
        "budget_entries": budget,
        # c1 carried into the first quarter, c2 handled in it, c3 open, c4 without a record, c5 handed over
        "cases": [
            case("c1", "2023-12-01"), case("c2", "2024-01-10"), case("c3", "2024-03-01"), case("c4", None),
            case("c5", "2024-02-01", "2024-02-05"),
        ],
        "decisions": [
            {"decision_id": f"d{n}", "case_id": name, "organization": "a", "decided_on": day, "fine": 1, "pay_by": day}
            for n, (name, day) in enumerate([("c2", "2024-01-19"), ("c2", "2024-06-20"), ("c1", "2024-04-01")])
        ],
        "case_channels": [
            {"case_id": "c1", "line": 1, "organization": "a", "network": "m", "livestream": True},
            {"case_id": "c2", "line": 1, "organization": "a", "network": "m", "livestream": True},
            {"case_id": "c2", "line": 2, "organization": "a", "network": "n", "livestream": False},
        ],
        "duty_roster": [
            {"person_id": person, "organization": "a", "valid_from": first, "valid_to": last, "duty": "inspection"}
            for person, first, last in on_duty
        ],
        "attendance": [
            {"class_id": "k", "person_id": person, "organization": "a", "attended_on": "2023-09-01", "tested": False}
            for person in ("p1", "p2", "p9")
        ],
        # the body reported for the first quarter; records alone speak for the others
        "reports": [
            {"report": report, "organization": "a", "first_day": "2023-12-15", "last_day": "2024-03-14", "calendar": "reporting",
             "period_kind": "quarter", "due_on": "2024-03-18", "received_on": "2024-03-18"}
            for report in ("case_report", "training_report", "budget_report")
        ],
    }


def written(workspace: Workspace, folder: str) -> dict[str, list[str]]:
    """The toy tables as Parquet files in their contracts' types."""
    db, files, given = connection(), {}, rows()
    for name, contract in workspace.contracts.items():
        columns = {column: sql_type(form["type"]) for column, form in contract["columns"].items()}
        db.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        for row in given.get(name, []):
            db.execute(f"INSERT INTO {name} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        path = f"{folder}/{name}.parquet"
        db.execute(f"COPY {name} TO '{path}' (FORMAT parquet)")
        files[name] = [path]
    return files


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, required=True)
    folder = parser.parse_args().workspace
    wrong = []

    def check(what: str, ours, answer) -> None:
        if ours != answer:
            wrong.append(f"{what}: {ours} instead of {answer}")

    with tempfile.TemporaryDirectory() as place:
        files = written(Workspace(folder), place)

        def as_of(day: str) -> Evaluation:
            return Evaluation(folder, {"data_date": day, "tables": files})

        def asked(evaluation: Evaluation, code: str, calendar: str, name: str) -> tuple:
            figures = evaluation.of(code)
            answer = figures.total(figures.time.period(calendar, name), {})
            return answer["numerator"], answer["denominator"]

        days = {day: as_of(day) for day, _, _ in DISBURSED}
        for day, name, pair in DISBURSED:
            pair = tuple(None if amount is None else amount * MILLION for amount in pair)
            check(f"NS02 as of {day}, {name}", asked(days[day], "NS02", "budget", name), pair)

        year = as_of("2024-12-31")
        time = year.workspace.time
        check("VP05 2024-Q1: c2 and c5 of c1, c2, c3, c5", asked(year, "VP05", "reporting", "2024-Q1"), (2, 4))
        check("VP05 2024-Q2: c1 of c1 and c3", asked(year, "VP05", "reporting", "2024-Q2"), (1, 2))
        check("VP05 2024-Q3: c3 is left", asked(year, "VP05", "reporting", "2024-Q3"), (0, 1))
        check("VP05 before it began", asked(year, "VP05", "reporting", "2025-07"), NOTHING)
        check("VP10 2024-Q1: c2 of c2, c3, c5", asked(year, "VP10", "reporting", "2024-Q1"), (1, 3))
        figures = year.of("VP10")
        parts = figures.breakdown(time.period("reporting", "2024-Q1"), {}, "network")
        check("VP10 by network", {member: (line["numerator"], line["denominator"]) for member, line in parts.items()},
              {"m": (1, 3), "n": (1, 3)})
        check("KT01 2024-Q1: p1, p2 of three", asked(year, "KT01", "reporting", "2024-Q1"), (2, 3))
        check("KT01 2024-Q3: p1 left both lines", asked(year, "KT01", "reporting", "2024-Q3"), (1, 2))

        def days_of(name: str) -> tuple[date, date]:
            period = time.period("reporting", name)
            return period.first_day, period.last_day

        check("2024-H1", days_of("2024-H1"), (date(2023, 12, 15), date(2024, 6, 14)))
        check("2025", days_of("2025"), (date(2024, 12, 15), date(2025, 12, 14)))
        for name in ("2024-01", "2024-Q1", "2024"):
            first, last = days_of(name)
            check(f"20/12/2023 in {name}", first <= date(2023, 12, 20) <= last, True)
    for line in wrong:
        print(line)
    print(f"worked cases: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
