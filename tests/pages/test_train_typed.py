"""What a learner typed last counts, also where the click on a button is what ended the typing."""

from __future__ import annotations

from dataclasses import replace

from core.digits.runs.run import read_config
from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from pages.parts.train.tabs import NEW_RUN, THIS_RUN
from pages.shared import services as shared
from tests.core.digits.small import CONFIG, train
from tests.pages.visit import TOKEN, opened, ran


def newest(store: RunStore) -> tuple[str, int]:
    """The name of the newest run and its epochs."""
    metadata = store.list(TOKEN)[0]
    return metadata.name, read_config(store.folder(metadata.id)).epochs


def test_start_begins_what_was_typed_together_with_the_click(services: shared.Services) -> None:
    at = opened("train")
    ran(at.selectbox(key="train set data").set_value("synthetic"))
    at.text_input(key="train set epochs typed").set_value("3")
    at.text_input(key="train set seeds typed").set_value("2")
    at.text_input(key="train set name").set_value("Typed")
    ran(at.button(key="train start").click())
    assert {metadata.name for metadata in services.store.list(TOKEN)} == {"Typed, seed 0", "Typed, seed 1"}
    assert newest(services.store)[1] == 3


def test_settings_that_make_no_training_begin_none(services: shared.Services) -> None:
    at = opened("train")
    deep = Config(kernels=(3, 3, 3, 5, 7), padding=(0,) * 5, pool_after=4)  # as a terminal's run may have them
    at.session_state["train"].base, at.session_state["train set pool_after"] = deep, deep.pool_after
    ran(at)
    at.segmented_control(key="train set pool_after").set_value(2)
    ran(at.button(key="train start").click())
    assert services.store.list(TOKEN) == ()
    assert "nothing left to see" in at.error[0].value


def test_train_on_takes_the_epochs_that_were_typed_together_with_the_click(services: shared.Services) -> None:
    config = replace(CONFIG, epochs=1)
    id = services.store.create(config, TOKEN, "First").id
    assert train(services.store.folder(id), config) == 0
    at = opened("train", run=id)
    at.text_input(key="train more typed").set_value("7")
    ran(at.button(key="train continue").click())
    assert newest(services.store) == ("First, 7 epochs more", 7)


def test_a_name_outlives_a_look_at_another_tab_and_is_used_once(services: shared.Services) -> None:
    at = opened("train")
    ran(at.text_input(key="train set name").set_value("Kept"))
    for tab in (THIS_RUN, NEW_RUN):
        at.session_state["train tab"] = tab
        ran(at)
    assert at.text_input(key="train set name").value == "Kept"
    at.selectbox(key="train set data").set_value("synthetic")
    ran(at.button(key="train start").click())
    assert newest(services.store)[0] == "Kept"
    at.session_state["train tab"] = NEW_RUN
    assert ran(at).text_input(key="train set name").value == ""


def test_after_the_last_seed_comes_the_first(services: shared.Services) -> None:
    at = opened("train")
    ran(at.selectbox(key="train set data").set_value("synthetic"))
    at.text_input(key="train set seed typed").set_value(str(2**31 - 1))
    at.text_input(key="train set seeds typed").set_value("2")
    ran(at.button(key="train start").click())
    folders = [services.store.folder(metadata.id) for metadata in services.store.list(TOKEN)]
    assert {read_config(folder).seed for folder in folders} == {2**31 - 1, 0}
