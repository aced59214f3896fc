"""Kills runs and resumes them: python -m benchmarks.digits_resume --kills 20

A short run is made once without disturbance, then again and again with `kill -9` at a random moment of it, the moments
of starting and of writing included, and resumed, killed again, until it ends. All must end with the same bits.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from core.digits.runs.run import read_records, read_state
from core.digits.training.records import RECORDS, Score, to_line

SMALL = """
import sys
from core.digits.data import datasets
from core.digits.training import command, session
datasets.SYNTHETIC_SIZES = (1280, 200)  # a second of training
session.BETWEEN_CHECKPOINTS = 0.1  # so that many kills hit one
sys.exit(command.main(sys.argv[1:]))
"""
FLAGS = [
    *("--data", "synthetic", "--epochs", "3", "--batch-size", "32", "--threads", "1", "--device", "cpu"),
    *("--dropout", "0.1", "--log-every", "1"),
]


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SMALL, *FLAGS, "--run", str(folder), "--resume"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def ending(folder: Path) -> tuple[str, str, Score]:
    """SHA-256 of the weights, both kinds, SHA-256 of the records without their times, and the last score."""
    state = read_state(folder)
    assert state is not None, f"{folder} has no checkpoint"
    weights = sha256()
    for part in ("net", "averaged"):
        for name, tensor in sorted(state[part].items()):
            weights.update(name.encode() + tensor.contiguous().numpy().tobytes())
    records = list(read_records(folder))
    lines = sha256("".join(to_line(record).rsplit(', "seconds"', 1)[0] for record in records).encode())
    last = records[-1]
    assert isinstance(last, Score)
    return weights.hexdigest(), lines.hexdigest(), last


def begun(folder: Path, lines: int, process: subprocess.Popen[bytes]) -> None:
    """Waits for so many records."""
    while process.poll() is None and not (
        (folder / RECORDS).exists() and (folder / RECORDS).read_bytes().count(b"\n") >= lines
    ):
        sleep(0.001)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--kills-a-run", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with TemporaryDirectory() as top:
        whole = start(Path(top, "whole"))
        begun(Path(top, "whole"), 1, whole)
        first = monotonic()
        assert whole.wait() == 0
        length = monotonic() - first  # of the training alone; the imports before it are not worth many kills
        expected = ending(Path(top, "whole"))
        total = sum(1 for _ in read_records(Path(top, "whole")))

        print("| run | killed after so many of its records | weights | records | accuracy |\n|---|---|---|---|---|")
        kills, failures, runs = 0, 0, 0
        while kills < given.kills:
            folder, moments, runs = Path(top, f"run{runs}"), [], runs + 1
            for _ in range(given.kills_a_run):
                process = start(folder)
                if rng.random() < 0.8:  # in the training, wherever it is by then
                    done = (folder / RECORDS).read_bytes().count(b"\n") if (folder / RECORDS).exists() else 0
                    begun(folder, rng.randrange(done + 1, total + 2), process)
                    sleep(rng.random() * length / total)
                else:  # anywhere, the start included
                    sleep(rng.random() * 2 * length)
                if process.poll() is None:
                    process.kill()
                    kills += 1
                    done = (folder / RECORDS).read_bytes().count(b"\n") if (folder / RECORDS).exists() else 0
                    moments.append(str(done))
                process.wait()
            if start(folder).wait() != 0:
                print(f"| {runs} | {', '.join(moments)} | could not be resumed | | |")
                failures += 1
                continue
            found = ending(folder)
            same = ["same" if one == other else "DIFFERENT" for one, other in zip(found, expected, strict=True)]
            failures += found != expected
            print(
                f"| {runs} | {', '.join(moments)} | {same[0]} | {same[1]} | {same[2]}, {found[2].correct} |", flush=True
            )
        print(f"\n{kills} kills in {runs} runs of {total} records; {failures} runs ended differently.")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
