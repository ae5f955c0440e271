"""The picture, its zoom and its chips."""
