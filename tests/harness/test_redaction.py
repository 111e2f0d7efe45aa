from __future__ import annotations

import json

from harness.config import secrets_in
from harness.redaction import redactor


def test_a_key_is_hidden_plain_and_inside_json():
    key = 'sk-"quoted"\\key'
    redact = redactor({key: "OPENAI_API_KEY"})
    assert redact(f"key {key}!") == "key [redacted OPENAI_API_KEY]!"
    assert json.loads(redact(json.dumps({"text": key}))) == {"text": "[redacted OPENAI_API_KEY]"}


def test_the_longer_of_two_overlapping_keys_goes_first():
    redact = redactor({"abcdefgh": "SHORT", "abcdefghij": "LONG"})
    assert redact("abcdefghij abcdefgh") == "[redacted LONG] [redacted SHORT]"


def test_what_counts_as_a_secret():
    environ = {
        "OPENAI_API_KEY": "sk-123456789",
        "GEMINI_API_KEYS": "first-key-1,second-key-2",
        "HF_TOKEN": "hf_123456789",
        "ARTICRAFT_MODEL": "gpt-5.5-long-name",
        "SHORT_API_KEY": "none",
    }
    assert secrets_in(environ) == {
        "sk-123456789": "OPENAI_API_KEY",
        "first-key-1": "GEMINI_API_KEYS",
        "second-key-2": "GEMINI_API_KEYS",
        "hf_123456789": "HF_TOKEN",
    }
