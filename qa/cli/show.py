"""`qa show`: one call on the terminal."""

from contextlib import closing
from pathlib import Path

import click

from qa.cli import options
from qa.cli.failing import CommandError
from qa.cli.terminal import terminal
from qa.cli.transcript_view import call_view
from qa.config.describe import shown
from qa.reports.record import call_record
from qa.store import open_store


@click.command()
@click.argument("call_id")
@options.database
@options.as_json
@options.common
def show(call_id: str, db_url: str | None, as_json: bool, config: Path | None) -> None:
    """Show one call: verdicts, risks, score, and the transcript with silences, overtalk and hits.

    查看一通通话:结论、风险、评分,以及标出静音、叠音与命中的转写。
    """
    url = options.settings_for(config, {"db_url": db_url}).db_url
    with closing(open_store(url)) as store:
        judged = store.load(call_id)
        if judged is None:
            raise CommandError(f"{shown(url)}: no judged call {call_id!r} → qa search finds calls")
        review, risks = store.review_of(call_id), store.risks_of(call_id)
    if as_json:
        options.echo_json(call_record(judged, review))
    else:
        terminal().print(call_view(judged, review, risks))
