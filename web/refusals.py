"""What keeps a command from doing its work, said to whoever runs the installation."""


class CannotStartError(Exception):
    """Something is missing or in the way; the message says what, and what to do."""
