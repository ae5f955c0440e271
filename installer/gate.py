"""Says no to a Python that cannot run Darkroom. Must parse and run on every Python 3, so: old syntax only."""

import sys

OLDEST = (3, 11)
NEWEST = (3, 13)
WRONG_PYTHON = 4
"""Exit code for a Python that does not fit."""
NEEDED_MODULES = ("ctypes", "ssl", "sqlite3", "zlib", "lzma", "bz2")


def python_problem(version: "tuple[int, ...]", is_64_bit: bool, executable: str) -> "str | None":
    """The message for a Python that does not fit, or None for one that does."""
    supported = "{}.{} to {}.{}".format(*OLDEST + NEWEST)
    found = "Python " + ".".join(str(part) for part in version)
    if not OLDEST <= version[:2] <= NEWEST:
        wrong = found
    elif not is_64_bit:
        wrong = "a 32-bit " + found
    else:
        return None
    return (
        "Darkroom needs a 64-bit Python {supported}; this is {wrong} ({executable}).\n"
        "  Debian 12, 13, Ubuntu 24.04:  sudo apt-get install python3 python3-venv, then python3 main.py\n"
        "  Fedora:                       sudo dnf install python3.13, then python3.13 main.py\n"
        "  Windows, macOS:               https://www.python.org/downloads/ (take a {newest} release)\n"
        "Nothing was changed. (exit code {code})"
    ).format(
        supported=supported,
        wrong=wrong,
        executable=executable,
        newest="{}.{}".format(*NEWEST),
        code=WRONG_PYTHON,
    )


def incomplete_python_problem(executable: str) -> "str | None":
    """The message for a Python built from source without parts that Darkroom needs, or None."""
    absent = []
    for name in NEEDED_MODULES:
        try:
            __import__(name)
        except ImportError:
            absent.append(name)
    if not absent:
        return None
    return (
        "Darkroom cannot start: this Python ({}) was built without {}.\n"
        "Use the system's Python, or build it with these. Nothing was changed. (exit code {})"
    ).format(executable, ", ".join(absent), WRONG_PYTHON)


def tell(text: str) -> None:
    """Show a last message on stderr, or in a box where Windows gave the program no console."""
    if sys.stderr is None and sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Darkroom", 0x10)
    else:
        sys.stderr.write(text + "\n")
