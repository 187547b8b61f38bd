"""Writes the result of a call."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from qa.errors import LeaseLost
from qa.rules.verdict import Verdict
from qa.scoring.values import Flag, JudgedCall
from qa.store.codec import dump_evidence, dump_measures, dump_score, dump_transcript
from qa.store.repository import Repository
from qa.store.rows import inputs_of
from qa.store.tables import calls, flags, results, transcripts, verdicts, work
from qa.store.values import Status
from qa.store.waveforms import replace_peaks


class Saving(Repository):
    """One transaction a call: a crash loses at most the call in hand."""

    def save(self, judged: JudgedCall, owner: str, fingerprint: str | None, now: datetime) -> None:
        """Replace all that the machine knows of a call and give back its lease.

        The manifest's part stays as last ingested. `fingerprint` is that of the recording that
        was judged, None when there was none to look at. Attempts are counted anew afterwards.

        Raises:
            LeaseLost: its lease is another owner's by now; nothing is changed then.
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            self._replace(connection, judged, owner, fingerprint, now)

    def set_flags(self, call_id: str, raised: Collection[Flag]) -> None:
        """Replace the flags of a judged call.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            connection.execute(delete(flags).where(flags.c.call == key))
            _add_flags(connection, key, raised)

    def rejudge(self, judged: JudgedCall, now: datetime) -> None:
        """Replace the verdicts, flags and score of a judged call; what was heard stays.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        row = {
            "saved_at": now,
            "rulebook": judged.provenance.rulebook,
            "score": dump_score(judged.score),
            "score_total": judged.score and judged.score.total,
        }
        with self._database.writing() as connection:
            key = self._id_of(connection, judged.call.call_id)
            connection.execute(update(results).where(results.c.call == key).values(row))
            connection.execute(delete(verdicts).where(verdicts.c.call == key))
            connection.execute(delete(flags).where(flags.c.call == key))
            _add_verdicts(connection, key, judged.verdicts)
            _add_flags(connection, key, judged.flags)

    def _replace(
        self,
        connection: Connection,
        judged: JudgedCall,
        owner: str,
        fingerprint: str | None,
        now: datetime,
    ) -> None:
        held = self._hold(connection, judged.call.call_id, owner)
        key: int = held["id"]
        self._index.remove(connection, key, held["started_at"])
        # Transcript, verdicts and flags go with it: they refer to it ON DELETE CASCADE.
        connection.execute(delete(results).where(results.c.call == key))
        connection.execute(insert(results), {"call": key, **result_row(judged, now)})
        _add_details(connection, key, judged)
        heard = judged.transcript
        replace_peaks(connection, key, None if heard is None else heard.peaks)
        if judged.transcript is not None:
            self._index.add(connection, key, held["started_at"], judged.transcript.turns)
        seen = {
            "recording_fingerprint": fingerprint,
            "recording_sha256": judged.provenance.audio_sha256,
        }
        connection.execute(update(calls).where(calls.c.id == key).values(seen))
        done = {"owner": None, "renewed_at": None, "attempts": 0}
        connection.execute(update(work).where(work.c.call == key).values(done))

    def _hold(self, connection: Connection, call_id: str, owner: str) -> RowMapping:
        query = (
            select(calls.c.id, calls.c.started_at, work.c.owner)
            .join(work, work.c.call == calls.c.id)
            .where(calls.c.call_id == call_id)
            .with_for_update()
        )
        held = connection.execute(query).mappings().first()
        if held is None:
            raise self._unknown(call_id)
        if held["owner"] not in (None, owner):
            raise LeaseLost(
                f"{self._database}: call {call_id} is worked on by {held['owner']} now, not by "
                f"{owner} → nothing to do, the other one saves it"
            )
        return held


def result_row(judged: JudgedCall, now: datetime) -> dict[str, object]:
    """The columns of `results` beside the key."""
    made, failure, score = judged.provenance, judged.failure, judged.score
    return {
        "status": Status.DONE if failure is None else Status.FAILED,
        "saved_at": now,
        "inputs": inputs_of(judged.call),
        "pipeline": made.pipeline,
        "recogniser": made.recogniser,
        "rulebook": made.rulebook,
        "audio_sha256": made.audio_sha256,
        "duration_s": judged.transcript and judged.transcript.duration_s,
        "measures": dump_measures(judged.measures),
        "score": dump_score(score),
        "score_total": score and score.total,
        "satisfaction_risk": judged.satisfaction_risk,
        "failure_kind": failure and failure.kind,
        "failure_message": failure and failure.message,
    }


def _add_details(connection: Connection, key: int, judged: JudgedCall) -> None:
    if judged.transcript is not None:
        body, words = dump_transcript(judged.transcript)
        connection.execute(insert(transcripts), {"call": key, "body": body, "words": words})
    _add_verdicts(connection, key, judged.verdicts)
    _add_flags(connection, key, judged.flags)


def _add_verdicts(connection: Connection, key: int, made: Sequence[Verdict]) -> None:
    if made:
        connection.execute(insert(verdicts), verdict_rows(key, made))


def verdict_rows(key: int, made: Sequence[Verdict]) -> list[dict[str, object]]:
    """The rows of `verdicts` of one call."""
    return [
        {
            "call": key,
            "position": position,
            "code": verdict.code,
            "name": verdict.name,
            "state": verdict.state,
            "fatal": verdict.fatal,
            "confidence": verdict.confidence,
            "evidence": dump_evidence(verdict.evidence),
            "cost": verdict.cost,
        }
        for position, verdict in enumerate(made)
    ]


def _add_flags(connection: Connection, key: int, raised: Collection[Flag]) -> None:
    if raised:
        connection.execute(insert(flags), [{"call": key, "flag": flag} for flag in raised])
