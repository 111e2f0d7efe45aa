"""Run a model program in this process and judge it: a stand-in for the host, for tests of the checks.

It has no sandbox and no time limit; a newcomer's mistake is to give it a program that loops or exits.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from sdk.assets import AssetSession
from sdk.model import provenance
from sdk.qc.profiles import PROFILES, use_profile
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport


@dataclass(frozen=True)
class Judged:
    """A verdict, or the error that kept one from being reached."""

    verdict: Verdict | None
    error: BaseException | None = None

    def codes(self, severity: str) -> list[str]:
        if self.verdict is None:
            return ["COMPILE_RUNTIME_FAILURE"] if severity == "failure" else []
        return sorted(f.code for f in self.verdict.findings if f.severity == severity)

    @property
    def status(self) -> str:
        return "success" if self.verdict is not None and self.verdict.passed else "failure"


def judge_program(source: str, folder: Path, *, profile: str = "default") -> Judged:
    """The verdict over a program run in `folder`."""
    chosen = PROFILES[profile]
    path = folder / "model.py"
    path.write_text(source)
    provenance.set_program(path)
    session = AssetSession(folder)
    with contextlib.chdir(folder), session.use(), use_profile(chosen):
        try:
            space = {"__name__": "model", "__file__": os.fspath(path)}
            exec(compile(source, os.fspath(path), "exec"), space)
            if not callable(space.get("run_tests")):
                raise ValueError("run_tests is missing")
            report = space["run_tests"]()
            if not isinstance(report, TestReport):
                raise ValueError("run_tests returned something else")
            model = space.get("object_model")
            if model is None:
                raise ValueError("object_model is missing")
            verdict = judge(model, authored=report, scene=Scene(model, asset_root=folder), profile=chosen)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - foreign code runs here
            return Judged(None, error)
        finally:
            provenance.set_program(None)
    return Judged(verdict)
