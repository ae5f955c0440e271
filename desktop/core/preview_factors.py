"""Published linear maps from latents to colours, for previews until a VAE's own are fitted.

A row of three (RGB in [-1, 1]) for each channel of the scaled latents, then the bias.
"""

from __future__ import annotations

Factors = tuple[tuple[float, float, float], ...]

SD: Factors = (
    (0.298, 0.207, 0.208),
    (0.187, 0.286, 0.173),
    (-0.158, 0.189, 0.264),
    (-0.184, -0.271, -0.473),
    (0.0, 0.0, 0.0),
)
"""SD 1.x, a fit by "keturn" on the Hugging Face forum, 2022."""
SDXL: Factors = (
    (0.471, 0.471, 0.471),
    (-0.471, -0.039, 0.078),
    (0.196, 0.118, -0.039),
    (-0.549, -0.392, -0.275),
    (0.176, 0.098, 0.02),
)
"""By Timothy Alexis Vass, "Explaining the SDXL latent space", 2023, in [0, 255] there."""
SD3: Factors = (
    (-0.0645, 0.0177, 0.1052),
    (0.0028, 0.0312, 0.0650),
    (0.1848, 0.0762, 0.0360),
    (0.0944, 0.0360, 0.0889),
    (0.0897, 0.0506, -0.0364),
    (-0.0020, 0.1203, 0.0284),
    (0.0855, 0.0118, 0.0283),
    (-0.0539, 0.0658, 0.1047),
    (-0.0057, 0.0116, 0.0700),
    (-0.0412, 0.0281, -0.0039),
    (0.1106, 0.1171, 0.1220),
    (-0.0248, 0.0682, -0.0481),
    (0.0815, 0.0846, 0.1207),
    (-0.0120, -0.0055, -0.0867),
    (-0.0749, -0.0634, -0.0456),
    (-0.1418, -0.1457, -0.1259),
    (0.0, 0.0, 0.0),
)
"""Of Stability AI's reference implementation of SD3, 2024."""
