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


# Of a trade, thousands of names have them.
TRADES = re.compile("供应链|贸易|食品|物流|建筑|工程|信息|科技|实业|商贸|服务|管理|餐饮|环保|设备|服装|五金|制品|电子|家具|化工|印刷|汽车|文化|传播"
                    "|园林|绿化|机电|医疗|器械|酒店|教育|咨询|纺织|用品|塑料|装饰|技术|发展|投资")


def pairs(text):
    return {text[i:i + 2] for i in range(len(text) - 1)}


def own_pairs(text):
    """Two characters in a row, beside words of trade."""
    return set().union(*map(pairs, TRADES.split(text)))


def one_slip(one, other):
    """One letter is other, missing or too many, or two neighbours changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) == len(other):
        wrong = [i for i in range(len(one)) if one[i] != other[i]]
        return len(wrong) == 1 or (len(wrong) == 2 and wrong[1] == wrong[0] + 1
                                   and (one[wrong[0]], one[wrong[1]]) == (other[wrong[1]], other[wrong[0]]))
    long, short = sorted((one, other), key=len, reverse=True)
    return any(long[:i] + long[i + 1:] == short for i in range(len(long)))


def have_something_in_common(one, other):
    """Two characters in a row, beside place, trade and legal form; or one slip. Two names without that are not one company's."""
    cores = one, other = core(one), core(other)
    owns = [own_pairs(text) for text in cores]
    mine, others = owns if all(owns) else map(pairs, cores)  # 信息科技 is its trade
    return (not mine.isdisjoint(others) or min(map(len, cores)) < 2 or one == other
            or min(map(len, cores)) >= 4 and one_slip(one, other))


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
