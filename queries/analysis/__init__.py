"""Analyses of a release: what is left open, who overlaps, who works with whom. They read tables and give tables."""
