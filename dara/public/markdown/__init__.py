"""Pages as Markdown (CommonMark 0.31), for programs that read text: from the context of the page itself, so that both say the same.

`writing` has the pieces, `records` the pages of records, and `pages` those of sources, candidates and topics. Addresses are in full. Words of a
source are escaped, so that a Markdown reader shows them to the letter; a record's passage stands as it is, in a fenced block."""
