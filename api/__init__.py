"""The HTTP API: answers to responses."""
