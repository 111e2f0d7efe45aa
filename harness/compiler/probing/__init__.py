"""What a probe snippet can call: plain functions over a posed object, gathered into one namespace.

A newcomer's mistake: to import this in the calling process. It measures live objects, so it runs in the
worker.
"""
