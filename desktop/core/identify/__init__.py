"""What model files and folders are, told from headers, names, shapes and configs; no weights, no torch."""
