"""Analyses over one release or two: what changed, what is missing, who works with whom."""
