"""Written and spoken Chinese: script, numbers, sound, phrases."""
