"""Commands that are imported when they are called: `qa --help` must not load half of Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Lazy:
    """A command that is not imported yet."""

    path: str
    """`package.module:attribute`."""
    short_help: str
    """One line for the list of commands."""

    def load(self) -> click.Command:
        """Import it."""
        module, _, attribute = self.path.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.path} is not a command")
        return command


class LazyGroup(click.Group):
    """A group of commands, each imported on first use."""

    def __init__(self, name: str, lazy: Mapping[str, Lazy], *, help: str, epilog: str) -> None:
        super().__init__(name, help=help, epilog=epilog)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which they are of use."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command; None when there is no such one."""
        lazy = self._lazy.get(cmd_name)
        return lazy.load() if lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.short_help) for name, lazy in self._lazy.items()])
