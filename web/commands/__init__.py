"""The command `review-desk`: one module of this package per command, found by its name."""

from importlib import import_module
from pathlib import Path

import click

from web.refusals import CannotStartError


class _CommandsOfThisFolder(click.Group):
    """Offers `review-desk x` for each module `web/commands/x.py`, which holds a click command `command`.

    A module is imported only when its command is named, so that `check` does not wait for the web.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in alphabetical order."""
        return sorted(
            path.stem for path in Path(__file__).parent.glob("*.py") if path.stem[0] != "_"
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: object = import_module(f"{__name__}.{cmd_name}").command
        if not isinstance(found, click.Command):
            raise TypeError(f"web/commands/{cmd_name}.py has no click command named 'command'")
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Do the command; what keeps it from starting is said in one sentence."""
        try:
            return super().invoke(ctx)
        except CannotStartError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_CommandsOfThisFolder)
def main() -> None:
    """Review Desk: run the protocol, check it, try it, put it live."""
