"""Owns the folder of static files that any web server can publish: feeds, a list of them and a page."""
