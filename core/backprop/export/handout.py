"""An exercise on paper: a sheet for each variant, and the keys at the end; one HTML document to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import Template

from core.backprop.engine.expression import Expression
from core.backprop.export.page import markup, words
from core.backprop.export.variant import KEY, Variant, result
from core.backprop.lesson.lesson import Step
from core.backprop.notation.mathml import mathml
from core.backprop.notation.number import format_number

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
@page { size: A4; margin: 14mm; }
body { max-width: 182mm; margin: 2rem auto; padding: 0 1rem; font: 10.5pt/1.4 system-ui, sans-serif; color: #23262f; }
h1 { font-size: 1.4em; margin: 0 0 .3em; } h2 { font-size: 1.1em; margin: 1.2em 0 .3em; break-after: avoid; }
p { margin: .3em 0; } i { font-family: math, serif; } .letter { font-style: italic; }
svg { width: 100%; height: auto; max-height: 85mm; }
section { break-after: page; } .name { display: flex; justify-content: space-between; }
.given { display: flex; flex-wrap: wrap; gap: .2em 1.4em; }
ol { columns: 2; column-gap: 2em; padding-left: 2.2em; }
li { break-inside: avoid; padding: .25em 0 .45em; }
.blank { display: flex; gap: .4em; align-items: end; } .blank span { flex: 1; border-bottom: 1px solid #8a8f98; }
.key { break-after: auto; break-inside: avoid; font-size: .9em; } .key ol { columns: 3; } .keys { break-before: page; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; } .hint { display: none; } }
</style>
</head>
<body>
<p class="hint">Print this page with the browser: Ctrl+P, or ⌘P on a Mac. The keys are on the last pages.</p>
$sheets
<h1 class="keys">$title: the keys</h1>
$keys
</body>
</html>
""")


def handout(title: str, variants: Sequence[Variant], until: str = "") -> str:
    """The document; `until` is the deadline in words."""
    return PAGE.substitute(
        title=escape(title),
        sheets="\n".join(_sheet(title, until, variant) for variant in variants),
        keys="\n".join(map(_key, variants)),
    )


def _sheet(title: str, until: str, variant: Variant) -> str:
    due = f"<p>Until {escape(until)}.</p>" if until else ""
    head = f'<p class="name"><span>{escape(variant.title)}</span><span>Name: {"_" * 34}</span></p>'
    parts = []
    for update in range(len(variant.lessons)):
        given = " ".join(
            f"<span>{_math(symbol)} = {format_number(value, KEY)}</span>"
            for symbol, value in variant.given(update).items()
        )
        picture = variant.picture if not update else ""
        asked = "".join(_item(variant, step, blank=True) for step in variant.asked(update))
        parts.append(f'<h2>Update {update + 1}</h2><p class="given">{given}</p>{picture}<ol>{asked}</ol>')
    return f"<section><h1>{escape(title)}</h1>{head}{due}{''.join(parts)}</section>"


def _key(variant: Variant) -> str:
    return "".join(
        f'<section class="key"><h2>{escape(variant.title)}, update {update + 1}</h2><ol>'
        f"{''.join(_item(variant, step) for step in variant.asked(update))}</ol></section>"
        for update in range(len(variant.lessons))
    )


def _item(variant: Variant, step: Step, blank: bool = False) -> str:
    assert step.equation is not None
    left = _math(step.equation.left)
    if not blank:
        return f"<li>{left} = {format_number(result(step), KEY)}</li>"
    names = tuple(variant.lessons[0][-1].after)
    return f'<li>{words(step.title, names)}<div class="blank">{left} = <span></span></div></li>'


def _math(e: Expression) -> str:
    return f'<math displaystyle="true">{markup(mathml(e))}</math>'
