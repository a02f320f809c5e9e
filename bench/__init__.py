"""Measuring: quality (`score`), the floors under it (`gate`, `floors.json`), and speed, memory and size (`speed`)."""
