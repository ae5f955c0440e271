"""One function for each thing that the engine can do."""
