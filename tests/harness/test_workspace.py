from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.digests import sha256_of
from harness.errors import ToolError
from harness.workspace import MAX_PROGRAM_BYTES, Workspace, normalise


@pytest.fixture
def workspace(tmp_path):
    docs = tmp_path / "docs" / "sdk"
    (docs / "geometry").mkdir(parents=True)
    (docs / "quickstart.md").write_text("# Start\n")
    (docs / "geometry" / "lathe.md").write_text("# Lathe\n")
    (docs / "secret.txt").write_text("no page")
    (tmp_path / "outside.md").write_text("outside")
    (docs / "link.md").symlink_to(tmp_path / "outside.md")
    (tmp_path / "model.py").write_text("A = 1\n")
    return Workspace(tmp_path / "model.py", docs)


@pytest.mark.parametrize(
    ("given_path", "wanted"),
    [("model.py", "model.py"), (" ./model.py ", "model.py"), ("docs\\sdk//a.md", "docs/sdk/a.md")],
)
def test_paths_have_one_spelling(given_path, wanted):
    assert normalise(given_path) == wanted


@pytest.mark.parametrize(
    "path", ["", "  ", "/etc/passwd", "../model.py", "docs/../../x", "C:\\x", ".", "a\0b"]
)
def test_paths_that_leave_are_refused(path):
    with pytest.raises(ToolError, match="path: got"):
        normalise(path)


@given(st.text(max_size=30))
def test_whatever_is_accepted_stays_inside(path):
    try:
        parts = normalise(path).split("/")
    except ToolError:
        return
    assert parts
    assert not {"", ".", ".."} & set(parts)


def test_pages_are_the_markdown_files_of_the_folder_and_nothing_else(workspace):
    assert workspace.pages == ("docs/sdk/geometry/lathe.md", "docs/sdk/quickstart.md")
    assert workspace.read("docs/sdk/geometry/lathe.md") == "# Lathe\n"


@pytest.mark.parametrize(
    "path", ["docs/sdk/secret.txt", "docs/sdk/link.md", "run.json", "docs/sdk", "prompt.txt"]
)
def test_other_files_do_not_exist_for_the_model(workspace, path):
    with pytest.raises(ToolError, match="no such file"):
        workspace.read(path)


def test_an_almost_right_name_is_answered_by_the_right_one(workspace):
    with pytest.raises(ToolError, match=r"nearest: .*docs/sdk/geometry/lathe\.md"):
        workspace.read("docs/geometry/lathe.md")


def test_only_the_program_can_be_written(workspace):
    workspace.require_program("./model.py")
    with pytest.raises(ToolError, match="only writable"):
        workspace.require_program("docs/sdk/quickstart.md")


def test_line_ends_are_kept(workspace):
    workspace.program_path.write_bytes(b"A = 1\r\nB = 2\r\n")
    assert workspace.code == "A = 1\nB = 2\n"
    workspace.write_code("A = 1\nB = 3\n")
    assert workspace.program_path.read_bytes() == b"A = 1\r\nB = 3\r\n"
    assert sha256_of(workspace.exact_code) == workspace.code_sha256


def test_mixed_line_ends_are_left_alone(workspace):
    mixed = b"A = 1\r\nB = 2\n"
    workspace.program_path.write_bytes(mixed)
    workspace.write_code(workspace.code)
    assert workspace.program_path.read_bytes() == mixed


def test_a_program_beyond_the_limit_is_refused_and_the_old_one_stays(workspace):
    with pytest.raises(ToolError, match="bytes"):
        workspace.write_code("#" * (MAX_PROGRAM_BYTES + 1))
    with pytest.raises(ToolError, match="UTF-8"):
        workspace.write_code("\ud800")
    assert workspace.code == "A = 1\n"
