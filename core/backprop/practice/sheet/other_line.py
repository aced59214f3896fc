"""Where a formula takes the right numbers from another line than its own, or new weights for old ones."""

from __future__ import annotations

from collections.abc import Sequence

from core.backprop.engine.expression import Expression
from core.backprop.practice.sheet.subject import Subject
from core.backprop.practice.sheet.written import line_of, name_of, shown, symbols_in, without_lines


def other_line(subject: Subject, missing: Sequence[Expression], extra: Sequence[Expression]) -> str:
    """What is said of it; nothing where other numbers are used."""
    new = [e for e in extra if _is_new(subject, e)]
    if new and {name_of(e).removesuffix("⁺") for e in new} <= {name_of(e) for e in missing}:
        names = " and ".join(name_of(e).removesuffix("⁺") for e in new)
        return f"uses the new {names} where the old one belongs: every gradient is computed with the old weights"
    bare = [[without_lines(e) for e in some] for some in (missing, extra)]
    if not missing or sorted(map(repr, bare[0])) != sorted(map(repr, bare[1])):
        return ""
    moved = dict.fromkeys(leaf for e in extra for leaf in symbols_in(e) if line_of(leaf))
    taken = " and ".join(shown(leaf, subject.line) for leaf in moved)
    belongs = f"the {subject.line} {_before(subject)}" if subject.is_update else f"its own {subject.line}"
    return f"points at another {subject.line}: it takes {taken}, where that of {belongs} belongs"


def _is_new(subject: Subject, e: Expression) -> bool:
    name = name_of(e)
    return name.removesuffix("⁺") in subject.graph.weights and (name.endswith("⁺") or line_of(e) == "1")


def _before(subject: Subject) -> str:
    return "above" if subject.line == "row" else "before"
