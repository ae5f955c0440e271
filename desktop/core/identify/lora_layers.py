"""The layers that a LoRA changes, and by what tensors: the namings of kohya, PEFT, diffusers and LyCORIS."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.identify.architectures import Shape, side

_TENSORS = frozenset(
    (
        *("lora_down.weight", "lora_up.weight", "lora_mid.weight", "lora_down", "lora_up"),
        *("lora_A.weight", "lora_B.weight", "lora_A", "lora_B", "lora_up.bias", "lora_B.bias"),
        *("alpha", "dora_scale", "lora_magnitude_vector", "lora_magnitude_vector.weight"),
        *("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b", "hada_t1", "hada_t2"),
        *("lokr_w1", "lokr_w2", "lokr_w1_a", "lokr_w1_b", "lokr_w2_a", "lokr_w2_b", "lokr_t2"),
        *("oft_blocks", "oft_diag", "oft_R.weight", "rescale", "scalar", "on_input"),
        *("a1.weight", "a2.weight", "b1.weight", "b2.weight", "bm.weight"),
        *("diff", "diff_b", "w_norm", "b_norm", "set_weight", "reshape_weight"),
    )
)
"""What a layer is changed by: the ends of the names, after the layer's own."""
_ADAPTER_NAME = re.compile(r"\.(lora_[AB]|lora_magnitude_vector)\.[\w-]+(?=\.weight\Z|\Z)")
DOWN = ("lora_down", "lora_A", "down.")
UP = ("lora_up", "lora_B", "up.")


@dataclass(slots=True)
class Layer:
    """What one layer is changed by."""

    tensors: dict[str, Shape] = field(default_factory=dict)

    def _first(self, names: tuple[str, ...]) -> Shape:
        for name, shape in self.tensors.items():
            if name.startswith(names):
                return shape
        return ()

    @property
    def inputs(self) -> int:
        """Width that the layer reads; 0 when these tensors don't tell."""
        if down := self._first(DOWN):
            # A Tucker core keeps the width in the same place.
            return down[1] if len(down) > 1 else 0
        if right := self.tensors.get("hada_w1_b"):
            return right[-1]
        first = _factor(self.tensors, "lokr_w1")
        second = _factor(self.tensors, "lokr_w2")
        if first and second:
            return first[1] * second[1]
        if whole := self.tensors.get("diff"):
            return whole[1] if len(whole) > 1 else 0
        if left := self.tensors.get("a2.weight"):
            return left[-1] if len(left) == 2 else 0
        return 0

    @property
    def outputs(self) -> int:
        if up := self._first(UP):
            return up[0]
        if left := self.tensors.get("hada_w1_a"):
            return left[0]
        first, second = _factor(self.tensors, "lokr_w1"), _factor(self.tensors, "lokr_w2")
        if first and second:
            return first[0] * second[0]
        whole = self.tensors.get("diff", ())
        return whole[0] if whole else 0

    @property
    def rank(self) -> int:
        down = self._first(DOWN)
        return side(down or self.tensors.get("hada_w1_b", ()), 0)

    @property
    def dimensions(self) -> int:
        return len(self._first(DOWN) or self.tensors.get("diff", ()))


def _factor(tensors: Mapping[str, Shape], name: str) -> tuple[int, int] | None:
    if whole := tensors.get(name):
        return (whole[0], whole[1]) if len(whole) > 1 else None
    left, right = tensors.get(f"{name}_a"), tensors.get(f"{name}_b")
    return (left[0], math.prod(right[1:2])) if left and right and len(right) > 1 else None


def split_name(name: str) -> tuple[str, str]:
    """A layer and what it is changed by; no tensor where the name is not one of a LoRA."""
    module, _, tensor = name.rpartition(".")
    if tensor in _TENSORS:
        return module, tensor
    shorter, _, before = module.rpartition(".")
    tensor = f"{before}.{tensor}"
    if tensor in ("down.weight", "up.weight"):
        # Old diffusers: to_q_lora.down, to_q.lora_linear_layer.down, to_q.lora.down
        for end in ("_lora", ".lora_linear_layer", ".lora"):
            if shorter.endswith(end):
                return shorter.removesuffix(end), tensor
        return "", ""
    if tensor in _TENSORS:
        return shorter, tensor
    plain = _ADAPTER_NAME.sub(r".\1", name)
    return split_name(plain) if plain != name else ("", "")
