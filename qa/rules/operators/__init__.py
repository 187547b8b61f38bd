"""One file per operator. To add one: write its file, then register it in `qa.rules.condition`."""
