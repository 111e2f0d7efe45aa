"""The checklist of a prompt: what it says in words that a compile can count.

Only what can be recognised without a model is listed: how many of something, what slides, turns, spins or
screws, and how large the whole is. A newcomer's mistake: to add rules until every sentence is read. A checklist
that claims what was not asked is worse than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harness.contract.requirement import Requirement
from harness.contract.vocabulary import (
    EMPTY,
    JOINT_WORDS,
    LINKING,
    MOTIONS,
    NOT_THINGS,
    OPENERS,
    PARTICIPLES,
    PLAIN_FORMS,
    PREPOSITIONS,
    SAY_NOTHING_ALONE,
    STATED,
    VERBS,
    WAYS,
    Motion,
    Way,
)
from harness.quantities import METRES_PER_UNIT, NUMBER_WORDS, SIZE_WORDS, Token, find_quantities, tokens_of
from harness.words import stem, words_of

MOST = 40
"""Items of one checklist; a longer one is no help to anybody."""
_MOST_COUNT = 200
_STRENGTH: tuple[Motion | None, ...] = (None, "turn", "spin", "slide", "screw")
"""Of two motions said of one thing, the later one here is the one meant."""
_OVERALL = frozenset(words_of("wide tall high deep long across"))


def checklist(prompt: str) -> tuple[Requirement, ...]:
    """What `prompt` asks for, in its order, each thing once.

    >>> [(r.name, r.count, r.motion) for r in checklist("a cabinet whose three drawers slide out")]
    [('drawer', 3, 'slide')]
    """
    found: list[Requirement] = []
    for number, sentence in enumerate(re.split(r"[.;:]\s|[.;]$|\n", prompt)):
        for requirement in _Clause(sentence, is_opening=number == 0).requirements():
            same = next((at for at, one in enumerate(found) if _same_thing(one, requirement)), None)
            if same is None:
                found.append(requirement)
            else:
                found[same] = _joined(found[same], requirement)
    return tuple([*_whole_sizes(prompt), *found][:MOST])


def _whole_sizes(prompt: str) -> list[Requirement]:
    """Sizes said of the object itself: before the first "with", comma or full stop."""
    opening = re.split(r"\bwith\b|\bwhose\b|[,;]\s|\.\s", prompt, maxsplit=1)[0]
    tokens = tokens_of(opening)
    found = []
    for quantity in find_quantities(tokens):
        behind = [token.text for token in tokens[quantity.after : quantity.after + 2]]
        word = next((word for word in behind if word in SIZE_WORDS), "")
        if quantity.has_unit and word in _OVERALL:
            text = " ".join(token.text for token in tokens[quantity.first : quantity.after + 1])
            found.append(Requirement(text, word, size_m=quantity.value))
    return found


class _Clause:
    """One sentence as tokens."""

    def __init__(self, sentence: str, *, is_opening: bool) -> None:
        self._is_opening = is_opening
        self._tokens = tokens_of(sentence)
        self._words = [token.text for token in self._tokens]

    def requirements(self) -> list[Requirement]:
        """Counted and moving things, in order of their words."""
        found = [
            *self._counted(),
            *self._moving(),
            *self._participles(),
            *self._on_a_joint(),
            *self._linked(),
        ]
        return [requirement for _, requirement in sorted(found, key=lambda pair: pair[0])]

    def _counted(self) -> Iterable[tuple[int, Requirement]]:
        """``six shallow drawers``: a number of two or more, then a noun in the plural."""
        for at, token in enumerate(self._tokens):
            count = _count_of(token)
            if count is None or self._is_glued(at):
                continue
            end = self._phrase_end(at + 1)
            if end == at + 1 or not _is_plural(self._words[end - 1]):
                continue
            name = self._name(at + 1, end)
            if name:
                yield at, Requirement(self._text(at, end), name, count)

    def _moving(self) -> Iterable[tuple[int, Requirement]]:
        """``the top drawer slides``: what stands before a verb of motion."""
        for at, word in enumerate(self._words):
            if word not in VERBS or self._is_glued(at):
                continue
            if self._words[at + 1 : at + 2] and self._words[at + 1] in ("should", "must", "of"):
                continue  # a noun: "the wrist pivots should sit on hubs"
            if word in PLAIN_FORMS and not (self._has_many_before(at)):
                continue
            motion = self._motion_from(at)
            first, end, count = self._subject_before(at)
            name = self._name(first, end)
            if set(self._words[end:at]) & STATED:
                continue
            way = self._way_from(at)
            if (motion or way) and name:
                text = self._text(first, min(len(self._words), at + 4))
                yield first, Requirement(text, name, count, motion, way)

    def _participles(self) -> Iterable[tuple[int, Requirement]]:
        """``a hinged lid``: what follows a participle of motion."""
        for at, word in enumerate(self._words):
            if word not in PARTICIPLES or at + 1 >= len(self._words):
                continue
            if at and (self._words[at - 1] not in OPENERS and not _count_of(self._tokens[at - 1])):
                continue
            if self._is_opening and at < 2:  # "a folding drone": the whole, not a part of it
                continue
            end = self._phrase_end(at + 1)
            name = self._name(at + 1, end)
            count = _count_of(self._tokens[at - 1]) if at else None
            if name:
                yield at, Requirement(self._text(at, end), name, count, MOTIONS.get(word, "turn"))

    def _on_a_joint(self) -> Iterable[tuple[int, Requirement]]:
        """``a chuck on a revolute joint``: a thing, then the joint it is on."""
        for at, word in enumerate(self._words):
            if word not in ("on", "by", "via") or at + 2 >= len(self._words):
                continue
            ahead = self._words[at + 1 : at + 6]
            kind = next((one for one in ahead if one in JOINT_WORDS), None)
            if kind is None or not {"joint", "joints", "hinge", "hinges", "axle", "pivot"} & set(ahead):
                continue
            first, end, count = self._subject_before(at)
            name = self._name(first, end)
            if name and not set(self._words[first:at]) & (VERBS | {"with"}):
                motion: Motion = "slide" if kind in ("prismatic", "sliding") else "turn"
                motion = "spin" if kind == "continuous" and not {"hinge", "hinges"} & set(ahead) else motion
                yield (
                    first,
                    Requirement(self._text(first, min(len(self._words), at + 4)), name, count, motion),
                )

    def _linked(self) -> Iterable[tuple[int, Requirement]]:
        """``all four buttons are separate prismatic push controls``."""
        for at, word in enumerate(self._words):
            ahead = self._words[at + 1 : at + 8]
            kind = next((one for one in ahead if one in ("prismatic", "push", "revolute", "hinged")), None)
            if word not in ("is", "are") or kind is None or set(ahead) & (VERBS | {",", "and"}):
                continue
            first, end, count = self._subject_before(at)
            name = self._name(first, end)
            if name:
                motion: Motion = "slide" if kind in ("prismatic", "push") else "turn"
                yield first, Requirement(self._text(first, at + 5), name, count, motion)

    def _has_many_before(self, at: int) -> bool:
        """Whether the words before a verb name more than one thing: a plural, or two joined by "and"."""
        before = self._words[max(0, at - 4) : at]
        while before and before[-1] in (
            "can",
            "each",
            "all",
            "both",
            "independently",
            "may",
            "to",
            "that",
            "which",
        ):
            before.pop()
        joined = before[before.index("and") + 1 :] if "and" in before else ["a"]
        return bool(before) and (_is_plural(before[-1]) or not set(joined) & {"a", "an"})

    def _motion_from(self, at: int) -> Motion | None:
        """The motion that the verb at `at` and the words after it speak of."""
        ahead = self._words[at : at + 8]
        stop = next(
            (i for i, word in enumerate(ahead[1:], 1) if word in ("and", ",", ";") or word in VERBS), 8
        )
        kinds: list[Motion | None] = [MOTIONS[word] for word in ahead[:stop] if word in MOTIONS]
        return max(kinds, key=_STRENGTH.index, default=None)

    def _way_from(self, at: int) -> Way | None:
        """``opens upward``; None for "up and down" and for "up to 90 degrees"."""
        ahead = self._words[at + 1 : at + 5]
        found = [place for place, word in enumerate(ahead) if word in WAYS]
        if len(found) != 1 or found[0] > 1 or set(ahead[: found[0]]) & {"and", ",", "or"}:
            return None
        after = ahead[found[0] + 1 : found[0] + 2]
        return None if after and after[0] in ("to", "of", "-") else WAYS[ahead[found[0]]]

    def _subject_before(self, at: int) -> tuple[int, int, int | None]:
        """(first, end, count) of the noun phrase before token `at`."""
        first = at
        while first > 0 and self._words[first - 1] not in (",", ";", "and", "(", ")", "whose"):
            first -= 1
        if at > 1 and self._words[at - 1] in ("that", "which"):
            first = max([first, *(place + 1 for place in range(first, at) if self._words[place] == "with")])
        if first > 1 and self._words[first - 1] == "and" and first == at:
            return at, at, None
        count = None
        while first < at and (self._words[first] in OPENERS or self._words[first] in LINKING):
            count = 2 if self._words[first] == "both" else count
            first += 1
        if (
            first < at
            and (number := _count_of(self._tokens[first], least=1)) is not None
            and not self._is_glued(first)
        ):
            count, first = number, first + 1
        return first, min(self._phrase_end(first), at), count

    def _phrase_end(self, first: int) -> int:
        """Index after the noun phrase that begins at `first`: up to a preposition, verb or mark."""
        end = first
        while end < len(self._words) and end - first < 6:
            word = self._words[end]
            hyphen = word == "-" and end > first
            if not hyphen and (
                not self._tokens[end].is_word
                or word in PREPOSITIONS
                or word in OPENERS
                or word in LINKING
                or (end > first and self._is_past(end))
                or (word in VERBS and end > first and not _is_noun_like(self._words, end))
            ):
                break
            end += 1
        return end

    def _is_past(self, at: int) -> bool:
        """Whether a word tells what was done to the thing before it: ``a bell hung from``, ``rings bolted to``."""
        word, follower = self._words[at], self._words[at + 1 : at + 2]
        return word == "hung" or (word.endswith("ed") and bool(follower) and follower[0] in PREPOSITIONS)

    def _name(self, first: int, end: int) -> str:
        """The last words of a phrase, at most two, the head in the singular; empty when it names no thing."""
        words = [word for word in self._words[first:end] if word.isalpha() and len(word) > 1]
        if not words or words[-1] in NOT_THINGS or words[-1] in MOTIONS or words[-1] in NUMBER_WORDS:
            return ""
        kept = [word for word in words[-2:-1] if word not in JOINT_WORDS and word not in PARTICIPLES]
        return "" if not kept and words[-1] in SAY_NOTHING_ALONE else " ".join([*kept, _singular(words[-1])])

    def _is_glued(self, at: int) -> bool:
        """Whether a hyphen ties the token to what follows or precedes: ``two-wheel``, ``fold-out``."""
        around = self._words[max(0, at - 1) : at] + self._words[at + 1 : at + 2]
        follows = self._words[at + 1 : at + 2]
        return "-" in around or bool(follows and follows[0] in METRES_PER_UNIT and follows[0] != "in")

    def _text(self, first: int, end: int) -> str:
        return " ".join(self._words[first:end]).replace(" ,", ",").replace(" - ", "-")


def _count_of(token: Token, *, least: int = 2) -> int | None:
    value = token.number if token.number is not None else NUMBER_WORDS.get(token.text)
    if value is None or token.text in ("single", "double", "triple", "half", "twin", "dozen"):
        return None
    return int(value) if value == int(value) and least <= value <= _MOST_COUNT else None


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_noun_like(words: Sequence[str], at: int) -> bool:
    """Whether a word that may be a verb is a noun here: ``the tilt hinge``, ``a drop bar``."""
    return (
        at + 1 < len(words)
        and words[at + 1].isalpha()
        and words[at + 1] not in PREPOSITIONS | OPENERS
        and (not words[at].endswith("s"))
    )


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if _is_plural(word) else word


def _same_thing(one: Requirement, other: Requirement) -> bool:
    """Whether two speak of one thing: same head, and modifiers that do not all differ."""
    first, second = one.name.split(), other.name.split()
    if stem(first[-1]) != stem(second[-1]):
        return False
    modifiers, others = _modifiers(one), _modifiers(other)
    return not modifiers or not others or bool(modifiers & others)


def _modifiers(one: Requirement) -> set[str]:
    """Stems of the words of a requirement's phrase before its head."""
    head = stem(one.name.split()[-1])
    stems = [stem(word) for word in words_of(one.text)]
    before = stems[: stems.index(head)] if head in stems else []
    return {word for word in before if word not in EMPTY}


def _joined(first: Requirement, second: Requirement) -> Requirement:
    name = max(first.name, second.name, key=len)
    text = first.text if first.motion else second.text
    count = first.count or second.count
    way = first.way or second.way
    return Requirement(text, name, count, _stronger(first.motion, second.motion), way)


def _stronger(first: Motion | None, second: Motion | None) -> Motion | None:
    return max((first, second), key=_STRENGTH.index)
