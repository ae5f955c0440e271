"""Pictures against each other."""
