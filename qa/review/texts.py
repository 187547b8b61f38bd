"""What people write, checked."""

from collections.abc import Collection

from qa.errors import ReviewError

MOST_CHARACTERS = 4_000
MOST_TAGS = 20
TAG_CHARACTERS = 40


def reason(text: str) -> str:
    """A reason without blanks around it.

    Raises:
        ReviewError: there is none, or it is too long.
    """
    if not text.strip():
        raise ReviewError("请说明原因", "say why")
    return written(text)


def written(text: str) -> str:
    """A text without blanks around it, perhaps empty.

    Raises:
        ReviewError: it is too long, or holds what no database keeps.
    """
    if len(text) > MOST_CHARACTERS:
        raise ReviewError(
            f"文字最多 {MOST_CHARACTERS} 个字符", f"a text has at most {MOST_CHARACTERS} characters"
        )
    if "\0" in text:
        raise ReviewError(
            "文字含有无法保存的字符", "the text holds a character that cannot be kept"
        )
    return text.strip()


def tags(given: Collection[str]) -> tuple[str, ...]:
    """Tags without blanks around them, each once, in order.

    Raises:
        ReviewError: there are too many, or one is too long.
    """
    found = tuple(dict.fromkeys(tag for each in given if (tag := written(each))))
    if len(found) > MOST_TAGS or any(len(tag) > TAG_CHARACTERS for tag in found):
        raise ReviewError(
            f"最多 {MOST_TAGS} 个标签,每个最多 {TAG_CHARACTERS} 个字符",
            f"at most {MOST_TAGS} tags of {TAG_CHARACTERS} characters",
        )
    return found
