"""Days and runs of days."""
import datetime

DAY = datetime.timedelta(1)


def span(first, last):
    """All days from one to another."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def founded(answered, whole):
    """The days of a list since somebody said who stands on it, without a gap."""
    found, before = set(), False
    for each in sorted(answered):
        before = each in whole or before and each - DAY in answered
        if before:
            found.add(each)
    return found


def ranges(days):
    """Runs of days, as pairs of the first and the last."""
    pairs = []
    for one in sorted(days):
        if pairs and one - pairs[-1][1] == DAY:
            pairs[-1][1] = one
        else:
            pairs.append([one, one])
    return [[str(first), str(last)] for first, last in pairs]
