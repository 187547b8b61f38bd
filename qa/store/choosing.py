"""What calls can be filtered by: the values that are there."""

from sqlalchemy import func, select

from qa.store.queue_values import Choices
from qa.store.repository import Repository
from qa.store.tables import calls


class Choosing(Repository):
    """Reads which lines, teams and agents there are."""

    def choices(self, *, team: str | None = None) -> Choices:
        """All lines, teams and agents, or those of one team's calls."""
        of_team = () if team is None else (calls.c.team == team,)
        lines = select(calls.c.business_line).where(*of_team).distinct()
        teams = select(calls.c.team).where(calls.c.team.is_not(None), *of_team).distinct()
        agents = (
            select(calls.c.agent_id, func.max(calls.c.agent_name))
            .where(*of_team)
            .group_by(calls.c.agent_id)
            .order_by(calls.c.agent_id)
        )
        with self._database.reading() as connection:
            return Choices(
                tuple(sorted(connection.scalars(lines))),
                tuple(sorted(filter(None, connection.scalars(teams)))),
                {key: name or key for key, name in connection.execute(agents)},
            )
