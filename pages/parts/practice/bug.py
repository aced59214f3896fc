"""Find the bug: a wrong program has run, and the learner marks the first line that it got wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.lesson.place import Place, network_at
from core.backprop.practice.bug_hunt import LARGEST_SEED, LEVELS, Check, Hunt, Standing, checks, hunt, line, said
from pages.components.hunt.component import lines
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.parts.practice.settings import another_bug
from pages.parts.practice.state import BETWEEN, BUG_NUMBER, LEVEL, practice_state
from pages.shared.loading import loading_pytorch
from pages.shared.number_field import number_field
from pages.shared.texts import text

OPEN = "Which line is the first wrong one?"
TITLES = {
    Standing.AGAIN: "Wrong, but not the first",
    Standing.LATER: "Wrong, but not the cause",
    Standing.RIGHT: "This one is right",
}
widgets = st.session_state


@dataclass(frozen=True)
class Search:
    """The lines that the learner has marked, the last one last; `shown` if the answer was asked for."""

    hunt: Hunt
    marked: tuple[str, ...] = ()
    shown: bool = False

    @property
    def solved(self) -> bool:
        return bool(self.marked) and line(self.hunt, self.marked[-1]).standing is Standing.FIRST


def bug_tab(place: Place, digits: int) -> None:
    """The whole of the tab."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control("Level", LEVELS, key=LEVEL, format_func=str.capitalize, required=True)
        number_field("Bug number", 0, LARGEST_SEED, key=BUG_NUMBER, width=130)
        st.button("Another bug", icon=":material/bug_report:", on_click=another_bug)
        st.button("Show me", icon=":material/visibility:", on_click=_show, type="tertiary")
        st.caption(f"{text('practice-bug')} {_tally()}", width="stretch")
    try:
        now = _search(place)
        with loading_pytorch():
            proofs = _checks(now.hunt)
    except (ValueError, NonFinite) as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    title, sentence = _headline(now)
    lines(
        now.hunt,
        now.marked,
        proofs,
        title,
        sentence,
        digits,
        key="hunt",
        answered=answered("hunt"),
    )


def _search(place: Place) -> Search:
    """The search that is open, or a new one where place, level or number are others. Raises what `hunt` raises."""
    net, rate, level, seed = network_at(place), place.learning_rate, widgets[LEVEL], widgets[BUG_NUMBER]
    state = practice_state()
    now = state.search
    if now is None or (now.hunt.net, now.hunt.learning_rate, now.hunt.level, now.hunt.seed) != (net, rate, level, seed):
        now = state.search = Search(hunt(net, rate, level, seed), shown=state.shown)
        for name in state.marked:
            _mark(state.search, name)
        state.marked, state.shown, now = (), False, state.search
    return now


def link() -> dict[str, str]:
    """The query parameters that lead back to the bug, and to what was marked."""
    now, parameters = practice_state().search, {"bug": str(widgets[BUG_NUMBER]), "level": widgets[LEVEL]}
    if now and now.marked:
        parameters |= {"marked": BETWEEN.join(now.marked)} | ({"shown": "yes"} if now.shown else {})
    return parameters


def _checks(bug: Hunt) -> tuple[Check, ...]:
    """Those of the bug that is open; they are made once."""
    state = practice_state()
    if state.checks is None or state.checks[0] is not bug:
        state.checks = bug, checks(bug)
    return state.checks[1]


def listen() -> None:
    """Does what the learner did; what was marked in another bug came too late."""
    answer(_deal, "hunt")


def _deal(event: Event) -> None:
    now = practice_state().search
    if event.kind == "mark" and now and event.name == f"{now.hunt.level} {now.hunt.seed}":
        _mark(now, event.text)


def _mark(now: Search, name: str) -> None:
    if now.solved or name not in {each.name for each in now.hunt.lines}:
        return
    state = practice_state()
    now = state.search = replace(now, marked=(*(each for each in now.marked if each != name), name))
    if now.solved and not now.shown:
        state.found[now.hunt.level, now.hunt.seed] = len(now.marked)


def _show() -> None:
    """Marks the line in the learner's place."""
    now = practice_state().search
    if now and not now.solved:
        first = next(each.name for each in now.hunt.lines if each.standing is Standing.FIRST)
        _mark(replace(now, shown=True), first)


def _tally() -> str:
    found = practice_state().found
    at_once = sum(marks == 1 for marks in found.values())
    return f"{len(found)} found{f', {at_once} at the first mark' if at_once else ''}." if found else ""


def _headline(now: Search) -> tuple[str, str]:
    if not now.marked:
        return OPEN, text(f"practice-bug-{now.hunt.level}")
    last = line(now.hunt, now.marked[-1])
    if not now.solved:
        return TITLES[last.standing], said(last)
    others = sum(each.standing is Standing.AGAIN for each in now.hunt.lines)
    where = f" It is made in {now.hunt.only} only." if now.hunt.only else ""
    again = f" The same is done in {others} more line{'s' * (others > 1)}." if others else ""
    found = "The bug" if now.shown else "Found"
    return (
        f"{found}: {now.hunt.mistake.title.lower()}",
        f"{now.hunt.mistake.sentence}{where}{again} {_result(now)}",
    )


def _result(now: Search) -> str:
    """With how many marks it was found."""
    wrong = len(now.marked) - 1
    after = f"after {wrong} wrong mark{'s' * (wrong > 1)}" if wrong else ""
    if now.shown:
        return f"You were shown it{' ' * bool(wrong)}{after}."
    return f"You found it {after or 'at the first mark'}."
