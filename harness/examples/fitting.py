"""Whether an entry of the library *is* what a prompt asks for, which is stricter than being relevant to it.

A newcomer's mistake: to look for the entry's words anywhere in the prompt. "A landing pad for a drone" and "a
drone landing pad" hold the word and ask for something else: a name has to be the subject, and has to end
where the subject ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.examples.catalogue import Example
from harness.quantities import METRES_PER_UNIT, NUMBER_WORDS, SIZE_WORDS, tokens_of
from harness.words import STOP_WORDS, holds_phrase, stem, stems_of, words_of

_FRAMING = frozenset(
    words_of("""
    please i we you want need would like d could can me us lets let make create generate build design
    model produce give get show draw render write author an a the some my our one of for urdf sdf mjcf
    asset object 3d articulated realistic detailed accurate credible complete program simulation
    simulatable version kind type
    """)
)
"""Words before the subject that only ask for it."""
_MODIFIERS = frozenset(
    stems_of("""
    small little tiny mini large big huge tall short long wide narrow deep shallow low high slim compact
    light lightweight heavy simple plain basic fancy elegant modern contemporary classic classical
    traditional vintage retro antique old new nice pretty beautiful sturdy solid strong standard typical
    ordinary generic common regular portable adjustable movable foldable folding dark bright sized size
    domestic household professional industrial
    """)
)
"""Stems of words that describe a thing without making it another."""
_BREAKS = frozenset(
    words_of("""
    with without for in on at from by to near under over above below behind beside inside into onto
    between against of that which who whose where when while having has have featuring using including
    containing made built fitted equipped is are be standing sitting mounted measuring about around its
    plus capable able and or but so as such please within all each every its scale
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
_MEASURES = frozenset({*NUMBER_WORDS, *METRES_PER_UNIT, *SIZE_WORDS, "x"})
_STRANGERS = 2
"""Unknown words that may stand before a name and are then reported, as in "laboratory specimen drawer
cabinet"."""


@dataclass(frozen=True)
class Fit:
    """An entry that is what the prompt asks for."""

    example: Example
    name: str
    """The name of the entry that the prompt used."""
    unread: tuple[str, ...]
    """Words of the prompt that nothing said about the entry answers to."""


def best_fit(prompt: str, examples: Iterable[Example]) -> Fit | None:
    """The entry that the prompt asks for by name, or None; the longest name wins, then the id."""
    fits = [fit for example in examples if (fit := fit_of(prompt, example))]
    return min(fits, key=lambda fit: (-len(words_of(fit.name)), fit.example.example_id), default=None)


def fit_of(prompt: str, example: Example) -> Fit | None:
    """How `example` answers to `prompt` by one of its names, or None when it is not what is asked for."""
    stems = [stem(word) for word in words_of(prompt)]
    if any(holds_phrase(stems, [stem(word) for word in words_of(phrase)]) for phrase in example.excludes):
        return None
    subject, rest = _subject_and_rest(prompt, example)
    for name in sorted(example.names, key=lambda name: (" with " in name, -len(words_of(name)), name)):
        strangers = _strangers_before(name, subject, rest, example)
        if strangers is not None:
            return Fit(example, name, tuple(dict.fromkeys((*strangers, *_unread(rest, example)))))
    return None


def _subject_and_rest(prompt: str, example: Example) -> tuple[list[str], list[str]]:
    """The words of the first noun phrase, framing left out, and all words after it.

    A preposition ends it unless a name of the entry goes on there ("chest of drawers"); so does a mark,
    unless only describing words came before it ("a small, folding drone").
    """
    words = [token.text for token in tokens_of(prompt) if token.text not in "\"'-"]
    names = [[stem(word) for word in words_of(name.partition(" with ")[0])] for name in example.names]
    start = 0
    while start < len(words) and (words[start] in _FRAMING or not words[start][0].isalnum()):
        start += 1
    end = start
    while end < len(words):
        word = words[end]
        if word == "of" and any(_goes_on(words, end, name) for name in names):
            end += 1
            continue
        if word in _BREAKS or not word[0].isalnum():
            stems = [stem(one) for one in words[start:end] if one[0].isalnum()]
            named = any(holds_phrase(stems, name) for name in names)
            described = all(_describes(one, example) for one in words[start:end] if one[0].isalnum())
            if word not in (",", "and") or named or not described:
                break
        end += 1
    return [word for word in words[start:end] if word[0].isalnum()], [
        word for word in words[end:] if word[0].isalnum()
    ]


def _goes_on(words: Sequence[str], at: int, name: Sequence[str]) -> bool:
    """Whether the words around the "of" at `at` are those of `name`."""
    if "of" not in name:
        return False
    place = list(name).index("of")
    return [stem(word) for word in words[max(0, at - place) : at - place + len(name)]] == list(name)


def _strangers_before(
    name: str, subject: Sequence[str], rest: Sequence[str], example: Example
) -> list[str] | None:
    """Unknown words and finishes before `name` at the subject's end; None when the name is not there."""
    head, _, condition = name.partition(" with ")
    wanted = [stem(word) for word in words_of(head)]
    stems = [stem(word) for word in subject]
    while stems and (_is_measure(subject[len(stems) - 1]) or stems[-1] in _MODIFIERS):
        if stems[-len(wanted) :] == wanted:
            break
        stems.pop()  # "folding drone 20 cm wide", "desk lamp adjustable"
    if stems[-len(wanted) :] != wanted:
        return None
    before = subject[: len(stems) - len(wanted)]
    finishes = [word for word in before if stem(word) in _FINISHES and stem(word) not in example.vocabulary]
    strangers = [word for word in before if word not in finishes and not _describes(word, example)]
    if condition:
        # The head alone names too much ("cabinet"), so nothing unknown may narrow it and the condition must
        # be met.
        met = all(stem(word) in [stem(one) for one in rest] for word in words_of(condition))
        return finishes if met and not strangers else None
    return strangers + finishes if len(strangers) <= _STRANGERS else None


def _describes(word: str, example: Example) -> bool:
    """Whether `word` says no more than how the thing is."""
    known = stem(word) in example.vocabulary or stem(word) in _MODIFIERS
    return known or _is_measure(word) or word in _FRAMING or word == "and"


def _is_measure(word: str) -> bool:
    return (
        word[0].isdigit()
        or word in NUMBER_WORDS
        or word in METRES_PER_UNIT
        or word in SIZE_WORDS
        or word == "x"
    )


def _unread(words: Sequence[str], example: Example) -> list[str]:
    """Words that carry meaning and that nothing said about the entry answers to."""
    return [
        word
        for word in words
        if len(word) > 2
        and not _describes(word, example)
        and word not in _BREAKS
        and word not in STOP_WORDS
        and stem(word) not in example.vocabulary
    ]
