"""Whether an entry of the library *is* what a prompt asks for, which is stricter than being relevant to it.

A newcomer's mistake: to look for the entry's words anywhere in the prompt. "A landing pad for a drone" and "a
drone landing pad" hold the word and ask for something else: a name has to be the subject, and has to end
where the subject ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from harness.examples.catalogue import Example
from harness.quantities import METRES_PER_UNIT, NUMBER_WORDS, SIZE_WORDS, tokens_of
from harness.words import STOP_WORDS, holds_phrase, stem, stems_of, words_of

_FRAMING = frozenset(
    words_of("""
    please i we you want need would like d could can me us lets let make create generate build design
    model produce give get show draw render write author an a the some my our one of for urdf sdf mjcf
    asset object 3d articulated realistic detailed accurate credible complete program simulation
    simulatable version kind type conceive highly very believable
    """)
)
"""Words before the subject that only ask for it."""
_VERSIONS = frozenset(words_of("version variant model replica rendition pair example instance"))
"""Words that with "of" begin the subject anew: "a compact version of a stick vacuum"."""
_MODIFIERS = frozenset(
    stems_of("""
    small little tiny mini large big huge tall short long wide narrow deep shallow low high slim compact
    light lightweight heavy simple plain basic fancy elegant modern contemporary classic classical
    traditional vintage retro antique old new nice pretty beautiful sturdy solid strong standard typical
    ordinary generic common regular portable adjustable movable foldable folding dark bright sized size
    domestic household professional industrial commercial premium consumer grade outdoor indoor weatherproof
    rugged heavy-duty duty lightweight full mid freestanding countertop benchtop desktop tabletop stylish
    everyday cheap luxury smart electric
    """)
)
"""Stems of words that describe a thing without making it another."""
_TAILS = frozenset(
    stems_of(
        "combo unit assembly system set kit appliance mechanism device style cutaway cutout mockup replica model"
    )
)
"""Stems of words after a name that leave the thing what it is: "washing machine combo"."""
_BREAKS = frozenset(
    words_of("""
    with without for in on at from by to near under over above below behind beside inside into onto
    between against of that which who whose where when while having has have featuring using including
    containing made built fitted equipped is are be standing sitting mounted measuring about around its
    plus capable able and or but so as such please within all each every its scale whose carrying designed
    """)
)
"""Words at which a subject ends."""
_FINISHES = frozenset(
    stems_of("""
    white black grey gray silver gold golden brown red green blue yellow orange pink purple beige cream
    metal steel plastic brass copper wooden oak pine walnut bamboo glass carbon fibre fiber painted
    """)
)
"""Stems of colours and materials: they do not change what a thing is, and no entry has a setting for them."""
_TALK = frozenset(
    stems_of("""
    keep use should must ensure geometry details required require read reads clear clearly visible visibly
    real realistic believable own separate separately distinct independent independently floating supported
    attached parts part joint joints axis axes scale motion moves move rotates rotate slides slide
    translates translate spins spin articulate articulation articulations naturally feel like rather than only
    there them they it their also both two along about plus carries supports set sits
    """)
)
"""Stems of words that speak about the drawing, not the thing."""
_STRANGERS = 3
"""Unknown words that may stand before a name and are then reported, as in "laboratory specimen drawer
cabinet"; words joined by hyphens are one."""


@dataclass(frozen=True)
class Fit:
    """An entry that is what the prompt asks for, or may stand in for it."""

    example: Example
    name: str
    """The name of the entry that the prompt used."""
    unread: tuple[str, ...]
    """Words of the prompt that nothing said about the entry answers to; neighbours stand together."""
    is_near: bool = False
    """Whether the name is that of another thing, which the library lacks."""
    asked: str = field(default="", compare=False)
    """What the prompt calls it: the words of its subject."""


@dataclass(frozen=True)
class _Word:
    """A word of the prompt."""

    text: str
    stem: str
    unit: int
    """Words joined by hyphens have the same."""
    at: int
    """Its place among the words and marks of the prompt."""


@dataclass(frozen=True)
class _Prompt:
    """A prompt read once for all entries."""

    tokens: tuple[_Word, ...]
    """Words, and marks as words with an empty stem, from where the framing ends."""
    stems: tuple[str, ...]
    """Of all its words, framing included."""


def best_fit(prompt: str, examples: Iterable[Example]) -> Fit | None:
    """The entry that the prompt asks for by name, or one that may stand in for it, or None."""
    return next(iter(fits_of(prompt, examples)), None)


def fits_of(prompt: str, examples: Iterable[Example]) -> list[Fit]:
    """Every entry that fits: true names before those of near things, longer ones first, then by id."""
    fits = [fit for example in examples if (fit := fit_of(prompt, example))]
    return sorted(fits, key=_order)


def _order(fit: Fit) -> tuple[bool, int, int, str]:
    head, _, condition = fit.name.partition(" with ")
    return fit.is_near, -len(words_of(head)), -len(words_of(condition)), fit.example.example_id


def fit_of(prompt: str, example: Example) -> Fit | None:
    """How `example` answers to `prompt` by one of its names, or None when it is not what is asked for."""
    if example.kind != "object":
        return None
    read = _read(prompt)
    subject, rest = _subject_and_rest(read.tokens, _stems_of_names(example))
    own = [word for word in subject if word.unit not in _styled(subject)]
    for is_near, names in ((False, example.names), (True, example.near)):
        for name in sorted(names, key=lambda name: (" with " in name, -len(words_of(name)), name)):
            # A narrow name may not hold any word of other things; otherwise only the subject may not.
            where = list(read.stems) if " with " in name else [word.stem for word in own]
            if not is_near and any(holds_phrase(where, phrase) for phrase in _stems_of_excludes(example)):
                continue
            strangers = _strangers_before(name, subject, rest, example, is_near=is_near)
            if strangers is not None:
                unread = _phrases([*strangers, *_unread(rest, example)])
                return Fit(example, name, unread, is_near, " ".join(_phrases(subject)))
    return None


@lru_cache(maxsize=64)
def _read(prompt: str) -> _Prompt:
    found = [token for token in tokens_of(prompt) if token.text not in "\"'"]
    words: list[_Word] = []
    unit = 0
    for at, token in enumerate(found):
        if token.text == "-":
            continue
        before = found[at - 1] if at else None
        joined = before is not None and before.text == "-" and before.end == token.start
        unit += not joined
        is_word = token.text[0].isalnum()
        words.append(_Word(token.text, stem(token.text) if is_word else "", unit, len(words)))
    stems = tuple(word.stem for word in words if word.stem)
    return _Prompt(tuple(words[_framing_end(words) :]), stems)


def _framing_end(words: Sequence[_Word]) -> int:
    """Index of the first word of the subject."""
    start = _past_framing(words, 0)
    for at in range(start, min(start + 8, len(words) - 1)):
        if words[at].text in _BREAKS or words[at].text in ".;:":
            break
        if words[at].text in _VERSIONS and words[at + 1].text == "of":
            return _past_framing(words, at + 2)
    return start


def _past_framing(words: Sequence[_Word], at: int) -> int:
    while at < len(words) and (words[at].text in _FRAMING or not words[at].stem):
        at += 1
    return at


@cache
def _stems_of_names(example: Example) -> tuple[tuple[str, ...], ...]:
    names = (*example.names, *example.near)
    return tuple(tuple(stem(word) for word in words_of(name.partition(" with ")[0])) for name in names)


@cache
def _stems_of_excludes(example: Example) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(stem(word) for word in words_of(phrase)) for phrase in example.excludes)


def _subject_and_rest(
    words: Sequence[_Word], names: Sequence[tuple[str, ...]]
) -> tuple[list[_Word], list[_Word]]:
    """The words of the first noun phrase and all words after it.

    A preposition ends it unless it is part of a compound ("freezer-on-bottom") or a name goes on there ("chest
    of drawers"); so does a mark, unless only describing words came before it ("a small, folding drone").
    """
    end = 0
    while end < len(words):
        word = words[end]
        if any(_goes_on(words, end, name) for name in names):
            end += 1
            continue
        if (word.text in _BREAKS and not _is_joined(words, end)) or not word.stem:
            before = [one for one in words[:end] if one.stem]
            named = any(holds_phrase([one.stem for one in before], name) for name in names)
            described = all(one.stem in _MODIFIERS or _is_plain(one.text) for one in before)
            if word.text not in (",", "and") or named or not described:
                break
        end += 1
    return [word for word in words[:end] if word.stem], [word for word in words[end:] if word.stem]


def _is_joined(words: Sequence[_Word], at: int) -> bool:
    """Whether the word at `at` is part of a compound."""
    beside = (words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None)
    return any(one is not None and one.stem and one.unit == words[at].unit for one in beside)


def _goes_on(words: Sequence[_Word], at: int, name: Sequence[str]) -> bool:
    """Whether the words around the preposition at `at` are those of `name`."""
    if words[at].text not in ("of", "on", "in", "for", "and") or words[at].stem not in name:
        return False
    place = name.index(words[at].stem)
    start = at - place
    return start >= 0 and tuple(word.stem for word in words[start : start + len(name)]) == tuple(name)


def _strangers_before(
    name: str, subject: Sequence[_Word], rest: Sequence[_Word], example: Example, *, is_near: bool
) -> list[_Word] | None:
    """Unknown words and finishes before `name` at the subject's end; None when the name is not there."""
    head, _, condition = name.partition(" with ")
    wanted = [stem(word) for word in words_of(head)]
    words = list(subject)
    while words and [word.stem for word in words[-len(wanted) :]] != wanted:
        last = words[-1]
        if not (_is_measure(last.text) or last.stem in _MODIFIERS or last.stem in _TAILS):
            return None
        words.pop()  # "folding drone 20 cm wide", "desk lamp adjustable"
    if not words:
        return None
    before = words[: -len(wanted)]
    finishes = [word for word in before if word.stem in _FINISHES and word.stem not in example.vocabulary]
    strangers = [word for word in before if word not in finishes and not _describes(word, example)]
    if condition and not all(stem(word) in [one.stem for one in rest] for word in words_of(condition)):
        return None
    if condition and not is_near:
        # The head alone names too much ("cabinet"), so nothing unknown may narrow it.
        return None if strangers else finishes
    counted = {word.unit for word in strangers if word.unit not in _styled(words)}
    if len(counted) > (1 if condition else _STRANGERS):
        return None
    return [word for word in before if word in strangers or word in finishes]


def _styled(words: Sequence[_Word]) -> frozenset[int]:
    """Units of the words up to "style": "a box cutter style utility knife" is one that looks like another."""
    last = max((at for at, word in enumerate(words) if word.text in ("style", "styled")), default=-1)
    return frozenset(word.unit for word in words[: last + 1])


def _describes(word: _Word, example: Example) -> bool:
    """Whether `word` says no more than how the thing is."""
    return word.stem in example.vocabulary or word.stem in _MODIFIERS or _is_plain(word.text)


def _is_plain(word: str) -> bool:
    return _is_measure(word) or word in _FRAMING or word == "and"


def _is_measure(word: str) -> bool:
    return (
        word[0].isdigit()
        or word in NUMBER_WORDS
        or word in METRES_PER_UNIT
        or word in SIZE_WORDS
        or word == "x"
    )


def _unread(words: Sequence[_Word], example: Example) -> list[_Word]:
    """Words that carry meaning and that nothing said about the entry answers to."""
    return [
        word
        for word in words
        if len(word.text) > 2
        and not _describes(word, example)
        and word.text not in _BREAKS
        and word.text not in STOP_WORDS
        and word.stem not in _TALK
    ]


def _phrases(words: Sequence[_Word]) -> tuple[str, ...]:
    """The words with those that stand side by side in the prompt as one phrase, each phrase once."""
    phrases: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None and before.at + 1 == word.at:
            phrases[-1] += ("-" if before.unit == word.unit else " ") + word.text
        else:
            phrases.append(word.text)
    return tuple(dict.fromkeys(phrases))
