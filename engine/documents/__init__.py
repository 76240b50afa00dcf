"""Documents as data: templates that process owners write, read strictly and checked with the version."""
