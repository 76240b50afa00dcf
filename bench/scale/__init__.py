"""`make bench-scale`: what pages cost at 100 cases and at 100,000, on clones of cases really played."""
