"""Bytes to fixed text: a page becomes a document, whose text never changes again, and sentences that join back."""

from __future__ import annotations

from onrecord.document.build import build
from onrecord.document.sentences import sentences

__all__ = ["build", "sentences"]
