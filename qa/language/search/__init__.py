"""Phrase search as arrays and compiled loops; `qa.language.phrases` is its face.

`alphabet` makes characters numbers, `vocabulary` makes phrases arrays. The rest is compiled:
`reading` leaves out what is passed over, `walking` finds segments, `joining` puts them together
over gaps, `choosing` keeps the best hits, `kernel` does all that for many texts.
"""
