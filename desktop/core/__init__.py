"""Values and files. No Qt, no torch."""
