"""Words by which a prompt is read: of motion, of joints, and words that name no thing.

A newcomer's mistake: to add a word that is as often a noun. "Hinges" as a verb made things of adverbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from harness.words import stem, words_of

Motion = Literal["slide", "turn", "spin", "screw"]
Way = Literal["up", "down", "out"]
WAYS: Mapping[str, Way] = {
    **dict.fromkeys(words_of("up upward upwards"), "up"),
    **dict.fromkeys(words_of("down downward downwards"), "down"),
    **dict.fromkeys(words_of("out outward outwards"), "out"),
}

MOTIONS: Mapping[str, Motion] = {
    **dict.fromkeys(
        words_of(
            "slide slides sliding prismatic prismatically telescopes telescoping telescope telescopic translate "
            "translates extends retracts retractable depress depresses plunges plunger plungers push"
        ),
        "slide",
    ),
    **dict.fromkeys(
        words_of(
            "rotate rotates rotating pivot pivots pivoting tilt tilts tilting swing swings swinging hinged "
            "hinges revolute swivel swivels reclines recline folds fold yaws pitches flips steers turns turn arcs bend "
            "pans pan oscillates oscillate bends"
        ),
        "turn",
    ),
    **dict.fromkeys(words_of("spin spins spinning continuously"), "spin"),
    **dict.fromkeys(words_of("unscrews unscrew screws"), "screw"),
}
VERBS = frozenset(
    words_of(
        "slides slide translates translate telescopes extends retracts depress depresses plunges rotates rotate "
        "pivots pivot tilts tilt swings swing swivels swivel reclines folds fold yaws pitches flips steers hangs "
        "spins spin unscrews unscrew moves move turns turn opens open lifts lift drops drop drives travels travel "
        "pans pan oscillates oscillate runs rides arcs articulate articulates bends bend"
    )
)
"""Words that make what stands before them the thing that moves."""
PLAIN_FORMS = frozenset(word for word in VERBS if not word.endswith("s"))
"""Forms that go with more than one thing, and are nouns after a single one: "the slide stage"."""
PARTICIPLES = frozenset(
    words_of(
        "sliding hinged tilting rotating spinning swinging pivoting telescoping swiveling retractable folding"
    )
)
"""Words that make what follows them a thing that moves."""
LINKING = frozenset(
    words_of(
        "is are remain remains stay stays sits sit rests rest act acts carries carry can each both also all"
    )
)
STATED = frozenset(words_of("is are remain remains stay stays has have")) | VERBS
"""Words that say something else of a subject, so that a later verb is not its own."""
OPENERS = frozenset(words_of("the a an each both all either its their every one any this these"))
PREPOSITIONS = frozenset(
    words_of(
        "of on in at with without to from into over under below above inside within along about around through "
        "near behind beside between for by against across off out up down onto beneath atop toward towards like as "
        "that which where when while so and or but plus if per than if seating carrying holding joined connected "
        "mounted set fixed keeping using whose"
    )
)
NOT_THINGS = frozenset(
    words_of(
        "it they them there axis axes hinge hinges joint joints direction directions degree degrees scale side sides "
        "way ways time times point points motion place mm cm m piece pieces set sets pair pairs inches stage-like "
        "keep keeping make create build design model visible dimension dimensions half halves row rows "
        "mechanism mechanisms revolute prismatic continuous pivot pivots"
    )
)
SAY_NOTHING_ALONE = frozenset(
    words_of("part parts member members element elements output assembly unit object station")
)
"""Heads that name nothing without a word before them."""
VAGUE_HEADS = frozenset(
    stem(word)
    for word in words_of(
        "assembly panel unit section body element control piece member mechanism part stage module bank set pair "
        "group arrangement package shell surface carriage frame link arm bar"
    )
)
"""Heads that may be left out of a part's name when the word before them is in it."""
JOINT_WORDS = frozenset(words_of("revolute prismatic continuous hinge hinged rotary sliding"))
EMPTY = frozenset(  # modifiers that tell no two things apart
    stem(word) for word in words_of("hinged sliding rotating tilting small large two three four six")
)
