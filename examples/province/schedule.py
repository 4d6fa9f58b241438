"""When a source hands in what, and what goes wrong with it."""
import dataclasses
import datetime

from days import DAY

RHYTHMS = {"daily": 1, "weekly": 7, "monthly": 30}


@dataclasses.dataclass
class Slot:
    """The days of one delivery, and its fate."""
    start: datetime.date
    through: datetime.date
    received: datetime.datetime
    special: list = dataclasses.field(default_factory=list)
    # ordinary, or what is wrong for good: missing, broken, empty, short, nameless; or mended by a later delivery:
    # broken-mended, empty-mended, short-mended
    fate: str = "ordinary"
    # what follows: same-file, same-rows, corrected
    again: str = None

    @property
    def name(self):
        return str(self.through)


def slots(random, rhythm, first, last):
    """All of a source's days in order: each day in one slot."""
    start, found = first, []
    while start <= last:
        if rhythm == "monthly":
            through = (start.replace(day=28) + 4 * DAY).replace(day=1) - DAY
        else:
            through = start + (RHYTHMS[rhythm] - 1) * DAY
        through = min(through, last)
        special = []
        days = random.choice([1, 1, 2]) if rhythm == "daily" else random.choice([1, 2, 3])
        if random.random() < 0.05:
            special.append("late")
            days += random.randrange(8, 40)
        days = min(days, (last - through).days + 18)
        moment = datetime.datetime.combine(through + days * DAY, datetime.time(random.randrange(8, 18), random.randrange(60)))
        found.append(Slot(start, through, moment, special))
        start = through + DAY
    return found


def trouble(random, found, form, lasting, period):
    """Gives fates to slots: a few of each kind that is mended, and of `lasting` kinds one each within the period."""
    within = [slot for slot in found if slot.start >= period[0]]
    chosen = random.sample(within, min(len(within), len(lasting)))
    for slot, fate in zip(chosen, lasting):
        slot.fate = fate
    for slot in found:
        if slot.fate != "ordinary":
            continue
        chance = random.random()
        if chance < 0.010:
            slot.fate = "broken-mended" if form == "xlsx" else "empty-mended"
        elif chance < 0.018:
            slot.fate = "empty-mended"
        elif chance < 0.024:
            slot.fate = "short-mended"
        elif chance < 0.045:
            slot.again = "same-file"
        elif chance < 0.065:
            slot.again = "same-rows"
        elif chance < 0.085:
            slot.again = "corrected"


def later(random, moment, last):
    """Of a delivery that comes because of another; all have come within a month after the last day."""
    days = random.randrange(2, 25)
    if (moment.date() - last).days + days > 26:
        days = 1
    return moment + datetime.timedelta(days, minutes=random.randrange(1, 200))


def quarters(found):
    """The slots that end a quarter, more or less: after these comes a snapshot of the lists."""
    return found[12::13] if len(found) < 200 else found[90::91]
