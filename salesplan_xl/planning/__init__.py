"""Whole-plan steps, frame in and frame out: cascade, variance, replanning."""
