"""What can be done with cases, each thing in one transaction; pages and API call these and nothing below."""
