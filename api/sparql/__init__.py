"""The SPARQL endpoint: protocol, and a pool of worker processes that can be stopped."""
