"""docs/gallery.md and its pictures: every family of the library at rest and opened, written by ``make gallery``.

A newcomer's mistake: to edit the page, or to delete a picture to have it drawn again. The page holds the hash of every
program; a picture is drawn when its program's hash is another one, and every picture with ``--all``.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from harness.compiler.service import MAX_CHILDREN
from harness.digests import sha256_of
from harness.errors import HarnessError
from harness.examples import Example, Parameter
from harness.examples.families import Families, read_families
from harness.examples.pictures import picture_of
from harness.files import write_atomic

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "gallery.md"
PICTURES = DOCS / "pictures" / "gallery"
DRAWN = (1280, 640)
SHOWN = (960, 480)
QUALITY = 84
"""Of WebP: about 20 kB a picture."""
_MARK = re.compile(r"^<!-- (?P<name>\w+): program (?P<digest>[0-9a-f]{64}) -->$", re.MULTILINE)
HEAD = """# Gallery

{count} families of objects, each one program with parameters: at rest on the left, opened on the right. A prompt that
names one gets it without a language model (`articraft gen "{prompt}"`), `articraft vary NAME` makes as many variations
as wanted, and `articraft examples show NAME` prints the program. Written by `make gallery`.
"""


def program_digest(example: Example) -> str:
    """Hash of the program that a picture is of."""
    return sha256_of(example.program)


def recorded_digests(page: str) -> Mapping[str, str]:
    """Name of each family on the page -> hash of the program its picture was drawn from."""
    return {found["name"]: found["digest"] for found in _MARK.finditer(page)}


def gallery_page(examples: Iterable[Example]) -> str:
    """The whole page."""
    ordered = sorted(examples, key=lambda example: (example.title.lower(), example.example_id))
    prompt = ordered[0].title.lower() if ordered else ""
    contents = ", ".join(f"[{example.title}](#{example.example_id})" for example in ordered)
    sections = [_section(example) for example in ordered]
    return "\n".join([HEAD.format(count=len(ordered), prompt=prompt), f"{contents}\n", *sections])


def _section(example: Example) -> str:
    name = example.example_id
    settings = "; ".join(_setting(parameter) for parameter in example.parameters) or "none"
    return (
        f'<a id="{name}"></a>\n\n## {example.title}\n\n<!-- {name}: program {program_digest(example)} -->\n'
        f"![{example.title} at rest and opened](pictures/gallery/{name}.webp)\n\n"
        f"{example.description}\n\n`{name}` varies by: {settings}.\n"
    )


def _setting(parameter: Parameter) -> str:
    return f"`{parameter.name}` {parameter.range_text} ({parameter.description})"


def small_picture(png: bytes) -> bytes:
    """The picture as it is shown; the same bytes for the same pixels."""
    with Image.open(io.BytesIO(png)) as image:
        small = image.convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "WEBP", quality=QUALITY, method=6)
    return written.getvalue()


def stale(families: Families, page: str, *, pictures: Path = PICTURES) -> list[Example]:
    """Families whose picture is missing or of another program."""
    recorded = recorded_digests(page)
    return [
        example
        for example in families.examples
        if recorded.get(example.example_id) != program_digest(example)
        or not (pictures / f"{example.example_id}.webp").is_file()
    ]


def write_gallery(
    families: Families, *, page: Path = PAGE, pictures: Path = PICTURES, draw_all: bool = False
) -> dict[str, str]:
    """Bring page and pictures up to date; for each family that cannot be shown, why not."""
    known = page.read_text(encoding="utf-8") if page.is_file() else ""
    wanted = list(families.examples) if draw_all else stale(families, known, pictures=pictures)
    failed = dict(families.broken)
    pictures.mkdir(parents=True, exist_ok=True)

    def draw(example: Example) -> tuple[str, str]:
        print(f"drawing {example.example_id}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                drawn = picture_of(example, size=DRAWN, folder=Path(folder))
            except HarnessError as error:
                return example.example_id, str(error)
            write_atomic(pictures / f"{example.example_id}.webp", small_picture(drawn.read_bytes()))
        return example.example_id, ""

    with ThreadPoolExecutor(MAX_CHILDREN) as pool:
        failed |= {name: why for name, why in pool.map(draw, wanted) if why}
    shown = [example for example in families.examples if example.example_id not in failed]
    for picture in pictures.glob("*.webp"):
        if picture.stem not in {example.example_id for example in shown}:
            picture.unlink()
    write_atomic(page, gallery_page(shown))
    return failed


def main() -> int:
    """Exit status: 1 when a family could not be shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="draw every picture again")
    arguments = parser.parse_args()
    families = read_families()
    failed = write_gallery(families, draw_all=arguments.all)
    for name, why in failed.items():
        print(f"not shown: {name}: {why}", file=sys.stderr)
    total = sum(picture.stat().st_size for picture in PICTURES.glob("*.webp"))
    print(f"{len(families.examples)} families, pictures {total / 1e6:.2f} MB")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
