"""Owns the timeline: a picture of a programme in which what is certain, what is possible and what clashes is seen."""
