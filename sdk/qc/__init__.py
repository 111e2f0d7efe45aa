"""Quality checks over a scene: what is wrong with an object, as findings with fields.

A newcomer's mistake: to look for severities in the checks. They are data in `sdk.qc.codes` and
`sdk.qc.profiles`.
"""
