from __future__ import annotations

import pytest

from harness.config import RunSettings, base_url, read_dotenv, settings_from
from harness.errors import UsageError


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profile", "lenient"),
        ("effort", "huge"),
        ("run_id", "../up"),
        ("run_id", ""),
        ("run_id", ".hidden"),
        ("max_turns", 0),
        ("max_cost_usd", -1.0),
        ("compile_timeout_s", 0.0),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(field, value):
    with pytest.raises(UsageError, match=field):
        RunSettings(**{field: value})


def test_what_is_given_beats_the_environment():
    environ = {"ARTICRAFT_MAX_COST_USD": "2.5", "ARTICRAFT_EFFORT": "med"}
    assert settings_from(environ).max_cost_usd == 2.5
    assert settings_from(environ).effort == "medium"
    assert settings_from(environ, max_cost_usd=1.0, effort=None).max_cost_usd == 1.0
    assert settings_from({}, max_turns=7).max_turns == 7
    with pytest.raises(UsageError, match="ARTICRAFT_MAX_COST_USD"):
        settings_from({"ARTICRAFT_MAX_COST_USD": "lots"})


def test_our_own_address_goes_before_the_common_one():
    assert base_url({}) is None
    assert base_url({"OPENAI_BASE_URL": "http://b"}) == "http://b"
    assert base_url({"OPENAI_BASE_URL": "http://b", "ARTICRAFT_BASE_URL": "http://a"}) == "http://a"


def test_records_of_settings_hold_no_paths(tmp_path):
    settings = RunSettings(runs_dir=tmp_path, image=tmp_path / "a.png")
    assert str(tmp_path) not in repr(settings.to_dict())


def test_env_file(tmp_path):
    path = tmp_path / ".env"
    assert read_dotenv(path) == {}
    path.write_text("# keys\nexport A_KEY='x y'\nB=1 # one\nC=\n\nD=\"#no comment\"\n")
    assert read_dotenv(path) == {"A_KEY": "x y", "B": "1", "D": "#no comment"}
    path.write_text("A=1\nthis is wrong\n")
    with pytest.raises(UsageError, match=r":2: .*NAME=value"):
        read_dotenv(path)


def test_the_reference_profile_reminds():
    assert RunSettings(profile="reference").reminds
    assert RunSettings(remind_to_compile=True).reminds
    assert not RunSettings().reminds
