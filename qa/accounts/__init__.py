"""Accounts: people, what they may do, how they sign in, and the log of what they did."""
