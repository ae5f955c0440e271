"""The pictures of a comparison on one sheet, with their values beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from desktop.core.geometry import Size
from desktop.core.grids import Grid
from desktop.core.paths import resources
from desktop.core.pixels import Pixels

MAX_SHEET_PIXELS = 40_000_000
MAX_SHEET_SIDE = 16_000
"""What WebP can hold, rounded down."""
MAX_LINES = 4

_PAPER = "#ffffff"
_INK = "#1c1c1e"
_MISSING = "#ececee"
_MISSING_INK = "#6e6e73"
_USUAL_CELL = Size(256, 256)

_Font = ImageFont.FreeTypeFont


def compose(grid: Grid, cells: Sequence[Pixels | None]) -> Pixels:
    """A sheet with the grid's labels; ``cells`` in its order, None for what is not there.

    Pictures keep their size as long as the sheet stays within 40 megapixels and 16,000 pixels a side, and are
    made smaller, never larger, together. Raises ValueError for a wrong number of cells. Any thread.
    """
    if len(cells) != len(grid.cells):
        raise ValueError(f"the grid has {len(grid.cells)} cells, {len(cells)} were given")
    columns, rows = len(grid.columns), len(grid.rows)
    usual = _usual_size(cells)
    sizes = [cell.size if cell else usual for cell in cells]
    widths = [max(size.width for size in sizes[column::columns]) for column in range(columns)]
    heights = [max(size.height for size in sizes[row * columns : (row + 1) * columns]) for row in range(rows)]
    scale = _scale(sum(widths), sum(heights))
    widths = [max(1, round(width * scale)) for width in widths]
    heights = [max(1, round(height * scale)) for height in heights]

    text_px = max(9, min(40, round(min(widths) / 16)))
    font = ImageFont.truetype(str(resources() / "fonts" / "Inter-Regular.otf"), text_px)
    gap = max(2, text_px // 2)
    above = [_wrapped(label, font, width) for label, width in zip(grid.columns, widths, strict=True)]
    side = max(widths)
    beside = [_wrapped(label, font, side) for label in grid.rows]
    top = _text_height(above, font)
    left = round(max((font.getlength(line) for lines in beside for line in lines), default=0)) + gap * any(
        beside
    )

    sheet = Image.new(
        "RGB",
        (left + sum(widths) + gap * (columns + 1), top + sum(heights) + gap * (rows + 1)),
        _PAPER,
    )
    draw = ImageDraw.Draw(sheet)
    y = top + gap
    for row, height in enumerate(heights):
        _write(draw, beside[row], font, gap, y, left - gap, height)
        x = left + gap
        for column, width in enumerate(widths):
            if row == 0:
                _write(draw, above[column], font, x, gap // 2, width, top)
            _put(sheet, draw, cells[row * columns + column], (x, y, width, height), scale, font)
            x += width + gap
        y += height + gap
    return Pixels.from_pil(sheet)


def _usual_size(cells: Sequence[Pixels | None]) -> Size:
    """For a place without a picture: that of the first one."""
    return next((cell.size for cell in cells if cell is not None), _USUAL_CELL)


def _scale(width: int, height: int) -> float:
    """With a fifth left for labels and gaps."""
    by_area = math.sqrt(0.8 * MAX_SHEET_PIXELS / (width * height))
    return min(1.0, by_area, 0.8 * MAX_SHEET_SIDE / max(width, height))


def _put(
    sheet: Image.Image,
    draw: ImageDraw.ImageDraw,
    cell: Pixels | None,
    box: tuple[int, int, int, int],
    scale: float,
    font: _Font,
) -> None:
    """One picture in the middle of its place, on paper where it is transparent."""
    x, y, width, height = box
    if cell is None:
        draw.rectangle((x, y, x + width - 1, y + height - 1), fill=_MISSING)
        draw.text((x + width / 2, y + height / 2), "—", fill=_MISSING_INK, font=font, anchor="mm")
        return
    image = cell.to_pil().convert("RGBA")
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    sheet.paste(image, (x + (width - image.width) // 2, y + (height - image.height) // 2), image)


def _write(
    draw: ImageDraw.ImageDraw, lines: list[str], font: _Font, x: int, y: int, width: int, height: int
) -> None:
    """Lines in the middle of a box."""
    step = _line_height(font)
    start = y + (height - step * len(lines)) / 2
    for index, line in enumerate(lines):
        draw.text((x + width / 2, start + step * (index + 0.5)), line, fill=_INK, font=font, anchor="mm")


def _wrapped(label: str, font: _Font, width: int) -> list[str]:
    """Lines that fit; a word that does not fit by itself is broken, what is left after four lines is cut."""
    lines: list[str] = []
    line = ""
    for word in label.split():
        if not line or font.getlength(f"{line} {word}") <= width:
            line = f"{line} {word}".strip()
        else:
            lines.append(line)
            line = word
        while font.getlength(line) > width and len(line) > 1:
            fits = next(
                end for end in range(len(line) - 1, 0, -1) if end == 1 or font.getlength(line[:end]) <= width
            )
            lines.append(line[:fits])
            line = line[fits:]
    lines += [line] if line else []
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1][:-1]}…"]
    return lines


def _text_height(labels: list[list[str]], font: _Font) -> int:
    return max(map(len, labels)) * _line_height(font)


def _line_height(font: _Font) -> int:
    return round(font.size * 1.3)
