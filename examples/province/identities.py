"""Who the subject of a row is, for sure or perhaps (README.md, “The rules as the oracle reads them”)."""
from codes import is_credit_code, is_identity_number
from likeness import alike, may_be_anybodys
from naming import folded, have_something_in_common, one_slip

NOBODY = {"无", "不详", "未知", "某某"}  # what people type in a column of names


class Identities:
    def __init__(self):
        self.names = {}  # of subjects, as the registrar delivers them: code → names, the latest first
        self.strangers = {}  # of codes that the registrar does not know: names in rows
        self.called = {}  # by code, the names in rows that are the subject's for sure
        self.contested = set()  # tags: histories.py

    def register(self, row):
        """Takes in what the registrar says of a subject. Returns the row's outcome."""
        names = [row["name"], *row["formerNames"]]
        known = self.names.get(row["code"])
        self.names[row["code"]] = names + [name for name in known or [] if name not in names]
        return ["new"] if known is None else ["same"] if known == names else ["replaces"]

    def named(self, name):
        """Registered subjects of this name, past or present."""
        name = folded(name or "")
        return {code for code, names in self.names.items() if name and name in map(folded, names)}

    def subject(self, row):
        """The code of the subject that is certain, or None."""
        name, code = row.get("name") or "", row.get("code") or ""
        if row.get("identity") and row.get("kind") == "自然人":
            return row["identity"]
        if not name or not code or len(set(code)) <= 2 or is_identity_number(code) and not row.get("kind"):
            return None
        namesakes = self.named(name)
        if code in self.names:
            agrees = code in namesakes or (
                not namesakes and any(have_something_in_common(name, known) for known in self.names[code]))
            return code if agrees else None
        if not is_credit_code(code) or namesakes:
            return None
        known = self.strangers.get(code, [])
        if known and not any(folded(name) == folded(k) or have_something_in_common(name, k) for k in known):
            return None
        self.contested.add("stranger")
        self.strangers.setdefault(code, []).append(name)
        return code

    def bears(self, name, subject):
        """Whether the registrar, or a sure row, calls the subject so."""
        return bool(name) and (name in map(folded, self.names.get(subject, [])) or name in self.called.get(subject, ()))

    def may_be(self, row, subject):
        """Whether a held row may be about a subject: by a name it has or had, or by one of its codes."""
        return (self.bears(folded(row.get("name") or ""), subject) or row.get("code") == subject
                or row.get("organisationCode") == subject[8:17])

    def may_mean(self, row, subject):
        """Whether a held row may be about a subject all the same: one slip made its faulty code of the subject's, or it is under
        a name that nobody bears, and without anybody's code."""
        code = row.get("code") or ""
        if code and not is_credit_code(code) and not is_identity_number(code) and one_slip(code, subject):
            return True
        name = folded(row.get("name") or "")
        if not name or self.names_nobody(row | {"code": None}) or row.get("code") in {*self.names, *self.strangers}:
            return False
        if any(self.bears(name, other) for other in {*self.names, *self.called}):
            return False
        return any(alike(name, other) for other in [*self.names.get(subject, []), *self.called.get(subject, ())])

    @staticmethod
    def names_nobody(row):
        name, code = folded(row.get("name") or ""), row.get("code") or ""
        is_name = any(c.isalnum() for c in name) and name not in NOBODY and not may_be_anybodys(name)
        return not is_name and len(set(code)) <= 2 and not row.get("organisationCode") and not row.get("identity")
