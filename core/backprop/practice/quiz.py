"""Your turn: the next number of the lesson is hidden, the learner types it, and each answer is judged by its value.

A practice is a frozen record of how far the learner has come; what happens to it are pure functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from core.backprop.engine.expression import Derivative, Expression, Plugged, Symbol
from core.backprop.engine.functions import Log, Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.practice.judging import Kind, Verdict, judge
from core.backprop.practice.skills import skill_of
from core.backprop.practice.slips import slips
from core.backprop.practice.tree import has
from core.backprop.practice.typed import Typed, parse_typed

RULE, FORMULA, NUMBERS, NUMBER = 1, 2, 3, 4  # the levels of help
FADING = (NUMBER, FORMULA)  # what the first questions of a skill come with, where help fades
CALCULATOR = 10  # the digits that one shows

DEFINITIONS: dict[type[Expression], str] = {  # for a learner whose calculator has no such key
    Sigmoid: "σ(x) = 1/(1 + exp(−x)).",
    Tanh: "tanh(x) = 1 − 2/(exp(2x) + 1).",
    Relu: "ReLU(x) is x or 0, whichever is larger.",
    Softmax: "Its exp, divided by the sum of the exps of all outputs.",
    Log: "ln is the natural logarithm.",
}


@dataclass(frozen=True)
class Mark:
    """How a number was found: after so many wrong answers, with so much help."""

    tries: int = 0
    help: int = 0

    @property
    def at_once(self) -> bool:
        return not self.tries and not self.help

    @property
    def revealed(self) -> bool:
        return self.help == NUMBER


@dataclass(frozen=True)
class Practice:
    """`previous` is the network one update before; `marks` has one for each number found, None for those skipped.

    The open question is the one after them; `mark` is what has happened to it. Help fades for the skills in `fading`:
    the first step of each is worked, the second has the formula, the others have nothing.
    """

    net: Network
    learning_rate: float
    previous: Network | None = None
    marks: tuple[Mark | None, ...] = ()
    mark: Mark = Mark()
    fading: frozenset[str] = frozenset()

    @property
    def questions(self) -> tuple[Step, ...]:
        """The lines of the lesson that have a number to find; not its check, a whole forward pass by hand."""
        return _questions(self.net, self.learning_rate)

    @property
    def check(self) -> Step:
        """What the lesson says when the update is done."""
        return _lesson(self.net, self.learning_rate)[-1]

    @property
    def question(self) -> Step | None:
        """The open one, None when the update is done."""
        return None if self.finished else self.questions[len(self.marks)]

    @property
    def finished(self) -> bool:
        return len(self.marks) == len(self.questions)

    @property
    def skill(self) -> str:
        """That of the open question, nothing when the update is done."""
        return "" if self.question is None else skill_of(self.net.graph, self.question.name)

    @property
    def lent(self) -> int:
        """The level of help that the open question comes with."""
        if self.skill not in self.fading:
            return 0
        before = [skill_of(self.net.graph, step.name) for step in self.questions[: len(self.marks)]]
        return FADING[met] if (met := before.count(self.skill)) < len(FADING) else 0

    @property
    def level(self) -> int:
        """The level of help by now, lent or asked for."""
        return max(self.lent, self.mark.help)


@dataclass(frozen=True)
class Help:
    """What may be seen of the open question: nothing but its name at first, everything in the end."""

    sentence: str = ""
    rows: tuple[Expression, ...] = ()
    flow: Mapping[str, float] = field(default_factory=dict)
    result: float | None = None


@dataclass(frozen=True)
class Tally:
    """How many numbers the learner found so far, by how they were found; and all that was tried in vain, and asked."""

    at_once: int
    corrected: int  # after one or more wrong answers, without help
    helped: int
    revealed: int
    tries: int  # wrong answers
    hints: int

    @property
    def found(self) -> int:
        return self.at_once + self.corrected + self.helped


def begin(net: Network, learning_rate: float, step: str = "", previous: Network | None = None) -> Practice:
    """A practice that begins at the named step, or at the first one; what comes before it is given.

    Raises what `lesson` raises.
    """
    names = [question.name for question in _questions(net, learning_rate)]
    skipped = names.index(step) if step in names else 0
    return Practice(net, learning_rate, previous, marks=(None,) * skipped)


def submit(practice: Practice, text: str) -> tuple[Practice, Verdict]:
    """The practice after the learner typed `text`, and what to say about it.

    A text that is no number, or one with too few digits, is answered with a sentence and does not count as a try. Too
    few are also those with which a new weight looks like the old one, if a calculator shows more.
    """
    step = practice.question
    if step is None or step.equation is None:
        return practice, Verdict(Kind.UNREADABLE, "Done", "This update is finished.")
    try:
        typed = parse_typed(text)
    except ValueError as error:
        return practice, Verdict(Kind.UNREADABLE, "", str(error))
    practice, verdict = _judged(practice, step, step.equation.result, typed)
    return practice, replace(verdict, sentence=f"{typed.note} {verdict.sentence}".strip())


def _judged(practice: Practice, step: Step, right: float, typed: Typed) -> tuple[Practice, Verdict]:
    verdict = judge(typed, right, [])
    if not verdict.right:  # slips take time to compute, and most answers are right
        wrong = slips(practice.net, practice.learning_rate, step, practice.previous)
        verdict = judge(typed, right, list(wrong))
    if verdict.right:
        old = step.before.get(step.name.removeprefix("new-")) if step.phase == "update" else None
        if old is None or not typed.agrees(old):
            return _on(practice), verdict
        telling = _telling_digits(typed.digits, old, right)
        if not telling:
            return _on(practice), replace(verdict, sentence="To a calculator's digits the old weight looks the same.")
        sentence = f"To so few digits the old weight looks the same; {telling} significant digits show the change."
        verdict = Verdict(Kind.FEW_DIGITS, "Right so far", sentence)
    if verdict.kind is Kind.FEW_DIGITS:
        return practice, verdict
    return replace(practice, mark=replace(practice.mark, tries=practice.mark.tries + 1)), verdict


def helped(practice: Practice) -> Practice:
    """With one more level of help for the open question; there are four."""
    if practice.finished:
        return practice
    return replace(practice, mark=replace(practice.mark, help=min(practice.level + 1, NUMBER)))


def visible(practice: Practice) -> Help:
    """In four levels: the rule in words, the formula in symbols, the same with numbers plugged in, the number."""
    step, level = practice.question, practice.level
    if step is None or step.equation is None or level < RULE:
        return Help()
    rows = step.equation.rows
    formulas = tuple(row for row in rows if has(row, Symbol | Derivative) and not has(row, Plugged))
    definition = next((DEFINITIONS[kind] for kind in DEFINITIONS if has(formulas[0], kind)), "") if formulas else ""
    return Help(
        sentence=f"{step.sentence} {definition}" if definition and level >= FORMULA else step.sentence,
        rows=rows if level >= NUMBERS else formulas if level >= FORMULA else (),
        flow=step.flow if level >= NUMBERS else {},
        result=step.equation.result if level >= NUMBER else None,
    )


def passed(practice: Practice) -> Practice:
    """On to the next question after the number of this one was revealed, or lent; otherwise nothing changes."""
    return _on(practice) if practice.level == NUMBER else practice


def helped_on(practice: Practice) -> Practice:
    """What who asks for help gets: one more level, and once the number is there the next question."""
    return passed(practice) if practice.level == NUMBER else helped(practice)


def next_update(practice: Practice) -> Practice:
    """The same from the beginning, with the weights after this update. Raises what `lesson` raises."""
    return begin(practice.net.updated(practice.learning_rate), practice.learning_rate, previous=practice.net)


def tally(practice: Practice) -> Tally:
    marks = [mark for mark in practice.marks if mark]
    return Tally(
        at_once=sum(mark.at_once for mark in marks),
        corrected=sum(bool(mark.tries) and not mark.help for mark in marks),
        helped=sum(0 < mark.help < NUMBER for mark in marks),
        revealed=sum(mark.revealed for mark in marks),
        tries=sum(mark.tries for mark in marks),
        hints=sum(mark.help for mark in marks),
    )


def _on(practice: Practice) -> Practice:
    worked = practice.lent == NUMBER  # then nothing was to be found
    return replace(practice, marks=(*practice.marks, None if worked else practice.mark), mark=Mark())


def _telling_digits(typed: int, old: float, new: float) -> int:
    """How many significant digits, more than were typed, tell the numbers apart; 0 where a calculator's do not."""
    more = range(typed + 1, CALCULATOR + 1)
    return next((digits for digits in more if float(f"{old:.{digits}g}") != float(f"{new:.{digits}g}")), 0)


_lesson = lru_cache(maxsize=64)(lesson)  # every answer of every learner needs its lesson again


@lru_cache(maxsize=64)
def _questions(net: Network, learning_rate: float) -> tuple[Step, ...]:
    return tuple(step for step in _lesson(net, learning_rate) if step.equation and step.phase != "verify")
