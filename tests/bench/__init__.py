"""How fast the main jobs are, as ratios to what a user would write instead; all rows of one run."""
