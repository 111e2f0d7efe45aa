"""Runs tests of the compiler as the user nobody, when started as root: `make test-as-nobody`.

What root may do, a sandbox must take away; what nobody may not do, it cannot use. Both are tried. A newcomer's
mistake: to drop to nobody and keep the interpreter. One below root's home is closed to nobody; then the
system's own of the same version is used, with this one's packages.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
TESTS = ("tests/harness/compiler/test_hostile.py", "tests/harness/compiler/containment")


def main() -> int:
    """Exit status of the tests as nobody; 77 when this machine cannot run them so, with the reason printed."""
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return _skipped("there is no user nobody")
    if os.geteuid() != 0:
        return _skipped("this is not root; `make test` runs them as an ordinary user already")
    interpreter = _interpreter_for(nobody.pw_uid)
    if interpreter is None:
        return _skipped(f"no Python {sys.version_info.major}.{sys.version_info.minor} that nobody may start")
    with tempfile.TemporaryDirectory(prefix="as-nobody-") as name:
        folder = Path(name)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        environment = {"HOME": name, "TMPDIR": name, "PATH": os.defpath, "ARTICRAFT_CACHE_DIR": ""}
        for command in _commands(interpreter, folder):
            status = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                user=nobody.pw_uid,
                group=nobody.pw_gid,
                extra_groups=[],
                check=False,
            ).returncode
            if status:
                return status
    return 0


def _commands(interpreter: str, folder: Path) -> list[list[str]]:
    """Make an environment that has this one's packages, then run the tests in it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = folder / "venv" / "lib" / version / "site-packages"
    packages = sysconfig.get_paths()["purelib"]
    share = f"from pathlib import Path; Path({str(site / 'shared.pth')!r}).write_text({packages!r} + chr(10))"
    python = str(folder / "venv/bin/python")
    options = ["-q", "-p", "no:cacheprovider", "--basetemp", str(folder / "pytest"), *sys.argv[1:]]
    return [
        [interpreter, "-m", "venv", "--without-pip", str(folder / "venv")],
        [python, "-c", share],
        [python, "-B", "-m", "pytest", *TESTS, *options],
    ]


def _interpreter_for(user: int) -> str | None:
    """An interpreter of this version that the user may start."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    identity: dict[str, Any] = {"user": user, "group": user, "extra_groups": []}
    for candidate in (os.path.realpath(sys.executable), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            ran = subprocess.run(
                [candidate, "-c", "import venv"], capture_output=True, check=False, **identity
            )
        except OSError:
            continue
        if ran.returncode == 0:
            return candidate
    return None


def _skipped(reason: str) -> int:
    sys.stderr.write(f"not run as nobody: {reason}\n")
    return 77


if __name__ == "__main__":
    sys.exit(main())
