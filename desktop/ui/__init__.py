"""Layout, painting and bindings. QtWidgets; no torch, no SQL, no file formats."""
