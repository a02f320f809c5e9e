"""Text to statements: the reading model and the rules around it."""

from onrecord.extraction.reader import Reader

__all__ = ["Reader"]
