"""Deliveries of any size: a registrar's companies, and tables of their penalties, 17 columns and about 400 bytes a row.

    deliveries.py OUT SUBJECTS ROWS [FILES]    OUT/registrar.csv, OUT/penalties-1.csv …

Companies, codes and offices are invented. The same arguments give the same bytes.
"""
import csv
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "examples" / "province"))
from codes import credit_code  # noqa: E402

PLACES = {"440100": "广州市", "440300": "深圳市", "440600": "佛山市", "441900": "东莞市", "440400": "珠海市"}
REGISTRAR = ["企业名称", "统一社会信用代码", "类型", "法定代表人", "成立日期", "住所", "登记机关", "登记状态"]
PENALTIES = ["行政相对人名称", "行政相对人类别", "行政相对人代码_1", "法定代表人", "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据",
             "处罚类别", "处罚内容", "罚款金额（万元）", "处罚决定日期", "处罚有效期", "公示截止期", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位"]
SYLLABLES = "诺晴熙皓云弘博雅瑞丰泽恒泰嘉禾锦程远航启明星辰宏图伟业永盛安康和顺"


def subject(number):
    place = list(PLACES)[number % 5]
    letters = "".join(SYLLABLES[number // len(SYLLABLES) ** k % len(SYLLABLES)] for k in range(4))
    return f"{PLACES[place]}{letters}信息科技有限公司", credit_code("91", place, 1_000_000 + number), place


def main(out, subjects, rows, files=1):
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "registrar.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(REGISTRAR)
        for number in range(subjects):
            name, code, place = subject(number)
            writer.writerow([name, code, "有限责任公司", f"示{SYLLABLES[number % 30]}{SYLLABLES[number // 30 % 30]}", "2015-03-09",
                             f"{PLACES[place]}示例路{number % 900 + 1}号", f"{PLACES[place]}市场监督管理局", "存续"])
    for part in range(1, files + 1):
        choose = random.Random(part)
        with open(out / f"penalties-{part}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(PENALTIES)
            for row in range(rows):
                name, code, place = subject(choose.randrange(subjects))
                day = f"2026-{choose.randrange(1, 11):02d}-{choose.randrange(1, 29):02d}"
                fine = choose.randrange(1, 500) / 10
                writer.writerow([
                    name, code and "法人及非法人组织", code, "示例人", f"示水罚〔2026〕{part:02d}{row:07d}号", "违法取水",
                    f"在{PLACES[place]}示例路{row % 900 + 1}号未经批准擅自取水", "《示例条例》第十条第一款", "罚款",
                    f"罚款人民币{int(fine * 10000)}元。", fine, day, "2099-12-31", "2029-12-31", f"{PLACES[place]}水务局",
                    credit_code("11", place, 7), "广东省水利厅"])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
