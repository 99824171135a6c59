"""Shared by the tests that add events: a page that no table holds."""

SOURCE = {
    "url": "https://example.org/new-call",
    "publisher": "New Paper",
    "side": "AZE",
    "language": "en",
    "title": "Ministers speak",
}
