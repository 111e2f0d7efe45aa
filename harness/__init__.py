"""The agent at work: from a prompt to a recorded run."""
