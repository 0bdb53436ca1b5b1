"""Text messages: letters that every phone shows, and how many segments they take."""

import re
import unicodedata

ONE, JOINED = 160, 153  # places of a single message, and of each of several joined ones
BASIC = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n@$_!\"#%&'()*+,-./:;<=>?"
)
EXTENDED = frozenset("^{}\\[~]|")  # take two places each
PLAIN = str.maketrans(
    {
        "\u0111": "d",
        "\u0110": "D",
        "\u20ab": "d",
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        "\u2044": "/",
    }
)
UNKNOWN = "?"
SEPARATORS = re.compile(r"[,;/()]| - ")
MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)


def without_marks(text: str) -> str:
    """Return `text` in the letters of the default alphabet of text messages.

    Vietnamese letters lose their marks; what has no place there becomes a question mark.

    Source:
        3GPP TS 23.038, the GSM 7 bit default alphabet
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN)).translate(PLAIN)
    bare = (letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(one if one in BASIC or one in EXTENDED else UNKNOWN for one in bare)


def segments(text: str) -> int:
    """Count the segments that a text of the default alphabet is charged as.

    One up to 160 places; else of 153 each, and no letter of two places is cut in two.

    Source:
        3GPP TS 23.038 and 23.040
    """
    places = [2 if letter in EXTENDED else 1 for letter in text]
    if sum(places) <= ONE:
        return 1
    count, room = 1, JOINED
    for place in places:
        if place > room:
            count, room = count + 1, JOINED
        room -= place
    return count


def mobile_number(phone: str) -> str:
    """Return the first mobile number of Vietnam in a text, in ten digits; empty without one.

    Source:
        docs/law.md#personal-data (what may be used), the numbering plan of 2018
    """
    for part in SEPARATORS.split(phone):
        digits = re.sub(r"[\s.-]", "", part)
        national = re.sub(r"^(?:\+84|0084|84(?=\d{9}$))", "0", digits)
        if MOBILE.fullmatch(national):
            return national
    return ""
