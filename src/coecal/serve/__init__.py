"""Owns serving the files of a site, and feeds filtered by query, over HTTP (extra `serve`)."""
