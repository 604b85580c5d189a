"""Figures of learning, over all answers at once: of a course by step, of questions, of policy clauses.

What is about fewer than five people is left out here, so that no page and no file can show it.
"""
