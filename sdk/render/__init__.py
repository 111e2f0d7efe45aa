"""Pictures of posed objects: a camera that frames itself, rays, and a calm studio light.

A newcomer's mistake: to import its modules in a fast path. They load the ray kernel; import them where a
picture is made.
"""
