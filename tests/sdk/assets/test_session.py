from __future__ import annotations

import contextvars
import hashlib
from pathlib import Path

import pytest

from sdk.assets import AssetContext, AssetSession, current_session, session_for, session_or_temporary
from sdk.assets import session as session_module


def test_same_content_is_one_file_and_other_content_another(tmp_path: Path) -> None:
    session = AssetSession(tmp_path)
    first, second, again = (
        session.write_managed(name, text) for name, text in [("a", "1"), ("A", "2"), ("a!", "1")]
    )
    assert first.reference == again.reference == "assets/meshes/a.obj"
    assert second.reference == f"assets/meshes/a--{hashlib.sha256(b'2').hexdigest()[:12]}.obj"
    assert [mesh.path.read_text() for mesh in (first, second)] == ["1", "2"]
    assert first.digest == hashlib.sha256(b"1").hexdigest()


def test_a_clash_of_short_digests_takes_more_digits(tmp_path: Path) -> None:
    session = AssetSession(tmp_path)
    digest = hashlib.sha256(b"2").hexdigest()
    session.write_managed("a", "1")
    # no two known contents share twelve digits, so the books are cooked
    session._digest_of_reference[f"assets/meshes/a--{digest[:12]}.obj"] = "that of other content"
    assert session.write_managed("a", "2").reference == f"assets/meshes/a--{digest[:16]}.obj"


def test_a_stale_file_of_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    stale = tmp_path / "assets" / "meshes" / "a.obj"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    assert AssetSession(tmp_path).write_managed("a", "new").path == stale
    assert stale.read_text() == "new"


def test_a_file_that_was_removed_is_written_again(tmp_path: Path) -> None:
    session = AssetSession(tmp_path)
    session.write_managed("a", "1").path.unlink()
    assert session.write_managed("a", "1").path.read_text() == "1"


def test_use_nests_and_restores(tmp_path: Path) -> None:
    outer, inner = AssetSession(tmp_path / "outer"), AssetSession(tmp_path / "inner")
    before = current_session()
    with outer.use():
        with pytest.raises(RuntimeError), inner.use():
            assert current_session() is inner
            raise RuntimeError
        assert current_session() is outer
    assert current_session() is before


def test_a_temporary_session_stays_current_and_leaves_with_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removals: list[tuple] = []
    register = lambda *args, **options: removals.append((args, options))  # noqa: E731
    monkeypatch.setattr(session_module.atexit, "register", register)

    def run() -> None:
        assert current_session() is None
        session = session_or_temporary()
        assert session_or_temporary() is session is current_session()
        assert session.root.is_dir()
        (remove, folder), options = removals[0]
        remove(folder, **options)
        assert not session.root.exists()

    contextvars.Context().run(run)


def test_one_session_keeps_the_books_of_a_root(tmp_path: Path) -> None:
    explicit = AssetContext(tmp_path)
    assert session_for(explicit) is session_for(str(tmp_path)) is session_for(tmp_path)
    assert session_for(AssetContext(tmp_path, "other")) is not session_for(explicit)
    with AssetSession(tmp_path).use() as current:
        assert session_for(explicit) is current is session_for(None)
        assert session_for(tmp_path / "elsewhere") is not current
    other = AssetSession(tmp_path)
    assert session_for(other) is other


def test_two_shapes_under_one_name_and_explicit_assets_keep_their_files(tmp_path: Path) -> None:
    first = session_for(tmp_path).write_managed("gear", "1")
    second = session_for(AssetContext(tmp_path)).write_managed("gear", "2")
    assert (first.path.read_text(), second.path.read_text()) == ("1", "2")


def test_inputs_of_a_script(tmp_path: Path) -> None:
    assert AssetSession.for_script(tmp_path / "model.py").inputs_dir is None
    record = tmp_path / "data" / "records" / "r1" / "model.py"
    assert AssetSession.for_script(record).inputs_dir == record.parent / "inputs"
    staged = tmp_path / "data" / "cache" / "runs" / "run" / "staging" / "r1" / "model.py"
    assert AssetSession.for_script(staged).inputs_dir == record.parent / "inputs"
    (tmp_path / "inputs").mkdir()
    assert AssetSession.for_script(tmp_path / "model.py").inputs_dir == tmp_path / "inputs"
