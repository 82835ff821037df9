"""Analyses over a release's tables: each gives a `Table` or typed records, and says what they mean."""
