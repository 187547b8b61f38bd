"""The workbench's pages (Streamlit): gather inputs, call one use case, render."""

from pathlib import Path

MAIN = Path(__file__).with_name("main.py")
"""The script that Streamlit runs."""
