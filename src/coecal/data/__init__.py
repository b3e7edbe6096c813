"""Owns the tables that coecal reads: languages, places, words of newsletters. No code."""
