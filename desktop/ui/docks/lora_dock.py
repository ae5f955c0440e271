"""The LoRAs and textual inversions that were found, as cards."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QMenu, QVBoxLayout, QWidget

from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.state.adapters_state import AdaptersState
from desktop.state.lora_list import LoraList, LoraRole
from desktop.ui.docks.lora_delegate import LoraDelegate
from desktop.ui.icons import icon
from desktop.ui.widgets.search_field import SearchField


class LoraDock(QWidget):
    """A click or Enter uses one, or no longer; a click on a trigger word inserts it. GUI thread."""

    def __init__(self, adapters: AdaptersState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adapters = adapters
        self.model = LoraList(adapters, self)
        self.search = SearchField(self.tr("Search LoRAs"))
        self.search.setToolTip(self.tr("Find LoRAs by title, family or trigger word"))
        self.list = _Cards()
        self.list.setAccessibleName(self.tr("LoRAs"))
        self.list.setToolTip(self.tr("Enter or a click uses it or leaves it out; the menu has its words"))
        delegate = LoraDelegate(self.list)
        self.list.setItemDelegate(delegate)
        self.list.setModel(self.model)
        self._hint = QLabel()
        self._hint.setProperty("kind", "readable")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(12, 8, 12, 8)
        top = QVBoxLayout()
        top.setContentsMargins(10, 8, 10, 8)
        top.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        self.search.search_changed.connect(self.model.set_search)
        self.list.chosen.connect(self._toggle)
        self.list.clicked.connect(self._toggle)
        self.list.customContextMenuRequested.connect(self._show_menu)
        delegate.word_clicked.connect(adapters.insert)
        self.model.count_changed.connect(self._show_count)
        self._show_count()

    @Slot(QModelIndex)
    def _toggle(self, index: QModelIndex) -> None:
        info = index.data(LoraRole.INFO)
        if isinstance(info, ModelInfo):
            self._adapters.toggle(info)

    @Slot()
    def _show_count(self) -> None:
        self.search.setPlaceholderText(self.tr("Search %n LoRAs", "", self.model.total))
        self._hint.setVisible(self.model.rowCount() == 0)
        if self.model.total:
            self._hint.setText(self.tr("No LoRA matches this search."))
        else:
            self._hint.setText(
                self.tr(
                    "LoRAs and textual inversions from your model folders stand here. "
                    "Drop a file on the window to add the folder that it is in."
                )
            )

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if index.isValid():
            self.menu_for(index).popup(self.list.viewport().mapToGlobal(place))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a card: use it, and each of its trigger words."""
        info: ModelInfo = index.data(LoraRole.INFO)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(info.title)
        if info.kind is Kind.EMBEDDING:
            use = menu.addAction(icon("plus"), self.tr("Put it into the prompt"))
        elif index.data(LoraRole.USED):
            use = menu.addAction(icon("x"), self.tr("Leave it out"))
        else:
            use = menu.addAction(icon("plus"), self.tr("Use it"))
        if info.kind is Kind.EMBEDDING:
            keep_out = menu.addAction(icon("minus"), self.tr("Put it into what to keep out"))
            keep_out.setEnabled(index.data(LoraRole.OBSTACLE) is None)
            keep_out.setData(f"embedding:{info.name}")
            keep_out.triggered.connect(self._keep_out)
        use.setEnabled(index.data(LoraRole.OBSTACLE) is None)
        use.setData(info)
        use.triggered.connect(self._use)
        if info.trigger_words and index.data(LoraRole.OBSTACLE) is None:
            menu.addSection(self.tr("Trigger words"))
            for word in info.trigger_words:
                action = menu.addAction(word.replace("&", "&&"))
                action.setData(word)
                action.triggered.connect(self._insert)
        for action in menu.actions():
            action.setStatusTip(action.text())
        return menu

    @Slot()
    def _use(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._adapters.toggle(action.data())

    @Slot()
    def _keep_out(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._adapters.keep_out(action.data())

    @Slot()
    def _insert(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._adapters.insert(action.data())


class _Cards(QListView):
    chosen = Signal(QModelIndex)
    """Enter or Space was pressed on a card."""

    def __init__(self) -> None:
        super().__init__()
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and not event.modifiers():
            self.chosen.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Menu:
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)
