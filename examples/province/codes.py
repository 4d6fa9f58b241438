"""Numbers that nobody has and that pass their checks: 统一社会信用代码 (GB 32100-2015), 组织机构代码 (GB 11714), identity numbers."""
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
VALUE = {c: i for i, c in enumerate(LETTERS)}
ORGANISATION_VALUE = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
IDENTITY_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))


def organisation_code(number):
    """Begins with YY, which is not given out; then the number in base 31, and the check character."""
    body = ""
    for _ in range(6):
        number, digit = divmod(number, 31)
        body = LETTERS[digit] + body
    return "YY" + body + organisation_check("YY" + body)


def organisation_check(body):
    return "0123456789X0"[11 - sum(w * ORGANISATION_VALUE[c] for w, c in zip(ORGANISATION_WEIGHTS, body)) % 11]


def check_character(body):
    return LETTERS[-sum(w * VALUE[c] for w, c in zip(WEIGHTS, body)) % 31]


def credit_code(prefix, place, number):
    """prefix: 91, 92, 93, …; place: six digits of GB/T 2260."""
    body = prefix + place + organisation_code(number)
    return body + check_character(body)


def is_credit_code(text):
    """Both checks pass: of the organisation's code in it, and of the whole."""
    return (len(text) == 18 and all(c in VALUE for c in text) and text[2:8].isdigit()
            and text[16] == organisation_check(text[8:16]) and text[17] == check_character(text[:17]))


def mistyped(code, random, passing=False):
    """The code with one character of the nine of its organisation changed, so that it fails its checks; or, if asked for,
    with two or three, so that it passes both: somebody else's code, or nobody's."""
    while True:
        other = list(code)
        for position in random.sample(range(10, 16), random.choice([2, 3]) if passing else 1):
            other[position] = random.choice(LETTERS)
        if passing:
            other[16] = organisation_check("".join(other[8:16]))
            if other[16] not in VALUE:
                continue
            other[17] = check_character("".join(other[:17]))
        other = "".join(other)
        if other != code and is_credit_code(other) == passing and len(set(other[8:17])) > 2:
            return other


def identity_number(number):
    """999999 is no place: a citizen's number that nobody has, of somebody born in 1980 or later."""
    year, day = 1980 + number // 336 % 20, number % 336
    body = f"999999{year}{day // 28 + 1:02d}{day % 28 + 1:02d}{number // 6720 % 1000:03d}"
    return body + identity_check(body)


def identity_check(body):
    return "10X98765432"[sum(w * int(c) for w, c in zip(IDENTITY_WEIGHTS, body)) % 11]


def is_identity_number(text):
    return (len(text) == 18 and text[:17].isdigit() and "01" <= text[10:12] <= "12" and "01" <= text[12:14] <= "31"
            and text[17] == identity_check(text[:17]))


def ambiguous_number(number):
    """An identity number that passes for a 统一社会信用代码, too; number: which of them."""
    return next(text for text in map(identity_number, range(number * 20_000, 10 ** 9)) if is_credit_code(text))
