"""From lines to a tree of divisions with locators."""
