from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.digits.scheduler.limits import Limits
from core.digits.scheduler.settings import Settings, cores


def test_settings_come_from_the_environment_or_are_refused_in_a_sentence() -> None:
    usual = Settings.from_environment({})
    assert (usual.runs, usual.idle_after, usual.classroom) == (Path("runs"), timedelta(minutes=30), False)
    assert usual.at_once == max(1, cores() // 2)
    given = {"LAB_RUNS": "/tmp", "LAB_AT_ONCE": " 3 ", "LAB_UNWATCHED_MINUTES": "1.5", "LAB_CLASSROOM": "Yes"}
    assert Settings.from_environment(given) == Settings(Path("/tmp"), 3, timedelta(seconds=90), True)
    for address in ("tcp://scheduler:8786", "tls://10.0.0.1:1", "tcp://[::1]:8786"):
        assert Settings.from_environment({"LAB_CLUSTER": address}).cluster == address
    limits = {"LAB_VISITOR_QUEUE": "0", "LAB_VISITOR_GB": ".5", "LAB_EPOCHS": "20"}
    assert Settings.from_environment(limits).limits == Limits(visitor_queue=0, visitor_disk=0.5, epochs=20)
    wrong = {
        "LAB_RUNS": __file__,
        "LAB_AT_ONCE": ["0", "1.5", "-1", "x", "²", "99999999999999999999", "0000000019999", "9" * 5000],
        "LAB_UNWATCHED_MINUTES": ["-1", "nan", "inf", "soon"],
        "LAB_CLASSROOM": ["perhaps"],
        "LAB_CLUSTER": ["scheduler:8786", "http://scheduler:8786", "tcp://scheduler", "tcp://a b:1"],
        "LAB_VISITOR_QUEUE": ["-1", "many", "1.5"],
        "LAB_GB": ["-1", "nan", "1_0"],
    }
    for name, values in wrong.items():
        for value in [values] if isinstance(values, str) else values:
            with pytest.raises(ValueError, match=name):
                Settings.from_environment({name: value})
