"""`qa`, the command line: thin commands over the use cases below.

Exit codes: 0 all done; 1 done, but some calls failed or a check did not pass; 2 could not
start or not go on; 70 a defect of Earmark itself; 130 interrupted; 141 the reader of a pipe
went away.
"""

import sys
from io import TextIOWrapper

import click

from qa import __version__
from qa.cli.failing import FailingGroup
from qa.cli.lazy import Lazy

COMMANDS = {
    "nightly": Lazy("qa.cli.nightly:nightly", "Transcribe and judge a night's calls · 夜间跑批"),
    "show": Lazy("qa.cli.show:show", "Show one call with its marks · 查看一通通话"),
    "search": Lazy("qa.cli.search:search", "Find what was said · 全文检索"),
    "export": Lazy("qa.cli.export:export", "Write results to files · 导出"),
    "train": Lazy("qa.cli.train:train_command", "Learn who is dissatisfied · 训练模型"),
    "models": Lazy("qa.cli.models:models", "Recognisers and learned models · 模型"),
    "rules": Lazy("qa.cli.rules:rules", "Check and test rulebooks · 规则集"),
    "review": Lazy("qa.cli.review:review", "What inspectors decided · 复核结果"),
    "serve": Lazy("qa.cli.serve:serve", "Start the workbench · 启动工作台"),
    "users": Lazy("qa.cli.users:users", "Accounts of the workbench · 工作台账号"),
    "db": Lazy("qa.cli.db:db", "The database's schema · 数据库"),
    "config": Lazy("qa.cli.config:config", "Settings and their sources · 配置"),
    "doctor": Lazy("qa.cli.doctor:doctor", "Check this installation · 安装自检"),
}

HELP = """Earmark (耳唛): quality inspection of a call centre's recordings.

呼叫中心录音质检:转写、判规则、打标记、出复核计划。
"""

EPILOG = (
    "Exit codes: 0 all done; 1 some calls failed or a check did not pass; 2 could not start; "
    "130 interrupted. Settings: earmark.toml, EARMARK_* variables, options; see `qa config show`."
)

cli = FailingGroup("qa", COMMANDS, help=HELP, epilog=EPILOG)
cli = click.version_option(__version__, package_name="earmark", prog_name="qa")(cli)


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal or a cron job that knows no Chinese gets ?, not a traceback.
            stream.reconfigure(errors="replace")
    cli()
