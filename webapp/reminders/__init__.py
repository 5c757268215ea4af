"""Reminders: when we tell someone.

A *reminder* is the decision to tell one person one stage of one occurrence; it exists once and ends told,
missed, cancelled or capped. What is told (the notification) and how it travels belong to `notifications`.
"""
