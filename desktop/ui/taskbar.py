"""Progress on the program's button in the task bar. Silent where the desktop has no such thing."""

from __future__ import annotations

import ctypes
import os
import sys
import uuid
from pathlib import Path
from typing import Any, Protocol

from desktop.state.activity import Progress

_CLSID_TASKBAR = "{56FDF344-FD6D-11d0-958A-006097C9A090}"
_IID_TASKBAR_3 = "{EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF}"
_IN_PROCESS_SERVER = 1
_HR_INIT, _SET_VALUE, _SET_STATE = 3, 9, 10
"""Places in ITaskbarList3's table of functions."""
_NO_PROGRESS, _NORMAL, _ERROR = 0, 2, 4


class Taskbar(Protocol):
    """GUI thread."""

    def show(self, progress: Progress) -> None:
        """Show how far the work is; with ``fraction`` None and ``failed`` as a call for attention."""


def make_taskbar(window_id: int) -> Taskbar | None:
    """What this desktop has, or None. ``window_id`` is the window's native handle. Loads what it needs."""
    if sys.platform == "win32":
        return _WindowsTaskbar.connect(window_id)
    return _LauncherEntry.connect() if sys.platform == "linux" and has_session_bus() else None


def has_session_bus() -> bool:
    """Whether there is a D-Bus session; without one, asking for it could start a program and wait for it."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(str(runtime), "bus").exists()


class _LauncherEntry:
    """The launcher protocol that Unity began and that docks of GNOME and KDE follow: a broadcast."""

    def __init__(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        self._bus = QDBusConnection.sessionBus()

    @classmethod
    def connect(cls) -> _LauncherEntry | None:
        entry = cls()
        return entry if entry._bus.isConnected() else None

    def show(self, progress: Progress) -> None:
        from PySide6.QtDBus import QDBusMessage

        message = QDBusMessage.createSignal(
            "/com/canonical/unity/launcherentry/darkroom", "com.canonical.Unity.LauncherEntry", "Update"
        )
        message.setArguments(["application://darkroom.desktop", launcher_properties(progress)])
        self._bus.send(message)


def launcher_properties(progress: Progress) -> dict[str, object]:
    """What a launcher is told; failures ask for attention."""
    return {
        "progress": float(progress.fraction or 0.0),
        "progress-visible": progress.fraction is not None,
        "urgent": progress.failed,
    }


class _WindowsTaskbar:
    """ITaskbarList3 by its table of functions."""

    def __init__(self, window_id: int, interface: ctypes.c_void_p) -> None:
        self._window = ctypes.c_void_p(window_id)
        self._interface = interface

    @classmethod
    def connect(cls, window_id: int) -> _WindowsTaskbar | None:
        if sys.platform != "win32":
            return None
        interface = ctypes.c_void_p()
        made = ctypes.windll.ole32.CoCreateInstance(
            _guid(_CLSID_TASKBAR), None, _IN_PROCESS_SERVER, _guid(_IID_TASKBAR_3), ctypes.byref(interface)
        )
        taskbar = cls(window_id, interface)
        return taskbar if made == 0 and taskbar._call(_HR_INIT) == 0 else None

    def show(self, progress: Progress) -> None:
        if progress.fraction is None:
            # Red needs something to colour: the whole button.
            state, done = (_ERROR, 100) if progress.failed else (_NO_PROGRESS, 0)
        else:
            state, done = _NORMAL, round(100 * progress.fraction)
        self._call(_SET_STATE, self._window, ctypes.c_int(state))
        if state != _NO_PROGRESS:
            self._call(_SET_VALUE, self._window, ctypes.c_ulonglong(done), ctypes.c_ulonglong(100))

    def _call(self, place: int, *arguments: Any) -> int:
        table = ctypes.cast(self._interface, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        kinds = [type(argument) for argument in arguments]
        function = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(int(table[place] or 0))
        return int(function(self._interface, *arguments))


def _guid(text: str) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)
