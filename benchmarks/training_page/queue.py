"""Three runs queued by three browsers, beside the same runs alone."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.training_page.server import PATIENCE, look, serving
from core.digits.runs.snapshots import epochs, read_snapshot
from core.digits.training.args import command
from core.digits.training.config import Config
from core.digits.training.loop import fingerprint
from tests.browser.driver import ROOT

SHORT = Config(data="synthetic", share=0.05, epochs=2, threads=1, device="cpu")


def queued(browser: Browser) -> None:
    settings = [replace(SHORT, seed=seed) for seed in range(3)]
    with serving() as (store, server):
        ids = [store.create(config).id for config in settings]
        pages = [look(browser, server, id) for id in ids]
        for page in pages:
            page.locator(".st-key-train-resume button").click()
        for page in pages:
            page.get_by_text("2 epochs in").wait_for(timeout=3 * PATIENCE)
        together = [weights(store.folder(id)) for id in ids]
        alone = []
        for config in settings:
            folder = store.folder(store.create(config).id)
            subprocess.run(command(folder, config), cwd=ROOT, capture_output=True, check=True)
            alone.append(weights(folder))
    print("| runs queued by three browsers | last weights | alone |\n|---|---|---|")
    for config, here, there in zip(settings, together, alone, strict=True):
        print(f"| seed {config.seed} | {here[:16]} | {'the same bits' if here == there else there[:16]} |")
    print()


def weights(folder: Path) -> str:
    """The fingerprint of the last snapshot."""
    return fingerprint(read_snapshot(folder, epochs(folder)[-1]).net())
