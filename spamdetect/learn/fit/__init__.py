"""What is fitted on blocks: n-gram heads, forests, categories, calibration and thresholds."""
