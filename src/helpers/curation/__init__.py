"""Curation: add, revise and withdraw events, checked before anything is written."""

from helpers.curation.add import Question, add
from helpers.curation.drafts import NEW_DRAFT, read_drafts
from helpers.curation.revise import revise, withdraw

__all__ = ["NEW_DRAFT", "Question", "add", "read_drafts", "revise", "withdraw"]
