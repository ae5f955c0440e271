"""The command palette: any action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.fuzzy import score
from desktop.ui.command import Command
from desktop.ui.fonts import SMALL_PX, interface_font
from desktop.ui.icons import icon
from desktop.ui.shortcuts import shown
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.keycaps import paint_keys

_WIDTH, _HEIGHT, _ROW, _ICON = 560, 420, 34, 16
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class CommandPalette(QFrame):
    """A popup over ``window``. ``recent`` ids come first while nothing is typed. Ends when it closes."""

    chosen = Signal(str)
    """The id of the action that is about to run."""

    def __init__(self, commands: Sequence[Command], recent: Sequence[str], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Command palette"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("What do you want to do?"))
        self.search.setAccessibleName(self.tr("What do you want to do?"))
        self.search.setToolTip(self.tr("Type a few letters of a command; Enter runs it"))
        glass = self.search.addAction(
            icon("search", "text_secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        glass.setText(self.search.placeholderText())
        glass.setStatusTip(self.search.placeholderText())
        self.search.installEventFilter(self)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setToolTip(self.tr("Enter or a click runs the command"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_Delegate(self))
        self._model = _Model(commands, recent, self)
        self.list.setModel(self._model)
        self._nothing = QLabel(self.tr("No command has these letters."))
        self._nothing.setProperty("kind", "readable")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        self.resize(_WIDTH, _HEIGHT)
        area = window.rect()
        top = max(24, area.height() // 8)
        self.move(window.mapToGlobal(QPoint((area.width() - _WIDTH) // 2, top)))
        self.search.textChanged.connect(self._show_found)
        self.list.clicked.connect(self._run)
        self._show_found("")
        self.setFocusProxy(self.search)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    @Slot(str)
    def _show_found(self, text: str) -> None:
        self._model.find(text)
        self.list.setCurrentIndex(self._model.index(0))
        self.list.setVisible(self._model.rowCount() > 0)
        self._nothing.setVisible(self._model.rowCount() == 0)

    @Slot(QModelIndex)
    def _run(self, index: QModelIndex) -> None:
        command = index.data(_COMMAND)
        if isinstance(command, Command) and command.action.isEnabled():
            self.close()  # first: the action may open something itself, or ask where the keyboard is
            self.chosen.emit(command.id)
            command.action.trigger()


_COMMAND = Qt.ItemDataRole.UserRole


class _Model(QAbstractListModel):
    def __init__(self, commands: Sequence[Command], recent: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        places = {name: place for place, name in enumerate(recent)}
        self._commands = sorted(commands, key=lambda command: places.get(command.id, len(places)))
        self._rows: list[Command] = []

    def find(self, text: str) -> None:
        """Best first; the name counts more than its menu. What can't be done now comes last."""
        found: list[tuple[bool, float, Command]] = []
        for command in self._commands:
            name, whole = score(text, command.text), score(text, f"{command.path} {command.text}")
            best = name + 2 * len(text) if name is not None else whole
            if best is not None:
                found.append((not command.action.isEnabled() and bool(text), -best if text else 0.0, command))
        self.beginResetModel()
        self._rows = [command for _, _, command in sorted(found, key=lambda entry: entry[:2])]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        command = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return command.text
            case Qt.ItemDataRole.DecorationRole:
                return command.action.icon()
            case Qt.ItemDataRole.AccessibleTextRole:
                keys = command.action.shortcut().toString()
                return ", ".join(part for part in (command.text, command.path, keys) if part)
        return command if role == _COMMAND else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH // 2, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command = index.data(_COMMAND)
        assert isinstance(command, Command)
        tokens, area = current_tokens(), QRect(option.rect)
        enabled = command.action.isEnabled()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            selected = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection if selected else tokens.hover))
            painter.drawRoundedRect(QRectF(area), 5, 5)
        area.adjust(10, 0, -10, 0)
        mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
        place = QRect(area.left(), area.center().y() - _ICON // 2 + 1, _ICON, _ICON)
        command.action.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        area.setLeft(area.left() + _ICON + 10)
        key = command.action.shortcut().toString()
        if key:
            area.setRight(paint_keys(painter, area, shown(key), enabled=enabled) - 10)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(tokens.text if enabled else tokens.text_disabled))
        text = painter.fontMetrics().elidedText(command.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle, text)
        area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(text) + 10)
        painter.setFont(interface_font(SMALL_PX))
        painter.setPen(QColor(tokens.text_secondary if enabled else tokens.text_disabled))
        painter.drawText(area, middle, command.path)
        painter.restore()
