"""`mesh_from_input`: a mesh file that came with the prompt, brought in under a managed name.

A newcomer's mistake: to pass a path. Inputs are named, and found only in the session's inputs folder.
"""

from __future__ import annotations

from sdk.assets import current_session
from sdk.errors import ValidationError
from sdk.model.shapes import Mesh


def mesh_from_input(name: str) -> Mesh:
    """The input of that name as a mesh; ``.obj`` may be left out.

    Raises:
        ValidationError: no inputs came with the program, the name is blank or a path, or no OBJ file has that
            name.
    """
    text = str(name).strip()
    where = f"input {text!r}"
    if not text or "/" in text or "\\" in text or text in (".", ".."):
        raise ValidationError.at(where, given=name, wanted="the name of an input file, without folders")
    session = current_session()
    if session is None or session.inputs_dir is None or not session.inputs_dir.is_dir():
        raise ValidationError.at(where, given=None, wanted="a program that came with an inputs folder")
    candidates = (session.inputs_dir / text, session.inputs_dir / f"{text}.obj")
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        known = ", ".join(sorted(path.name for path in session.inputs_dir.glob("*.obj"))) or "none"
        raise ValidationError.at(where, given=name, wanted=f"one of the inputs: {known}")
    if found.suffix.lower() != ".obj":
        raise ValidationError.at(where, given=found.suffix, wanted="an .obj file")
    managed = session.write_managed(text, found.read_text(encoding="utf-8"))
    return Mesh(managed.reference, name=text, materialized_path=str(managed.path))
