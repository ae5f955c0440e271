"""A hand on the canvas: mouse, pen and keys, at places of the document."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Hand:
    """Its places are pixels of the document."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view

    def press(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, x, y, keys, LEFT, LEFT)

    def move(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._mouse(QEvent.Type.MouseMove, x, y, keys, NONE, LEFT)

    def hover(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._mouse(QEvent.Type.MouseMove, x, y, keys, NONE, NONE)

    def release(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, x, y, keys, LEFT, NONE)

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.press(x, y, keys)
        self.release(x, y, keys)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self._mouse(QEvent.Type.MouseButtonDblClick, x, y, PLAIN, LEFT, LEFT)
        self.release(x, y)

    def drag(self, *places: tuple[float, float], keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Press at the first place, go over the others, and let go at the last one."""
        self.press(*places[0], keys)
        for place in places[1:]:
            self.move(*place, keys)
        self.release(*places[-1], keys)

    def pen(self, *places: tuple[float, float], pressure: float = 1.0, eraser: bool = False) -> None:
        """The same with the pen, or with its other end."""
        kind = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
        device = QPointingDevice(
            "pen",
            1,
            QInputDevice.DeviceType.Stylus,
            kind,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            1,
        )
        for number, place in enumerate(places):
            event = QEvent.Type.TabletMove if number else QEvent.Type.TabletPress
            self._tablet(device, event, place, pressure, NONE if number else LEFT, LEFT)
        self._tablet(device, QEvent.Type.TabletRelease, places[-1], 0.0, LEFT, NONE)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.view, key, keys)

    def place(self, x: float, y: float) -> QPointF:
        return self.view.navigation.to_view(x, y)

    def _mouse(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        keys: Qt.KeyboardModifier,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
    ) -> None:
        place = self.place(x, y)
        event = QMouseEvent(kind, place, self.view.mapToGlobal(place), button, held, keys)
        QApplication.sendEvent(self.view, event)

    def _tablet(
        self,
        device: QPointingDevice,
        kind: QEvent.Type,
        place: tuple[float, float],
        pressure: float,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
    ) -> None:
        local = self.place(*place)
        event = QTabletEvent(
            kind, device, local, self.view.mapToGlobal(local), pressure, 0, 0, 0, 0, 0, PLAIN, button, held
        )
        event.setAccepted(False)
        QApplication.sendEvent(self.view, event)
        assert event.isAccepted()  # or Qt would send the mouse's events as well
