"""Generate archives of any size, the same for the same size and seed: as record files, or straight into a database.

    python -m bench.large_archive 100000            # into the database, which must be empty
    python -m bench.large_archive 100000 FOLDER     # a package that import_archive reads

The words are English ones by Zipf's law, with collocations and topics that have words of their own: a search meets common, rare and neighbouring
words as it does in real texts. Names, outlets and everything that they say are invented."""

from bench.large_archive.sources import Archive

__all__ = ["Archive"]
