"""Where a plan lives: a live Excel session, an .xlsx package, memory.

One set of tests holds all three to the same promises. What still differs, because the places differ:

=============================  ===================  ========================  ===========================
what                           memory               package                   live_excel
=============================  ===================  ========================  ===========================
value of a formula             as given             as Excel last saved it    as Excel shows it now
calculated column, rewritten   last values, by row  blank until Excel opens   recalculated by Excel
a date in a cell without one   a date               a number, until the cell  a date: Excel formats the
                                                    gets a date format        cell
a single cell                  those given          any                       any
growing over cells in use      nothing is beneath   refused                   refused
protected sheet                none                 written                   written; with a password
                                                                              refused
filter by icon, single dates   none                 kept                      refused: could not be kept
saving                         counted              atomically                by Excel; a copy atomically
=============================  ===================  ========================  ===========================
"""
