"""What one visitor may ask of a server that many share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.digits.runs.metadata import Metadata
from core.digits.runs.status import FINISHED, read_status
from core.errors import RunError

if TYPE_CHECKING:  # they load torch, and the settings of a server need none
    from core.digits.runs.store import RunStore
    from core.digits.training.config import Config

GB = 10**9


@dataclass(frozen=True)
class Limits:
    """The most that is allowed; 0 is no limit. Runs of nobody, which a terminal started, are not counted.

    `visitor_queue` runs of one visitor wait, `visitor_at_once` train at the same time. The runs of one visitor take
    `visitor_disk` GB, all together `disk`. A run has `epochs` and `parameters`.
    """

    visitor_queue: int = 50
    visitor_at_once: int = 0
    visitor_disk: float = 5.0
    disk: float = 50.0
    epochs: int = 1000
    parameters: int = 2_000_000

    def check_queue(self, metadata: Metadata, listed: Iterable[Metadata], more: int = 1) -> None:
        """Raises RunError, in a sentence, if its owner has too many that wait for `more` to join them."""
        waiting = [each for each in listed if each.owner == metadata.owner and each.queued]
        over = len(waiting) + more - self.visitor_queue
        if metadata.owner and self.visitor_queue and more > 1 and over > 0:
            raise RunError(
                f"{more} runs more would be {over} too many: {len(waiting)} of yours are waiting, and no more than"
                f" {self.visitor_queue} may here. Leave some values out."
            )
        if metadata.owner and self.visitor_queue and over > 0:
            raise RunError(
                f"{len(waiting)} runs of yours are waiting, and no more than {self.visitor_queue} may here: take some"
                " out of the queue, or start this one when there are fewer."
            )

    def check_size(self, config: Config, parameters: int) -> None:
        """Raises RunError, in a sentence, for a run that is too long or too large."""
        if self.epochs and config.epochs > self.epochs:
            raise RunError(f"A run may have {self.epochs:,} epochs here, not {config.epochs:,}: choose fewer.")
        if self.parameters and parameters > self.parameters:
            raise RunError(
                f"A network may have {self.parameters:,} parameters here, not {parameters:,}: choose narrower layers."
            )

    def check_disk(self, store: RunStore, owner: str) -> None:
        """Raises RunError, in a sentence, if the visitor's runs or all runs have taken their room.

        It names the visitor's oldest finished run, which may be deleted; nothing is ever deleted by itself.
        """
        listed = store.all()
        own = [each for each in listed if each.owner == owner]
        for whose, some, most in (("Your", own, self.visitor_disk if owner else 0.0), ("All", listed, self.disk)):
            taken = sum(size(store.root / each.id) for each in some) / GB if most else 0.0
            if most and taken >= most:
                finished = [each for each in own if read_status(store.root / each.id).state == FINISHED]
                oldest = min(finished, key=lambda each: each.created, default=None)
                advice = f"delete some of yours, {oldest.name!r} for example" if oldest else "delete some of yours"
                raise RunError(f"{whose} runs take {taken:.1f} GB, and there is room for {most:g} GB: {advice}.")


UNLIMITED = Limits(0, 0, 0.0, 0.0, 0, 0)


def size(folder: Path) -> int:
    """The bytes of all files in a run's folder."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size
        except OSError:
            continue  # it has just been replaced
    return total
