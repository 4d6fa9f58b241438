"""The subjects: everything about the i-th follows from i and the seed, so that a million need no memory."""
import dataclasses
import datetime

from catalogue import cities
from codes import credit_code

TRADE = "岭秀珠翠榕荫云鹭粤梧鹏程瀚澜荔淳熙晴川松涛禾稷丰登衡鼎诺百同济岚沐泓霖翊骏弘晟睿朗佑祺瑞锦绣昊恒辰皓煜铭泰润雅捷航域擎启"  # each character once
BUSINESS = ["贸易", "食品", "物流", "建筑工程", "信息科技", "环保设备", "餐饮管理", "服装", "五金制品", "电子", "家具", "化工", "印刷", "汽车服务",
            "文化传播", "园林绿化", "机电设备", "医疗器械", "酒店管理", "教育咨询", "纺织品", "塑料制品", "装饰工程", "供应链管理"]
SMALL = ["商行", "小吃店", "便利店", "理发店", "五金店", "服装店", "茶餐厅", "维修部", "水果店", "药店", "文具店", "杂货店"]
SURNAMES, GIVEN = "陈李黄林张梁吴刘何罗", ["示例", "示甲", "示乙", "示丙", "示丁", "示戊", "例己", "例庚"]
KINDS = {"91": "有限责任公司", "92": "个体工商户", "93": "农民专业合作社"}
COUNTERPART = {"91": "法人及非法人组织", "92": "个体工商户", "93": "法人及非法人组织"}
# By city, how many of 44 subjects are there; in an order in which neighbours are of different cities.
SHARE = {"广州市": 9, "深圳市": 9, "东莞市": 5, "佛山市": 4}
BLOCK = 44
KIND_OF = ["91"] * 6 + ["92"] * 3 + ["93"]
NAMESAKE = 8  # which of ten blocks: sole traders of whom three at a time have one name


@dataclasses.dataclass
class Subject:
    index: int
    code: str
    names: list  # the latest first
    changed_on: datetime.date  # of the latest name, if that came after the first day
    established_on: datetime.date
    city: str
    moved_to: str  # city of its address, if that is not the city of its code
    place: str

    @property
    def prefix(self):
        return self.code[:2]

    @property
    def address(self):
        return f"{self.moved_to or self.city}示例路{self.index % 900 + 1}号"

    def name(self, day):
        """As its documents have it: those of the weeks after a change still say the old one."""
        if self.changed_on and day < self.changed_on + datetime.timedelta(21):
            return self.names[1]
        return self.names[0]


class World:
    def __init__(self, count, seed, first, last):
        self.count, self.seed, self.first, self.last = count, seed, first, last
        self.old = max(1, count * 9 // 10)  # the others are established while the deliveries go on, in the order of their index
        self.new_days = max(1, (last - first).days - 60)
        numbers = {name: number for number, name in cities()}
        slots = [name for name, number in numbers.items() for _ in range(SHARE.get(name, 1))]
        self.slots = [(slots[n * 17 % BLOCK], numbers[slots[n * 17 % BLOCK]]) for n in range(BLOCK)]
        assert len(slots) == BLOCK and len(TRADE) >= 60

    def mixed(self, number):
        return (number * 2_654_435_761 + self.seed * 40_503) % 4_294_967_291

    def trade_name(self, number):
        """Of a number, a name that no other number has: three characters and a business."""
        size = len(TRADE)
        turn, rest = divmod(number, size ** 3)
        rest = (rest * 104_729 + self.seed * 7) % size ** 3
        a, b, c = rest // size ** 2, rest // size % size, rest % size
        return TRADE[a] + TRADE[b] + TRADE[c], (turn + rest) % len(BUSINESS)

    def is_namesake(self, index):
        return index // BLOCK % 10 == NAMESAKE

    def namesakes(self, index):
        """All subjects of its name."""
        if not self.is_namesake(index):
            return [index]
        group = (index // (BLOCK * 10) * BLOCK + index % BLOCK) // 3
        found = [n // BLOCK * BLOCK * 10 + NAMESAKE * BLOCK + n % BLOCK for n in range(group * 3, group * 3 + 3)]
        return [i for i in found if i < self.count]

    def full_name(self, index, version, city, prefix):
        if self.is_namesake(index):
            group = (index // (BLOCK * 10) * BLOCK + index % BLOCK) // 3
            turn, rest = divmod(group, len(TRADE) ** 2)
            return "阿" + TRADE[rest // len(TRADE)] + TRADE[rest % len(TRADE)] + SMALL[(turn + rest) % len(SMALL)]
        trade, business = self.trade_name(index * 3 + version)
        if prefix == "92":
            return city + trade + BUSINESS[business][:2] + "经营部"
        if prefix == "93":
            return city + trade + BUSINESS[business][:2] + "专业合作社"
        if index % 53 == 0:
            trade = trade[:2] + "·" + trade[2]
        return city + trade + BUSINESS[business] + ("（广东）有限公司" if index % 29 == 0 else "有限公司")

    def subject(self, index):
        city, place = self.slots[index % BLOCK]
        prefix = KIND_OF[index // BLOCK % 10]
        mixed = self.mixed(index)
        names, changed = [self.full_name(index, 0, city, prefix)], None
        if prefix == "91":
            if index % 37 == 5 and index < self.old:
                names.insert(0, self.full_name(index, 1, city, prefix))
                changed = self.first + datetime.timedelta(30 + mixed % max(1, self.new_days - 60))
            if index % 41 == 3:
                names.append(self.full_name(index, 2, city, prefix))
        if index < self.old:
            established = datetime.date(2005, 1, 1) + datetime.timedelta(mixed % 6900)
        else:
            established = self.first + datetime.timedelta(10 + (index - self.old) * self.new_days // max(1, self.count - self.old))
        moved = None
        if index % 97 == 11:
            moved = cities()[(mixed // 7) % len(cities())][1]
            moved = None if moved == city else moved
        code = credit_code(prefix, place + "00", index + self.seed % 97 * 5_000_000)
        return Subject(index, code, names, changed, established, city, moved, place)

    def places(self, subject):
        """Numbers of the cities that code and address name."""
        return {subject.place} | ({number for number, name in cities() if name == subject.moved_to} if subject.moved_to else set())

    def known_on(self, day):
        """How many subjects were established a month before a day: those with a lower index."""
        since = (day - self.first).days - 40
        return self.old + max(0, min(self.count - self.old, since * (self.count - self.old) // self.new_days))

    def person(self, index):
        """法定代表人"""
        return SURNAMES[index % len(SURNAMES)] + GIVEN[index // 10 % len(GIVEN)]
