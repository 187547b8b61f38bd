"""HTTP beside the pages: signing in, recordings, data. Knows nothing of Streamlit."""

from qa.api.app import middleware, routes
from qa.api.workbench import Workbench, workbench

__all__ = ["Workbench", "middleware", "routes", "workbench"]
