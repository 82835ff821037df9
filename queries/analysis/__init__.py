"""Analyses of a release: gaps, overlaps, changes, leaders, calendars, networks. Each reads the tables and gives a table."""
