"""What a student does of an exercise: one answer after the other, each with its tries, its help and its time.

A work is a frozen record; the practice and the hunt that are on the screen follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from core.backprop.lesson.place import Place, advanced, network_at
from core.backprop.practice import quiz
from core.backprop.practice.assignment import LONGEST_NAME, UPDATE, Assignment, Question, one_line
from core.backprop.practice.bug_hunt import Hunt, Line, Standing, hunt, line
from core.backprop.practice.handed_sheet import Handed
from core.backprop.practice.judging import Kind, Verdict
from core.backprop.practice.quiz import NUMBER, Mark, Practice

MOST_TRIES = 999
MOST_SECONDS = 600  # of one try: who takes longer has been elsewhere
MOST_CELLS = 99_999  # wrong ones of a sheet
REMEMBERED = 12  # kinds of mistakes, or lines marked, of one answer


@dataclass(frozen=True)
class Answer:
    """After so many wrong tries, with so much help, in so many seconds.

    `mistakes` are the kinds that were recognised, each once; of a bug the names of the wrong lines that were marked.
    `cells` are the wrong ones of the sheet that was handed in last.
    """

    tries: int = 0
    help: int = 0
    seconds: int = 0
    mistakes: tuple[str, ...] = ()
    cells: int | None = None

    def later(self, seconds: float) -> Answer:
        """The same, some time later."""
        return replace(self, seconds=self.seconds + round(min(max(seconds, 0), MOST_SECONDS)))

    def wrong(self, mistake: str) -> Answer:
        """After one more wrong try."""
        mistakes = tuple(dict.fromkeys((*self.mistakes, mistake)))[-REMEMBERED:]
        return replace(self, tries=min(self.tries + 1, MOST_TRIES), mistakes=mistakes)

    @property
    def revealed(self) -> bool:
        return self.help == NUMBER


@dataclass(frozen=True)
class Work:
    """`answers` are to the first questions of the exercise, `open` is how the next one stands.

    `began` is in seconds since 1970. Raises ValueError for what cannot be.
    """

    exercise: Assignment
    name: str
    began: int
    answers: tuple[Answer, ...] = ()
    open: Answer = Answer()

    def __post_init__(self) -> None:
        if one_line(self.name, LONGEST_NAME) != self.name:
            raise ValueError("The name has spaces or signs that cannot be seen.")
        questions = self.exercise.questions
        if len(self.answers) > len(questions) or (self.finished and self.open != Answer()):
            raise ValueError("The exercise has fewer questions.")

    @property
    def finished(self) -> bool:
        return len(self.answers) == len(self.exercise.questions)

    @property
    def question(self) -> Question | None:
        """The open one."""
        return None if self.finished else self.exercise.questions[len(self.answers)]

    @property
    def seconds(self) -> int:
        """How long it took so far."""
        return sum(answer.seconds for answer in (*self.answers, self.open))

    @property
    def place(self) -> Place:
        """Where the open question is asked. Raises graph.NonFinite on overflow."""
        start, question = self.exercise.start(self.name), self.question
        done = question.number - 1 if question and question.kind == UPDATE else 0
        return advanced(start, done) if done else start


def practice(work: Work) -> Practice:
    """The update that the open question, a number, belongs to; what the exercise does not ask is given."""
    place, question = work.place, work.question
    assert question is not None
    net = network_at(place)
    before = network_at(replace(place, update=place.update - 1)) if place.update else None
    asked = work.exercise.questions
    found = {
        each.step: Mark(answer.tries, answer.help)
        for each, answer in zip(asked, work.answers, strict=False)
        if each[:2] == question[:2]
    }
    names = [step.name for step in Practice(net, place.learning_rate).questions]
    marks = tuple(map(found.get, names[: names.index(question.step)]))
    return Practice(net, place.learning_rate, before, marks, Mark(work.open.tries, work.open.help))


def search(work: Work) -> Hunt:
    """The bug that is the open question. Raises what `hunt` raises."""
    place, question = work.place, work.question
    assert question is not None
    number = work.exercise.bug_number(work.name, question.number)
    return _hunt(network_at(place), place.learning_rate, work.exercise.level, number)


def submit(work: Work, text: str, seconds: float) -> tuple[Work, Verdict]:
    """The work after the student typed `text` for the open number, and what to say about it."""
    before = practice(work)
    after, verdict = quiz.submit(before, text)
    work = replace(work, open=work.open.later(seconds))
    if len(after.marks) > len(before.marks):
        return _on(work), verdict
    if after.mark.tries > before.mark.tries:
        work = replace(work, open=work.open.wrong(kind_of(verdict)))
    return work, verdict


def helped(work: Work, seconds: float) -> Work:
    """With one more level of help; the last one tells the number, and after that the work goes on."""
    if work.question is None or work.open.revealed:
        return _on(work) if work.open.revealed else work
    at_once = not work.exercise.hints or work.question.kind != UPDATE
    return replace(work, open=replace(work.open.later(seconds), help=NUMBER if at_once else work.open.help + 1))


def mark(work: Work, name: str, seconds: float) -> Work:
    """After the student marked a line of the open bug's program. Raises ValueError if there is no such line."""
    found: Line = line(search(work), name)
    if found.standing is Standing.FIRST:
        return _on(replace(work, open=work.open.later(seconds)))
    return replace(work, open=work.open.later(seconds).wrong(name))


def checked(work: Work, sheet: Handed, seconds: float) -> Work:
    """After a sheet was uploaded: the first that is right is handed in at once; any other can be mended."""
    now = work.open.later(seconds)
    if not sheet.wrong:
        return _on(replace(work, open=replace(now, cells=0)))
    mistakes = tuple(dict.fromkeys((*now.mistakes, *sheet.kinds)))[-REMEMBERED:]
    tries, cells = min(now.tries + 1, MOST_TRIES), min(sheet.wrong, MOST_CELLS)
    return replace(work, open=replace(now, tries=tries, mistakes=mistakes, cells=cells))


def handed_in(work: Work, seconds: float) -> Work:
    """With the sheet as it is by now, if there is one."""
    return work if work.open.cells is None else _on(replace(work, open=work.open.later(seconds)))


def kind_of(verdict: Verdict) -> str:
    """What kind of mistake a verdict speaks of, in a few words."""
    if verdict.mistakes:
        return verdict.mistakes[0].title
    return verdict.title if verdict.kind in (Kind.SLIP, Kind.CUT_OFF, Kind.CLOSE) else "Not recognised"


_hunt = lru_cache(maxsize=64)(hunt)  # every mark needs all lines again


def _on(work: Work) -> Work:
    return replace(work, answers=(*work.answers, work.open), open=Answer())
