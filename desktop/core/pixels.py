"""Pictures as immutable arrays. The only place where PIL and numpy meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import Size

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """A picture: read-only uint8, (H, W, 4) sRGB with straight alpha, or an (H, W) mask.

    The array given is frozen, and copied only when it is not contiguous or does not own its memory. Raises
    ValueError for any other shape or dtype. Safe to share between threads; pickles.
    """

    array: NDArray[np.uint8]

    def __post_init__(self) -> None:
        array = self.array
        if array.dtype != np.uint8:
            raise ValueError(f"pixels are uint8, not {array.dtype}")
        if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] != 4) or 0 in array.shape:
            raise ValueError(f"pixels are (H, W, 4) or (H, W), not {array.shape}")
        if not (array.flags.c_contiguous and array.flags.owndata):
            array = array.copy(order="C")
            object.__setattr__(self, "array", array)
        array.setflags(write=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Pixels, (self.array,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pixels) and np.array_equal(self.array, other.array)

    __hash__ = None  # type: ignore[assignment]

    @property
    def size(self) -> Size:
        return Size(self.array.shape[1], self.array.shape[0])

    @property
    def is_mask(self) -> bool:
        return self.array.ndim == 2

    @classmethod
    def from_rgb(cls, rgb: NDArray[np.uint8]) -> Pixels:
        """Opaque pixels from a uint8 (H, W, 3) array."""
        height, width, _ = rgb.shape
        array = np.empty((height, width, 4), np.uint8)
        array[..., :3] = rgb
        array[..., 3] = 255
        return cls(array)

    @classmethod
    def from_pil(cls, image: Image.Image) -> Pixels:
        """Any PIL image; mode ``L`` becomes a mask, everything else RGBA."""
        return cls(np.array(image if image.mode == "L" else image.convert("RGBA")))

    def to_pil(self) -> Image.Image:
        """A PIL image: ``L`` for a mask, ``RGB`` when every pixel is opaque, else ``RGBA``."""
        from PIL import Image

        if self.is_mask:
            return Image.fromarray(self.array)
        if bool((self.array[..., 3] == 255).all()):
            return Image.fromarray(np.ascontiguousarray(self.array[..., :3]))
        return Image.fromarray(self.array)

    def resized(self, size: Size) -> Pixels:
        """The same picture at another size (Lanczos); the very same when it has that size already."""
        if size == self.size:
            return self
        from PIL import Image

        image = Image.fromarray(self.array)
        return Pixels.from_pil(image.resize((size.width, size.height), Image.Resampling.LANCZOS))

    def thumbnail(self, longest: int) -> Pixels:
        """A copy whose longest side is at most ``longest``, reduced with a box-then-Lanczos filter."""
        if max(self.array.shape[:2]) <= longest:
            return self
        from PIL import Image

        size = self.size.fitted(Size(longest, longest))
        image = Image.fromarray(self.array)
        lanczos = Image.Resampling.LANCZOS
        return Pixels.from_pil(image.resize((size.width, size.height), lanczos, reducing_gap=2.0))
