"""What a prompt asks for in words that can be counted, and how far an object answers."""

from harness.contract.brief import Brief, brief_of
from harness.contract.coverage import coverage, missing_in
from harness.contract.reading import checklist
from harness.contract.requirement import Answer, Requirement

__all__ = ["Answer", "Brief", "Requirement", "brief_of", "checklist", "coverage", "missing_in"]
