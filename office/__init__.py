"""The coordination office: the ledger of matters that nobody leads, their procedures and decisions."""
