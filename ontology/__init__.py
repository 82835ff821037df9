"""The vocabulary, code lists, shapes and JSON-LD context, and their names in Python."""
