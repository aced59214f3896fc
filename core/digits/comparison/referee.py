"""A training judged by the rules of the exercise, with every number that the judgement rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from core.digits.comparison.pasted import PastedLog
from core.digits.comparison.rules import TESTS, Rules, percent
from core.digits.counted import counted
from core.digits.data.datasets import is_mnist
from core.digits.interval import wilson
from core.digits.training.config import Config
from core.digits.training.records import Record, Score, last_scores, scores_in, train_score_at_end

TRAINED_ON = 60_000  # images that MNIST is learned from
LAST = 5  # epochs whose spread is said


@dataclass(frozen=True)
class Result:
    """What is known of a training: the test after each epoch, in order, and the training images at the end.

    `epochs` are those that it took, or takes where its end is still `ahead`; `parameters` None where nobody said.
    `problem` is why its tests are none that count, if that is known already.
    """

    tests: tuple[Score, ...]
    epochs: int
    parameters: int | None = None
    train: Score | None = None
    problem: str = ""
    ahead: bool = False


@dataclass(frozen=True)
class Ruling:
    """One rule in `words`, whether it is kept, None where that is not known, and `why` in a sentence."""

    words: str
    met: bool | None
    why: str


def result_of_run(config: Config, records: Sequence[Record], parameters: int, finished: bool) -> Result:
    """A run with these settings and records."""
    tests = tuple(last_scores(scores_in(records)))
    problem = ""
    if config.start:
        problem = "It goes on from another run, whose epochs and images count too: judge one that begins by itself."
    elif not is_mnist(config.data):
        problem = f"Only MNIST's {TESTS:,} test images count, and it is tested on others."
    return Result(tests, config.epochs, parameters, train_score_at_end(records), problem, ahead=not finished)


def result_of_log(log: PastedLog, parameters: int | None = None) -> Result:
    """A pasted log; `parameters` are what somebody says where the log does not."""
    return Result(log.tests, log.epochs, parameters if log.parameters is None else log.parameters, log.train)


def refusal(result: Result) -> str:
    """Why nothing can be judged, in a sentence; "" if it can."""
    if problem := foreign(result):
        return problem
    if result.ahead:
        return f"It has not ended: {len(result.tests)} of {counted(result.epochs, 'epoch')} are tested."
    return "" if result.tests else "There is no test in it."


def foreign(result: Result) -> str:
    """Why its tests are not those that the exercise means, in a sentence; "" if they are."""
    if result.problem:
        return result.problem
    odd = next((test for test in result.tests if test.total != TESTS), None)
    if odd is None:
        return ""
    what = f"{odd.correct}/{odd.total} cannot be MNIST's test, which has {TESTS:,} images"
    if odd.total == TRAINED_ON:
        return f"{what}: {TRAINED_ON:,} is how many it is trained on, and to know those by heart proves nothing."
    return f"{what}. Test on all of them, and on no others."


def judge(result: Result, rules: Rules) -> tuple[Ruling, ...]:
    """Each rule on its own. The result must be one that `foreign` has nothing against.

    What an end that is still ahead can change is not known yet.
    """
    return _parameters(result, rules), _epochs(result, rules), _accuracy(result, rules)


def passed(rulings: Sequence[Ruling]) -> bool | None:
    """Whether all rules are kept; None where none is broken and not all are known."""
    if any(ruling.met is False for ruling in rulings):
        return False
    return True if all(ruling.met for ruling in rulings) else None


def _parameters(result: Result, rules: Rules) -> Ruling:
    if result.parameters is None:
        return Ruling(rules.few, None, "The log does not say how many there are: type it beside the log.")
    return Ruling(rules.few, result.parameters < rules.parameters, f"It has {counted(result.parameters, 'parameter')}.")


def _epochs(result: Result, rules: Rules) -> Ruling:
    epochs = counted(result.epochs, "epoch")
    why = f"{epochs} planned." if result.ahead else f"It took {epochs}."
    within = result.epochs <= rules.epochs
    if within and 0 < rules.first < result.epochs:
        past = next((test.epoch for test in result.tests if test.correct >= rules.right), None)
        if past is None:
            return Ruling(rules.within, None if result.ahead else False, why)
        return Ruling(rules.within, past <= rules.first, f"Past it after epoch {past} for the first time.")
    return Ruling(rules.within, within, why)


def _accuracy(result: Result, rules: Rules) -> Ruling:
    words = rules.good
    asked = range(result.epochs - rules.lasting + 1, result.epochs + 1)
    if asked[0] < 1:
        return Ruling(words, False, f"It has only {counted(result.epochs, 'epoch')}.")
    known = {test.epoch: test for test in result.tests}
    below = [epoch for epoch in asked if epoch in known and known[epoch].correct < rules.right]
    if below:
        worst = min((known[epoch] for epoch in below), key=lambda test: test.correct)
        why = f"After epoch {worst.epoch} it had {percent(worst.correct)}"
        more = len(below) - 1
        why += f", and in {counted(more, 'other')} of these epochs it was below, too" if more else ""
        return Ruling(words, False, f"{why}: {counted(rules.right - worst.correct, 'image')} too few.")
    missing = [epoch for epoch in asked if epoch not in known]
    if missing and result.ahead:
        return Ruling(words, None, _so_far(result))
    if missing:
        return Ruling(words, None, f"There is no test after epoch {_listed(missing)}.")
    least_right = min(known[epoch].correct for epoch in asked)
    least_said = "At least" if rules.lasting > 1 else "It ended with"
    return Ruling(words, True, f"{least_said} {percent(least_right)}.")


def _so_far(result: Result) -> str:
    if not result.tests:
        return "The first test comes after the first epoch."
    last = result.tests[-1]
    return f"{percent(last.correct)} after epoch {last.epoch}; what counts is the end, after epoch {result.epochs}."


def remarks(result: Result, rules: Rules) -> tuple[str, ...]:
    """What else the tests say, in sentences: the last against the best, how steady it was, and how sure it is."""
    found = [_best(result), _steady(result, rules.right), *_spread(result), _sure(result.tests[-1], rules.right)]
    if result.train is not None:
        train, last = result.train, result.tests[-1]
        gap = 100 * (train.accuracy - last.accuracy)
        found.append(
            f"Of its training images it has {100 * train.accuracy:.2f} % right, {abs(gap):.2f} points"
            f" {'more' if gap >= 0 else 'fewer'} than of the test images."
        )
    return tuple(found)


def _best(result: Result) -> str:
    last, best = result.tests[-1], max(result.tests, key=lambda test: test.correct)
    loss = f", loss {last.loss:.4f}" if isfinite(last.loss) else ""
    words = f"The last test, after epoch {last.epoch}: **{percent(last.correct)}**{loss}."
    if best.correct == last.correct:
        return f"{words} None was better."
    less = counted(best.correct - last.correct, "image")
    return (
        f"{words} The best was {percent(best.correct)} after epoch {best.epoch}, {less} more; but who picks the best"
        f" of {len(result.tests)} tests picks luck, too."
    )


def _steady(result: Result, right: int) -> str:
    least = percent(right)
    first = next((place for place, test in enumerate(result.tests) if test.correct >= right), None)
    if first is None:
        return f"It never came to {least}."
    after = result.tests[first:]
    fell = [test.epoch for test in after if test.correct < right]
    epoch = after[0].epoch
    if not fell:
        return f"From epoch {epoch} on it stayed at {least} or above."
    return f"It first came to {least} after epoch {epoch}, and was below it again after epoch {_listed(fell)}."


def _spread(result: Result) -> list[str]:
    last = [test.correct for test in result.tests[-LAST:]]
    if len(last) < LAST:
        return []
    return [f"The last {LAST} tests lie between {percent(min(last))} and {percent(max(last))}."]


def _sure(last: Score, right: int) -> str:
    low, high = wilson(last.correct, last.total)
    words = f"95 % interval of the last test: {100 * low:.2f} to {100 * high:.2f} %"
    if low >= right / TESTS:
        return f"{words}. All of it is at {percent(right)} or above: other images would not change that."
    if high < right / TESTS:
        return f"{words}. All of it is below {percent(right)}."
    return f"{words}. {percent(right)} is inside: with 10,000 other images it might have come out the other way."


def _listed(numbers: Sequence[int]) -> str:
    """3, 4 and 9; of many the first five and how many more."""
    words = [str(number) for number in numbers]
    if len(words) > 6:
        words = [*words[:5], f"{len(words) - 5} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
