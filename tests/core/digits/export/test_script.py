"""The script is run on a few images: it takes the training's own first step, and says what the training says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.digits.data.datasets import SYNTHETIC, DataSet, Split
from core.digits.data.synthetic import digits
from core.digits.export.script import script
from core.digits.hooks import threads
from core.digits.training.config import Config
from core.digits.training.loop import fit
from core.digits.training.progress import log
from core.digits.training.records import Batch

DESIGN = "c6k5s2n relu gn2 max2 c8k3p1 ln relu gbn2 max3 drop0.1e1 c8k1 bn relu gap fc12n relu bn fc10 logsoftmax"
CONFIG = Config(design=DESIGN, epochs=2, batch_size=32, synthetic=0, threads=1, device="cpu", seed=4, log_every=1)
NUMBER = re.compile(r"\d+\.\d+")


@pytest.fixture(scope="module")
def few() -> DataSet:
    train, test = (Split(*digits(count, seed=seed)) for seed, count in enumerate((320, 100)))
    return DataSet("mnist", "MNIST", "", "", train, test, of_digits=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, few: DataSet) -> Path:
    """The few digits in files like MNIST's."""
    place = tmp_path_factory.mktemp("data") / "MNIST" / "raw"
    place.mkdir(parents=True)
    for part, split in (("train", few.train), ("t10k", few.test)):
        for name, tensor in (("images-idx3", split.images), ("labels-idx1", split.labels)):
            array = tensor.numpy().astype("uint8")
            sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
            (place / f"{part}-{name}-ubyte").write_bytes(bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes())
    return place.parents[1]


def test_it_takes_the_trainings_first_step_and_prints_its_log(few: DataSet, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(script(CONFIG), "utf-8")
    run = subprocess.run(
        [sys.executable, "mine.py"],
        cwd=tmp_path,
        env={**os.environ, "MNIST_DIR": str(folder), "CUDA_VISIBLE_DEVICES": "", "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    with threads(1):
        records = list(fit(CONFIG, few))
    parameters, first, *lines = run.stdout.splitlines()
    assert parameters == f"{CONFIG.as_design().parameters:,} parameters"
    batches = [record for record in records if isinstance(record, Batch)]
    assert first == f"first loss={batches[0].loss}"
    expected = log(records).splitlines()
    assert [_shape(line) for line in lines] == [_shape(line) for line in expected]
    for line, other in zip(lines, expected, strict=True):  # the optimiser rounds otherwise
        assert float(NUMBER.findall(line)[0]) == pytest.approx(float(NUMBER.findall(other)[0]), rel=0.02)


def _shape(line: str) -> str:
    """A line of the log without what is measured."""
    line = re.sub(r"\d+/(\d+) \(.*", r"of \1", line)
    return re.sub(r"\d+\.\d+(e-\d+)?|\d\d:\d\d", "…", line)


def test_it_says_what_it_leaves_out_and_names_no_folder() -> None:
    assert "MNIST takes their place" in script(Config(data=SYNTHETIC))
    assert "adds 12 digits" in script(Config())
    assert "/secret" not in script(Config(data="/secret/place", start="/secret/run"))
    assert "datasets.QMNIST(" in script(Config(data="qmnist"))
    compile(script(Config(schedule="constant", momentum=0, threads=0)), "script", "exec")


def test_what_is_not_used_is_not_mentioned() -> None:
    assert "l1" not in script(Config())
    assert "settings.left(epoch)" in script(Config())
    assert "left" not in script(Config(fade=0.0))
    penalised = script(Config(l1=1e-4))
    compile(penalised, "script", "exec")
    assert "    l1 = 0.0001\n" in penalised
    assert "weight.grad += settings.l1 * weight.detach().sign()" in penalised
