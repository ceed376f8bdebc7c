"""Sentences: named problems, questions, the interview guide, and the first drafts of each deliverable by language."""
