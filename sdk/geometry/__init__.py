"""Procedural meshes: the `MeshGeometry` container, every builder, and booleans between their results.

Nothing is re-exported here; `sdk.PUBLIC` lists the public names. A newcomer's mistake: to import manifold3d
for a new builder. Only `kernel.py` does that; a builder is a plain function over arrays and a
thin class in front of it.
"""
