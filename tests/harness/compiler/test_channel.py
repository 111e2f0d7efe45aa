from __future__ import annotations

import math
import os

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.compiler.channel import ChannelReader, ChannelWriter, finite

TOKEN = "0123abcd"


def written(*messages: tuple[str, dict[str, object]]) -> bytes:
    reading, writing = os.pipe()
    writer = ChannelWriter(writing, token=TOKEN)
    for kind, fields in messages:
        writer.send(kind, **fields)
    os.close(writing)
    with os.fdopen(reading, "rb") as handle:
        return handle.read()


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(st.text(max_size=20), min_size=1, max_size=4), cut=st.integers(min_value=1, max_value=40)
)
def test_messages_survive_any_cutting(texts: list[str], cut: int) -> None:
    data = written(*[("note", {"text": text}) for text in texts])
    reader = ChannelReader(token=TOKEN)
    got = [
        message for start in range(0, len(data), cut) for message in reader.feed(data[start : start + cut])
    ]
    assert [message["text"] for message in got] == texts


def test_lines_without_the_token_are_dropped() -> None:
    forged = b'{"kind": "answer"}\nwrong {"kind": "answer"}\n' + TOKEN.encode() + b" not json\n"
    genuine = written(("answer", {"n": 1}))
    assert ChannelReader(token=TOKEN).feed(forged + genuine) == [{"kind": "answer", "n": 1}]


def test_numpy_values_and_foreign_objects_become_plain() -> None:
    data = written(("answer", {"a": np.float32(0.5), "b": np.arange(2), "c": object()}))
    (message,) = ChannelReader(token=TOKEN).feed(data)
    assert (message["a"], message["b"], message["c"]) == (0.5, [0, 1], "<object>")


def test_finite_replaces_what_json_lacks() -> None:
    assert finite({"a": [math.nan, 1.0, (math.inf,)], "b": "x"}) == {"a": [None, 1.0, [None]], "b": "x"}
