"""Darkroom: a desktop Stable Diffusion studio."""

__version__ = "0.1.0"
