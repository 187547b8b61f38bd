"""Phrase search as arrays and compiled loops; `qa.language.phrases` is its face.

`alphabet` makes characters numbers, `vocabulary` makes phrases arrays. The rest is compiled:
`reading` leaves out what is passed over, `beginning` finds where segments begin and `walking` where
they lead, `joining` puts them together over what is `between` them, `choosing` keeps the best
hits, `kernel` does all that for many texts.
"""
