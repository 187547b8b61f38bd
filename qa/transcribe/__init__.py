"""Audio in, `Transcript` out: decode, speech activity, recognition, turns."""
