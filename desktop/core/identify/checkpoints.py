"""Single files with a denoiser, alone or with the models that it works with."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.identify.architectures import TITLES, Shapes, below
from desktop.core.identify.encoders import encoders_in
from desktop.core.identify.identified import Identified, Kind, Prediction
from desktop.core.identify.transformers import name_transformer
from desktop.core.identify.unets import name_unet
from desktop.core.identify.vaes import latent_channels, name_vae

_PREFIXES = ("model.diffusion_model.", "diffusion_model.", "unet.", "transformer.", "model.", "")
"""What trainers and programs put before a denoiser's names."""
_VAE_PREFIXES = ("first_stage_model.", "vae.")
_LATENTS: Mapping[str, int] = {
    **dict.fromkeys(("sd1", "sd2", "sdxl", "sdxl-refiner", "ssd-1b", "segmind-vega", "koala", "kolors"), 4),
    **dict.fromkeys(("sd3", "sd35-medium", "sd35-large", "flux1", "chroma", "z-image"), 16),
}
NEEDED_PARTS: Mapping[str, tuple[str, ...]] = {
    "sd1": ("vae", "clip_l"),
    "sd2": ("vae", "clip_h"),
    "sdxl": ("vae", "clip_l", "clip_g"),
    "sdxl-refiner": ("vae", "clip_g"),
    "sd3": ("vae", "clip_l", "clip_g"),
    "sd35-medium": ("vae", "clip_l", "clip_g"),
    "sd35-large": ("vae", "clip_l", "clip_g"),
}
"""What a file has to hold beside its denoiser so that it can be used alone. SD 3 does without T5."""


def name_checkpoint(shapes: Shapes) -> Identified | None:
    """Which denoiser a file holds, with which other models; None when it holds none."""
    for prefix in _PREFIXES:
        names = below(shapes, prefix)
        found = (name_unet(names) or name_transformer(names)) if names else None
        if found is not None:
            return _with_parts(found, shapes, alone=len(names) == len(shapes))
    return None


def missing_parts(found: Identified) -> tuple[str, ...]:
    """What has to come from other files before a checkpoint or a denoiser can be used."""
    return tuple(part for part in NEEDED_PARTS.get(found.family, ()) if part not in found.parts)


def _with_parts(found: Identified, shapes: Shapes, *, alone: bool) -> Identified:
    if alone:
        return found
    parts = list(found.parts)
    for prefix in _VAE_PREFIXES:
        names = below(shapes, prefix)
        channels = latent_channels(names)
        if channels:
            expected = _LATENTS.get(found.family, channels)
            if channels != expected:
                title = TITLES[found.family]
                return found.model_copy(
                    update={
                        "kind": Kind.CHECKPOINT,
                        "family": "",
                        "fits": (),
                        "reason": f"Its denoiser is that of {title}, but its VAE has {channels} channels.",
                    }
                )
            parts.append("vae")
        elif names and name_vae(names) is not None:
            parts.append("vae")
    parts.extend(encoders_in(shapes))
    update: dict[str, object] = {"parts": tuple(parts)}
    if len(parts) > len(found.parts) and found.kind is Kind.DENOISER:
        update["kind"] = Kind.CHECKPOINT
    if found.variant == "sees-picture" and "vae" in parts and found.family in ("sd1", "sdxl"):
        # Spread as a whole checkpoint with eight channels, there is InstructPix2Pix alone.
        update |= {"variant": "instruct", "reason": ""}
    if "edm_vpred.sigma_max" in shapes:
        update["prediction_type"] = Prediction.EDM_V
    if found.family == "sdxl" and {"edm_mean", "edm_std"} <= shapes.keys():
        update |= {"family": "playground-2.5", "fits": ("playground-2.5",), "prediction_type": Prediction.EDM}
    elif "v_pred" in shapes:
        update["prediction_type"] = Prediction.V
    if "ztsnr" in shapes:
        update["zero_snr"] = True
    return found.model_copy(update=update)
