"""A KPI's figures from its records, one by one: no cube, no sets kept, each question counted afresh."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from periods import Period
from workspace import Column, Kpi, Workspace

ROLES = {"numerator": ("numerator", "value"), "denominator": ("denominator",)}


class Members:
    """The codes of one dimension and what they lie below, on any day."""

    def __init__(self, workspace: Workspace, db, name: str):
        form = workspace.dimension(name)
        self.lives: dict[str, list[tuple]] = defaultdict(list)
        if "values" in form:
            return
        first, last = form.get("valid", (None, None))
        wanted = [form["key"], form.get("parent"), first, last]
        columns = ", ".join(f'"{column}"' if column else "NULL" for column in wanted)
        only = " AND ".join(f"\"{column}\" = '{value}'" for column, value in form.get("where", {}).items()) or "true"
        for code, parent, begin, end in db.execute(
            f'SELECT {columns} FROM "{form["table"]}" WHERE {only} ORDER BY ALL'
        ).fetchall():
            self.lives[str(code)].append((parent, begin or date.min, end or date.max))
        for lives in self.lives.values():
            lives.sort(key=lambda life: (life[1], life[2]))
        self.known: dict[tuple, bool] = {}

    def parent(self, code: str, day: date) -> str | None:
        """The parent on the day; a code that is no longer valid stays where it last was."""
        lives = self.lives.get(code, [])
        for parent, begin, end in lives:
            if begin <= day <= end:
                return parent
        begun = [life for life in lives if life[1] <= day] or lives[:1]
        return begun[-1][0] if begun else None

    def inside(self, code: str | None, wanted: str | None, day: date) -> bool:
        """Whether a record's code is the wanted one or lies below it on the record's day."""
        if code is None or wanted is None:
            return code is wanted
        if code == wanted:
            return True
        if not self.lives:
            return False
        key = (code, wanted, day)
        if key not in self.known:
            seen, at = {code}, self.parent(code, day)
            while at is not None and at != wanted and at not in seen:
                seen.add(at)
                at = self.parent(at, day)
            self.known[key] = at == wanted
        return self.known[key]


class Units:
    """The units of one dimension's view: rows of its mapping, each on its days."""

    def __init__(self, workspace: Workspace, db, mapping: str):
        self.stays: dict[str, list[tuple]] = defaultdict(list)
        cursor = db.execute(f'SELECT * FROM "{mapping}"')
        names = [entry[0] for entry in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values))
            begin, end = row.get("first_day") or date.min, row.get("last_day") or date.max
            self.stays[str(row["code"])].append((begin, end, row["unit"]))
        for code, stays in self.stays.items():
            stays.sort(key=lambda stay: (stay[0], stay[1]))
            for index, one in enumerate(stays):
                for other in stays[index + 1:]:
                    if one[2] != other[2] and one[0] <= other[1] and other[0] <= one[1]:
                        raise ValueError(f"{mapping}: {code} belongs to {one[2]} and {other[2]} on one day")

    def unit(self, code: str, day: date) -> str | None:
        """The unit on the day; what outlives its code stays in the last one."""
        stays = self.stays.get(code, [])
        for begin, end, unit in stays:
            if begin <= day <= end:
                return unit
        begun = [stay for stay in stays if stay[0] <= day] or stays[:1]
        return begun[-1][2] if begun else None


def median(values: list):
    """The middle one, or half way between the two in the middle."""
    if not values:
        return None
    values = sorted(Fraction(value) for value in values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def p90(values: list):
    """The first value, from below, that at least nine tenths do not exceed."""
    counts, below = Counter(values), 0
    for candidate in sorted(counts):
        below += counts[candidate]
        if Fraction(below, len(values)) >= Fraction(9, 10):
            return Fraction(candidate)
    return None


class Figures:
    """All records of one KPI as of one data date, and the answers counted from them."""

    def __init__(self, workspace: Workspace, db, kpi: Kpi, data_date: date, members: dict[str, Members], views: dict):
        self.workspace, self.kpi, self.data_date, self.members = workspace, kpi, data_date, members
        self.views, self.view = views, None
        self.time = workspace.time
        self.slots = self.time.slots(data_date)
        cursor = db.execute(f"SELECT * FROM ({kpi.text}\n) AS k")
        self.names = [entry[0] for entry in cursor.description]
        kpi.dimensions = [name for name in self.names if name in workspace.dimensions]
        place = {name: index for index, name in enumerate(self.names)}
        self.place = place
        self.rows = cursor.fetchall()
        starts = {first: index for index, (first, _) in enumerate(self.slots)}
        slot_of, index = {}, -1
        day = self.time.first_day
        while self.slots and day <= self.slots[-1][1]:
            index = starts.get(day, index)
            slot_of[day] = index
            day = date.fromordinal(day.toordinal() + 1)
        self.filled: dict[str, dict[int, list[tuple]]] = {column.name: defaultdict(list) for column in kpi.columns}
        for row in self.rows:
            slot = slot_of.get(row[place["day"]])
            if slot is None:
                continue
            for column in kpi.columns:
                if row[place[column.name]] is not None:
                    self.filled[column.name][slot].append(row)
        self.blank: dict[int, list[tuple]] = defaultdict(list)
        for row in self.rows:
            slot = slot_of.get(row[place["day"]])
            if slot is not None and all(row[place[column.name]] is None for column in kpi.sufficing):
                self.blank[slot].append(row)
        self.spans, self.gaps = self._known(db)
        self.answered: dict[Period, tuple[bool, set[str]]] = {}
        self.owed = self._owed(db) if kpi.reports and workspace.obligations else []

    def _owed(self, db) -> list[tuple]:
        names = ", ".join(f"'{name}'" for name in self.kpi.reports)
        return db.execute(
            "SELECT organization, first_day, last_day, received_on, report"
            f' FROM "{self.workspace.obligations}" WHERE report IN ({names})'
        ).fetchall()

    def _known(self, db) -> tuple[list[tuple], list[tuple]]:
        """The first and last day of each table that says which day its rows happened on, and the days without data."""
        spans, gaps = [], []
        if self.kpi.reports:
            return spans, gaps
        for name in sorted(self.workspace.tables(db, self.kpi.text)):
            contract = self.workspace.contracts[name]
            if "day" in contract:
                spans += db.execute(f'SELECT min("{contract["day"]}"), max("{contract["day"]}") FROM "{name}"').fetchall()
                gaps += [(gap["first_day"], gap["last_day"]) for gap in contract.get("gaps", [])]
        return spans, gaps

    # --- what a question reads ---------------------------------------------------------------------------------------

    def limited(self, period: Period) -> bool:
        header = self.kpi.header
        calendars, kinds = header.get("calendars"), header.get("periods")
        return bool((calendars and period.calendar not in calendars) or (kinds and period.kind not in kinds))

    def windows(self, period: Period) -> dict[str, list | None]:
        return {column.name: self.time.window(period, column.over, self.slots) for column in self.kpi.columns}

    def text(self, value):
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    def units(self, dimension: str) -> Units | None:
        return self.views.get((dimension, self.view))

    def member(self, dimension: str, row: tuple) -> str | None:
        """Under whom a record that is kept stands: its code, or its unit."""
        code, units = self.text(row[self.place[dimension]]), self.units(dimension)
        return code if code is None or units is None else units.unit(code, row[self.place["day"]])

    def kept(self, column: Column, row: tuple, where: dict) -> bool:
        day = row[self.place["day"]]
        for dimension in self.kpi.dimensions:
            wanted = where.get(dimension)
            if dimension in column.ignores:
                continue
            code = self.text(row[self.place[dimension]])
            units = self.units(dimension)
            if units:
                unit = code and units.unit(code, day)
                if (code is not None and unit is None) or (wanted is not None and unit not in wanted):
                    return False
                continue
            if wanted is not None and not any(self.members[dimension].inside(code, value, day) for value in wanted):
                return False
        return True

    def records(self, period: Period, where: dict) -> dict[str, list[tuple] | None]:
        """For each value column the rows that count in it; None where it has no window."""
        first = {slot[0]: index for index, slot in enumerate(self.slots)}
        found: dict[str, list[tuple] | None] = {}
        windows = self.windows(period)
        for column in self.kpi.columns:
            window = None if self.limited(period) else windows[column.name]
            if window is None:
                found[column.name] = None
                continue
            filled = self.filled[column.name]
            rows = (row for slot in window for row in filled.get(first[slot[0]], ()))
            found[column.name] = [row for row in rows if self.kept(column, row, where)]
        return found

    def unfilled(self, period: Period, where: dict) -> dict[str, list[tuple]]:
        """For each column of the formula the rows in its window that fill nothing."""
        first = {slot[0]: index for index, slot in enumerate(self.slots)}
        windows = self.windows(period)
        found = {}
        for column in self.kpi.formula:
            window = [] if self.limited(period) else windows[column.name] or []
            rows = (row for slot in window for row in self.blank.get(first[slot[0]], ()))
            found[column.name] = [row for row in rows if self.kept(column, row, where)]
        return found

    def known(self, period: Period) -> tuple[bool, set[str]]:
        """Whether every column of the formula reads a day that is known, and what is not known of the days read:
        day by day, no stretch is ever made."""
        if period not in self.answered:
            self.answered[period] = self._judged(period)
        return self.answered[period]

    def _judged(self, period: Period) -> tuple[bool, set[str]]:
        if not self.spans:
            return True, set()
        if any(None in span for span in self.spans):
            return False, set()
        kinds: set[str] = set()
        begin = max((first for first, _ in self.spans), default=date.min)
        end = min((last for _, last in self.spans), default=date.max)
        windows = self.windows(period)
        for column in self.kpi.formula:
            slots = windows[column.name]
            if not slots:
                continue
            days = [
                date.fromordinal(number)
                for number in range(slots[0][0].toordinal(), slots[-1][1].toordinal() + 1)
            ]
            silent = lambda day: any(first <= day <= last for first, last in self.gaps)  # noqa: E731
            spoken = [day for day in days if begin <= day <= end]
            if not any(not silent(day) for day in spoken):
                return False, set()
            state = column.over in ("last", "opening")
            if days[-1] > end or (days[0] < begin and not state):
                kinds.add("partial")
            if any(silent(day) for day in (spoken[-1:] if state else spoken)):
                kinds.add("gap")
        return True, kinds

    def completeness(self, period: Period, where: dict) -> tuple[set[str], set[str]]:
        """The bodies that owed a report for the days read, and those that sent all of theirs."""
        windows = self.windows(period)
        read = lambda first, last, days: any(first <= end and begin <= last for begin, end in days or [])  # noqa: E731
        ended = [owed for owed in self.owed if owed[2] <= self.data_date]
        needed = {owed for owed in ended for days in windows.values() if read(owed[1], owed[2], days)}
        for report in self.kpi.reports:
            rounds = [owed for owed in ended if owed[4] == report]
            for column in self.kpi.columns:
                days = windows[column.name]
                if column.over not in ("last", "opening") or not days:
                    continue
                # the newest round, where the state's slot begins after it
                before = [owed for owed in rounds if owed[2] <= days[-1][1]]
                if before and not any(read(owed[1], owed[2], days) for owed in rounds):
                    newest = max(owed[2] for owed in before)
                    needed |= {owed for owed in before if owed[2] == newest}
        owing, late = set(), set()
        units = self.units("organization") if "organization" in self.kpi.dimensions else None
        for organization, first, last, received, _ in needed:
            wanted = where.get("organization")
            if units:
                organization = units.unit(organization, last)
                if organization is None or (wanted is not None and organization not in wanted):
                    continue
            elif wanted is not None and not any(
                self.members["organization"].inside(organization, value, last) for value in wanted
            ):
                continue
            owing.add(organization)
            if received is None:
                late.add(organization)
        return owing, owing - late

    # --- answers -----------------------------------------------------------------------------------------------------

    def part(self, column: Column, rows: list[tuple] | None):
        if rows is None:
            return None
        values = [row[self.place[column.name]] for row in rows]
        if column.aggregate == "sum":
            return sum((Decimal(value) for value in values), Decimal(0))
        if column.aggregate == "distinct":
            return Decimal(len(set(values)))
        return median(values) if column.aggregate == "median" else p90(values)

    def unsaid(self, records: dict[str, list[tuple] | None], blank: dict[str, list[tuple]]) -> bool:
        """Whether records are there that leave the formula empty, and none that fills it, so that there is no number:
        a count of nothing is 0 all the same."""
        kpi = self.kpi
        if any(records[column.name] for column in kpi.formula) or not any(blank.values()):
            return False
        counts = all(column.aggregate in ("sum", "distinct") and column.role == "value" for column in kpi.formula)
        amounts = any(column.aggregate == "sum" and self.workspace.money(kpi, column) for column in kpi.formula)
        return not counts or amounts or kpi.header.get("empty") == "unknown"

    def answer(
        self,
        period: Period,
        records: dict[str, list[tuple] | None],
        blank: dict[str, list[tuple]],
        expected: set,
        reported: set,
        empty: bool = False,
    ) -> dict:
        nothing = empty or not any(records.values())
        speaks, doubts = self.known(period)
        silent = nothing and self.kpi.reports and not reported
        if all(rows is None for rows in records.values()) or not speaks or silent or self.unsaid(records, blank):
            parts = {column.name: None for column in self.kpi.columns}
        else:
            parts = {column.name: self.part(column, records[column.name]) for column in self.kpi.columns}

        def total(role: str):
            values = [parts[column.name] for column in self.kpi.columns if column.role in ROLES[role]]
            return None if not values or any(value is None for value in values) else sum(values)

        above, below = total("numerator"), total("denominator")
        value = above
        if any(column.role == "denominator" for column in self.kpi.columns):
            value = None if above is None or not below else Fraction(above) / Fraction(below)
        times = self.workspace.settings.get("units", {}).get(self.kpi.header["unit"], {}).get("times", 1)
        return {
            "numerator": above,
            "denominator": below,
            "parts": {column.name: parts[column.name] for column in self.kpi.columns if column.role != "beside"},
            "beside": {column.name: parts[column.name] for column in self.kpi.columns if column.role == "beside"},
            "value": None if value is None else Fraction(value) * times,
            "unfilled": 0 if value is None else max((len(rows) for rows in blank.values()), default=0),
            "doubts": set() if value is None else doubts,
            "expected": len(expected),
            "reported": len(reported),
        }

    def total(self, period: Period, where: dict) -> dict:
        records, blank = self.records(period, where), self.unfilled(period, where)
        return self.answer(period, records, blank, *self.completeness(period, where))

    def breakdown(self, period: Period, where: dict, by: str) -> dict[str | None, dict]:
        """Each member under which a column that does not ignore the dimension is filled or could have been, or that
        owed a report."""
        records, blank = self.records(period, where), self.unfilled(period, where)
        owing, sent = self.completeness(period, where)
        groups: dict[str | None, dict[str, list]] = {}
        for column in self.kpi.columns:
            if by in column.ignores:
                continue
            for row in records[column.name] or []:
                member = self.member(by, row)
                groups.setdefault(member, defaultdict(list))[column.name].append(row)
        left: dict[str | None, dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for column in self.kpi.formula:
            if by not in column.ignores:
                for row in blank[column.name]:
                    member = self.member(by, row)
                    groups.setdefault(member, defaultdict(list))
                    left[member][column.name].append(row)
        if by == "organization" and not self.limited(period):
            for organization in owing:
                groups.setdefault(organization, defaultdict(list))
        found = {}
        for member, rows in groups.items():
            own = {
                column.name: None if records[column.name] is None
                else records[column.name] if by in column.ignores
                else rows[column.name]
                for column in self.kpi.columns
            }
            bare = not any(rows.values()) and not any(left[member].values())
            mine_left = {
                column.name: [] if bare else blank[column.name] if by in column.ignores else left[member][column.name]
                for column in self.kpi.formula
            }
            mine = (owing & {member}, sent & {member}) if by == "organization" else (owing, sent)
            # what ignores the dimension is the whole's and says nothing of a member
            found[member] = self.answer(period, own, mine_left, *mine, empty=bare)
        return found
