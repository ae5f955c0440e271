"""Tensors named as they would be found in a file."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.identify.identified import Identified
from desktop.core.identify.identify import identify_header
from desktop.core.weights import Header
from tests.helpers.header_files import Shapes


def named(shapes: Shapes, metadata: Mapping[str, str] | None = None) -> Identified:
    return identify_header(Header(shapes, dict.fromkeys(shapes, "F16"), metadata or {}))
