"""Sets Darkroom up and starts it. Standard library only: this runs before anything is installed."""
