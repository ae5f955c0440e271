"""What the application knows now. QtCore and QtGui; no QtWidgets, no torch."""
