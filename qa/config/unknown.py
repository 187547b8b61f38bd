"""What somebody may have meant by a name that no setting has."""

from collections.abc import Mapping
from difflib import get_close_matches

from qa.config.describe import Key, settings_table


def similar(word: str, known: Mapping[str, str]) -> str:
    """A hint: what `known` calls the name most like `word`, or where all names stand."""
    matches = get_close_matches(word, known, n=1, cutoff=0.7)
    if matches:
        return f"did you mean {known[matches[0]]}?"
    return "`qa config show` lists all settings"


def similar_key(key: Key) -> str:
    """A hint: the setting or section of the most similar name, of the same section if any is."""
    prefixes = [s.key[:size] for s in settings_table() for size in range(1, len(s.key) + 1)]
    prefixes.sort(key=lambda prefix: prefix[:-1] == key[:-1])
    return similar(key[-1], {prefix[-1]: ".".join(prefix) for prefix in prefixes})
