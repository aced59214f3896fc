"""A network of other operations than the seven layers', in everything that comes after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.digits.design import Design
from core.digits.model import DigitNet
from core.digits.runs.snapshots import Snapshot, write_snapshot
from pages.parts.train.tabs import MISTAKES, TRAVEL
from pages.shared import services as shared
from tests.core.digits.small import CONFIG, train
from tests.pages.drawing import drawn, read_with
from tests.pages.visit import TOKEN, component, opened, ran, words

DESIGN = Design.parse(
    "c6k5s2n relu gn2 max2 c8k3p1 ln relu gbn2 max3 drop0.1e1 c8k1 bn relu gap fc12n relu bn fc10 logsoftmax"
)
RUN = replace(CONFIG, design=str(DESIGN))
pytestmark = pytest.mark.usefixtures("few_digits")


def test_a_run_of_another_design_is_watched_and_travelled_through(services: shared.Services) -> None:
    ids = [services.store.create(config, TOKEN, name).id for config, name in ((RUN, "Other"), (CONFIG, "Seven"))]
    for id, config in zip(ids, (RUN, CONFIG), strict=True):
        assert train(services.store.folder(id), config) == 0
    at = opened("train", run=ids[0])
    at.session_state["train run tab"] = MISTAKES
    ran(at)
    at.session_state["train mistakes gallery"] = {"pick": {"index": 0, "number": 1}}
    ran(at)
    assert component(at, "train mistake layers")["maps"]
    at.session_state["train run tab"] = TRAVEL
    groups = component(ran(at), "train travel layers")["groups"]
    assert sum(len(group["operations"]) for group in groups) == 1 + len(DESIGN.operations)
    assert all(operation["sentence"] for group in groups for operation in group["operations"])


def test_every_value_of_another_design_is_written_out(services: shared.Services) -> None:
    id = services.store.create(RUN, TOKEN, "Other").id
    net = DigitNet(**RUN.network())
    write_snapshot(services.store.folder(id), Snapshot(0, RUN.network(), net.state_dict(), None))
    at = drawn(part="Through the layers")
    read_with(at, id)
    for number, step in enumerate(DESIGN.steps(), start=1):
        index = [0] * len(step.shape)
        at.session_state["draw layers"] = {"pick": {"operation": step.name, "index": index, "number": number}}
        assert f"`{step.name}[{', '.join(map(str, index))}]`" in words(ran(at))
        assert "The network's own 32 bits" in words(at)
    for part in at.segmented_control(key="draw part").options:
        at.session_state["draw part"] = part
        ran(at)


def test_the_smallest_network_has_no_maps_to_look_into_and_nothing_breaks(services: shared.Services) -> None:
    config = replace(CONFIG, design="gap fc10 logsoftmax", epochs=1)
    id = services.store.create(config, TOKEN, "Smallest").id
    assert train(services.store.folder(id), config) == 0
    at = opened("train", run=id)
    at.session_state["train run tab"] = TRAVEL
    assert component(ran(at), "train travel layers")["maps"]
    at = drawn()
    read_with(at, id)
    for part in at.segmented_control(key="draw part").options:
        at.session_state["draw part"] = part
        ran(at)
    assert len(component(at, "draw bars")["shares"]) == 10
