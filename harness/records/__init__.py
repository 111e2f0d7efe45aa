"""Run folders on disk: making, locking, reading."""
