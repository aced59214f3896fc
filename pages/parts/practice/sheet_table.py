"""A block of a learner's sheet as a table, each cell marked by sign and colour."""

from __future__ import annotations

from html import escape

from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.report import Mark, Understood
from core.backprop.practice.sheet.workbook import Place, address, letters

MOST_ROWS = 25  # updates that are shown at once
SIGNS = {Mark.WRONG: "✗", Mark.FOLLOWED: "↳", Mark.RIGHT: "", Mark.GIVEN: "", Mark.UNKNOWN: "?"}
WORDS = {
    Mark.WRONG: "wrong",
    Mark.FOLLOWED: "rightly computed, but from something wrong",
    Mark.RIGHT: "right",
    Mark.GIVEN: "given",
    Mark.UNKNOWN: "not judged",
}
STYLE = """<style>
.checked-sheet { overflow: auto; max-height: 26rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent);
  border-radius: .5rem; }
.checked-sheet table { border-collapse: collapse; font-size: .8rem; font-variant-numeric: tabular-nums; }
.checked-sheet th, .checked-sheet td { padding: .2rem .5rem; text-align: right; white-space: nowrap; border: 0; }
.checked-sheet thead th { position: sticky; top: 0; background: color-mix(in srgb, currentColor 12%, Canvas);
  font-weight: 600; }
.checked-sheet th small { opacity: .6; font-weight: 400; }
.checked-sheet tbody th { opacity: .6; font-weight: 400; }
.checked-sheet .given { opacity: .65; }
.checked-sheet .wrong { background: color-mix(in srgb, #d23c3c 30%, transparent); font-weight: 600; }
.checked-sheet .followed { background: color-mix(in srgb, #d99a1c 22%, transparent); }
</style>"""
LEGEND = "✗ wrong &emsp; ↳ rightly computed, but from something wrong &emsp; without a sign: right; pale: given"


def table(about: Understood, start: int, digits: int) -> str:
    """MOST_ROWS updates of a block from `start` on, as HTML; of the sheet's own texts there is none in it."""
    block = about.block
    names = [name for name in block.names if name != "update"]
    updates = range(max(0, start), min(block.updates, max(0, start) + MOST_ROWS))

    def across(name: str) -> str:
        row, column = block.places[name, 0]
        return str(row + 1) if block.sideways else letters(column)

    def along(update: int) -> str:
        row, column = next(place for name in names if (place := block.places.get((name, update))))
        return letters(column) if block.sideways else str(row + 1)

    head = "".join(f"<th><small>{across(name)}</small><br>{escape(name.replace(RATE, 'η'))}</th>" for name in names)

    def row(update: int) -> str:
        cells = "".join(_cell(about, block.places.get((name, update)), digits) for name in names)
        return f"<tr><th>{along(update)}</th>{cells}</tr>"

    body = "".join(map(row, updates))
    whole = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{STYLE}<div class='checked-sheet' tabindex='0'>{whole}</div><small>{LEGEND}</small>"


def _cell(about: Understood, place: Place | None, digits: int) -> str:
    cell = about.block.tab.cells.get(place) if place else None
    if place is None or cell is None:
        return "<td></td>"
    mark = about.marks.get(place, Mark.UNKNOWN)
    number = about.values.get(place)
    shown = format_number(number, digits) if number is not None else "·"
    sign = f"{SIGNS[mark]} " if SIGNS[mark] else ""
    return f"<td class='{mark}' title='{address(place)}: {WORDS[mark]}'>{sign}{shown}</td>"
