"""What the command line does with errors, and with which exit code it ends."""

import os
import sys
import traceback
from enum import IntEnum

import click

from qa.cli.lazy import LazyGroup
from qa.errors import EarmarkError

DEBUG = "earmark.debug"
"""Key in a click context's `meta`: whether to show tracebacks."""


class Exit(IntEnum):
    """How a command ends; a script decides by it what to do."""

    DONE = 0
    SOME_FAILED = 1
    CANNOT_START = 2
    DEFECT = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANINGS = {
    Exit.DONE: "all done",
    Exit.SOME_FAILED: "done, but some calls failed, a check did not pass, or nothing was found",
    Exit.CANNOT_START: "could not start or not go on: a wrong argument, setting, manifest, "
    "rulebook, model or database; the message says which and what to do",
    Exit.DEFECT: "a defect of Earmark itself; the traceback is printed (EX_SOFTWARE)",
    Exit.INTERRUPTED: "interrupted by Ctrl-C (128 + SIGINT); what was finished is kept",
    Exit.PIPE_CLOSED: "the reader of a pipe went away (128 + SIGPIPE)",
}


class CommandError(EarmarkError):
    """A command cannot do what it was asked to do."""


class FailingGroup(LazyGroup):
    """The root command: turns errors into a message for a person and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; errors meant for the user end it without a traceback."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain once more when it flushes the dead pipe at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(Exit.PIPE_CLOSED)
        except (EarmarkError, OSError) as error:
            _report(error, debug=bool(ctx.meta.get(DEBUG)))
            ctx.exit(Exit.CANNOT_START)
        except (KeyboardInterrupt, click.Abort):
            click.secho("已中断 / interrupted", fg="yellow", err=True)
            ctx.exit(Exit.INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            # Not Python's own exit code 1: that would tell a script that some calls failed.
            _report(error, debug=True)
            ctx.exit(Exit.DEFECT)
        return result


def _report(error: Exception, *, debug: bool) -> None:
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    click.echo(click.style("错误 / error: ", fg="red", bold=True) + str(error), err=True)
