"""`qa users`: who may use the workbench."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from qa.accounts import administration
from qa.accounts.passwords import Passwords
from qa.accounts.people import Account, UserRole, made
from qa.accounts.setup_links import INVITATION_LASTS, invite
from qa.api.setup import setup_url
from qa.cli import options
from qa.cli.serve import base_url
from qa.cli.terminal import terminal
from qa.config import Settings
from qa.store import Store, open_store

_role = click.Choice([role.value for role in UserRole])
_username = click.argument("username")
_team = click.option("--team", metavar="TEAM", help="As in the manifest; a lead needs one.")
_agent = click.option("--agent-id", metavar="ID", help="As in the manifest; an agent needs one.")
_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, for scripts."
)
_invite = click.option(
    "--invite", "inviting", is_flag=True, help="Print a link with which they set it themselves."
)


@click.group()
def users() -> None:
    """Accounts of the workbench.

    工作台账号。
    """


@users.command()
@_username
@click.option("--role", type=_role, required=True, help="What they are in the company.")
@click.option("--name", "display_name", default="", help="As others see it; default: username.")
@_team
@_agent
@click.option("--email", help="For the company's own sign-in.")
@_stdin
@_invite
@options.database
@options.common
def add(
    username: str,
    role: str,
    display_name: str,
    team: str | None,
    agent_id: str | None,
    email: str | None,
    password_stdin: bool,
    inviting: bool,
    db_url: str | None,
    config: Path | None,
) -> None:
    """Add an account.

    添加账号。

    The password is asked for, unless it comes from standard input or they are to set it
    themselves. There is no default password.
    """
    account = made(
        username, display_name, UserRole(role), team=team, agent_id=agent_id, email=email
    )
    name = account.person.username
    with _opened(db_url, config) as (store, settings):
        password_hash = None
        if not inviting:
            password_hash = Passwords().hash(_password(password_stdin), name)
        administration.add(store, options.operator(), account, _now(), password_hash=password_hash)
        click.echo(f"已添加 {name} / added {name}")
        if inviting:
            _invited(store, settings, name)


@users.command("list")
@options.as_json
@options.database
@options.common
def list_command(as_json: bool, db_url: str | None, config: Path | None) -> None:
    """List all accounts.

    列出账号。
    """
    with _opened(db_url, config) as (store, _):
        accounts = administration.everybody(store, options.operator())
    if as_json:
        options.echo_json(list(map(_as_dict, accounts)))
        return
    table = Table("用户名", "姓名", "角色", "班组", "工号", "邮箱", "状态")
    for each in accounts:
        shown = _as_dict(each)
        state = "可用 active" if each.active else "停用 disabled"
        cells = [shown[key] for key in ("username", "name", "role", "team", "agent_id", "email")]
        table.add_row(*(str(cell or "") for cell in cells), state)
    terminal().print(table)


@users.command()
@_username
@options.database
@options.common
def disable(username: str, db_url: str | None, config: Path | None) -> None:
    """Keep an account out, and sign it out at once.

    停用账号。
    """
    with _opened(db_url, config) as (store, _):
        administration.set_active(store, options.operator(), username, False, _now())
    click.echo(f"已停用 {username} / disabled")


@users.command()
@_username
@options.database
@options.common
def enable(username: str, db_url: str | None, config: Path | None) -> None:
    """Let a disabled account in again.

    启用账号。
    """
    with _opened(db_url, config) as (store, _):
        administration.set_active(store, options.operator(), username, True, _now())
    click.echo(f"已启用 {username} / enabled")


@users.command()
@_username
@_stdin
@_invite
@options.database
@options.common
def passwd(
    username: str, password_stdin: bool, inviting: bool, db_url: str | None, config: Path | None
) -> None:
    """Set an account's password, and sign it out everywhere.

    设置密码。
    """
    with _opened(db_url, config) as (store, settings):
        if inviting:
            _invited(store, settings, username)
            return
        password = _password(password_stdin)
        administration.set_password(
            store, Passwords(), options.operator(), username, password, _now()
        )
    click.echo(f"已设置 {username} 的密码 / password set")


@users.command()
@_username
@click.argument("new_role", type=_role)
@_team
@_agent
@options.database
@options.common
def role(
    username: str,
    new_role: str,
    team: str | None,
    agent_id: str | None,
    db_url: str | None,
    config: Path | None,
) -> None:
    """Give an account another role, and sign it out.

    更换角色。
    """
    with _opened(db_url, config) as (store, _):
        administration.set_role(
            store,
            options.operator(),
            username,
            UserRole(new_role),
            _now(),
            team=team,
            agent_id=agent_id,
        )
    click.echo(f"{username} → {new_role}")


@contextmanager
def _opened(db_url: str | None, config: Path | None) -> Iterator[tuple[Store, Settings]]:
    settings = options.settings_for(config, {"db_url": db_url})
    with closing(open_store(settings.db_url)) as store:
        yield store, settings


def _invited(store: Store, settings: Settings, username: str) -> None:
    token = invite(store, options.operator(), username, _now())
    click.echo(
        f"把链接交给本人,{INVITATION_LASTS.days} 天内有效,只能用一次 / give them this link; it "
        f"works once, for {INVITATION_LASTS.days} days:\n  {setup_url(base_url(settings), token)}"
    )


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码 / password", hide_input=True, confirmation_prompt=True))


def _now() -> datetime:
    return datetime.now(UTC)


def _as_dict(account: Account) -> dict[str, object]:
    person = account.person
    return {
        "username": person.username,
        "name": person.display_name,
        "role": person.role.value,
        "team": person.team,
        "agent_id": person.agent_id,
        "email": account.email,
        "active": account.active,
        "has_password": account.has_password,
    }
