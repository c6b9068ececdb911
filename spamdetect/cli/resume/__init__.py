"""Long runs continued: what an output holds already is kept and its records are skipped."""

from spamdetect.cli.resume.documents import resume_documents
from spamdetect.cli.resume.lines import resume_lines

__all__ = ["resume_documents", "resume_lines"]
