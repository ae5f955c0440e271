"""The installed models, as cards."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from desktop.core.identify.identified import Kind
from desktop.core.models import ModelInfo
from desktop.state.model_list import ModelRole
from desktop.state.studio import Studio
from desktop.ui.docks.model_delegate import ModelDelegate
from desktop.ui.docks.model_filters import ModelFilters
from desktop.ui.docks.model_kinds import kind_words
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.search_field import SearchField


class ModelsDock(QWidget):
    """A click or Enter makes pictures with a model from now on. GUI thread."""

    menu_wanted = Signal(QPoint)
    """Where the menu of the current model should open, in screen coordinates."""
    current_changed = Signal()
    """Another model has the keyboard, or it has another state."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._current_name = ""
        self.search = SearchField(self.tr("Search models"))
        self.search.setToolTip(self.tr("Find models by title, kind or licence"))
        self.kind = ChoiceField(name=self.tr("Kind of files"))
        self.kind.setToolTip(self.tr("Show whole models, or LoRAs, VAEs and other files that were found"))
        self.narrow = IconButton("filter", self.tr("Filter"), checkable=True)
        self.narrow.setToolTip(self.tr("Filter by family, licence and folder"))
        self.filters = ModelFilters(studio.models.list)
        self.filters.hide()
        self._count = QLabel()
        self._count.setProperty("kind", "label")
        self._count.hide()
        self.list = _Cards(self.tr("Models"))
        self.list.setToolTip(self.tr("Enter or a click chooses the model"))
        delegate = ModelDelegate(self.list)
        self.list.setItemDelegate(delegate)
        self.list.setModel(studio.models.list)
        self._hint = QLabel()
        self._hint.setProperty("kind", "readable")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(12, 8, 12, 8)
        top = QVBoxLayout()
        top.setContentsMargins(10, 8, 10, 8)
        top.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.search, 1)
        line.addWidget(self.narrow)
        top.addLayout(line)
        top.addWidget(self.kind)
        top.addWidget(self.filters)
        top.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)

        self.search.search_changed.connect(studio.models.list.set_search)
        self.kind.value_changed.connect(self._choose_kind)
        self.narrow.toggled.connect(self._toggle_filters)
        studio.library.progress.connect(self._show_progress)
        studio.library.scan_failed.connect(self._show_count)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.list.customContextMenuRequested.connect(self._ask_for_menu)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        delegate.star_clicked.connect(studio.models.list.toggle_favourite)
        studio.models.list.modelReset.connect(self._keep_current)
        studio.models.list.dataChanged.connect(self.current_changed)
        studio.models.list.count_changed.connect(self._show_count)
        self._show_count()

    @property
    def current(self) -> ModelInfo | None:
        """The model that the keyboard is on: what the Models menu acts on."""
        info = self.list.currentIndex().data(ModelRole.INFO)
        return info if isinstance(info, ModelInfo) else None

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        info = index.data(ModelRole.INFO)
        usable = isinstance(info, ModelInfo) and info.problem is None and info.makes_pictures
        if usable and info.name != self._studio.prompt.model:
            self._studio.prompt.choose_model(info)
        elif isinstance(info, ModelInfo) and info.kind in (Kind.LORA, Kind.EMBEDDING):
            self._studio.adapters.toggle(info)

    @Slot(object)
    def _choose_kind(self, kind: object) -> None:
        self._studio.models.list.set_kind(kind if isinstance(kind, Kind) else None)

    @Slot(bool)
    def _toggle_filters(self, shown: bool) -> None:
        """Filters that are not seen do nothing."""
        self.filters.setVisible(shown)
        if not shown:
            self._studio.models.list.narrow()

    @Slot(int)
    def _show_progress(self, found: int) -> None:
        self._count.setText(self.tr("Looking for models: %n files found…", "", found))
        self._count.show()

    def _show_kinds(self) -> None:
        """Offer the kinds that are there; with models alone there is nothing to choose."""
        models = self._studio.models.list
        found = dict(models.kinds)
        kinds = [kind for kind in Kind if found.get(kind) or kind is Kind.CHECKPOINT]
        choices = [
            Choice(self.tr("All files"), None, tag=str(sum(found.values()))),
            *(Choice(kind_words(kind), kind, tag=str(found.get(kind, 0))) for kind in kinds),
        ]
        with QSignalBlocker(self.kind):
            self.kind.set_choices(choices)
            self.kind.set_value(models.kind)
        self.kind.setVisible(found.keys() > {Kind.CHECKPOINT})

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._current_name = current.data(ModelRole.INFO).name
        self.current_changed.emit()

    @Slot()
    def _keep_current(self) -> None:
        """The rows are new: the keyboard stays on its model, or begins on the chosen one."""
        models = self._studio.models.list
        names = (self._current_name, self._studio.prompt.model)
        kept = next((index for name in names if (index := models.index_of(name)).isValid()), models.index(0))
        self.list.selectionModel().setCurrentIndex(kept, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.current_changed.emit()

    @Slot()
    def _show_count(self) -> None:
        models = self._studio.models.list
        self._show_kinds()
        if models.kind is Kind.CHECKPOINT:
            self.search.setPlaceholderText(self.tr("Search %n models", "", models.total))
        else:
            self.search.setPlaceholderText(self.tr("Search %n files", "", models.total))
        shown = models.rowCount()
        self._count.setText(self.tr("{shown} of {total}").format(shown=shown, total=models.total))
        self._count.setVisible(shown != models.total)
        empty = shown == 0
        self._hint.setVisible(empty)
        if models.total:
            narrowed = models.filter.narrows
            none = self.tr("No file matches this search and these filters.")
            self._hint.setText(none if narrowed else self.tr("No model matches this search."))
        else:
            self._hint.setText(
                self.tr("Models stand here. Add the folder that yours are in; they stay where they are.")
            )

    @Slot(QPoint)
    def _ask_for_menu(self, place: QPoint) -> None:
        if self.list.indexAt(place).isValid():
            self.menu_wanted.emit(self.list.viewport().mapToGlobal(place))


class _Cards(QListView):
    chosen = Signal(QModelIndex)
    """Enter was pressed on a card."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        # Ten thousand cards are laid out in pieces, so that the window never waits for them.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(300)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.verticalScrollBar().setSingleStep(24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
