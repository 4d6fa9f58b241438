"""Names that are nearly right: whom a name may mean that nobody bears (README.md, “The rules as the oracle reads them”)."""
import re

from naming import TRADES, core, folded, one_slip

HIDDEN = "*×?□■○某�"
ENDINGS = ("商行", "商店", "经营部", "厂", "店")
CITIES = ("广州", "深圳", "东莞", "惠州", "佛山", "韶关", "珠海", "汕头", "江门", "湛江", "茂名", "肇庆", "梅州", "汕尾", "河源", "阳江",
          "清远", "中山", "潮州", "揭阳", "云浮")


def plain(name):
    """Brackets are often left out."""
    return re.sub(r"[()]", "", folded(name))


def hidden(name):
    """The name with one star where letters are hidden; None: none are."""
    text = re.sub(f"[{HIDDEN}]|(?<![a-z0-9])xx+(?![a-z0-9])", "*", folded(name))
    return text if "*" in text else None


def may_be_anybodys(name):
    """某公司, 张某: beside place and legal form no two letters stand side by side, and it is no short name with its ends."""
    text = hidden(name)
    if text is None:
        return False
    if re.search(r"[^*]{2}", short(text)):
        return False
    return not (re.fullmatch(r"[^*].{0,2}[^*]", text) and short(text) == text)


def short(name):
    """Without place and legal form."""
    rest = core(name)
    for ending in ENDINGS:
        if rest.endswith(ending) and len(rest) >= len(ending) + 2:
            return rest[:-len(ending)]
    return rest


def shorts(name):
    """The ways to shorten it: with and without the place, whose level may be left out."""
    rest = short(name)
    for city in CITIES:
        if rest.startswith(city) and TRADES.sub("", rest[len(city):]) and len(rest) > len(city) + 1:
            rest = rest[len(city):]
    place = next((city for city in CITIES if folded(name).startswith(city)), "")
    return {rest, place + rest}


def fits(pattern, name):
    return re.fullmatch("".join(".+" if c == "*" else re.escape(c) for c in re.sub(r"\*+", "*", pattern)), name) is not None


def alike(row, subject):
    """Whether a name that nobody bears may mean an organisation of this name."""
    text = hidden(row)
    if text is not None:
        if may_be_anybodys(row):
            return False
        own = short(text)
        without_form = lambda name: re.sub("(有限责任公司|股份有限公司|有限公司|公司|商行|商店|经营部|厂|店)$", "", re.sub(r"\(.*?\)", "", folded(name)))
        return (fits(plain(text), plain(subject)) or fits(without_form(text), without_form(subject))
                or bool(re.search(r"[^*]{2}", own)) and bool(TRADES.sub("", own).strip("*")) and any(fits(s, short(subject)) for s in shorts(text)))
    return (plain(row) == plain(subject) or len(plain(subject)) >= 5 and one_slip(plain(row), plain(subject))
            or not shorts(row).isdisjoint(shorts(subject)))
