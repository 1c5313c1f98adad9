"""Calendars, slots and periods, written a second time.

Nothing here is shared with the engine: a slot, a window or a name that the engine gets wrong shows as a difference.
Days are `datetime.date`; every range is inclusive on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

ONE = timedelta(days=1)
MONTHS = {"quarter": 3, "half": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True)
class Period:
    """A named stretch of days of one calendar."""

    calendar: str
    kind: str
    first_day: date
    last_day: date


def moved(year: int, month: int, day: int) -> date:
    """The day of that name in any year; 29 February of a common year is 1 March."""
    if month == 2 and day == 29 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return date(year, 3, 1)
    return date(year, month, day)


class Time:
    """The workspace's time: calendars, the plan's life, breaks, working days."""

    def __init__(self, settings: dict, working_days: dict):
        self.first_day: date = settings["data"]["first_day"]
        self.starts: dict[str, int] = {
            name: form.get("month_starts_on_day", 1) for name, form in settings.get("calendars", {}).items()
        }
        self.default = next(iter(self.starts))
        plan = settings.get("plan")
        self.plan = (plan["first_day"], plan["last_day"]) if plan and "first_day" in plan else None
        yearly = {(self.first_day.month, self.first_day.day)}
        for entry in settings.get("breaks", []):
            yearly.add((entry["on"].month, entry["on"].day))
        if self.plan:
            yearly.add((self.plan[0].month, self.plan[0].day))
            after = self.plan[1] + ONE
            yearly.add((after.month, after.day))
        self.yearly = yearly
        self.off: set[date] = set()
        for entry in working_days.get("off", []):
            first, last = (entry, entry) if isinstance(entry, date) else (entry["first_day"], entry["last_day"])
            while first <= last:
                self.off.add(first)
                first += ONE
        self.worked: set[date] = set(working_days.get("working", []))

    # --- slots -----------------------------------------------------------------------------------------------------

    def begins_slot(self, day: date) -> bool:
        if day.day in set(self.starts.values()):
            return True
        return any(moved(day.year, *when) == day for when in self.yearly)

    def slots(self, data_date: date) -> list[tuple[date, date]]:
        """Every slot begun by the data date, from the data's first day; the last ends on the data date."""
        found: list[list[date]] = []
        day = self.first_day
        while day <= data_date:
            if not found or self.begins_slot(day):
                found.append([day, day])
            found[-1][1] = day
            day += ONE
        return [(first, last) for first, last in found]

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def calendar_rows(self, data_date: date) -> list[tuple]:
        """`calendar(day, slot, in_plan, working_day, working_number)`, to the end of the year after the data date."""
        slot_of: dict[date, date] = {}
        for first, last in self.slots(data_date):
            day = first
            while day <= last:
                slot_of[day] = first
                day += ONE
        rows, number, day = [], 0, self.first_day
        end = date(data_date.year + 1, 12, 31)
        while day <= end:
            working = self.is_working(day)
            number += working
            in_plan = bool(self.plan and self.plan[0] <= day <= self.plan[1])
            rows.append((day, slot_of.get(day), in_plan, working, number))
            day += ONE
        return rows

    # --- periods ---------------------------------------------------------------------------------------------------

    def month_start(self, calendar: str, year: int, month: int) -> date:
        """The first day of a month of the calendar; months may run over the year's edge."""
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        start = self.starts[calendar]
        if start == 1:
            return date(year, month, 1)
        return date(year - 1, 12, start) if month == 1 else date(year, month - 1, start)

    def stretch(self, calendar: str, kind: str, year: int, month: int, months: int) -> Period:
        first = self.month_start(calendar, year, month)
        return Period(calendar, kind, first, self.month_start(calendar, year, month + months) - ONE)

    def period(self, calendar: str, name: str) -> Period:
        if ":" in name:
            calendar, name = name.split(":", 1)
        if name == "plan":
            assert self.plan, "the workspace has no plan"
            return Period(calendar, "plan", *self.plan)
        if ".." in name:
            first, last = (date.fromisoformat(part) for part in name.split(".."))
            return Period(calendar, "days", first, last)
        match = re.fullmatch(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])|(9M)))?", name)
        assert match, f"no period is called {name!r}"
        year, month, quarter, half, nine = match.groups()
        year = int(year)
        if month:
            return self.stretch(calendar, "month", year, int(month), 1)
        if quarter:
            return self.stretch(calendar, "quarter", year, 3 * int(quarter) - 2, 3)
        if half:
            return self.stretch(calendar, "half", year, 6 * int(half) - 5, 6)
        if nine:
            return self.stretch(calendar, "nine_months", year, 1, 9)
        return self.stretch(calendar, "year", year, 1, 12)

    def names(self, years: range) -> list[str]:
        """The names of every period of some years, and the plan."""
        found = []
        for year in years:
            found += [f"{year}-{month:02d}" for month in range(1, 13)]
            found += [f"{year}-Q{quarter}" for quarter in range(1, 5)]
            found += [f"{year}-H1", f"{year}-H2", f"{year}-9M", f"{year}"]
        return found + (["plan"] if self.plan else [])

    # --- windows ---------------------------------------------------------------------------------------------------

    def year_of(self, period: Period) -> Period | None:
        """The one year of its calendar that the period lies in."""
        for year in (period.first_day.year - 1, period.first_day.year, period.first_day.year + 1):
            whole = self.stretch(period.calendar, "year", year, 1, 12)
            if whole.first_day <= period.first_day and period.last_day <= whole.last_day:
                return whole
        return None

    def window(self, period: Period, over: str, slots: list[tuple[date, date]]) -> list[tuple[date, date]] | None:
        """The slots that a rule reads for a period, or None where it can read none."""
        if not slots or slots[-1][1] < period.first_day:
            return None

        def between(first: date, last: date):
            return None if first < self.first_day else [slot for slot in slots if first <= slot[0] <= last]

        if over == "sum":
            return between(period.first_day, period.last_day)
        if over == "last":
            begun = [slot for slot in slots if period.first_day <= slot[0] <= period.last_day]
            return begun[-1:] or None
        if over == "opening":
            before = [slot for slot in slots if slot[1] == period.first_day - ONE]
            return before or None
        if over == "running":
            if not self.plan or self.plan[0] > min(period.last_day, slots[-1][1]):
                return None
            return between(self.plan[0], period.last_day)
        if over == "year_to_date":
            year = self.year_of(period)
            return between(year.first_day, period.last_day) if year else None
        raise ValueError(f"no rule is called {over!r}")
