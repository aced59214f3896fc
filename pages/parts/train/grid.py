"""A grid in one click: lists of values for some settings become runs, one for each combination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_hex

import streamlit as st

from core.digits.comparison.grid import AXES, LONGEST, MOST_RUNS, Axis, Cell, Value, grid, read_values, too_large
from core.digits.counted import counted
from core.digits.runs.metadata import Metadata
from core.digits.training.config import Config
from core.errors import RunError
from pages.parts.train.settings import chosen
from pages.parts.train.start import begin, named
from pages.parts.train.tabs import open_runs
from pages.parts.train.timing import estimate_grid
from pages.parts.train.wishes import attempted
from pages.shared.services import on_a_page, services
from pages.shared.texts import capital, escaped, text

VARIED = "train grid axes"  # the widget with the settings that have several values
widgets = st.session_state


def grid_of_runs(config: Config, visitor: str) -> None:
    """The whole of it: which settings, their values, how many runs that is and how long they take."""
    st.markdown(text("train-grid"))
    words = [axis.words for axis in AXES]
    st.multiselect("Settings with several values", words, key=VARIED, placeholder="Choose settings")
    axes = _axes()
    if not axes:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for axis in axes:
            _field(axis)
    try:
        values = {axis: _values(axis) for axis in axes}
        cells = grid(config, values)
        _check(cells, visitor)
    except (ValueError, RunError) as error:
        said = on_a_page(error)
        st.warning(escaped(capital(said)), icon=":material/grid_off:")
        _button(0, visitor, ready=False)
        return
    st.markdown(f"{_counted(cells, values)}: {estimate_grid(cells, config)}")
    if too_small := too_large(cells):
        st.warning(too_small, icon=":material/warning:")
    _button(len(cells), visitor, ready=not too_small)


def _axes() -> list[Axis]:
    """Those that are chosen, in their own order, by which runs of one group stand together."""
    names = widgets.get(VARIED) or ()
    return [axis for axis in AXES if axis.words in names]


def _field(axis: Axis) -> None:
    label, key = capital(axis.words), f"train grid {axis.words}"
    if axis.choices:
        st.multiselect(label, axis.choices, key=key, width=300, placeholder="Choose values")
        return
    unit = f",{axis.unit}" if axis.unit else ""
    st.text_input(label + unit, key=key, max_chars=LONGEST, placeholder=axis.example, width=220, autocomplete="off")


def _values(axis: Axis) -> Sequence[Value]:
    """What is typed or chosen for a setting. Raises ValueError, in a sentence."""
    given = widgets.get(f"train grid {axis.words}")
    if not axis.choices:
        return read_values(axis, given or "")
    if not (found := [choice for choice in axis.choices if choice in (given or ())]):
        raise ValueError(f"there are no values for {axis.words} yet: choose some.")
    return found


def _check(cells: Sequence[Cell], visitor: str) -> None:
    """Raises RunError, in a sentence, for what is over a limit of this server."""
    shared = services()
    for cell in cells:
        shared.settings.limits.check_size(cell.config, cell.config.as_design().parameters)
    shared.settings.limits.check_queue(Metadata("", owner=visitor), shared.store.all(), len(cells))


def _counted(cells: Sequence[Cell], values: Mapping[Axis, Sequence[Value]]) -> str:
    """ "**6 runs**, 2 of dropout × 3 of random seed"."""
    parts = " × ".join(f"{len(each)} of {axis.words}" for axis, each in values.items())
    return f"**{counted(len(cells), 'run')}**" + (f", {parts}" if len(values) > 1 else "")


def _button(count: int, visitor: str, ready: bool) -> None:
    st.button(
        f"Start {counted(count, 'run')}" if count else "Start the grid",
        icon=":material/grid_on:",
        type="primary",
        key="train grid start",
        on_click=_start,
        args=(visitor,),
        disabled=not ready,
        help=f"At most {MOST_RUNS} runs. They wait in the queue like any others.",
    )


def _start(visitor: str) -> None:
    """Begins what the fields say now; where they say nothing that can be begun, the page says why."""
    try:
        config, axes = chosen(), _axes()
        cells = grid(config, {axis: _values(axis) for axis in axes})
    except ValueError:
        return
    if not axes or too_large(cells):
        return
    name = named(config)
    with attempted():
        _check(cells, visitor)
        begun = begin([(cell.config, f"{name}: {cell.name}") for cell in cells], visitor, token_hex(8))
        widgets["train set name"] = ""
        open_runs([metadata.id for metadata in begun])
