"""Documents: layers, a selection, and what can be done to them. Values that never change."""
