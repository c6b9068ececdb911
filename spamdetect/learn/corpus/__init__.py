"""Labelled data: reading it, correcting it, grouping it, and labelling blocks by it."""
