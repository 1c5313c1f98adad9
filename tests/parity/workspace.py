"""The workspace's files and the snapshot's rows, read a second time: TOML by the standard library, SQL by DuckDB."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from periods import Time

ENGINE_TABLES = ("loaded_files", "rejected_rows")


@dataclass
class Column:
    """A value column: where it stands, how slots make a period of it, what its cells hold."""

    name: str
    role: str
    over: str
    aggregate: str = "sum"
    ignores: list[str] = field(default_factory=list)


@dataclass
class Kpi:
    """A KPI's header and the whole text of its file."""

    code: str
    header: dict
    text: str
    columns: list[Column]
    dimensions: list[str] = field(default_factory=list)

    @property
    def key(self) -> list[str]:
        key = self.header["key"]
        return [key] if isinstance(key, str) else key

    @property
    def reports(self) -> list[str]:
        return self.header.get("reports", [])

    @property
    def formula(self) -> list[Column]:
        return [column for column in self.columns if column.role != "beside"]

    @property
    def sufficing(self) -> list[Column]:
        """The columns one of which a record must fill."""
        alone = self.header.get("alone", [])
        return [column for column in self.columns if column.role != "beside" or column.name in alone]


def toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def read_kpi(path: Path) -> Kpi:
    text = path.read_text(encoding="utf-8")
    start, end = text.index("/*") + 2, text.index("*/")
    header = tomllib.loads(text[start:end])
    columns = []
    for role in ("numerator", "value", "denominator", "beside"):
        for name, rule in header.get(role, {}).items():
            rule = {"over": rule} if isinstance(rule, str) else rule
            columns.append(Column(name, role, rule["over"], rule.get("as", "sum"), rule.get("ignores", [])))
    return Kpi(path.stem, header, text, columns)


class Workspace:
    """Settings, contracts, models, dimensions and KPIs of one folder."""

    def __init__(self, folder: Path):
        queries = folder / "queries"
        self.settings = toml(folder / "minhbach.toml")
        self.time = Time(self.settings, toml(queries / "working_days.toml"))
        self.contracts = {path.stem: toml(path) for path in sorted((queries / "tables").glob("*.toml"))}
        self.models = {path.stem: path.read_text(encoding="utf-8") for path in sorted((queries / "models").glob("*.sql"))}
        self.dimensions = toml(queries / "dimensions.toml")
        self.kpis = {path.stem: read_kpi(path) for path in sorted((queries / "kpis").glob("*.sql"))}
        self.obligations = self.settings.get("reporting", {}).get("query")

    def money(self, kpi: Kpi, column: Column) -> bool:
        """Whether a column is an amount of money: its own unit, or the KPI's where that is no quotient."""
        units, own = self.settings.get("units", {}), kpi.header.get("units", {}).get(column.name)
        whole = units.get(kpi.header["unit"], {})
        return (units.get(own, {}) if own else {} if "times" in whole else whole).get("money", False)

    def tables(self, db, text: str) -> set[str]:
        """The tables with contracts that a text reads, through models too."""
        found = set()
        for name in db.get_table_names(text):
            if name in self.models:
                found |= self.tables(db, self.models[name])
            elif name in self.contracts:
                found.add(name)
        return found

    def dimension(self, name: str) -> dict:
        form = self.dimensions[name]
        return self.dimension(form["like"]) if "like" in form else form


def sql_type(word: str) -> str:
    words = {"text": "VARCHAR", "date": "DATE", "integer": "BIGINT", "boolean": "BOOLEAN", "money": "DECIMAL(18,0)"}
    return words.get(word, word.upper())


def connection(timezone: str = "UTC") -> duckdb.DuckDBPyConnection:
    """DuckDB as the proofs expect it."""
    db = duckdb.connect()
    db.execute("SET integer_division = true")
    db.execute("SET default_null_order = 'nulls_last_on_asc_first_on_desc'")
    db.execute(f"SET TimeZone = '{timezone}'")
    return db


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def parquet(paths: list[str]) -> str:
    files = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"


def load(workspace: Workspace, snapshot: dict, data_date: date) -> duckdb.DuckDBPyConnection:
    """Tables over the snapshot's files in their contracts' types, the two time tables, and the models."""
    db = connection(workspace.settings.get("timezone", "UTC"))
    for name, contract in workspace.contracts.items():
        paths = snapshot["tables"].get(name) or []
        source = parquet(paths) if paths else None
        present = {row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()} if source else set()
        columns = []
        for column, form in contract["columns"].items():
            kind = sql_type(form["type"])
            if column not in present:
                columns.append(f"CAST(NULL AS {kind}) AS {quoted(column)}")
            elif kind == "VARCHAR":
                # the program makes text NFC when it loads it
                columns.append(f"nfc_normalize(CAST({quoted(column)} AS VARCHAR)) AS {quoted(column)}")
            else:
                columns.append(f"CAST({quoted(column)} AS {kind}) AS {quoted(column)}")
        query = f"SELECT {', '.join(columns)}" + (f" FROM {source}" if source else " WHERE false")
        db.execute(f"CREATE TABLE {quoted(name)} AS {query}")
    for name in ENGINE_TABLES:
        path = (snapshot.get("engine") or {}).get(name)
        if path:
            db.execute(f"CREATE TABLE {name} AS SELECT * FROM {parquet([path])}")
    db.execute("CREATE TABLE slots (slot DATE, first_day DATE, last_day DATE)")
    slots = [[first, first, last] for first, last in workspace.time.slots(data_date)]
    db.executemany("INSERT INTO slots VALUES (?, ?, ?)", slots)
    db.execute("CREATE TABLE calendar (day DATE, slot DATE, in_plan BOOLEAN, working_day BOOLEAN, working_number BIGINT)")
    # one statement: a row at a time takes seconds for a few thousand days
    rows = [
        {"day": str(day), "slot": slot and str(slot), "in_plan": plan, "working_day": working, "working_number": number}
        for day, slot, plan, working, number in workspace.time.calendar_rows(data_date)
    ]
    db.execute(
        "INSERT INTO calendar SELECT CAST(r.day AS DATE), CAST(r.slot AS DATE), r.in_plan, r.working_day, r.working_number"
        " FROM (SELECT unnest(from_json(?, '[{\"day\": \"VARCHAR\", \"slot\": \"VARCHAR\", \"in_plan\": \"BOOLEAN\","
        " \"working_day\": \"BOOLEAN\", \"working_number\": \"BIGINT\"}]')) AS r)",
        [json.dumps(rows)],
    )
    waiting = dict(workspace.models)
    while waiting:  # a model may read another, in any order of names
        done = []
        for name, text in waiting.items():
            try:
                db.execute(f"CREATE VIEW {quoted(name)} AS {text}")
                done.append(name)
            except duckdb.CatalogException as error:
                last = error
        if not done:
            raise last
        for name in done:
            del waiting[name]
    return db
