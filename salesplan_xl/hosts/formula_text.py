"""A formula's text as Excel shows it and as a file spells it: newer functions carry prefixes in files."""

from __future__ import annotations

import re

from salesplan_xl.errors import WrongKind

NEWER = frozenset(
    """ACOT ACOTH AGGREGATE ARABIC ARRAYTOTEXT BASE BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW
    CHOOSECOLS CHOOSEROWS COMBINA CONCAT COT COTH CSC CSCH DAYS DECIMAL DROP ENCODEURL EXPAND FILTER FILTERXML
    FORMULATEXT GAMMA GAUSS GROUPBY HSTACK IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN
    ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET MAKEARRAY MAP MAXIFS MINIFS MUNIT NUMBERVALUE PDURATION
    PERCENTOF PERMUTATIONA PHI PIVOTBY RANDARRAY REDUCE REGEXEXTRACT REGEXREPLACE REGEXTEST RRI SCAN SEC SECH
    SEQUENCE SHEET SHEETS SORT SORTBY STOCKHISTORY SWITCH TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL
    TOROW TRANSLATE TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VSTACK WEBSERVICE WRAPCOLS WRAPROWS XLOOKUP
    XMATCH XOR""".split()
)
"""Functions that came after the file format; those with a dot in their name did, too."""
_SHEET_FUNCTIONS = frozenset({"FILTER", "SORT"})
_CLASSIC_WITH_DOT = frozenset({"ERROR.TYPE"})
_PREFIX = re.compile(r"_xl(?:fn|ws|pm|udf)\.", re.IGNORECASE)
_SPILL = re.compile(r"_xlfn\.ANCHORARRAY\(([^()\"]+)\)", re.IGNORECASE)
_SINGLE = re.compile(r"_xlfn\.SINGLE\(([^()\"]+)\)", re.IGNORECASE)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")


def as_shown(text: str) -> str:
    """Return a formula as Excel shows and takes it.

    >>> as_shown('=_xlfn._xlws.SORT(B2:B4)&"_xlfn."&SUM(_xlfn.ANCHORARRAY(C1))')
    '=SORT(B2:B4)&"_xlfn."&SUM(C1#)'
    """
    pieces = _QUOTED.split(text)
    for at in range(0, len(pieces), 2):
        plain = _SINGLE.sub(r"@\1", _SPILL.sub(r"\1#", pieces[at]))
        pieces[at] = _PREFIX.sub("", plain)
    return "".join(pieces)


def as_spelt(text: str) -> str:
    """Return a formula as a file spells it, without ``=``; what files spell already stays.

    Raises:
        WrongKind: only Excel itself can spell it (``LET``, ``LAMBDA``, ``@`` and ``#``).

    >>> as_spelt('=SORT(IFERROR(DECOMPOSE(A1,B1:B3),"SORT("))'), as_spelt("=STDEV.S(A1:A3)+SP.GAP(1,2)")
    ('_xlfn._xlws.SORT(IFERROR(DECOMPOSE(A1,B1:B3),"SORT("))', '_xlfn.STDEV.S(A1:A3)+SP.GAP(1,2)')
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    try:
        tokens = Tokenizer(text).items
    except (TokenizerError, IndexError):
        raise WrongKind("formula_only_excel", formula=text) from None
    pieces = []
    for token in tokens:
        value = token.value
        if token.type == token.FUNC and token.subtype == token.OPEN:
            name = value[:-1].upper()
            if name in ("LET", "LAMBDA") or name.startswith("@"):
                raise WrongKind("formula_only_excel", formula=text)
            if name in NEWER or ("." in name and _is_excels(name)):
                value = f"_xlfn.{'_xlws.' if name in _SHEET_FUNCTIONS else ''}{value}"
        elif token.type == token.OPERAND and token.subtype == token.RANGE:
            if "@" in value.partition("[")[0] or value.endswith("#"):
                raise WrongKind("formula_only_excel", formula=text)
        elif token.type == token.OP_PRE and value == "@":
            raise WrongKind("formula_only_excel", formula=text)
        pieces.append(value)
    return "".join(pieces)


def _is_excels(name: str) -> bool:
    return not (name.startswith(("SP.", "_XL")) or "!" in name or name in _CLASSIC_WITH_DOT)
