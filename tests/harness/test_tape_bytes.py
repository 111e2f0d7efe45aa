"""One byte of a stored tape changed, anywhere: it is noticed, or nothing that the tape says has changed."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.errors import RecordError
from harness.providers.scripted import call, calling, saying
from harness.replay import replay
from harness.tape import FILE, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, run_script

SCRIPT = [
    calling(call("write_file", content=DIRTY), call("compile_model")),
    calling(call("write_file", content=CLEAN), call("compile_model"), call("probe_model", code="emit(1)")),
    saying("A box."),
]


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory):
    return run_script(SCRIPT, tmp_path_factory.mktemp("bytes")).run_dir


def files_of(run_dir):
    return [run_dir / FILE, *sorted((run_dir / "blobs").iterdir())]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_byte_never_makes_a_wrong_record(run_dir, tmp_path_factory, data):
    whole = read_trace(run_dir).events
    folder = tmp_path_factory.mktemp("changed") / "run"
    shutil.copytree(run_dir, folder)
    path = data.draw(st.sampled_from(files_of(folder)), label="file")
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1), label="byte")
    bits = data.draw(st.integers(1, 255), label="bits")
    path.write_bytes(before[:at] + bytes([before[at] ^ bits]) + before[at + 1 :])
    try:
        told = read_trace(folder)
        same = told.events == whole and not told.is_torn
        report = replay(folder, tools=True, services=FAKE_SERVICES)
    except RecordError:
        return
    finally:
        shutil.rmtree(folder)
    assert same or not report.is_identical or not report.is_complete
