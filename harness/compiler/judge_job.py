"""The worker's half of a judgement: an object handed over as data is measured, judged and written to files.

It never runs the program, so nothing the program does in its own process reaches the verdict. A newcomer's
mistake: to trust the folder. The meshes in it are the program's doing, and so is whatever else lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from harness.compiler.compile_job import Built, answer_for, judged
from harness.compiler.handover import unpacked
from harness.compiler.stages import Stages
from sdk.assets import AssetSession
from sdk.facts import Facts, use_facts
from sdk.findings import Finding
from sdk.model import provenance
from sdk.qc.profiles import PROFILES, use_profile


def judge_object(stages: Stages, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a compile, for an object that another process built.

    Args:
        stages: progress of the job.
        options: ``profile``, ``tests`` and ``pictures`` as in `compile_program`; ``built``, what that process
            answered: ``faults``, ``ended_by`` and ``object``, `packed`; with it ``facts``, from judges before.
    """
    built = options["built"]
    stages.faults += [Finding.from_dict(fault) for fault in built["faults"]]
    stages.ended_by = built["ended_by"]
    file = Path(stages.program.file)
    with suppress(OSError):  # a folder of that name; then the one check that reads the program finds none
        file.unlink(missing_ok=True)
        file.write_text(stages.program.source, encoding="utf-8")
    provenance.set_program(file)
    with AssetSession.for_script(file).use(), use_profile(PROFILES[options["profile"]]):
        handed: list[Any] = []
        with stages.phase("scene"):
            handed += unpacked(built["object"])
        if not handed:
            return answer_for(stages)
        with use_facts(Facts(built["facts"])) as facts:
            answer = judged(stages, options, Built(*handed))
    return {**answer, "facts": facts.text()} if options["tests"] else answer
