"""In what trainings differ, in the words of the page, and which of them differ in their seed alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from core.digits.counted import counted
from core.digits.data.datasets import SOURCES, SYNTHETIC
from core.digits.design import Design
from core.digits.operations import BatchNorm, Dropout, GhostBatchNorm, GroupNorm, LayerNorm, Norm
from core.digits.presets import PRESETS
from core.digits.training.config import NETWORK, Config
from core.typed import written

WORDS = {  # of settings, where they are called otherwise than in the code
    "share": "share of the images",
    "synthetic": "generated digits added to a batch",
    "seed": "random seed",
    "start": "begun from",
    "weight_decay": "L2 penalty",
    "l1": "L1 penalty",
    "averaging": "share of the average kept",
    "variation": "strength of the augmentation",
    "fade": "share of the epochs to fade out in",
}
NORMS: tuple[tuple[str, type[Norm]], ...] = (
    ("batch", BatchNorm),
    ("ghost batch", GhostBatchNorm),
    ("layer", LayerNorm),
    ("group", GroupNorm),
)
NONE = "none"
UNTOUCHED = ("device", "threads", "log_every", "design", *NETWORK)  # by what makes two trainings different, or below


def words_of(setting: str) -> str:
    """What the page calls a setting of `Config`."""
    return WORDS.get(setting, setting.replace("_", " "))


@dataclass(frozen=True)
class Variant:
    """Trainings that differ in their seed alone: `members` are their places, `seeds` their seeds.

    `values` has what other variants have otherwise, (setting, value) in words; `name` is all of that.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    members: tuple[int, ...]
    seeds: tuple[int, ...]


def settings_of(config: Config) -> dict[str, str]:
    """Every setting that makes a training another one, in words; the network is three of them.

    These are its normalisation, its dropout, and what is left without both.
    """
    found = {words_of(name): _value(name, value) for name, value in asdict(config).items() if name not in UNTOUCHED}
    design = config.as_design()
    norms = dict.fromkeys(_norm(one) for one in design.operations if isinstance(one, Norm))
    rates = sorted({one.rate for one in design.operations if isinstance(one, Dropout)}) or [0.0]
    early = {one.epochs for one in design.operations if isinstance(one, Dropout) and one.rate} - {0}
    dropout = " to ".join(written(rate) for rate in dict.fromkeys((rates[0], rates[-1])))
    return {
        "network": str(_bare(design)),
        "normalisation": " and ".join(norms) or NONE,
        "dropout": dropout + "".join(f" in the first {counted(epochs, 'epoch')}" for epochs in sorted(early)),
        **found,
    }


def variants(configs: Sequence[Config]) -> tuple[Variant, ...]:
    """The trainings by what they are apart from the seed, in the order in which they come."""
    every = [settings_of(config) for config in configs]
    seed = words_of("seed")
    kinds: dict[tuple[str, ...], list[int]] = {}
    for place, settings in enumerate(every):
        rest = tuple(value for words, value in settings.items() if words != seed)
        kinds.setdefault((str(configs[place].as_design()), *rest), []).append(place)
    differ = (
        [words for words in every[0] if words != seed and len({each[words] for each in every}) > 1] if every else []
    )
    made: list[Variant] = []
    for members in kinds.values():
        settings, first = every[members[0]], configs[members[0]]
        values = tuple((words, _network(first) if words == "network" else settings[words]) for words in differ)
        name = ", ".join(f"{words} {value}" for words, value in values) or "the same settings"
        again = sum(variant.values == values for variant in made)
        name += f" ({again + 1})" if again else ""
        made.append(Variant(name, values, tuple(members), tuple(configs[place].seed for place in members)))
    return tuple(made)


def _bare(design: Design) -> Design:
    """Without normalisation and dropout."""
    return Design(tuple(one for one in design.operations if not isinstance(one, Norm | Dropout)))


def _network(config: Config) -> str:
    """A network by its preset's name, or by how large it is."""
    bare = _bare(config.as_design())
    preset = next((preset.name for preset in PRESETS if _bare(preset.design) == bare), "")
    return f"“{preset}”" if preset else f"of {counted(config.as_design().parameters, 'parameter')}"


def _norm(norm: Norm) -> str:
    words = next(words for words, kind in NORMS if type(norm) is kind)
    match norm:
        case GhostBatchNorm(parts):
            return f"{words} ({counted(parts, 'part')})"
        case GroupNorm(number):
            return f"{words} ({counted(number, 'group')})"
    return words


def _value(name: str, value: object) -> str:
    match name, value:
        case "data", str():  # a folder has MNIST, and is nobody's business
            return "generated digits" if value == SYNTHETIC else SOURCES.get(value, SOURCES["mnist"]).title
        case "start", _:
            return "another run's weights" if value else "random weights"
        case "share", float():
            return f"{written(round(100 * value, 6))} %"
        case _, float() | int():
            return written(value)
    return str(value)
