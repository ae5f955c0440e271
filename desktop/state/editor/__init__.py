"""The canvas as an editor: its document, its tools, what is generated on it, its file."""
