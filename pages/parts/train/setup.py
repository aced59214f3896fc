"""Set up a run: what matters most and the start, the exercise's aims, the network; all else folds away."""

from __future__ import annotations

import streamlit as st

from core.digits.counted import counted
from core.digits.data.datasets import SYNTHETIC, here, sizes
from core.digits.presets import BUDGETS
from core.digits.training.config import Config
from core.digits.training.configs import CONFIGS
from core.digits.training.estimate import steps
from core.figures.training_curves import rate_curve
from pages.components.layers.component import layers
from pages.components.shared.plot import plot
from pages.parts.train.architecture import architecture
from pages.parts.train.checklist import checklist
from pages.parts.train.fields import first_settings, more_settings, network_settings
from pages.parts.train.fold import fold
from pages.parts.train.grid import grid_of_runs
from pages.parts.train.home import take_home
from pages.parts.train.lesson import lesson
from pages.parts.train.settings import begin, chosen, listed, take
from pages.parts.train.start import start
from pages.parts.train.state import train_state
from pages.parts.train.tabs import ALL_RUNS, TAB, THIS_RUN
from pages.parts.train.timing import estimate, short_try
from pages.parts.train.varied import varied
from pages.parts.train.wishes import say_trouble
from pages.shared.services import TITLES
from pages.shared.texts import escaped, text

widgets = st.session_state


@st.fragment
def setup(visitor: str) -> None:
    """The whole of the first tab; ends in a new run, or several, in the visitor's name.

    It is a fragment, because what is set here is seen nowhere else: of the page's messages a third need not be sent.
    """
    if widgets[TAB] in (THIS_RUN, ALL_RUNS):
        st.rerun()  # a callback began what those show
    begin()
    state = train_state()
    if state.link_problem:
        st.warning(state.link_problem, icon=":material/link_off:")
    st.markdown(text("train-setup"))
    first_settings()
    action = st.container()
    network = fold("Change the network", "tune", "train network settings", state.linked)
    if network.open:
        with network:
            network_settings()
    more = fold("More settings of the training", "tune", "train more settings")
    if more.open:
        with more:
            left, right = st.columns([3, 2], gap="large")
        with left:
            more_settings()
    several = fold("A grid of runs", "grid_on", "train grid")
    lesson()
    try:
        config = chosen()
        rows = architecture(config)
    except (ValueError, RuntimeError) as error:
        with action:
            _buttons(visitor, ready=False)
            st.error(f"These settings make no training: {escaped(str(error))}", icon=":material/error:")
        return
    with action:
        _buttons(visitor, ready=bool(steps(config)))
        _expected(config)
        checklist(config, ())
    if more.open:
        with right:
            _consequences(config)
    if several.open:
        with several:
            grid_of_runs(config, visitor)
    layers(rows, budget=state.editing.budget if listed() and state.editing else BUDGETS[0], key="train architecture")
    home = fold("The same run from a terminal, as a script, as a notebook", "terminal", "train setup home")
    if home.open:
        with home:
            take_home(config, "train home")


def _buttons(visitor: str, ready: bool) -> None:
    runs = int(widgets["train set seeds"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", key="train set name", placeholder="Run", max_chars=60, width=200, persist_state="session")
        st.button(
            "Start training" if runs == 1 else f"Start {runs} trainings",
            type="primary",
            icon=":material/play_arrow:",
            key="train start",
            on_click=start,
            args=(visitor,),
            disabled=not ready,
        )
        st.button(
            "Set up a try of two minutes",
            icon=":material/timer:",
            key="train short try",
            on_click=_set_up_try,
            help="As many images and epochs as this machine trains in about two minutes.",
        )
        presets = st.popover("Presets", icon=":material/menu_book:", key="train configs", on_change="rerun")
        with presets:
            for named in CONFIGS if presets.open else ():
                st.button(named.name, key=f"train config {named.name}", on_click=take, args=(named.config,))
                st.caption(named.sentence)


def _expected(config: Config) -> None:
    """How long it takes."""
    if steps(config):
        st.markdown(estimate(config, int(widgets["train set seeds"])))
        if config.share < 1:
            st.caption(text("train-try"))
    else:
        images = counted(round(config.share * sizes(config.data)[0]), "image")
        st.warning(f"A batch of {config.batch_size} is larger than the {images} to train on.")
    say_trouble()


def _set_up_try() -> None:
    """The learner's own settings, in a short training. Where they make none, the page says why."""
    try:
        take(short_try(chosen()))
    except (ValueError, RuntimeError):
        return


def _consequences(config: Config) -> None:
    """What the settings lead to: a sample of varied images, and the schedule."""
    data = config.data if config.data == SYNTHETIC or here(config.data) else SYNTHETIC
    words = f"{TITLES.get(data, data)}, as the network would see them"
    st.image(
        varied(data, config.augmentation, config.seed),
        width="stretch",
        output_format="PNG",  # as it is: writing it anew as JPEG would cost more than the rest of this page
        caption=words + ("" if data == config.data else " (yours are not downloaded yet)"),
        alt="Twelve images in a row as they are, and below each two variations of it.",
    )
    curve = rate_curve((), config.planned(), config.epochs)
    plot(curve, "train schedule", "The planned learning rate over the epochs.", height=170)
