"""The CAD side of the library: the bridge from CadQuery shapes to meshes, and the gear builders.

Only this package speaks to CadQuery, and only when a bridge function is called or a gear name is used: the kernel takes
seconds and hundreds of megabytes to load. A newcomer's mistake: to import it at the top of a bridge module.
"""
