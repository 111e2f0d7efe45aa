"""Objects from drawn parameters: which are made, which records they leave, and what a second call does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.audit import audit
from harness.config import RunSettings
from harness.errors import RecordError
from harness.examples.catalogue import load_example
from harness.examples.expressions import expression_from
from harness.examples.sampling import wish_from
from harness.records.folder import RunFolder
from harness.services import Services
from harness.variation import STAGING, Plan, Variation, plan_for, run_id_for, vary
from tests.harness.examples.families import BOOKCASE, write_family
from tests.harness.fakes import FAKE_SERVICES, fake_compile


@pytest.fixture
def bookcase(tmp_path: Path) -> Any:
    write_family(tmp_path / "library" / "bookcase", BOOKCASE)
    return load_example(tmp_path / "library" / "bookcase")


class Compiler:
    """A fake compiler that counts, and that fails programs with so many shelves."""

    def __init__(self, *unsound: int) -> None:
        self.sources: list[str] = []
        self._unsound = unsound

    def __call__(self, source: str, **options: Any) -> Any:
        self.sources.append(source)
        if any(f"SHELVES = {number} " in source for number in self._unsound):
            source = source.replace("clean", "broken shelf")
        return fake_compile(source, **options)

    @property
    def services(self) -> Services:
        return replace(FAKE_SERVICES, compile=self)


def carried_out(plans: list[Plan], folder: Path, compiler: Compiler | None = None, **more: Any) -> Variation:
    chosen = more.pop("settings", RunSettings(runs_dir=folder / "runs", seed=5, pictures=False))
    services = (compiler or Compiler()).services
    return asyncio.run(vary(plans, chosen, jobs=2, services=services, **more))


def runs_in(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "runs").iterdir())


def test_each_set_becomes_a_record_that_holds(bookcase: Any, tmp_path: Path) -> None:
    compiler, plan = Compiler(), plan_for(bookcase, 3, seed=5)
    done = carried_out([plan], tmp_path, compiler)
    assert [asset.state for asset in done.assets] == ["made"] * 3
    assert [asset.values for asset in done.of(plan)] == list(plan.sets)
    assert runs_in(tmp_path) == sorted(asset.run_id for asset in done.assets)
    assert len(compiler.sources) == 3, "each program is compiled once"
    for asset in done.assets:
        assert asset.run_dir is not None
        manifest = json.loads((asset.run_dir / "run.json").read_text())
        assert (manifest["status"], manifest["provider"], manifest["model_id"]) == (
            "success",
            "library",
            "vary",
        )
        assert manifest["library"] == {
            "entry": "bookcase",
            "title": "Bookcase",
            "parameters": dict(asset.values),
            "entry_sha256": plan.entry_sha256,
            "seed": 5,
            "sample": asset.number,
        }
        assert manifest["settings"]["seed"] == 5
        assert manifest["usage"]["cost_usd"] == 0
        program = (asset.run_dir / "model.py").read_text()
        assert program == bookcase.with_values(asset.values)
        found = audit(asset.run_dir, recompile=False, services=compiler.services).findings
        assert {one.claim: one.verdict for one in found if one.verdict != "holds"} == {}


def test_a_second_call_makes_only_what_is_not_there(bookcase: Any, tmp_path: Path) -> None:
    carried_out([plan_for(bookcase, 3, seed=5)], tmp_path)
    compiler = Compiler()
    done = carried_out([plan_for(bookcase, 5, seed=5)], tmp_path, compiler)
    assert sorted(asset.state for asset in done.assets) == ["made"] * 2 + ["there"] * 3
    assert len(compiler.sources) == 2
    assert len(runs_in(tmp_path)) == 5


def test_what_is_not_sound_is_told_and_not_kept_unless_asked(bookcase: Any, tmp_path: Path) -> None:
    plan = plan_for(bookcase, 9, seed=5, wishes=[wish_from("wide=0.5")])
    assert (plan.distinct, len(plan.sets)) == (9, 9)
    done = carried_out([plan], tmp_path, Compiler(2, 7))
    row = done.family(plan)
    assert (row["made"], row["failed"], row["failures"]) == (7, 2, {"TEST": 2})
    failed = [asset for asset in done.assets if asset.state == "failed"]
    assert {asset.values["SHELVES"] for asset in failed} == {2, 7}
    assert {asset.summary for asset in failed} == {"shelf is broken"}
    assert all(asset.run_dir is None for asset in failed)
    assert len(runs_in(tmp_path)) == 7

    done = carried_out([plan], tmp_path, Compiler(2, 7), keep_failures=True)
    kept = [asset.run_dir for asset in done.assets if asset.state == "failed"]
    assert len(runs_in(tmp_path)) == 9
    assert {json.loads((run / "run.json").read_text())["status"] for run in kept if run} == {"failed"}
    compiler = Compiler(2, 7)
    row = carried_out([plan], tmp_path, compiler).family(plan)
    assert (row["there"], row["failed"], row["failures"], compiler.sources) == (7, 2, {"TEST": 2}, [])


def test_a_sound_object_is_not_lost_for_want_of_a_picture(bookcase: Any, tmp_path: Path) -> None:
    asked: list[bool] = []

    def cannot_draw(source: str, *, pictures: bool, **options: Any) -> Any:
        asked.append(pictures)
        return fake_compile(source.replace("clean", "broken lens") if pictures else source, **options)

    settings = RunSettings(runs_dir=tmp_path / "runs", seed=5, pictures=True)
    services = replace(FAKE_SERVICES, compile=cannot_draw)
    plan = plan_for(bookcase, 1, seed=5)
    done = asyncio.run(vary([plan], settings, jobs=1, services=services))
    assert ([asset.state for asset in done.assets], asked) == (["made"], [True, False])


def test_fewer_different_sets_than_asked_for(bookcase: Any) -> None:
    plan = plan_for(bookcase, 50, seed=0, wishes=[wish_from("wide=0.5"), wish_from("shelves=3..4")])
    assert (plan.asked, plan.distinct, len(plan.sets)) == (50, 2, 2)


def test_sets_that_fall_together_are_counted_once(bookcase: Any) -> None:
    tied = replace(bookcase.parameter("WIDTH"), at_least=expression_from("SHELVES", ["SHELVES"]))
    others = [one for one in bookcase.parameters if one.name != "WIDTH"]
    family = replace(bookcase, parameters=(*others, tied))
    plan = plan_for(family, 50, seed=0, wishes=[wish_from("wide=0.3..0.5"), wish_from("shelves=3..4")])
    assert (plan.asked, plan.distinct, len(plan.sets)) == (50, 2, 2)


def test_an_interrupted_call_keeps_what_was_finished(bookcase: Any, tmp_path: Path) -> None:
    plan = plan_for(bookcase, 9, seed=5, wishes=[wish_from("wide=0.5")])

    def compile_or_hang(source: str, **options: Any) -> Any:
        if f"SHELVES = {plan.sets[4]['SHELVES']} " in source:
            source = source.replace("clean", "hang")
        return fake_compile(source, **options)

    async def interrupted() -> Variation:
        services = replace(FAKE_SERVICES, compile=compile_or_hang)
        settings = RunSettings(runs_dir=tmp_path / "runs", seed=5, pictures=False)

        def stop_after_three(_: object) -> None:
            ended.append(1)
            if len(ended) == 3:
                task.cancel()

        ended: list[int] = []
        task = asyncio.ensure_future(
            vary([plan], settings, jobs=2, services=services, on_asset=stop_after_three)
        )
        return await task

    done = asyncio.run(interrupted())
    assert done.is_interrupted
    assert 3 <= len(done.assets) < 9
    assert runs_in(tmp_path) == sorted(asset.run_id for asset in done.assets), "nothing half-made is left"
    done = carried_out([plan], tmp_path)
    assert not done.is_interrupted
    assert len(runs_in(tmp_path)) == 9


def test_leftovers_of_a_killed_call_are_removed_and_work_of_others_is_not(
    bookcase: Any, tmp_path: Path
) -> None:
    plan = plan_for(bookcase, 2, seed=5)
    runs = tmp_path / "runs"
    (runs / f"{STAGING}killed" / "vary-bookcase-1").mkdir(parents=True)
    other = RunFolder.create(runs, f"{STAGING}other", redact=str)
    try:
        done = carried_out([plan], tmp_path)
    finally:
        other.release()
    assert [asset.state for asset in done.assets] == ["made"] * 2
    assert [path.name for path in runs.glob(".*")] == [f"{STAGING}other"]


def test_two_calls_at_once_do_not_disturb_each_other(bookcase: Any, tmp_path: Path) -> None:
    plan = plan_for(bookcase, 4, seed=5)
    settings = RunSettings(runs_dir=tmp_path / "runs", seed=5, pictures=False)

    async def both() -> list[Variation]:
        calls = [vary([plan], settings, jobs=2, services=Compiler().services) for _ in range(2)]
        return await asyncio.gather(*calls)

    states = [asset.state for done in asyncio.run(both()) for asset in done.assets]
    assert len(states) == 8
    assert set(states) <= {"made", "there"}
    assert len(runs_in(tmp_path)) == 4


def test_a_runs_folder_that_cannot_be_is_an_error(bookcase: Any, tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RecordError, match="runs"):
        carried_out([plan_for(bookcase, 2, seed=5)], tmp_path)


def test_the_name_of_a_run_follows_from_program_and_profile(bookcase: Any) -> None:
    values = {"SHELVES": 3, "WIDTH": 0.5}
    name = run_id_for(bookcase, values, profile="strict")
    assert name.startswith("vary-bookcase-")
    assert name == run_id_for(bookcase, {"SHELVES": 3}, profile="strict")
    assert name != run_id_for(bookcase, values, profile="default")
    assert name != run_id_for(bookcase, {**values, "SHELVES": 4}, profile="strict")
