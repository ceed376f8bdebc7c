"""First drafts in English: sentences chosen by case from the figures, as light Markdown with references to them."""
