"""The object as geometry: every mesh, collider and solid once, placed for any configuration.

`Scene` is what tests, checks, pictures and exporters measure on. A newcomer's mistake: to build elements by
hand from visuals; ask the scene, so that work is shared.
"""

from sdk.scene.element import Element, Granularity
from sdk.scene.mesh_data import MeshData
from sdk.scene.posed import Posed
from sdk.scene.scene import Scene

__all__ = ["Element", "Granularity", "MeshData", "Posed", "Scene"]
