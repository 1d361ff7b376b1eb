"""Partial pooling of spots toward their muscles, integrated over the variance ratios."""
