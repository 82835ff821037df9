"""Answers as files: tables (CSV, Markdown, Excel), networks (GraphML), pictures (SVG), calendars, papers.

It knows file formats, not HTTP; `queries` makes what is written here.
"""
