"""A PDF's structure tree as other programs find it: walked from the file itself, by ISO 32000-1, 14.6 to 14.8."""
import pikepdf

ROWS = {"/TH", "/TD"}
# What each type may hold (ISO 32000-1, 14.8.4), as far as reports use it. An empty set: only text.
BLOCKS = {"/P", "/H1", "/H2", "/H3", "/L", "/Table", "/Figure", "/Form"}
CHILDREN = {
    "/Document": BLOCKS | {"/Part"}, "/Part": BLOCKS, "/L": {"/LI"}, "/LI": {"/LBody"},
    "/LBody": {"/Span"}, "/Table": {"/TR"}, "/TR": ROWS, "/P": {"/Span"}, "/H1": {"/Span"}, "/H2": {"/Span"},
    "/H3": {"/Span"}, "/Figure": set(), "/Span": set(), "/Form": set(),
    **dict.fromkeys(ROWS, {"/P", "/H1", "/H2", "/H3", "/L", "/Table", "/Figure", "/Span"}),
}
SHOWING = {"Tj", "TJ", "'", '"'}
PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "EI"}


class Tree:
    """Everything is read when it is made; `problems` says what is against the rules."""

    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.problems = []
        self.figures = []
        # The text of each page's sequences, by page and MCID.
        self.text = {}
        self.pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.fonts = {}
        for number, page in enumerate(self.pdf.pages):
            self.read_content(number, page)
        self.reached = []  # (page, MCID) in the order of the tree
        self.owner = {}
        self.lines = []  # (type, text) of what holds text, in order
        self.tables = []
        self.fields = []  # names of the form fields that the tree leads to
        root = self.pdf.Root.StructTreeRoot
        self.walk(root.K, root)
        self.check_parents(root)

    def say(self, problem):
        self.problems.append(problem)

    # The pages

    def read_content(self, number, page):
        """Marks balance, do not straddle text objects, and everything shown is marked."""
        open_marks, in_text, font = [], False, None
        for operands, operator in pikepdf.parse_content_stream(page):
            operator = str(operator)
            if operator in ("BDC", "BMC"):
                mcid = None
                if operator == "BDC":
                    if "/MCID" in operands[1]:
                        mcid = int(operands[1]["/MCID"])
                        if (number, mcid) in self.text:
                            self.say(f"page {number + 1}: MCID {mcid} twice")
                        self.text[number, mcid] = ""
                elif str(operands[0]) != "/Artifact":
                    self.say(f"page {number + 1}: {operands[0]} without an element")
                if open_marks:
                    self.say(f"page {number + 1}: marks within marks")
                open_marks.append((mcid, in_text))
            elif operator == "EMC":
                mark = open_marks.pop() if open_marks else self.say(f"page {number + 1}: EMC too many")
                if mark and mark[1] != in_text:
                    self.say(f"page {number + 1}: marks straddle a text object")
            elif operator in ("BT", "ET"):
                in_text = operator == "BT"
                if open_marks:
                    self.say(f"page {number + 1}: {operator} within a mark")
            elif operator == "Tf":
                font = self.font(page.Resources.Font[str(operands[0])])
            elif operator in SHOWING | PAINTING | {"Do"}:
                if not open_marks:
                    self.say(f"page {number + 1}: {operator} outside of all marks")
                elif operator in SHOWING and open_marks[-1][0] is not None:
                    self.text[number, open_marks[-1][0]] += self.decoded(operands[0], font)
                elif operator in PAINTING - {"f"} and open_marks[-1][0] is not None:
                    self.say(f"page {number + 1}: {operator} within an element")
        if open_marks:
            self.say(f"page {number + 1}: a mark without end")

    def font(self, font):
        """Codes to text, by its ToUnicode."""
        if font.objgen not in self.fonts:
            table, section = {}, None
            for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
                codes = [bytes(o) for o in operands if isinstance(o, pikepdf.String)]
                if str(operator) == "endbfchar":
                    for code, text in zip(codes[::2], codes[1::2]):
                        table[code] = text.decode("utf-16-be")
                elif str(operator) == "endbfrange":
                    for first, last, text in zip(codes[::3], codes[1::3], codes[2::3]):
                        for step in range(last[1] - first[1] + 1):
                            table[bytes([first[0], first[1] + step])] = (
                                text[:-1] + bytes([text[-1] + step])).decode("utf-16-be")
            self.fonts[font.objgen] = table
        return self.fonts[font.objgen]

    @staticmethod
    def decoded(operand, font):
        parts = operand if isinstance(operand, pikepdf.Array) else [operand]
        text = ""
        for part in parts:
            if isinstance(part, pikepdf.String):
                codes = bytes(part)
                text += "".join(font[codes[i:i + 2]] for i in range(0, len(codes), 2))
        return text

    # The tree

    def walk(self, element, parent, table=None):
        kind = str(element.S)
        if kind not in CHILDREN:
            self.say(f"unknown type {kind}")
        if element.P.objgen != parent.objgen:
            self.say(f"a {kind} names another parent")
        if "/S" in parent and kind not in CHILDREN.get(str(parent.S), ()):
            self.say(f"{kind} within {parent.S}")
        if kind == "/Figure":
            self.figures.append(str(element.get("/Alt", "")))
        if kind == "/Table":
            table = []
            self.tables.append(table)
        elif kind == "/TR":
            table.append([])
        elif kind in ROWS:
            table[-1].append((kind, self.attribute(element, "/Scope"), int(self.attribute(element, "/ColSpan") or 1)))
        kids = element.get("/K", [])
        text = None
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.S == "/Span":
                    text = (text or "") + str(kid.ActualText)
                self.walk(kid, element, table)
                continue
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                self.check_field(kid.Obj, element)
                continue
            is_reference = isinstance(kid, pikepdf.Dictionary)
            page = self.pages[(kid if is_reference else element).Pg.objgen]
            place = page, int(kid.MCID if is_reference else kid)
            if place in self.owner:
                self.say(f"{place} is reached twice")
            self.owner[place] = element.objgen
            self.reached.append(place)
            text = (text or "") + self.text.get(place, "")
        if text is not None and kind != "/Span":
            self.lines.append((kind, text))

    def check_field(self, field, element):
        """14.7.4.3: the annotation stands on a page, and leads back to its element."""
        self.fields.append(str(field.T))
        arrays = dict(pikepdf.NumberTree(self.pdf.Root.StructTreeRoot.ParentTree).items())
        if arrays[int(field.StructParent)].objgen != element.objgen:
            self.say(f"the field {field.T} leads to another element")
        if all(field.objgen != note.objgen for page in self.pdf.pages for note in page.get("/Annots", ())):
            self.say(f"the field {field.T} is on no page")

    def attribute(self, element, key):
        """Of its own, or of its class (14.7.5)."""
        if key in element.get("/A", {}):
            return element.A[key]
        if "/C" in element:
            return self.pdf.Root.StructTreeRoot.ClassMap[str(element.C)].get(key)
        return None

    def check_parents(self, root):
        """The tree from the pages back to the elements agrees with the one from the elements to the pages."""
        if set(self.owner) != set(self.text):
            self.say(f"{len(set(self.owner) ^ set(self.text))} sequences without element, or the other way round")
        arrays = dict(pikepdf.NumberTree(root.ParentTree).items())
        for number, page in enumerate(self.pdf.pages):
            owners = [owner.objgen for owner in arrays[int(page.StructParents)]]
            expected = [self.owner.get((number, mcid)) for mcid in range(len(owners))]
            if owners != expected or len(owners) != sum(1 for place in self.text if place[0] == number):
                self.say(f"page {number + 1}: the parent tree says otherwise")
