"""The Train page in a real browser while real trainings run: python -m benchmarks.training_page

* The pace of a training with the live view open beside its pace without, in turns within one run.
* Bytes that one look at a run of 20 epochs sends to the browser.
* Key presses on the backprop page while a run trains beside presses while that process is halted, in turns.
* From a button to its effect on the page, from a reload to the run, from kill -9 to the sentence.
* From a key in the editor to its table, beside a key on an empty page.
* From a click to the table of 12 runs of 20 epochs, and to the graph of all of them.
* Three runs queued by three browsers, bit for bit beside the same runs alone.
* Memory of the server and of a training (Linux only).

--quick measures everything a few times only.
"""

from __future__ import annotations

import argparse

from benchmarks.training_page.buttons import buttons
from benchmarks.training_page.bytes import weight
from benchmarks.training_page.editor import editor
from benchmarks.training_page.grid import grid
from benchmarks.training_page.pace import slowed
from benchmarks.training_page.presses import presses
from benchmarks.training_page.queue import queued
from tests.browser.driver import chromium


def main() -> None:
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["slowed", "weight", "presses", "buttons", "editor", "grid", "queued"])
    options = parser.parse_args()
    short = options.quick
    parts = {
        "slowed": lambda browser: slowed(browser, 3 if short else 8, 4.0 if short else 10.0),
        "weight": lambda browser: weight(browser, 10 if short else 40),
        "presses": lambda browser: presses(browser, 2 if short else 6, 15 if short else 20),
        "buttons": lambda browser: buttons(browser, 1 if short else 5),
        "editor": lambda browser: editor(browser, 20 if short else 100),
        "grid": lambda browser: grid(browser, 2 if short else 10),
        "queued": queued,
    }
    with chromium() as browser:
        for name, part in parts.items():
            if options.only in (None, name):
                part(browser)


if __name__ == "__main__":
    main()
