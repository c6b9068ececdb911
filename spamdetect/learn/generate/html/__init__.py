"""Training pages in HTML: ways of hiding, furniture, and spam put into the source."""
