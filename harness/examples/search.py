"""Search over the example library, as the `find_examples` tool offers it.

A newcomer's mistake: to trust the full-text score alone. It only proposes candidates; whether a match is
`strong` is decided by which words hit which field, so that a hit in code alone never counts as the same
object; and an entry that is what the query names comes first, whatever its score.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Literal

from harness.errors import UsageError
from harness.examples.catalogue import SHEET, TECHNIQUES, Example, load_example, load_technique
from harness.examples.fitting import fits_of
from harness.resources import resource_dir
from harness.words import holds_phrase, identifiers_of, stems_of

FIELD_WEIGHTS = {"id": 6.0, "title": 5.0, "tags": 4.0, "description": 3.0, "code": 2.0}
"""How much a hit in each field tells about the object; `tags` holds the synonyms too."""
_METADATA = ("id", "title", "tags", "description")
_EXACT_BONUS = {"id": 4.0, "title": 3.5, "tags": 3.0, "description": 1.75, "code": 1.25}
_PHRASE_BONUS = {"id": 4.0, "title": 3.5, "tags": 2.5, "description": 1.5, "code": 1.0}
_SHOWN = "skipped: this program was already shown in full earlier in this conversation"
_NOISE = frozenset({"example", "program", "model", "object", "articulat"})
"""Stems that say nothing in a library of articulated objects."""
_TECHNIQUE_SHARE = 0.9
"""Of a technique's score: where both say as much, the object is the better answer."""
_MOST_WORDS = 14
"""Of a query; a longer one is a whole prompt, in which two common words meet any entry."""


@dataclass(frozen=True)
class ExampleMatch:
    """One hit, in the form the tool hands to a model."""

    example_id: str
    title: str
    description: str
    tags: tuple[str, ...]
    content: str
    """The whole program, or a short marker when it was shown before."""
    match_quality: Literal["strong", "weakly_relevant"]
    matched_tokens: tuple[str, ...]
    matched_fields: tuple[str, ...]
    content_skipped: bool = False
    kind: Literal["object", "technique"] = "object"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form; `content_skipped` only where it is true, `kind` only of techniques."""
        data = asdict(self)
        if not self.content_skipped:
            del data["content_skipped"]
        if self.kind == "object":
            del data["kind"]
        return data


@dataclass(frozen=True)
class _Hit:
    """How the query met one entry."""

    example: Example
    score: float
    tokens: tuple[str, ...]
    fields: tuple[str, ...]
    metadata_tokens: int
    has_phrase: bool
    coverage: float
    is_prompt: bool
    place: int
    """Among the entries that the query names, 0 first; behind them where it does not name this one."""
    is_named: bool

    @property
    def is_strong(self) -> bool:
        """It is named, or two words of the query, or its phrase, stand in what is said about it."""
        if self.is_named:
            return True
        if self.metadata_tokens == 0 or self.is_prompt:
            return False
        return self.coverage == 1.0 or self.has_phrase or self.metadata_tokens >= 2 or len(self.tokens) >= 3


class ExampleLibrary:
    """All entries, searchable; build it with `load` or from values."""

    def __init__(self, entries: Iterable[Example]) -> None:
        known = sorted(entries, key=lambda entry: entry.example_id)
        self.examples: tuple[Example, ...] = tuple(one for one in known if one.kind == "object")
        """The objects."""
        self.techniques: tuple[Example, ...] = tuple(one for one in known if one.kind == "technique")
        """Short programs of one idea each; found by `search` and `get`, never served as an object."""
        self._fields = {entry.example_id: _fields_of(entry) for entry in known}
        self._index = _index_of(self._fields)

    @classmethod
    def load(cls) -> ExampleLibrary:
        """The bundled library, read once per process.

        Raises:
            UsageError: the installation lacks it, or an entry is broken.
        """
        return _bundled()

    def get(self, example_id: str) -> Example:
        """The entry of that id.

        Raises:
            UsageError: there is none; the known ones are listed.
        """
        for example in (*self.examples, *self.techniques):
            if example.example_id == example_id:
                return example
        known = ", ".join(example.example_id for example in self.examples)
        raise UsageError(f"example: got {example_id!r}; want one of {known}")

    def search(self, query: str, limit: int = 3, seen: Collection[str] = frozenset()) -> list[ExampleMatch]:
        """Matches of `query`, best first, at most `limit`; strong ones, or else up to two weakly relevant
        ones.

        Programs whose ids are in `seen` come without their text. Same query, same answer.
        """
        tokens = [token for token in dict.fromkeys(stems_of(query)) if token not in _NOISE]
        if not tokens or limit < 1:
            return []
        named = [fit.example.example_id for fit in fits_of(query, self.examples)]
        hits = sorted(
            self._hits(tokens, named), key=lambda hit: (hit.place, -hit.score, hit.example.example_id)
        )
        strong = [hit for hit in hits if hit.is_strong]
        if strong:
            return [_match(hit, "strong", seen) for hit in _near_best(strong, 0.5)[:limit]]
        needed = 2 if len(tokens) >= 3 else 1
        weak = [hit for hit in hits if hit.metadata_tokens and len(hit.tokens) >= needed]
        return [_match(hit, "weakly_relevant", seen) for hit in _near_best(weak, 0.7)[: min(limit, 2)]]

    def nearest(self, query: str, limit: int = 3) -> list[Example]:
        """Entries in order of closeness to `query`, also those too far to be a match."""
        tokens = stems_of(query)
        scores = {hit.example.example_id: hit.score for hit in self._hits(tokens, ())} if tokens else {}
        ranked = sorted(self.examples, key=lambda one: (-scores.get(one.example_id, 0.0), one.example_id))
        return ranked[:limit]

    def _hits(self, tokens: list[str], named: Sequence[str]) -> list[_Hit]:
        weights = ", ".join(str(weight) for weight in FIELD_WEIGHTS.values())
        # Tokens are [a-z0-9]+ by construction; quoting keeps words such as "not" from being operators.
        query = " OR ".join(f'"{token}"' for token in tokens)
        rows = self._index.execute(
            f"SELECT example_id, bm25(entries, 0.0, {weights}) FROM entries WHERE entries MATCH ?", (query,)
        ).fetchall()
        return [self._hit(example_id, -float(rank), tokens, named) for example_id, rank in rows]

    def _hit(self, example_id: str, rank: float, tokens: list[str], named: Sequence[str]) -> _Hit:
        fields = self._fields[example_id]
        where = {token: [name for name, stems in fields.items() if token in stems] for token in tokens}
        matched = tuple(token for token in tokens if where[token])
        metadata = [token for token in matched if any(name in _METADATA for name in where[token])]
        phrases = [name for name, stems in fields.items() if len(tokens) > 1 and holds_phrase(stems, tokens)]
        coverage = len(matched) / len(tokens)
        score = rank + 3.0 * coverage**2 + min(len(metadata), 2)
        score += sum(_EXACT_BONUS[name] for token in matched for name in where[token])
        score += sum(_PHRASE_BONUS[name] for name in phrases)
        example = self.get(example_id)
        return _Hit(
            example=example,
            score=score * (_TECHNIQUE_SHARE if example.kind == "technique" else 1.0),
            tokens=matched,
            fields=tuple(name for name in FIELD_WEIGHTS if any(name in where[token] for token in matched)),
            metadata_tokens=len(metadata),
            has_phrase=any(name in _METADATA for name in phrases),
            coverage=coverage,
            is_prompt=len(tokens) > _MOST_WORDS,
            place=named.index(example_id) if example_id in named else len(named),
            is_named=example_id in named,
        )


@cache
def _bundled() -> ExampleLibrary:
    root = resource_dir("examples_library")
    objects = [load_example(sheet.parent) for sheet in sorted(root.glob(f"*/{SHEET}"))]
    techniques = [load_technique(path) for path in sorted((root / TECHNIQUES).glob("*.py"))]
    return ExampleLibrary([*objects, *techniques])


def _fields_of(example: Example) -> dict[str, list[str]]:
    return {
        "id": stems_of(example.example_id.replace("_", " ")),
        "title": stems_of(example.title),
        "tags": stems_of(" ".join((*example.tags, *example.synonyms, *example.near, example.category))),
        "description": stems_of(f"{example.description} {example.teaches}"),
        "code": identifiers_of(example.program),
    }


def _index_of(fields: dict[str, dict[str, list[str]]]) -> sqlite3.Connection:
    # Read-only once built, so other threads may ask it too.
    index = sqlite3.connect(":memory:", check_same_thread=False)
    columns = ", ".join(FIELD_WEIGHTS)
    index.execute(
        f"CREATE VIRTUAL TABLE entries USING fts5(example_id UNINDEXED, {columns}, tokenize='ascii')"
    )
    marks = ", ".join("?" * (1 + len(FIELD_WEIGHTS)))
    for example_id, texts in fields.items():
        index.execute(
            f"INSERT INTO entries VALUES ({marks})", [example_id, *(" ".join(texts[name]) for name in texts)]
        )
    return index


def _near_best(hits: list[_Hit], share: float) -> list[_Hit]:
    if not hits:
        return []
    least = max(1.0, share * max(hit.score for hit in hits))
    return [hit for hit in hits if hit.is_named or hit.score >= least]


def _match(hit: _Hit, quality: Literal["strong", "weakly_relevant"], seen: Collection[str]) -> ExampleMatch:
    example = hit.example
    shown = example.example_id in seen
    return ExampleMatch(
        example_id=example.example_id,
        title=example.title,
        description=example.description,
        tags=example.tags,
        content=_SHOWN if shown else example.program,
        match_quality=quality,
        matched_tokens=hit.tokens,
        matched_fields=hit.fields,
        content_skipped=shown,
        kind=example.kind,
    )
