"""What is promised about speed, accuracy and memory, measured: `python -m bench`.

docs/benchmarks.md says what each line means and how it is measured.
"""
