"""One module per ribbon button; the command line calls the same functions."""
