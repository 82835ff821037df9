"""Short office papers on A4, as Word and HTML: made of a few kinds of blocks, the same bytes for the same paper."""
