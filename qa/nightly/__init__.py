"""The batch: plan, run, resume, report."""
