"""What `spamdetect.learn.evaluate` measures, one module a level."""
