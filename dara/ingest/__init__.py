"""Documents in: file → bytes → canonical text → offsets of words (pure), → rows (`store`)."""
