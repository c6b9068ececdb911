"""Documents made for training: real pages with spam put into them, and honest counterparts.

Phrases stand in the TOML files of this folder: a new language or category goes there.
"""
