"""Notifications of the desktop. Silent where there are none."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.ui.taskbar import has_session_bus

_PORTAL = "org.freedesktop.portal.Desktop"
_SHOWN_MS = 8000


def notify(title: str, text: str, icon: QIcon, parent: QWidget) -> None:
    """Show a notification of the desktop. GUI thread; nothing is waited for."""
    if sys.platform == "linux" and has_session_bus() and _by_portal(title, text):
        return
    if QSystemTrayIcon.isSystemTrayAvailable():
        tray = QSystemTrayIcon(icon, parent)
        tray.show()
        tray.showMessage(title, text, icon, _SHOWN_MS)
        QTimer.singleShot(_SHOWN_MS, tray.deleteLater)


def _by_portal(title: str, text: str) -> bool:
    """Through the desktop portal, which takes plain texts; False where there is none."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected() or not bus.interface().isServiceRegistered(_PORTAL).value():
        return False
    message = QDBusMessage.createMethodCall(
        _PORTAL, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification", "AddNotification"
    )
    message.setArguments(["job-ended", {"title": title, "body": text, "priority": "normal"}])
    return bus.send(message)
