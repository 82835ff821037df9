"""The office: matters that nobody leads, from registration to a published decision, in a ledger."""
