"""Windows that ask one question or show one page."""
