"""What python-docx reads in a document, as JSON: read_docx.py FILE."""

import json
import sys

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

document = Document(sys.argv[1])


def text(paragraph):
    return paragraph.text.replace("\u00a0", " ")


def head_rows(table):
    return sum(1 for row in table.rows if row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None)


blocks = []
for child in document.element.body.iterchildren():
    if child.tag == qn("w:p"):
        paragraph = Paragraph(child, document)
        blocks.append({"style": paragraph.style.name, "text": text(paragraph)})
    elif child.tag == qn("w:tbl"):
        table = Table(child, document)
        cells = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        blocks.append({"heads": head_rows(table), "cells": cells})

sections = []
for section in document.sections:
    lines = lambda part: " ".join(text(paragraph) for paragraph in part.paragraphs)
    sections.append({
        "width": round(section.page_width.mm),
        "height": round(section.page_height.mm),
        "margins": [round(side.mm) for side in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)],
        "first_differs": section.different_first_page_header_footer,
        "header": lines(section.header),
        "first_header": lines(section.first_page_header),
        "footer": lines(section.footer),
        "first_footer": lines(section.first_page_footer),
    })

core = document.core_properties
styles = {style.name: {"font": style.font.name, "size": style.font.size.pt if style.font.size else None} for style in document.styles if style.type == 1}
print(json.dumps({
    "blocks": blocks,
    "sections": sections,
    "styles": styles,
    "created": core.created.isoformat(),
    "modified": core.modified.isoformat(),
    "title": core.title,
    "author": core.author,
}))
