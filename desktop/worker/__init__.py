"""The thread that owns the engine, and the way its events come back. QtCore only."""
