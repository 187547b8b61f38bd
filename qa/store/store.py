"""The store as the rest of the program sees it: one object, one method a use."""

from qa.store.appeals import Appeals
from qa.store.audit_log import AuditLog
from qa.store.cases import Cases
from qa.store.categories import Categories
from qa.store.choosing import Choosing
from qa.store.claims import Claims
from qa.store.engine import LOCK_TIMEOUT_S, Database
from qa.store.manifest import Manifest
from qa.store.opening import Opening
from qa.store.opinions import Opinions
from qa.store.overview import Overview
from qa.store.past import Past
from qa.store.plans import Plans
from qa.store.reading import Reading
from qa.store.remarks import Remarks
from qa.store.risks import Risks
from qa.store.rulebook_history import RulebookHistories
from qa.store.rulebooks import Rulebooks
from qa.store.runs import Runs
from qa.store.saving import Saving
from qa.store.schema import require_head
from qa.store.search.finder import Finder
from qa.store.sessions import Sessions
from qa.store.setup_links import SetupLinks
from qa.store.tallies import Tallies
from qa.store.users import Users
from qa.store.waveforms import Waveforms
from qa.store.work import Work


class Store(
    Manifest,
    Work,
    Saving,
    Reading,
    Past,
    Plans,
    Risks,
    Finder,
    Rulebooks,
    RulebookHistories,
    Appeals,
    Remarks,
    Opening,
    Opinions,
    Overview,
    Cases,
    Categories,
    Tallies,
    Runs,
    Users,
    Sessions,
    SetupLinks,
    AuditLog,
    Waveforms,
    Claims,
    Choosing,
):
    """All access to one database.

    Every method is one transaction unless it says otherwise, and raises StoreError when the
    database refuses. Methods may be called from several threads; another process opens its own.
    """

    @property
    def url(self) -> str:
        """With the password: only for opening it again, never to be shown."""
        return self._database.url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Give back the connections; the store is not used afterwards."""
        self._database.close()


def open_store(url: str, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> Store:
    """Open a database whose schema is the one this program knows.

    Args:
        url: `sqlite:///file.db` or `postgresql://user@host/name`.
        lock_timeout_s: how long a writer waits for others before it gives up.

    Raises:
        SchemaError: the schema is missing, older or unknown; `upgrade` mends the first two.
        StoreError: the database refuses, or `url` names none that Earmark can use.
    """
    database = Database(url, lock_timeout_s=lock_timeout_s)
    try:
        require_head(database)
    except BaseException:
        database.close()
        raise
    return Store(database)
