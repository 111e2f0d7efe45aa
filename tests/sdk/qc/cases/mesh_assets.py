"""QC_MESH_ASSETS. What cannot be read is left out of the other checks, which still run."""

CODE = "QC_MESH_ASSETS"

_BASE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
import pathlib
pathlib.Path("assets/meshes").mkdir(parents=True, exist_ok=True)
"""

PASS = {
    "managed mesh": _BASE
    + 'cube = mesh_from_geometry(BoxGeometry((0.1, 0.1, 0.1)), "cube")\n'
    + "base.visual(cube, origin=Origin(xyz=(0.0, 0.0, 0.15)))\n",
    "file the program wrote": _BASE
    + 'pathlib.Path("assets/meshes/t.obj").write_text("v 0 0 0\\nv 1 0 0\\nv 0 1 0\\nf 1 2 3\\n")\n'
    + 'base.visual(Mesh(filename="assets/meshes/t.obj"))\n',
}

FAIL = {
    "never written": _BASE + 'base.visual(Mesh(filename="assets/meshes/never_written.obj"), name="ghost")\n',
    "another format": _BASE
    + 'pathlib.Path("assets/meshes/thing.stl").write_text("solid x")\n'
    + 'base.visual(Mesh(filename="assets/meshes/thing.stl"))\n',
    "a name and no file": _BASE + 'base.visual(Mesh(name="never_registered"))\n',
    "no triangles": _BASE
    + 'pathlib.Path("assets/meshes/e.obj").write_text("v 0 0 0\\n")\n'
    + 'base.visual(Mesh(filename="assets/meshes/e.obj"))\n',
    "a face without its vertex": _BASE
    + 'pathlib.Path("assets/meshes/e.obj").write_text("v 0 0 0\\nv 1 0 0\\nf 1 2 9\\n")\n'
    + 'base.visual(Mesh(filename="assets/meshes/e.obj"))\n',
}

ALSO = {"file the program wrote": {"X_MESH_OPEN", "X_WALL_THICKNESS"}}
