"""Measuring in a real browser: from an event to what it changed on the page; and what a process takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Locator, Page

# Resolves with the milliseconds from the next such event to the first frame in which the element has changed.
WATCH = """(element, event) => {
    window.measured = new Promise(done => {
        const before = element.innerHTML
        let begun
        addEventListener(event, () => { begun = performance.now() }, { once: true, capture: true })
        const observer = new MutationObserver(() => {
            if (begun === undefined || element.innerHTML === before) return
            observer.disconnect()
            requestAnimationFrame(() => done(performance.now() - begun))
        })
        observer.observe(element, { attributes: true, characterData: true, childList: true, subtree: true })
    })
}"""


def watch(shown: Locator, event: str) -> None:
    """From now on waits for an event, such as keydown, and for a change of `shown` after it."""
    shown.evaluate(WATCH, event)


def measured(page: Page) -> float:
    """The milliseconds between the two, once both have come."""
    return float(page.evaluate("window.measured"))


def in_turns(
    ours: Callable[[int], float], plain: Callable[[int], float], times: int, warm: int = 5
) -> tuple[list[float], list[float]]:
    """What each takes, one after the other so many times; the first few warm both up and do not count."""
    pairs = [(ours(k), plain(k)) for k in range(warm + times)][warm:]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def p95(times: list[float]) -> float:
    """The time that 95 % of these stay below."""
    return quantiles(times, n=20)[-1]


def memory(process: int) -> float:
    """Resident memory in MB; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else 0.0


def processor(process: int) -> float:
    """Seconds of processor time so far, all threads together; nan where the system does not say."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return float("nan")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
