import pytest
from PySide6.QtCore import QLocale

from desktop.ui.widgets.typed_number import typed_number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [("en", "4.5", 4.5), ("en", "4,5", 4.5), ("de", "4,5", 4.5), ("en", "-2", -2.0), ("en", "many", None)],
)
def test_numbers_are_read_with_point_or_comma(language: str, text: str, number: float | None) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert typed_number(text) == number
    finally:
        QLocale.setDefault(before)
