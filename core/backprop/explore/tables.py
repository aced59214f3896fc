"""Tables as columns of text: how each learning rate did in a race, and the paths of a gradient."""

from __future__ import annotations

from core.backprop.explore.ledger import Ledger
from core.backprop.explore.outcome import outcomes
from core.backprop.explore.race import Race
from core.backprop.notation.latex import latex, latex_name
from core.backprop.notation.number import format_number

MARKS = (1, 10, 100, 1000)
MOST_PATHS = 16  # rows of a ledger; the others are one row


def race_table(race: Race, target: float | None, digits: int) -> dict[str, list[str]]:
    """A row for each rate: E_total after 1, 10, 100 … updates and at the end, when it reached the target, a outcome."""
    runners = range(len(race.rates))
    marks = [mark for mark in MARKS if mark < race.updates]
    columns = {"learning rate η": [format_number(rate) for rate in race.rates]}
    columns |= {f"after {mark:,}": [_loss(race, runner, mark, digits) for runner in runners] for mark in marks}
    columns[f"after {race.updates:,}"] = [_loss(race, runner, race.updates, digits) for runner in runners]
    if target is not None:
        reached = [race.reached(runner, target) for runner in runners]
        columns[f"updates to {format_number(target)}"] = ["not yet" if k is None else f"{k:,}" for k in reached]
    columns["how it went"] = [outcome.sentence for outcome in outcomes(race)]
    return columns


def ledger_table(ledger: Ledger, digits: int) -> dict[str, list[str]]:
    """A row for each path, the largest share first: where it comes from, its factors, and its share.

    Formulas are LaTeX between dollar signs, in braces so that they do not break into lines. Beyond MOST_PATHS the
    smallest are added up in one row.
    """
    paths = sorted(ledger.paths, key=lambda path: -abs(path.amount))
    shown, others = paths[:MOST_PATHS], paths[MOST_PATHS:]
    columns = {
        "from": [f"${latex_name(path.term)}$" for path in shown],
        "through": [f"${{{_way(path.names)}}}$" for path in shown],
        "factors": [f"${{{latex(path.symbols)}}}$" for path in shown],
        "in numbers": [_product(path.numbers, digits) for path in shown],
        "share": [format_number(path.amount, digits) for path in shown],
    }
    if others:
        rest = (f"{len(others)} more", "", "", "", format_number(sum(path.amount for path in others), digits))
        for column, text in zip(columns.values(), rest, strict=True):
            column.append(text)
    return columns


def _loss(race: Race, runner: int, update: int, digits: int) -> str:
    if update > race.lasted(runner):
        return "–"
    return format_number(float(race.losses[update, runner]), digits)


def _product(numbers: tuple[float, ...], digits: int) -> str:
    """The factors that are not 1, negative ones in brackets; it does not break into lines."""
    texts = [format_number(number, digits) for number in numbers if number != 1]
    return "\u00a0·\u00a0".join(f"({text})" if text.startswith("−") else text for text in texts) or "1"


def _way(names: tuple[str, ...]) -> str:
    """From the quantity to the term of the loss."""
    return r" \leftarrow ".join(latex_name(name) for name in reversed(names[1:] or names))
