"""``make serve``: the book in a browser, behind every edit by a second."""
