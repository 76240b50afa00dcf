"""Pages: one module per thing worked on, each with a blueprint `bp`."""
