"""Read a file into lines and tables, whatever kind it is."""
