"""Bring documents into the archive: the bytes of a file become a canonical text, and then a source.

folder, documents       files and their bytes
formats, encodings      what the bytes are
readers                 a reader for each format, from bytes to text
extractors              the versioned names of the readers
extraction              the right reader for a document, and the documents in a web archive
sandbox                 extraction in a process with limits
canonical_text          the text that a reader makes, with what the document says of itself
metadata_parsing        the dates, languages and titles that documents state
source_metadata         the fields of a source from what its document states
urls                    whether addresses are of the same page
store                   the rows: source, original and text"""
