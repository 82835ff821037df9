"""The coordination office over HTTP: who asks, what they may do, and what they get."""
