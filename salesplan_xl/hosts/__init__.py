"""Where a plan lives: a live Excel session, an .xlsx package, memory."""
