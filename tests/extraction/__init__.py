"""Tests of `onrecord.extraction`."""
