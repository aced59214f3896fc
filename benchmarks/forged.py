"""What forged messages do to the app: python -m benchmarks.forged [--messages 2000] [--page train] [--seed 1]

A visitor without a browser sends to each page what no component of ours and no widget of Streamlit's would: events
without a field, numbers of 400 digits, picks of another operation, options that do not exist, values of another kind;
now and then an honest choice, so that every part of a page has its turn. Counted are exceptions shown on the page, and
tracebacks in the server's log: those from our own code and those from Streamlit's reading of its own widgets.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from streamlit.proto.Common_pb2 import DoubleArray, FileUploaderState, StringArray, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Answer, Lost, Visitor
from core.digits.runs.store import RunStore
from core.digits.training.args import command
from core.digits.training.config import Config
from tests.browser.driver import ROOT, serve
from tests.pages.forger import TEXTS, message, selection, text

PAGES = ("", "explore", "practice", "draw", "train")
TOKEN = "a" * 32  # the visitor whose runs there are
SHORT = Config(data="synthetic", share=0.02, synthetic=0, epochs=2, threads=1, device="cpu", log_every=1)
STAYS = 40  # messages of one session


class Forger(Visitor):
    """A visitor who knows what is on the page, and sends what does not belong there."""

    def __init__(self, url: str, page: str, rng: random.Random) -> None:
        super().__init__(url, page)
        self._rng = rng
        self._blocks: dict[tuple[int, ...], Any] = {}

    async def _run(self, fragment: str = "") -> Answer:
        if not fragment:
            self._blocks.clear()  # a run tells of everything that is still there
        return await super()._run(fragment)

    def _take(self, message: ForwardMsg) -> bool:
        if message.delta.HasField("add_block"):
            self._blocks[tuple(message.metadata.delta_path)] = message.delta.add_block
        return super()._take(message)

    def forged(self) -> tuple[str, dict[str, Any]]:
        """The id of something on the page, and what to send as if it came from there."""
        rng, honest = self._rng, self._rng.random() < 0.25
        ours = [each.bidi_component.id for each in self._elements.values() if each.HasField("bidi_component")]
        widgets = [getattr(each, each.WhichOneof("type")) for each in self._elements.values()]
        widgets = [each for each in widgets if getattr(each, "id", "") and each.id not in ours]
        boxes = [(path, getattr(b, b.WhichOneof("type") or "vertical")) for path, b in self._blocks.items()]
        boxes = [(path, box) for path, box in boxes if getattr(box, "id", "")]
        shares = {"ours": 3 * bool(ours), "widget": bool(widgets), "box": bool(boxes)}
        if not any(shares.values()):
            raise Lost("there is nothing on the page")
        match rng.choices(list(shares), list(shares.values()))[0]:
            case "widget":
                return self._widget(rng.choice(widgets), honest)
            case "box":
                path, box = rng.choice(boxes)
                labels = [b.tab.label for at, b in self._blocks.items() if at[:-1] == path and b.HasField("tab")]
                value = rng.choice(labels) if labels and rng.random() < 0.9 else rng.choice(TEXTS)
                return box.id, {"string_value": value} if labels else {"bool_value": rng.random() < 0.8}
        id = rng.choice(ours)
        if id.endswith("-visitor") and rng.random() < 0.7:
            return id, {"json_value": json.dumps({"token": TOKEN})}
        return id, {"json_value": json.dumps(message(rng))}

    def _widget(self, widget: Any, honest: bool) -> tuple[str, dict[str, Any]]:
        rng, kind = self._rng, type(widget).__name__
        options = [getattr(each, "content", each) for each in getattr(widget, "options", ())]
        number = rng.choice((0.0, 1.0, 3.0, -1.0, 1e308, 5e-324, -1e308, float("nan"), float("inf")))
        match kind:
            case "Button":
                return widget.id, {"trigger_value": True}
            case "ButtonGroup" | "MultiSelect" | "Slider" if options or kind != "Slider":
                some = rng.sample(options, 1) if options and honest else rng.choice(([], [text(rng)], [""], TEXTS))
                return widget.id, {"string_array_value": StringArray(data=clean(some))}
            case "Selectbox":
                return widget.id, {"string_value": clean([rng.choice(options) if honest else text(rng)])[0]}
            case "TextInput":
                return widget.id, {"string_value": clean([text(rng)])[0]}
            case "NumberInput":
                whole = widget.data_type == type(widget).INT
                return widget.id, {"int_value": rng.randrange(-3, 2**40)} if whole else {"double_value": number}
            case "Slider":
                return widget.id, {"double_array_value": DoubleArray(data=[number])}
            case "Checkbox":
                return widget.id, {"bool_value": rng.random() < 0.5}
            case "FileUploader":
                file = UploadedFileInfo(file_id=text(rng)[:20].encode("utf-8", "replace").decode(), name="a.png")
                return widget.id, {"file_uploader_state_value": FileUploaderState(uploaded_file_info=[file])}
            case "Dataframe" | "VegaLiteChart" | "ArrowVegaLiteChart" | "PlotlyChart":
                return widget.id, {"string_value": json.dumps(selection(rng))}
        return widget.id, {"string_value": clean([text(rng)])[0]}


def clean(texts: Any) -> list[str]:
    """Protobuf itself refuses half a character."""
    return [str(each).encode("utf-8", "replace").decode() for each in texts]


async def attack(url: str, page: str, messages: int, seed: int) -> Counter[str]:
    """Sends so many forged messages to a page, in sessions of some; counts what is seen of it."""
    found: Counter[str] = Counter()
    sent = 0
    while sent < messages:
        forger = Forger(url, page, random.Random(f"{seed} {page} {sent}"))
        try:
            await forger.open()
            for _ in range(STAYS):
                id, value = forger.forged()
                answer = await forger.send(id, **value)
                sent += 1
                found["messages"] += 1
                found["exceptions shown"] += answer.exceptions > 0
                if answer.exceptions or sent == messages:
                    break  # what raised once would raise at each message that follows
        except Lost:
            found["connections lost"] += 1
            sent += 1
        finally:
            await forger.close()
    return found


def tracebacks(log: str) -> Counter[tuple[str, str]]:
    """Where each traceback was raised: the last line of ours, and the error."""
    found: Counter[tuple[str, str]] = Counter()
    for part in log.split("Traceback (most recent call last):\n")[1:]:
        frames = re.findall(r'^ +File "([^"]+)", line (\d+), in (\S+)', part, re.MULTILINE)
        error = next((line for line in part.splitlines() if re.match(r"[\w.]+(Error|Exception|Warning)\b", line)), "?")
        ours = [f"{Path(file).relative_to(ROOT)}:{line}" for file, line, _ in frames if _ours(file)]
        last = "ours" if frames and _ours(frames[-1][0]) else "Streamlit"
        found[last, f"{ours[-1] if ours else 'none of ours'}: {error[:100]}"] += 1
    return found


def _ours(file: str) -> bool:
    return file.startswith(str(ROOT)) and "site-packages" not in file and ".venv" not in file


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--messages", type=int, default=2000, help="to each page")
    asked.add_argument("--page", choices=PAGES, action="append")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store, log = RunStore(Path(folder) / "runs"), Path(folder) / "log"
        for name in ("first", "second"):
            run = store.folder(store.create(SHORT, TOKEN, name).id)
            subprocess.run(command(run, SHORT), cwd=ROOT, check=True, capture_output=True)
        with serve(log=log, LAB_RUNS=str(store.root), MNIST_DIR=f"{folder}/none") as server:
            for page in given.page or PAGES:
                before = len(log.read_text(errors="replace"))
                found = asyncio.run(attack(server.url, page, given.messages, given.seed))
                raised = tracebacks(log.read_text(errors="replace")[before:])
                ours = sum(count for (whose, _), count in raised.items() if whose == "ours")
                others = raised.total() - ours
                print(f"{page or 'backprop':10} {dict(found)}, tracebacks from our code {ours}, others {others}")
                for (whose, where), count in raised.most_common():
                    print(f"           {count:5} {whose}: {where}")


if __name__ == "__main__":
    main()
