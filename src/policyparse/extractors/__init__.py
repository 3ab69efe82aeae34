"""Files to Documents: one module per format, one row per format in `registry`."""
