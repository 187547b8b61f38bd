"""Dissatisfied customers, found from how they and the agents talk."""
