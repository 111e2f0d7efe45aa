"""Settings of a run, and the environment variables they default to.

A newcomer's mistake: to read `os.environ` elsewhere. The environment comes in here once, as an argument, so
that tests and embedding programs decide what a run sees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.limits import Limits

PROFILES = ("reference", "default", "strict")
EFFORTS = ("low", "medium", "high", "xhigh")
_EFFORT_ALIASES = {"med": "medium"}

MODEL = "ARTICRAFT_MODEL"
EFFORT = "ARTICRAFT_EFFORT"
MAX_COST_USD = "ARTICRAFT_MAX_COST_USD"
BASE_URLS = ("ARTICRAFT_BASE_URL", "OPENAI_BASE_URL")

_SECRET_NAME = re.compile(r"(_API_KEYS?|_TOKEN|_SECRET|_PASSWORD)$")
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
_MIN_SECRET_CHARACTERS = 8
"""Shorter values are placeholders such as ``none``; hiding them would garble the record."""


@dataclass(frozen=True, kw_only=True)
class RunSettings:
    """Everything that shapes one run besides the prompt."""

    provider: str | None = None
    """A name of PROVIDERS, or ``name:model``; None chooses by what the environment offers."""
    model: str | None = None
    """Model id as the provider knows it."""
    base_url: str | None = None
    """Address of the service; None takes the environment's, or the service's own."""
    effort: str | None = None
    """How long the model should think: low, medium, high or xhigh; None leaves it to the service."""
    image: Path | None = None
    """Reference picture: PNG, JPEG, WebP or GIF."""
    max_turns: int = 100
    max_cost_usd: float | None = None
    max_wall_s: float | None = None
    """Checked between steps and around provider calls; a compile under way may outlast it."""
    max_tokens: int | None = None
    runs_dir: Path = Path("runs")
    run_id: str | None = None
    """Name of the run folder; None makes one from time and prompt."""
    profile: str = "strict"
    """How severe the checks are: reference, default or strict."""
    compile_timeout_s: float = 60.0
    seed: int | None = None
    """Handed to services that sample reproducibly."""
    pictures: bool = True
    """Whether the finished object is rendered to preview.png."""
    eyes: bool = True
    """Whether a model that sees is shown a small picture of the object after each compile."""
    summarizer: str | None = None
    """Who writes summaries of long conversations, as ``name:model``; None is the run's own model."""
    remind_to_compile: bool = False
    """Answer an attempt to finish with stale code by a reminder, as the reference does, not by a compile."""
    force: bool = False
    """Accept a cap in USD that cannot be enforced because the price is unknown."""

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            raise UsageError(f"profile: got {self.profile!r}; want one of {', '.join(PROFILES)}")
        if self.effort is not None and self.effort not in EFFORTS:
            raise UsageError(f"effort: got {self.effort!r}; want one of {', '.join(EFFORTS)}")
        if self.run_id is not None and not _RUN_ID.fullmatch(self.run_id):
            raise UsageError(f"run_id: got {self.run_id!r}; want letters, digits and '._-', up to 128")
        if not self.compile_timeout_s > 0:
            raise UsageError(f"compile_timeout_s: got {self.compile_timeout_s!r}; want seconds above 0")
        _ = self.limits  # refuses limits that are not above 0

    @property
    def reminds(self) -> bool:
        """Whether a reminder answers an attempt to finish with stale code: on request, and as the reference does."""
        return self.remind_to_compile or self.profile == "reference"

    @property
    def limits(self) -> Limits:
        """The part of the settings that ends runs."""
        return Limits(self.max_turns, self.max_cost_usd, self.max_wall_s, self.max_tokens)

    def to_dict(self) -> dict[str, Any]:
        """What a record keeps: no paths of this machine."""
        return {
            "effort": self.effort,
            "profile": self.profile,
            "max_turns": self.max_turns,
            "max_cost_usd": self.max_cost_usd,
            "max_wall_s": self.max_wall_s,
            "max_tokens": self.max_tokens,
            "compile_timeout_s": self.compile_timeout_s,
            "seed": self.seed,
            "pictures": self.pictures,
            "eyes": self.eyes,
            "summarizer": self.summarizer,
            "remind_to_compile": self.remind_to_compile,
            "force": self.force,
        }


def settings_from(environ: Mapping[str, str], **given: Any) -> RunSettings:
    """Settings as given, with the environment's defaults for what is missing or None.

    Raises:
        UsageError: a value, given or from the environment, cannot be used.
    """
    values = {name: value for name, value in given.items() if value is not None}
    if environ.get(EFFORT):
        values.setdefault("effort", environ[EFFORT])
    if "effort" in values:
        values["effort"] = _EFFORT_ALIASES.get(values["effort"], values["effort"])
    if environ.get(MAX_COST_USD):
        values.setdefault("max_cost_usd", _number(MAX_COST_USD, environ[MAX_COST_USD]))
    return RunSettings(**values)


def base_url(environ: Mapping[str, str]) -> str | None:
    """Address of the chat-completions service that the environment names, if any."""
    return next((environ[name] for name in BASE_URLS if environ.get(name)), None)


def secrets_in(environ: Mapping[str, str]) -> dict[str, str]:
    """Value -> variable name of everything in the environment that looks like a key."""
    return {
        part: name
        for name, value in environ.items()
        if _SECRET_NAME.search(name)
        for part in re.split(r"[,\s]+", value)
        if len(part) >= _MIN_SECRET_CHARACTERS
    }


def read_dotenv(path: Path) -> dict[str, str]:
    """Assignments of an env file, empty values left out; {} when there is no such file.

    Lines are ``NAME=value``, with ``export`` and quotes allowed; blank lines and ``#`` comments are skipped.

    Raises:
        UsageError: a line is none of these, or the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); want an env file in UTF-8") from error
    values = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = re.fullmatch(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", text)
        if match is None:
            raise UsageError(f"{path}:{number}: got {text.split('=')[0]!r}; want NAME=value")
        name, value = match[1], match[2]
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        else:
            value = re.split(r"\s+#", value)[0].strip()
        if value:
            values[name] = value
    return values


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{name}: got {text!r}; want a number above 0") from None
