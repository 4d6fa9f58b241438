"""Names of companies as tables write them: which are the same, and which cannot be one company's."""
import re
import unicodedata

DOTS = "·•・‧∙⋅．.。･◦●"
BRACKETS = str.maketrans("〔【[〈「（｛{〕】]〉」）｝}", "((((((((" + "))))))))")
FORMS = ("有限责任公司", "股份有限公司", "有限公司", "专业合作社", "分公司", "公司", "集团")


def folded(name):
    """The name without what only writes it otherwise: widths, radicals (⼴ for 广: NFKC), blanks, kinds of brackets, dots."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(BRACKETS)
    return "".join(c for c in text if c not in DOTS and not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def core(name):
    """The name without the places before it and in brackets, and without the legal form behind it."""
    rest = re.sub(r"\([^()]*\)", "", folded(name))
    for _ in range(3):
        place = re.match(r"[^省市县区州盟旗]{1,11}[省市县区州盟旗]+(?=.)", rest)
        if not place:
            break
        rest = rest[place.end():]
    for form in FORMS:
        if rest.endswith(form) and rest != form:
            return rest[:-len(form)]
    return rest


def pairs(name):
    text = core(name)
    return {text[i:i + 2] for i in range(len(text) - 1)}


def have_something_in_common(one, other):
    """Two characters in a row, beside place and legal form. Two names without that are not one company's."""
    return not pairs(one).isdisjoint(pairs(other)) or len(core(one)) < 2 or len(core(other)) < 2


# Radicals that look like the characters and are others (U+2F00…): what some input methods and PDFs give.
RADICALS = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}


def respelt(name, random):
    """The same name in another spelling."""
    kinds = [lambda n: n[:2] + " " + n[2:], lambda n: n + "　", lambda n: n.replace("有限", "​有限"), lambda n: "\u200e" + n,
             lambda n: n[:2] + "\u3000" + n[2:], lambda n: n + "\u00a0"]
    if "(" in name or "（" in name:
        kinds += 3 * [lambda n: n.replace("（", "(").replace("）", ")") if "（" in n else n.replace("(", "（").replace(")", "）"),
                      lambda n: n.replace("（", "〔").replace("）", "〕").replace("(", "【").replace(")", "】")]
    if "·" in name:
        kinds += 3 * [lambda n: n.replace("·", "•"), lambda n: n.replace("·", "・"), lambda n: n.replace("·", "．")]
    places = [i for i, c in enumerate(name) if c in RADICALS]
    if places:
        place = random.choice(places)
        kinds += 2 * [lambda n: n[:place] + RADICALS[n[place]] + n[place + 1:]]
    return random.choice(kinds)(name)


def misspelt(name, random, wrong="圳浦坭垌塱"):
    """One character of the name is wrong, and enough of it is right."""
    begin = name.find(core(name))
    length = len(core(name))
    if begin < 0 or length < 4:
        return name[:-1] if len(name) > 6 else name + wrong[0]
    place = begin + random.choice([0, length - 1])
    return name[:place] + random.choice(wrong) + name[place + 1:]
