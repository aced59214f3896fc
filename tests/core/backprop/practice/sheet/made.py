"""Files that no spreadsheet program would make, and some that one would."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

BOOK = '<workbook><sheets><sheet name="one" r:id="rId1" xmlns:r="r"/></sheets></workbook>'
RELATIONS = '<R><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(sheet: str | bytes, **more: str) -> bytes:
    """An .xlsx of one tab."""
    parts = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": sheet}
    return zipped(parts | {name.replace("__", "/"): content for name, content in more.items()})


def rows(cells: str) -> str:
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>"


def document(table: str, manifest: str = "") -> bytes:
    """An .ods of one tab."""
    names = 'xmlns:table="t" xmlns:office="o" xmlns:text="x"'
    tab = f'<table:table table:name="one">{table}</table:table>'
    content = f"<office:document-content {names}>{tab}</office:document-content>"
    return zipped({"content.xml": content, "META-INF/manifest.xml": manifest or "<m/>"})
