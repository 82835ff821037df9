"""Read sources into records: the corpus and statute texts."""
