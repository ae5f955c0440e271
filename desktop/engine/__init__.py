"""The use of diffusion models. The only home of torch; no Qt."""
