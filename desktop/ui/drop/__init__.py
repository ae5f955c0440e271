"""Dragging things onto the window."""
