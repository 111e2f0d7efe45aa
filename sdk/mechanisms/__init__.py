"""Mechanisms: joints that bring their hardware, and what holds for joints beside their axis.

Fits, couplings, closed loops, interlocks and anchors are methods of the object (`model.fit`, ...) that call
the modules here. A newcomer's mistake: to keep state here; everything declared lives on the object.
"""
