"""Record types, records to RDF and to lookup tables, validation and releases."""
