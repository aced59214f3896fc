"""An exercise that a teacher hands out: the numbers, what is to be worked, how often and until when; as one link.

Everything that a student is asked follows from the exercise and the student's name, so nothing is stored on a server.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from core.backprop.engine.architecture import numbers_of
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import PHASES
from core.backprop.lesson.place import Place, advanced, from_link, to_link
from core.backprop.lesson.presets import LARGEST_SEED, RANDOM
from core.backprop.practice.bug_hunt import LEVELS
from core.backprop.practice.quiz import begin

WORKED = tuple(phase for phase in PHASES if phase not in ("start", "verify"))  # the phases with numbers to find
MOST_UPDATES, MOST_BUGS, MOST_ROWS = 5, 10, 200
LONGEST_TITLE, LONGEST_NAME = 80, 60  # characters
TITLE = "exercise"  # the query parameter that makes a link one to an exercise
UPDATE, BUG, SHEET = "update", "bug", "sheet"  # the kinds of tasks


class Question(NamedTuple):
    """One of the things to find: the number of a step in the update of that number, or the bug of that number."""

    kind: str
    number: int
    step: str = ""

    @property
    def title(self) -> str:
        return (
            self.kind if self.kind == SHEET else f"{self.kind} {self.number}" + (f", {self.step}" if self.step else "")
        )


@dataclass(frozen=True)
class Assignment:
    """`place` is where everybody starts; with `own_numbers` each student gets other ones, drawn from name and seed.

    `phases` are those whose numbers are typed, in each of so many `updates`; `bugs` of that `level` are to be found
    after that, and a spreadsheet of so many updates, `rows`, is handed in. Without `hints` a number can only be told;
    with `predict` its sign or direction is asked before it.
    Raises ValueError, in a sentence, for what cannot be worked.
    """

    title: str = "Exercise"
    place: Place = field(default_factory=Place)
    own_numbers: bool = False
    phases: tuple[str, ...] = WORKED
    updates: int = 1
    bugs: int = 0
    level: str = LEVELS[0]
    hints: bool = True
    deadline: str = ""
    rows: int = 0
    predict: bool = False

    def __post_init__(self) -> None:
        if one_line(self.title, LONGEST_TITLE) != self.title:
            raise ValueError("The title has spaces or signs that cannot be seen.")
        if self.deadline and one_line(self.deadline, LONGEST_TITLE) != self.deadline:
            raise ValueError("The deadline has spaces or signs that cannot be seen.")
        if self.phases != tuple(phase for phase in WORKED if phase in self.phases):
            raise ValueError("The phases must be those of an update, each once and in their order.")
        if not (0 <= self.updates <= MOST_UPDATES and 0 <= self.bugs <= MOST_BUGS):
            raise ValueError(f"There may be up to {MOST_UPDATES} updates and {MOST_BUGS} bugs.")
        if not 0 <= self.rows <= MOST_ROWS:
            raise ValueError(f"A sheet may have up to {MOST_ROWS} updates.")
        if self.level not in (LEVELS if self.bugs else LEVELS[:1]):
            raise ValueError("There is no such level of bugs.")
        if not (self.updates and self.phases) and not self.bugs and not self.rows:
            raise ValueError("There is nothing to work yet: choose what is to be typed, a bug to find, or a sheet.")
        if self.place.step != "start" or from_link(to_link(self.place)) != (self.place, []):
            raise ValueError("These numbers cannot be handed out.")
        last = max(self.updates, self.rows) - 1
        if last > 0 and not _reaches(self.place, last):
            raise ValueError("With these numbers the network overflows before the last update.")
        if self.own_numbers and replace(self.place, learning_rate=0.5) != _drawn(self.place, self.place.seed):
            raise ValueError("Numbers that are drawn for each student cannot be given as well.")

    @property
    def id(self) -> str:
        """Short, and another one for every other exercise."""
        return blake2b(repr(sorted(to_link_of(self).items())).encode(), digest_size=6).hexdigest()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is asked, in order."""
        steps = [name for name, phase in _asked(self.place.network) if phase in self.phases]
        numbers = [Question(UPDATE, number + 1, step) for number in range(self.updates) for step in steps]
        sheet = [Question(SHEET, 1)] if self.rows else []
        return (*numbers, *(Question(BUG, number + 1) for number in range(self.bugs)), *sheet)

    def start(self, name: str) -> Place:
        """Where the student of that name starts."""
        if not self.own_numbers:
            return self.place
        return replace(_drawn(self.place, self._seed(name)), learning_rate=self.place.learning_rate)

    def bug_number(self, name: str, number: int) -> int:
        """Which bug the student's first, second … is; others for everybody where the numbers are."""
        return ((self._seed(name) if self.own_numbers else 0) + number) % (LARGEST_SEED + 1)

    def _seed(self, name: str) -> int:
        text = f"{self.place.seed}\n{name.casefold()}"
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % (LARGEST_SEED + 1)


def one_line(text: str, longest: int, what: str = "A title") -> str:
    """A name or a title as it is kept: one line, no space to spare. Raises ValueError for none, or too long a one."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not text or len(text) > longest or not text.isprintable():
        raise ValueError(f"{what} must have 1 to {longest} characters, all of them to be seen.")
    return text


def own_numbers(place: Place, seed: int) -> Place:
    """Where an exercise with drawn numbers starts: with the shape and the learning rate of a place."""
    return replace(_drawn(place, seed), learning_rate=place.learning_rate)


def to_link_of(assignment: Assignment) -> dict[str, str]:
    """The query parameters of an exercise: its place, and what is to be worked as far as it is not the usual."""
    link = {TITLE: assignment.title, **to_link(assignment.place)}
    usual = Assignment()
    if assignment.own_numbers:
        link["numbers"] = "own"
    if assignment.phases != usual.phases:
        link["phases"] = "-".join(assignment.phases) or "none"
    if assignment.updates != usual.updates:
        link["times"] = str(assignment.updates)
    if assignment.bugs:
        link["bugs"] = f"{assignment.bugs}-{assignment.level}"
    if assignment.rows:
        link["rows"] = str(assignment.rows)
    if not assignment.hints:
        link["hints"] = "none"
    if assignment.predict:
        link["predict"] = "first"
    return link | ({"due": assignment.deadline} if assignment.deadline else {})


# The parameters beside those of the place.
OWN = (TITLE, "numbers", "phases", "times", "bugs", "rows", "hints", "due", "predict")


def read_assignment(link: Mapping[str, str]) -> Assignment:
    """The exercise that a link leads to.

    Raises ValueError, in a sentence, if any part of it makes no sense: an exercise is the same for all, or none.
    """
    place, left_out = from_link(link)
    if left_out:
        raise ValueError(f"This makes no sense in it: {', '.join(left_out)}.")
    bugs, _, level = link.get("bugs", f"0-{LEVELS[0]}").partition("-")
    phases = link.get("phases", "-".join(WORKED))
    return Assignment(
        link.get(TITLE, ""),
        place,
        _choice(link, "numbers", "own"),
        () if phases == "none" else tuple(phases.split("-")),
        _count(link.get("times", "1")),
        _count(bugs),
        level,
        not _choice(link, "hints", "none"),
        link.get("due", ""),
        _count(link.get("rows", "0"), 3),
        _choice(link, "predict", "first"),
    )


def _choice(link: Mapping[str, str], name: str, text: str) -> bool:
    """Whether the link says this. Raises ValueError if it says something else."""
    if link.get(name, text) != text:
        raise ValueError(f"This makes no sense in it: {name} ({link[name][:20]}).")
    return name in link


def _count(text: str, digits: int = 2) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise ValueError(f"This makes no sense in it: a number of {text[:20] or 'nothing'}.")
    return int(text)


def _reaches(place: Place, updates: int) -> bool:
    """Whether so many updates are made from there before a number overflows."""
    try:
        return advanced(place, updates).update == place.update + updates
    except NonFinite:
        return False


def _drawn(place: Place, seed: int) -> Place:
    return Place.at_preset(RANDOM, seed, place.architecture)


def _asked(net: Network) -> tuple[tuple[str, str], ...]:
    """The name and the phase of each number to find; they are the same for all networks of a shape."""
    return _asked_of(Network(net.graph, **numbers_of(Place(network=net).architecture)))


@cache
def _asked_of(usual: Network) -> tuple[tuple[str, str], ...]:
    return tuple((step.name, step.phase) for step in begin(usual, 0.0).questions)
