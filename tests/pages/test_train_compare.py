"""Many runs beside one another: one graph, a table over seeds, the worst images, a report."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pyarrow as pa
from streamlit.testing.v1 import AppTest

from core.digits.runs.snapshots import read_snapshot
from core.digits.training.config import Config
from core.digits.training.records import RECORDS, Score, to_line
from pages.parts.train.recorded import shortened
from pages.parts.train.tabs import ALL_RUNS
from pages.shared import services as shared
from tests.core.digits.small import CONFIG, train
from tests.pages.visit import TOKEN, component, opened, ran, words

DRAWN = Config(data="synthetic", epochs=2)


def recorded(services: shared.Services, config: Config, *right: int, group: str = "") -> str:
    """A run that has recorded such tests, of 4,000 images."""
    id = services.store.create(config, TOKEN, f"dropout {config.dropout}, seed {config.seed}", group).id
    scores = [Score(k, "test", 0.1, each, 4_000, False, 1.0, 0.1, 3_999, 4_000) for k, each in enumerate(right, 1)]
    (services.store.folder(id) / RECORDS).write_text("".join(map(to_line, scores)))
    return id


def graphs(at: AppTest) -> dict[str, dict[str, list[float]]]:
    """The data of each chart, by its words."""
    found = {chart.proto.alt: chart.proto.data.data for chart in at.get("vega_lite_chart")}
    return {alt: pa.ipc.open_stream(data).read_all().to_pydict() for alt, data in found.items()}


def test_a_grid_is_compared_as_one(services: shared.Services) -> None:
    grid = [replace(DRAWN, dropout=d, batch_size=b, seed=s) for d, b, s in product((0.0, 0.1), (32, 64), (0, 1))]
    ids = [
        recorded(services, config, 3_900, 3_960 - 20 * place // 4 + 3 * config.seed, group="g")
        for place, config in enumerate(grid)
    ]
    at = opened("train")
    at.session_state["train tab"], at.session_state["train runs chosen"] = ALL_RUNS, [ids[0]]
    ran(at)
    ran(at.button(key="train compare group").click())
    assert set(at.session_state["train runs chosen"]) == set(ids)
    (alt,) = graphs(at)
    assert alt == "Accuracy, % of 8 runs on Generated digits, coloured by what differs."
    data = graphs(at)[alt]
    assert len([run for run in data["run"] if run >= 0]) == 16
    assert set(data["group"]) == {0, 1, 2, 3}
    (table,) = at.table
    names = [name.replace("\\", "").strip("*") for name in table.value["settings"]]
    assert names == [f"batch size {b}, dropout {d}" for d in ("0", "0.1") for b in (32, 64)] or names == [
        f"dropout {d}, batch size {b}" for d in ("0", "0.1") for b in (32, 64)
    ]
    assert list(table.value["n"]) == ["2"] * 4
    form = "train compare form Generated digits One graph"
    ran(at.segmented_control(key=form).set_value("A small graph for each"))
    assert list(graphs(at)) == [f"Accuracy, %, {name}." for name in names]  # on a phone they stand in this order
    ran(at.segmented_control(key=form).set_value("One graph"))
    plain = words(at).replace("\\", "")
    assert [f"- **{name}** against {names[0]}: " in plain for name in names] == [False, True, True, True]
    ran(at.selectbox(key="train compare baseline Generated digits").set_value(names[2]))
    plain = words(at).replace("\\", "")
    assert [f"- **{name}** against {names[2]}: " in plain for name in names] == [True, True, False, True]
    ran(at.segmented_control(key="train compare by Generated digits").set_value("dropout"))
    assert set(graphs(at)[alt]["group"]) == {0, 1}
    ran(at.segmented_control(key="train compare what").set_value("Test loss"))
    ran(at.segmented_control(key=form).set_value("A small graph for each"))
    assert list(graphs(at)) == ["Test loss, dropout 0.", "Test loss, dropout 0.1."]
    (report,) = (each.value for each in at.code if "## Target" in each.value)
    assert "against dropout 0.1" in report.replace("\\", "")
    (services.store.folder(ids[0]) / RECORDS).write_text("")
    assert "1 run not yet at the last epoch" in words(ran(at))


def test_a_name_that_all_begin_with_is_said_once() -> None:
    assert shortened(["A: dropout 0", "A: dropout 0.1"]) == ["dropout 0", "dropout 0.1"]
    for titles in (["A: x"], ["A: x", "B: y"], ["A: x", "A"], ["A", "B"], []):
        assert shortened(titles) == titles


def test_one_seed_of_each_shows_nothing(services: shared.Services) -> None:
    ids = [recorded(services, replace(DRAWN, l1=l1), 3_900, 3_950) for l1 in (0.0, 1e-4)]
    at = opened("train")
    at.session_state["train tab"], at.session_state["train runs chosen"] = ALL_RUNS, ids
    ran(at)
    said = [table.value for table in at.table if "settings" in table.value]
    assert "One seed shows nothing: two or more of each are needed." in words(at)
    assert list(said[0]["settings"].str.replace("\\", "")) == ["**L1 penalty 0**", "**L1 penalty 0.0001**"]


def test_the_worst_images_of_each_and_those_of_all(services: shared.Services) -> None:
    ids = []
    for seed in (5, 6):
        config = replace(CONFIG, epochs=1, seed=seed)
        ids.append(services.store.create(config, TOKEN, f"Seed {seed}").id)
        assert train(services.store.folder(ids[-1]), config) == 0
    ids.append(recorded(services, CONFIG, 3_900))
    at = opened("train")
    at.session_state["train tab"], at.session_state["train runs chosen"] = ALL_RUNS, ids
    ran(at)
    ran(at.toggle(key="train compare worst").set_value(True))
    truth = shared.data_set("synthetic").test.labels
    wrong = []
    for id in ids[:2]:
        answers = read_snapshot(services.store.folder(id), 1).answers
        assert answers is not None
        wrong.append(answers.argmax(dim=1) != truth)
        captions = component(at, f"train worst {id}")["captions"]
        assert len(captions) == min(25, int(wrong[-1].sum()))
    both = int((wrong[0] & wrong[1]).sum())
    assert f"**Misread by all of them**: {both} image" in words(at)
    assert "the first test comes at the end of the first epoch" in words(at)
