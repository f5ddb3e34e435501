"""The archive as plain files: the package format, read and written; and the proof that what is held is sound."""
