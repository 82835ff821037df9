"""Benchmarks: ratios measured in one run, never limits in tests (`python3 dev.py bench`)."""
