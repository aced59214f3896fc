"""Target, result, analysis: the form in which courses want a training reported, filled with what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from core.digits.comparison.differences import Variant, settings_of
from core.digits.comparison.measured import Line, Trained
from core.digits.comparison.referee import Result, judge, passed, refusal, remarks
from core.digits.comparison.rules import Rules
from core.digits.comparison.seeds import said
from core.digits.counted import counted
from core.digits.training.config import Config

FIRST = ("network", "normalisation", "dropout")  # of the settings, which are said in any case
NUMBERS = ("n", "mean, %", "sd", "95 % interval", "test loss")  # of a variant
VERDICTS = {True: "**Passed.**", False: "**Not passed.**", None: "**Not proven.**"}


def report_of_run(title: str, result: Result, rules: Rules, config: Config | None = None) -> str:
    """One training by the rules, as Markdown; `config` where its settings are known."""
    lines = [f"## {plain(title)}", "", "### Target", "", f"{rules.name}: {rules.sentence}"]
    if config is not None:
        lines += ["", *_settings(config)]
    lines += ["", "### Result", ""]
    if problem := refusal(result):
        return "\n".join([*lines, f"Cannot be judged: {problem}", ""])
    last, best = result.tests[-1], max(result.tests, key=lambda test: test.correct)
    parameters = "not known" if result.parameters is None else f"{result.parameters:,}"
    rows = [
        ("parameters", parameters),
        ("epochs", str(result.epochs)),
        ("test accuracy, last epoch", f"{last.correct}/{last.total} ({100 * last.accuracy:.2f} %)"),
        ("test accuracy, best epoch", f"{best.correct}/{best.total} ({100 * best.accuracy:.2f} %), epoch {best.epoch}"),
    ]
    if result.train is not None:
        train = result.train
        rows.append(("training accuracy", f"{train.correct}/{train.total} ({100 * train.accuracy:.2f} %)"))
    rulings = judge(result, rules)
    lines += [*_table(("", "measured"), rows), "", "### Analysis", "", VERDICTS[passed(rulings)]]
    lines += ["", *(f"- {ruling.words}: {_kept(ruling.met)}. {ruling.why}" for ruling in rulings)]
    return "\n".join([*lines, *(f"- {remark}" for remark in remarks(result, rules)), ""])


def report_of_several(table: Sequence[Line], trained: Sequence[Trained]) -> str:
    """Variants of a training, each compared with one of them, as Markdown."""
    variants = [line.variant for line in table]
    differ = [words for words, _ in variants[0].values]
    seeds = dict.fromkeys(seed for variant in variants for seed in variant.seeds)
    baseline = next((line.variant for line in table if line.baseline), variants[0])
    what = " and ".join(differ) or "the random seed alone"
    lines = ["## Target", "", f"What {what} does to the test accuracy after the last epoch."]
    lines += ["", *_settings(trained[baseline.members[0]].config, leave_out=differ)]
    lines.append(f"- random seeds: {', '.join(map(str, seeds))}")
    rows = [(plain(line.variant.name), _parameters(line.variant, trained), *numbers(line)) for line in table]
    head = ("settings", "parameters", *NUMBERS)
    lines += ["", "## Result", "", *_table(head, rows), "", "## Analysis", ""]
    for line in table:
        name = plain(line.variant.name)
        if not line.baseline:
            lines.append(f"- {name} against {plain(baseline.name)}: {_lowered(said(line.difference))}")
    for line in table:
        if sentence := _fit(line.variant, trained):
            lines.append(f"- {plain(line.variant.name)}: {sentence}")
    if unfinished := sum(line.unfinished for line in table):
        lines.append(f"- {counted(unfinished, 'run')} not yet at the last epoch: left out.")
    if len(table) > 2:
        lines.append("- Each interval stands for itself: of twenty comparisons one shows what is not there.")
    return "\n".join([*lines, ""])


def numbers(line: Line) -> tuple[str, ...]:
    """What was measured of a variant, a text for each of NUMBERS."""
    if line.accuracy is None:
        return ("0", "–", "–", "–", "–")
    accuracy, loss = line.accuracy, f"{line.loss:.4f}"
    if accuracy.sd is None or accuracy.interval is None:
        return (str(accuracy.n), f"{accuracy.mean:.2f}", "–", "–", loss)
    low, high = max(0.0, accuracy.interval[0]), min(100.0, accuracy.interval[1])  # where an accuracy can be
    return (str(accuracy.n), f"{accuracy.mean:.2f}", f"{accuracy.sd:.3f}", f"{low:.2f} to {high:.2f}", loss)


def plain(text: str) -> str:
    """What somebody typed as one line of Markdown in which nothing is a mark."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|~" else letter for letter in " ".join(text.split()))


def _settings(config: Config, leave_out: Sequence[str] = ()) -> list[str]:
    """The network, and every setting that is not the shipped one."""
    settings, shipped = settings_of(config), settings_of(Config())
    said_of = [words for words in settings if words in FIRST or settings[words] != shipped[words]]
    left_out = {*leave_out, "random seed"}
    return [f"- {words}: {settings[words]}" for words in said_of if words not in left_out]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def _kept(met: bool | None) -> str:
    return {True: "kept", False: "broken", None: "not known"}[met]


def _parameters(variant: Variant, trained: Sequence[Trained]) -> str:
    return f"{trained[variant.members[0]].parameters:,}"


def _fit(variant: Variant, trained: Sequence[Trained]) -> str:
    """Whether it knows its training images better than others, in a sentence; "" where nobody looked."""
    last = [run.last for run in (trained[place] for place in variant.members)]
    gaps = [100 * (each.train_correct / each.train_total - each.accuracy) for each in last if each and each.train_total]
    if not gaps:
        return ""
    gap = mean(gaps)
    more = "more" if gap >= 0 else "fewer"
    return f"{abs(gap):.2f} points {more} of the training images are right than of the test images."


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
