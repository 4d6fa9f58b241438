"""What the catalogue says of sources, domains, categories and heads, and what the oracle knows of signing authorities."""
import dataclasses
import functools
import pathlib

import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "templates/catalogue"
PROFILE = "guangdong"
REGISTRAR = "广东省市场监督管理局"

# By domain: how its authorities of a city sign, and the domains for which the same body may act too
# (templates/catalogue/authorities). The oracle uses no name of which it is not sure.
SIGNERS = {
    "capitalConstruction": ("{}发展和改革局", ("grain", "energy")), "humanResources": ("{}人力资源和社会保障局", ()),
    "constructionMarket": ("{}住房和城乡建设局", ("fireSafety",)), "housingFund": ("{}住房公积金管理中心", ()),
    "workSafety": ("{}应急管理局", ()), "marketRegulation": ("{}市场监督管理局", ("drugRegulation",)),
    "taxation": ("国家税务总局{}税务局", ()), "fireSafety": ("{}消防救援支队", ()), "drugRegulation": ("{}药品监督管理局", ()),
    "culture": ("{}文化和旅游局", ("pressAndPublication", "copyright")), "pressAndPublication": ("{}新闻出版局", ()),
    "copyright": ("{}版权局", ()), "education": ("{}教育局", ()), "science": ("{}科学技术局", ()),
    "industry": ("{}工业和信息化局", ("energy",)), "religiousAffairs": ("{}民族宗教事务局", ()), "publicSecurity": ("{}公安局", ()),
    "civilAffairs": ("{}民政局", ("socialOrganisations",)), "socialOrganisations": ("{}社会组织管理局", ()),
    "justiceAdministration": ("{}司法局", ()), "finance": ("{}财政局", ()), "naturalResources": ("{}自然资源局", ("forestry",)),
    "environment": ("{}生态环境局", ()), "transport": ("{}交通运输局", ()), "water": ("{}水务局", ()), "agriculture": ("{}农业农村局", ()),
    "commerce": ("{}商务局", ()), "health": ("{}卫生健康局", ("chineseMedicine",)), "veterans": ("{}退役军人事务局", ()),
    "sport": ("{}体育局", ()), "statistics": ("{}统计局", ()), "localFinance": ("{}地方金融管理局", ()),
    "grain": ("{}粮食和物资储备局", ()), "energy": ("{}能源局", ()), "forestry": ("{}林业局", ()), "chineseMedicine": ("{}中医药局", ()),
}
# How many decisions a domain makes, in relation to the others (1).
BUSY = {"marketRegulation": 24, "taxation": 16, "transport": 10, "publicSecurity": 8, "fireSafety": 8, "humanResources": 6,
        "constructionMarket": 6, "workSafety": 5, "environment": 5, "health": 4, "agriculture": 3, "culture": 3, "naturalResources": 3,
        "water": 2, "drugRegulation": 2, "housingFund": 2}
# Domains whose departments hand in, once a month, all decisions since the first day, instead of new ones.
CUMULATIVE = {"sport", "veterans"}


@dataclasses.dataclass(frozen=True)
class Source:
    """A department. A source that acts for two domains (建筑市场监管, 住房公积金) makes its decisions in the first."""
    name: str
    domains: tuple
    owes: tuple  # keys of categories
    places: tuple = ()  # beginnings of places' numbers; empty: asked about everybody
    is_alternative: bool = False

    @property
    def domain(self):
        return self.domains[0]


def read(path):
    return yaml.load((FOLDER / path).read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def categories():
    """By key: the category's entry, with `heads` (field key → (label, exchange code))."""
    found = {}
    for path in sorted((FOLDER / "categories").glob("*.yaml")):
        for entry in read(path.relative_to(FOLDER))["categories"]:
            entry["heads"] = {field["key"]: (field["label"], field.get("code")) for field in entry["fields"]}
            found[entry["key"]] = entry
    return found


def label(category):
    return categories()[category]["label"]


@functools.cache
def can_be_imported():
    """Rows must name their subject: categories with fields for its name and its code."""
    return {key for key, entry in categories().items() if entry.get("subjectName") and entry.get("subjectCode")}


@functools.cache
def counting():
    return next(p for p in read("profiles.yaml")["profiles"] if p["key"] == PROFILE)["categories"]


@functools.cache
def domains():
    """Those of the list, in its order: key → entry."""
    entries = {entry["key"]: entry for entry in read("domains/domains.yaml")["domains"]}
    return {item["domain"]: entries[item["domain"]] for item in read("domains/guangdong-2024.yaml")["domainList"]["domains"]}


@functools.cache
def sources():
    """Every source of the list: first those that are asked for a domain, then those that can stand in for one."""
    first, instead = {}, {}
    for key, domain in domains().items():
        for entry in domain.get("sources", []):
            entry = {"name": entry} if isinstance(entry, str) else entry
            owes = tuple(entry.get("owes") or domain["owes"])
            known = first.get(entry["name"])
            if known:
                owes = tuple(dict.fromkeys(known.owes + owes))
            first[entry["name"]] = Source(entry["name"], (known.domains if known else ()) + (key,), owes, tuple(entry.get("places", ())))
            for other in entry.get("or", []):
                instead[other["name"]] = Source(other["name"], (key,), tuple(other.get("owes") or domain["owes"]), tuple(other["places"]), True)
    return tuple(first.values()) + tuple(instead.values())


@functools.cache
def cities():
    """Number of the place and its name: the cities of the province."""
    return tuple((place["number"], place["names"][0] if place["number"] != "4403" else "深圳市")
                 for place in read("places.yaml")["places"] if place["number"].startswith("44") and len(place["number"]) == 4)
