import os

from harness.cli.watching import Watch


def test_it_returns_when_the_program_or_its_inputs_were_saved(tmp_path):
    program = tmp_path / "model.py"
    program.write_text("one")
    (tmp_path / "inputs").mkdir()
    watch = Watch(program)

    def replace(_):
        new = tmp_path / "new"
        new.write_text("two")
        os.utime(new, ns=(program.stat().st_atime_ns, program.stat().st_mtime_ns))
        new.replace(program)

    watch.wait(sleep=replace)
    watch.wait(sleep=lambda _: (tmp_path / "inputs/size.txt").write_text("1"))
    steps = iter([program.unlink, lambda: program.write_text("three")])
    watch.wait(sleep=lambda _: next(steps)())
    assert program.read_text() == "three"
