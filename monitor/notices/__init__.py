"""From what the rules found to what each person is told: pure, and without words.

Every kind of notice has its folder of words in `templates/emails/`.
"""
