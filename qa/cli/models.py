"""`qa models`: recogniser weights, and what was learned."""

from qa.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "list": Lazy("qa.cli.weights:list_command", "What there is and its state · 列出"),
    "fetch": Lazy("qa.cli.weights:fetch_command", "Put a recogniser together · 合并权重"),
    "verify": Lazy("qa.cli.weights:verify_command", "Check a recogniser's files · 校验权重"),
    "evaluate": Lazy("qa.cli.learned:evaluate_command", "Measure the active model · 评估模型"),
    "activate": Lazy("qa.cli.learned:activate_command", "Put a model in force · 启用模型"),
    "deactivate": Lazy("qa.cli.learned:deactivate_command", "Back to the cold start · 停用模型"),
}

HELP = """Recogniser weights and the models that were learned.

识别模型与训练出的模型。
"""

models = LazyGroup("models", COMMANDS, help=HELP, epilog="")
