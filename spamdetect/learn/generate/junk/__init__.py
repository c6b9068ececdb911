"""Training documents for the label junk: page furniture, gibberish, code residue, word salad."""
