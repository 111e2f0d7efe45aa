"""How long the index of many runs takes: rebuilding it, bringing it up to date, listing, searching.

`python benchmarks/records.py [--runs 10000]` makes that many small run folders in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.records.index import RunIndex, Wanted

NOUNS = [
    "cabinet",
    "drawer",
    "lamp",
    "drone",
    "chair",
    "hinge",
    "laptop",
    "valve",
    "crane",
    "bicycle",
    "toaster",
    "tripod",
    "gate",
    "box",
    "fan",
]
WORDS = [
    "red",
    "small",
    "folding",
    "tall",
    "steel",
    "with",
    "three",
    "handles",
    "sliding",
    "door",
    "wooden",
    "round",
    "heavy",
    "light",
    "old",
]
LIMITS_S = {"rebuild": 60.0, "refresh": 0.2, "list": 0.2, "search": 0.05}


def make_runs(folder: Path, number: int, *, seed: int = 1) -> None:
    """Write `number` run folders as small as the index needs them."""
    chance = random.Random(seed)
    for position in range(number):
        noun = chance.choice(NOUNS)
        run = folder / f"20300131-{position:06d}-{noun}-{chance.randrange(16**6):06x}"
        run.mkdir(parents=True)
        prompt = f"{noun} {' '.join(chance.sample(WORDS, 6))}"
        (run / "prompt.txt").write_text(prompt)
        parts = [f"{noun}_{word}" for word in chance.sample(WORDS, 5)]
        joints = [{"name": f"{part}_joint", "type": "revolute"} for part in parts[1:]]
        manifest = {
            "schema": 1,
            "run_id": run.name,
            "status": chance.choice(["success", "success", "failed", "partial"]),
            "reason": "finished",
            "created_at": f"2030-{position % 12 + 1:02d}-{position % 28 + 1:02d}T12:00:00.000Z",
            "provider": chance.choice(["openai", "anthropic", "library"]),
            "model_id": "m",
            "settings": {"profile": "strict"},
            "counts": {"turns": chance.randrange(40)},
            "usage": {"cost_usd": chance.random()},
            "compile": {"object": {"name": noun, "parts": parts, "joints": joints}, "signals": []},
        }
        (run / "run.json").write_text(json.dumps(manifest))


def seconds(work: Callable[[], Any], *, times: int = 5) -> float:
    """The median duration of `work`."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return sorted(taken)[len(taken) // 2]


def main() -> None:
    """Print one line per measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    number = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_runs(folder, number)
        with RunIndex(folder) as index:
            measured = {
                "rebuild": seconds(index.rebuild, times=1),
                "refresh": seconds(index.refresh),
                "list": seconds(
                    lambda: (index.refresh(), index.find(Wanted(min_joints=2, status="success")))
                ),
                "search": seconds(lambda: index.find(Wanted(words="steel drawer"))),
            }
    for what, taken in measured.items():
        print(f"{what:<8} {taken * 1000:9.1f} ms   limit {LIMITS_S[what] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
