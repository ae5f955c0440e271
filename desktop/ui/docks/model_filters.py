"""Narrowing the library down by family, licence and folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.licences import Terms
from desktop.state.model_list import ModelList
from desktop.ui.widgets.choice_field import Choice, ChoiceField


class ModelFilters(QWidget):
    """Two rows of choices, each with how many files there are of it. GUI thread."""

    def __init__(self, models: ModelList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.family = ChoiceField(name=self.tr("Family"))
        self.family.setToolTip(self.tr("Show only files for models of one family"))
        self.terms = ChoiceField(name=self.tr("Licence"))
        self.terms.setToolTip(self.tr("Show only files whose licence allows this"))
        self.folder = ChoiceField(name=self.tr("Folder"))
        self.folder.setToolTip(self.tr("Show only files in one folder"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.family, 1)
        row.addWidget(self.terms, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.folder)
        for field in (self.family, self.terms, self.folder):
            field.value_changed.connect(self._choose)
        models.count_changed.connect(self.show_choices)
        self.show_choices()

    @Slot()
    def show_choices(self) -> None:
        """Offer what there is now."""
        found, chosen = self._models.choices, self._models.filter
        families = [
            Choice(name or self.tr("Not known"), name, tag=str(count)) for name, count in found.families
        ]
        words = [
            Choice(QCoreApplication.translate("Licences", one), one, tag=str(count))
            for one, count in found.terms
        ]
        folders = [
            Choice(path.name or str(path), path, help=str(path), tag=str(count))
            for path, count in found.folders
        ]
        for field, every, choices, value in (
            (self.family, self.tr("All families"), families, chosen.family),
            (self.terms, self.tr("All licences"), words, chosen.terms),
            (self.folder, self.tr("All folders"), folders, chosen.folder),
        ):
            with QSignalBlocker(field):
                field.set_choices([Choice(every, None), *choices])
                field.set_value(value)

    @Slot(object)
    def _choose(self, _value: object) -> None:
        family, terms, folder = self.family.value, self.terms.value, self.folder.value
        self._models.narrow(
            family=family if isinstance(family, str) else None,
            terms=terms if isinstance(terms, Terms) else None,
            folder=folder if isinstance(folder, Path) else None,
        )
