"""HTTP beside the pages: signing in, recordings, data. Knows nothing of Streamlit."""

from qa.api.app import lifespan, middleware, routes
from qa.api.workbench import Workbench, workbench

__all__ = ["Workbench", "lifespan", "middleware", "routes", "workbench"]
