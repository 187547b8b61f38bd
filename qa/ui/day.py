"""How far the day's plan is, in a picture."""

import streamlit as st

from qa.people import Person
from qa.store.queue_values import BucketCount
from qa.ui import labels
from qa.ui.language import say


def progress_of_the_day(counts: tuple[BucketCount, ...], me: Person) -> None:
    """A bar for each bucket, and who has done how many."""
    if not counts:
        return
    for column, count in zip(st.columns(len(counts)), counts, strict=True):
        with column:
            name = labels.label(labels.BUCKETS, count.kind)
            st.progress(
                count.done / count.total if count.total else 0.0,
                f"**{name}** {count.done} / {count.total}",
            )
            st.text(_by(count, me))


def _by(count: BucketCount, me: Person) -> str:
    if not count.today:
        return f"{say('Today')} 0"
    mine = count.today_by.get(me.username, 0)
    others = sorted(
        ((done, name) for name, done in count.today_by.items() if name != me.username), reverse=True
    )
    parts = [f"{say('I')} {mine}", *(f"{name} {done}" for done, name in others)]
    return f"{say('Today')} {count.today}: {' · '.join(parts)}"
