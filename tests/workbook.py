"""Reads workbooks with openpyxl, which nobody here wrote.

    workbook.py read FILE MANIFEST        every cell, and each ratio against the figures of the pack
    workbook.py strip FILE OUT            the same file without the results of its formulas
    workbook.py counted FILE RECALCULATED the results of formulas as written and as another program counts them
    workbook.py cells FILE                every cell that is not empty, as JSON: sheet, cell, type, value, format
"""

import datetime
import json
import math
import sys

import openpyxl


def near(one, other):
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def formulas(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet, cell


def read(path, manifest):
    book, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    figures = json.load(open(manifest))["figures"]
    known = {(f["code"], f["numerator"], f["denominator"]): f["value"] for f in figures}
    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(names), names
    ratios = charts = days = 0
    for sheet in book:
        assert 0 < len(sheet.title) <= 31 and not set(sheet.title) & set("[]:*?/\\"), sheet.title
        assert sheet.freeze_panes and sheet.freeze_panes.startswith("A"), sheet.title
        head = int(sheet.freeze_panes[1:]) - 1
        assert sheet.print_title_rows == f"$1:${head}", (sheet.title, sheet.print_title_rows)
        assert int(sheet.page_setup.paperSize) == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert "&P/&N" in (sheet.oddFooter.right.text or "") or "&[Page]" in str(sheet.oddFooter.right.text) or "&P" in str(sheet.oddFooter.right.text), sheet.title
        assert all(cell.value for cell in sheet[head] if cell.column <= 2), sheet.title
        charts += len(sheet._charts)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", (sheet.title, cell.coordinate, cell.value)
                if isinstance(cell.value, datetime.datetime):
                    assert "yyyy" in cell.number_format, (sheet.title, cell.coordinate)
                    days += 1
    for sheet, cell in formulas(book):
        result = results[sheet.title][cell.coordinate].value
        assert isinstance(result, (int, float)), (sheet.title, cell.coordinate, cell.value, result)
        if sheet.title == names[0]:
            continue
        code = sheet.cell(cell.row, 1).value
        above, below = sheet.cell(cell.row, cell.column - 2).value, sheet.cell(cell.row, cell.column - 1).value
        value = known[(code, above, below)]
        assert near(value, result), (sheet.title, cell.coordinate, value, result)
        ratios += 1
    print(json.dumps({"sheets": names, "ratios": ratios, "charts": charts, "days": days}))


def strip(path, out):
    # It writes formulas without results, so that whoever opens the file must count.
    openpyxl.load_workbook(path).save(out)


def counted(path, recalculated):
    book = openpyxl.load_workbook(path)
    ours, theirs = (openpyxl.load_workbook(each, data_only=True) for each in (path, recalculated))
    count = 0
    for sheet, cell in formulas(book):
        one, other = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
        assert near(one, other), (sheet.title, cell.coordinate, one, other)
        count += 1
    print(count)


def cells(path):
    book = openpyxl.load_workbook(path)
    told = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = cell.value.isoformat() if hasattr(cell.value, "isoformat") else cell.value
                    told.append([sheet.title, cell.coordinate, cell.data_type, value, cell.number_format])
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    {"read": read, "strip": strip, "counted": counted, "cells": cells}[sys.argv[1]](*sys.argv[2:])
