"""How roles are called in the sentences that a reader sees."""

ROLE_NAMES = {
    "agent": "坐席",
    "customer": "客户",
    "any": "通话中任何一方",
    "unknown": "通话一方",
}
