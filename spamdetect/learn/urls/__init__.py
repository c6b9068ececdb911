"""Training of the URL model."""
