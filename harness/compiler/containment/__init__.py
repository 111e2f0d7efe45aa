"""The kernel's own fences around author code, one layer per file; `harness.compiler.sandbox` puts them up.

A newcomer's mistake: to catch a layer's error here. Every function raises `OSError` when the kernel refuses,
so that the one caller can report the layer as missing instead of passing over it.
"""
