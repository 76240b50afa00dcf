"""Decision tables for people: in words, with what the analysis finds in them, and asked with any values."""
