"""What a speech rate counts."""


def letters(text: str) -> str:
    """Only what is spoken: letters, digits and characters, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def units(text: str, language: str) -> int:
    """What a speech rate counts in `text`.

    Chinese: characters without punctuation, digits and letters one by one as they are spoken
    (Alibaba Cloud Smart Conversation Analysis and Huawei CEC count characters a minute).
    Every other language: words.
    """
    if language == "zh":
        return len(letters(text))
    return sum(1 for word in text.split() if letters(word))
