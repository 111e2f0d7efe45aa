"""Recorded runs as material for rows, with the facts that rows are chosen, grouped and labelled by.

A newcomer's mistake: to take a run's folder for its group. A run that grew out of another one belongs where its
first ancestor does, or one program would stand on both sides of a split.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from harness.digests import canonical_json, plain, sha256_of
from harness.errors import HarnessError, RecordError
from harness.records.folder import MANIFEST, PROMPT, is_locked, read_manifest
from harness.records.labels import Labels, read_labels
from harness.records.ratings import read_ratings, standing_of
from harness.records.training.story import Story, read_story
from harness.tape import Tape, read_trace
from harness.words import stems_of

UNKNOWN_TERMS = "unknown"
NO_LICENCE = "unspecified"
_VERSIONS = ("articraft", "sdk_sha256", "harness_sha256")


@dataclass(frozen=True)
class RecordedRun:
    """One run; only the facts about it stay in memory."""

    folder: Path
    manifest: Mapping[str, Any]
    category: str | None = None
    """As labelled or imported, else that of the library entry it came from."""
    tags: tuple[str, ...] = ()
    rating: float | None = None
    """Mean of its raters' stars."""
    group: str = ""
    """What must not be split: the category, else the prompt up to word forms and order, of its first ancestor."""
    providers: tuple[str, ...] = ()
    """Who wrote it and the runs it grew out of, each once."""
    licence: str = NO_LICENCE

    def read(self) -> tuple[Tape, Story]:
        """Its trace, every line checked, and what that tells; read anew each time, since traces are big.

        Raises:
            RecordError: the trace is missing or damaged.
        """
        tape = read_trace(self.folder)
        return tape, read_story(tape)

    @property
    def run_id(self) -> str:
        """Its id."""
        return str(self.facts["run_id"])

    @property
    def status(self) -> str:
        """How it ended."""
        return str(self.facts["status"])

    @property
    def facts(self) -> Mapping[str, Any]:
        """What rows are chosen by and carry in ``meta``; JSON values."""
        return self._known[0]

    @property
    def request_sha256(self) -> str:
        """Hash of all that the model was shown before its first reply."""
        return self._known[1]

    @cached_property
    def _known(self) -> tuple[Mapping[str, Any], str]:
        _, story = self.read()
        shown = [story.system, story.opening, story.tools, story.scaffold]
        return self._facts_of(story), sha256_of(canonical_json(plain(shown)))

    def _facts_of(self, story: Story) -> dict[str, Any]:
        manifest = self.manifest
        made = (manifest.get("compile") or {}).get("object") or {}
        return {
            "run_id": story.run_id,
            "prompt": story.prompt,
            "category": self.category,
            "group": self.group,
            "tags": list(self.tags),
            "provider": story.provider,
            "model_id": story.model_id,
            "providers": list(self.providers),
            "provider_terms": sorted({terms_of(provider) for provider in self.providers}),
            "licence": self.licence,
            "status": story.status,
            "reason": story.reason,
            "profile": str(story.settings.get("profile", "")),
            "rating": self.rating,
            "parts": len(made.get("parts") or ()),
            "joints": len(made.get("joints") or ()),
            "turns": len(story.turns),
            "tool_calls": sum(len(turn.done) for turn in story.turns),
            "failures": _count(manifest, "failure"),
            "warnings": _count(manifest, "warning"),
            "cost_usd": (manifest.get("usage") or {}).get("cost_usd"),
            "created_at": str(manifest.get("created_at") or ""),
            "parent": str((manifest.get("lineage") or {}).get("parent") or "") or None,
            "code_sha256": story.final_sha256,
            "versions": {name: story.versions[name] for name in _VERSIONS if name in story.versions},
            "compactions": story.compactions,
            "freeform_tools": sorted(tool.name for tool in story.tools if tool.freeform),
        }


def load_runs(
    folders: Iterable[Path], *, licence: str = NO_LICENCE
) -> tuple[list[RecordedRun], dict[str, str]]:
    """Runs that can be read, by id, and for each other folder why not.

    Args:
        folders: run folders.
        licence: of programs that no library entry brings a licence for.
    """
    found: dict[str, _Found] = {}
    refused: dict[str, str] = {}
    for folder in folders:
        try:
            found[folder.name] = _look_at(folder)
        except RecordError as error:
            refused[folder.name] = str(error)
    runs = []
    for run_id in sorted(found):
        one, line = found[run_id], _line_of(run_id, found)
        run = RecordedRun(
            one.folder,
            one.manifest,
            category=one.category,
            tags=one.labels.tags,
            rating=one.rating,
            group=line[-1].group,
            providers=tuple(dict.fromkeys(str(member.manifest["provider"]) for member in line)),
            licence=getattr(_entry(one.manifest), "licence", None) or licence,
        )
        try:
            _ = run.facts
        except HarnessError as error:
            refused[run_id] = str(error)
        except (KeyError, TypeError, AttributeError) as error:
            refused[run_id] = f"its trace or {MANIFEST} lacks something ({type(error).__name__}: {error})"
        else:
            runs.append(run)
    return runs, refused


def run_folders(runs_dir: Path) -> list[Path]:
    """Every run below a folder, by name; hidden folders are none."""
    folders = (manifest.parent for manifest in runs_dir.glob(f"*/{MANIFEST}"))
    return sorted(folder for folder in folders if not folder.name.startswith("."))


@dataclass(frozen=True)
class _Found:
    """What a run's folder says without its trace."""

    folder: Path
    manifest: Mapping[str, Any]
    prompt: str
    labels: Labels
    rating: float | None

    @property
    def category(self) -> str | None:
        imported = (self.manifest.get("source") or {}).get("category_slug")
        return self.labels.category or imported or getattr(_entry(self.manifest), "category", None)

    @property
    def group(self) -> str:
        if self.category:
            return f"category:{self.category}"
        return "prompt:" + " ".join(sorted(set(stems_of(self.prompt))))

    @property
    def parent(self) -> str:
        return str((self.manifest.get("lineage") or {}).get("parent") or "")


def _look_at(folder: Path) -> _Found:
    if is_locked(folder):
        raise RecordError(f"{folder}: the run is still going on")
    manifest = read_manifest(folder)
    try:
        prompt = (folder / PROMPT).read_text(encoding="utf-8")
        _ = manifest["provider"]
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{folder / PROMPT}: cannot be read ({error})") from error
    except KeyError:
        raise RecordError(f"{folder / MANIFEST}: names no provider") from None
    return _Found(folder, manifest, prompt, read_labels(folder), standing_of(read_ratings(folder)).mean)


def _line_of(run_id: str, found: Mapping[str, _Found]) -> list[_Found]:
    """A run and those it grew out of, youngest first, as far as they are at hand."""
    line: dict[str, _Found] = {}
    while run_id in found and run_id not in line:
        line[run_id] = found[run_id]
        run_id = found[run_id].parent
    return list(line.values())


def terms_of(provider: str) -> str:
    """One word on whether what a provider's models wrote may be trained on."""
    return _terms().get(provider, UNKNOWN_TERMS)


@cache
def _terms() -> Mapping[str, str]:
    table = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))
    return {provider: terms for terms, row in table.items() for provider in row["providers"]}


def _entry(manifest: Mapping[str, Any]) -> Any:
    """The library entry that a run came from; None when there was none or it is gone."""
    from harness.examples import ExampleLibrary

    name = (manifest.get("library") or {}).get("entry")
    if not name:
        return None
    return next((one for one in ExampleLibrary.load().examples if one.example_id == name), None)


def _count(manifest: Mapping[str, Any], severity: str) -> int:
    signals = (manifest.get("compile") or {}).get("signals") or ()
    return sum(signal.get("severity") == severity for signal in signals)
