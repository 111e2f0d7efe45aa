"""Bounding boxes, and poses and shapes fitted to the faces and surfaces of other things."""
