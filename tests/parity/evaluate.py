"""Computes the program's figures a second time, on DuckDB and in plain Python, and compares them exactly.

    evaluate.py --workspace DIR --snapshot snapshot.json --questions questions.jsonl [--mismatches out.jsonl]
    evaluate.py --workspace DIR --snapshot snapshot.json --self-check
    evaluate.py --proofs proofs.jsonl

A question is an object of `kpi --format json`, with `where` (the filters used: `{dimension: [values]}`, null = unknown;
a value means the member and all below it) and `asked_by` (the dimension broken down by, on every line of a breakdown,
its total included). A proof is `{"sql": …, "columns": {name: value}}`. Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True  # the modules beside this one leave nothing in the repository

from figures import Figures, Members, Units  # noqa: E402
from workspace import Workspace, connection, load  # noqa: E402


class Evaluation:
    """One workspace over one snapshot as of one data date."""

    def __init__(self, folder: Path, snapshot: dict):
        self.data_date = date.fromisoformat(snapshot["data_date"])
        self.workspace = Workspace(folder)
        self.db = load(self.workspace, snapshot, self.data_date)
        self.members = {name: Members(self.workspace, self.db, name) for name in self.workspace.dimensions}
        self.views = {
            (name, view): Units(self.workspace, self.db, form["mapping"])
            for name in self.workspace.dimensions
            for view, form in self.workspace.dimension(name).get("views", {}).items()
        }
        self.figures: dict[str, Figures] = {}

    def of(self, code: str, view: str | None = None) -> Figures:
        if code not in self.figures:
            kpi = self.workspace.kpis[code]
            self.figures[code] = Figures(self.workspace, self.db, kpi, self.data_date, self.members, self.views)
        self.figures[code].view = view
        return self.figures[code]


def same(ours, theirs) -> bool:
    """Equal to the last digit, and null only where the other is."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return Fraction(ours) == Fraction(theirs)


def near(ours, theirs) -> bool:
    """Equal but for what a JSON float loses."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    ours, theirs = Fraction(ours), Fraction(theirs)
    return abs(ours - theirs) <= abs(ours) * Fraction(1, 10**9)


def differences(ours: dict, line: dict, medians: set[str]) -> list[str]:
    found = []

    def check(name: str, mine, given, equal=same):
        if not equal(mine, given):
            found.append(f"{name}: here {shown(mine)}, engine {shown(given)}")

    loose = near if medians else same
    check("numerator", ours["numerator"], line.get("numerator"), loose)
    check("denominator", ours["denominator"], line.get("denominator"), loose)
    for group in ("parts", "beside"):
        given = line.get(group) or {}
        for name, value in ours[group].items():
            check(f"{group}.{name}", value, given.get(name), near if name in medians else same)
        for name in set(given) - set(ours[group]):
            found.append(f"{group}.{name}: unknown here")
    check("value", ours["value"], line.get("value"), near)
    given = line.get("caveats") or []
    counts = [int(each["sentence"].rsplit(": ", 1)[1]) for each in given if each["kind"] == "unfilled"]
    check("unfilled", ours["unfilled"], max(counts, default=0))
    kinds = {each["kind"] for each in given} & {"partial", "gap"}
    if kinds != ours["doubts"]:
        found.append(f"days: here {sorted(ours['doubts'])}, engine {sorted(kinds)}")
    for name in ("expected", "reported"):
        # where nobody owes anything, null says the same as 0
        if name in line and (line[name] or 0) != ours[name]:
            found.append(f"{name}: here {ours[name]}, engine {line[name]}")
    return found


def shown(value) -> str:
    return str(float(value)) if isinstance(value, Fraction) and value.denominator != 1 else str(value)


def compare(evaluation: Evaluation, questions: list[dict]) -> tuple[int, list[dict]]:
    """Every line counted afresh; every breakdown also for members that are missing or too many."""
    checked, mismatches = 0, []
    breakdowns: dict[tuple, list[dict]] = defaultdict(list)
    for line in questions:
        where = line.get("where") or {}
        period = evaluation.workspace.time.period(line["calendar"], line["period"])
        by = line.get("by") or {}
        asked = line.get("asked_by") or next(iter(by), None)
        view = line.get("view")
        key = (line["code"], view, period, json.dumps(where, sort_keys=True, ensure_ascii=False), asked)
        figures = evaluation.of(line["code"], view)
        wrong = []
        for name, day in (("first_day", period.first_day), ("last_day", period.last_day)):
            if line.get(name) != day.isoformat():
                wrong.append(f"{name}: here {day}, engine {line.get(name)}")
        if "provisional" in line and line["provisional"] != (period.last_day > evaluation.data_date):
            wrong.append(f"provisional: engine {line['provisional']}")
        if asked:
            breakdowns[key].append(line)
        if not by:
            medians = {column.name for column in figures.kpi.columns if column.aggregate == "median"}
            wrong += differences(figures.total(period, where), line, medians)
        checked += 1
        if wrong:
            mismatches.append({"line": line, "wrong": wrong})
    for (code, view, period, where, by), lines in breakdowns.items():
        figures = evaluation.of(code, view)
        medians = {column.name for column in figures.kpi.columns if column.aggregate == "median"}
        expected = figures.breakdown(period, json.loads(where), by)
        seen = set()
        for line in lines:
            if not line.get("by"):
                continue
            member = line["by"].get(by)
            ours = expected.get(member)
            wrong = ["counted twice"] if member in seen else []
            seen.add(member)
            wrong += ["no such member here"] if ours is None else differences(ours, line, medians)
            if wrong:
                mismatches.append({"line": line, "wrong": wrong})
        for member in sorted(set(expected) - seen, key=str):
            head = {name: lines[0].get(name) for name in ("code", "calendar", "period", "view", "where")}
            mismatches.append({"line": head | {"by": {by: member}}, "wrong": ["the engine does not list this member"]})
    return checked, mismatches


def check_proofs(proofs: list[dict]) -> list[dict]:
    """Runs each printed SQL as it stands and compares its one row."""
    mismatches = []
    for proof in proofs:
        wrong = []
        try:
            cursor = connection(proof.get("timezone", "UTC")).execute(proof["sql"])
            names = [entry[0] for entry in cursor.description]
            rows = cursor.fetchall()
            if len(rows) != 1:
                wrong.append(f"{len(rows)} rows instead of one")
            else:
                row = dict(zip(names, rows[0]))
                for name, given in proof["columns"].items():
                    ours = row.get(name)
                    ours = Fraction(ours) if isinstance(ours, (int, float, Decimal)) else ours
                    if name not in row or not near(ours, given):
                        wrong.append(f"{name}: here {row.get(name, 'no such column')}, engine {given}")
        except Exception as error:  # whatever DuckDB refuses is the finding
            wrong.append(str(error))
        if wrong:
            mismatches.append({"line": {"sql": proof["sql"][:2000], "of": proof.get("of")}, "wrong": wrong})
    return mismatches


def self_check(evaluation: Evaluation) -> list[str]:
    """Each KPI counts something somewhere, and no join multiplies its records."""
    problems = []
    for code, kpi in evaluation.workspace.kpis.items():
        figures = evaluation.of(code)
        calendar = kpi.header.get("calendars", [evaluation.workspace.time.default])[0]
        years = range(figures.time.first_day.year, evaluation.data_date.year + 1)
        answers = {name: figures.total(figures.time.period(calendar, name), {}) for name in figures.time.names(years)}
        if not any(answer["numerator"] for answer in answers.values()):
            problems.append(f"{code}: no period has a numerator")
        days = [row[figures.place["day"]] for row in figures.rows]
        lost = sum(1 for day in days if day is None or day < figures.time.first_day)
        later = sum(1 for day in days if day is not None and day > evaluation.data_date)
        for column in kpi.columns:
            if column.aggregate == "distinct":
                continue
            places = [figures.place[name] for name in ["day", *kpi.key, *kpi.dimensions]]
            keys = Counter(
                tuple(row[place] for place in places) for row in figures.rows if row[figures.place[column.name]] is not None
            )
            twice = [key for key, count in keys.items() if count > 1]
            if twice:
                problems.append(f"{code}: {column.name} counts {len(twice)} keys twice, first {twice[0]}")
        shown_years = {
            name: (str(answer["numerator"]), str(answer["denominator"]), None if answer["value"] is None else round(float(answer["value"]), 2))
            for name, answer in answers.items() if name == "plan" or len(name) == 4
        }
        print(f"{code}: {len(figures.rows)} records, {lost} before the data, {later} after the data date; {shown_years}")
    return problems


def lines(path: str) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line, parse_float=Decimal) for line in file if line.strip()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--snapshot", type=Path)
    parser.add_argument("--questions")
    parser.add_argument("--proofs")
    parser.add_argument("--mismatches")
    parser.add_argument("--self-check", action="store_true")
    given = parser.parse_args()
    mismatches: list[dict] = []
    if given.proofs:
        proofs = lines(given.proofs)
        mismatches = check_proofs(proofs)
        print(f"checked {len(proofs)} proofs, {len(mismatches)} mismatches")
    if given.questions or given.self_check:
        snapshot = json.loads(given.snapshot.read_text(encoding="utf-8"))
        evaluation = Evaluation(given.workspace, snapshot)
    if given.self_check:
        problems = self_check(evaluation)
        mismatches += [{"line": {}, "wrong": [problem]} for problem in problems]
        print(f"self-check: {len(problems)} problems")
    if given.questions:
        questions = lines(given.questions)
        checked, found = compare(evaluation, questions)
        mismatches += found
        codes = len({line["code"] for line in questions})
        print(f"checked {checked} figures of {codes} KPIs as of {evaluation.data_date}, {len(found)} mismatches")
    for mismatch in mismatches[:20]:
        line = mismatch["line"]
        if "code" in line:
            place = " ".join(
                f"{name}={json.dumps(line[name], ensure_ascii=False, default=str)}"
                for name in ("code", "calendar", "period", "view", "where", "by") if line.get(name)
            )
        else:
            place = line.get("sql", "")
        print(f"  {place}")
        for wrong in mismatch["wrong"]:
            print(f"      {wrong}")
    if given.mismatches:
        with open(given.mismatches, "w", encoding="utf-8") as file:
            for mismatch in mismatches:
                file.write(json.dumps(mismatch, ensure_ascii=False, default=str) + "\n")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
