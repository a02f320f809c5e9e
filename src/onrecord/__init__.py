"""Who said what, for whom, to whom, when and how firmly, with the exact words as evidence."""
