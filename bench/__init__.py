"""Measuring: quality (`score`), the floors under it (`gate`), and speed, memory and size (`speed`, `inside`)."""
