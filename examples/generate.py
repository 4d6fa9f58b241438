#!/usr/bin/env python3
"""Writes the example credit files beside this script: always the same bytes.

    python3 examples/generate.py               writes all but the huge one, whose 6 MB are not kept in the repository
    python3 examples/generate.py --huge DIR    writes DIR/enterprise-5000-penalties.json
    python3 examples/generate.py --tables N DIR    writes DIR/penalties-N.csv, a table of N rows

Every company in them is invented and has 示例 in its name; so has every document number, and every person is called
示例. Codes carry right check digits, with a region code (4400xx) that no county has. Authorities and statutes are real in
form, so that the pages look as they will; no authority ever said any of this.
"""

import csv
import datetime
import io
import json
import pathlib
import sys
import zipfile
import zlib
from xml.sax.saxutils import escape

AS_OF = "2026-11-20T18:00:00+08:00"
ORGANISATION_CODE, CREDIT_CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(prefix, region, serial):
    """统一社会信用代码 with both check digits: GB 11714 for the 17th character, GB 32100-2015 for the 18th."""
    total = sum(w * ORGANISATION_CODE.index(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), serial))
    code = prefix + region + serial + "0123456789X0"[(11 - total % 11)]
    total = sum(pow(3, i, 31) * CREDIT_CODE.index(c) for i, c in enumerate(code))
    return code + CREDIT_CODE[(31 - total % 31) % 31]


def authority_code(name):
    return credit_code("11", "440000", f"{zlib.crc32(name.encode()) % 10**8:08d}")


def day(text):
    return datetime.date.fromisoformat(text)


def chinese(date):
    return f"{date.year}年{date.month}月{date.day}日"


def signed(record, authority, kind):
    """The four lines with which licences, penalties and other acts end."""
    code = authority_code(authority)
    return record | {f"{kind}机关": authority, f"{kind}机关统一社会信用代码": code, "数据来源单位": authority,
                     "数据来源单位统一社会信用代码": code}


def licence(document, title, certificate, number, kind, decided, until, content, authority):
    return signed({
        "行政许可决定文书号": document, "行政许可决定文书名称": title, "许可证书名称": certificate, "许可类别": kind,
        "许可编号": number, "许可决定日期": decided, "有效期自": decided, "有效期至": until, "许可内容": content}, authority, "许可")


# What can go wrong: authority, mark of its documents, domain, kind of violation, facts, grounds, kind of penalty, measure,
# and a fine of so many hundreds of yuan. {p} is a place, {d} the day of the inspection, {n} some number.
VIOLATIONS = [
    ("广州市{q}市场监督管理局", "市监处罚", "市场监管", "生产经营标签不符合规定的预包装食品",
     "{d}，执法人员对当事人位于{p}的经营场所进行现场检查，发现货架上待售的“示例牌”坚果礼盒{n}盒，其外包装标签未标注生产日期、贮存条件以及食品生产许可证编号。经查，当事人于购进上述食品时未履行进货查验义务，至案发时已售出{m}盒，货值金额不足一万元。上述事实有现场笔录、询问笔录、进货票据及照片等证据证实。",
     "《中华人民共和国食品安全法》第六十七条第一款、第一百二十五条第一款第二项", "没收违法所得;罚款",
     "责令当事人立即改正违法行为，没收违法所得人民币126元，并处罚款人民币{f}元。", 50, 90),
    ("国家税务总局广州市{q}税务局", "税罚", "税务", "未按照规定期限办理纳税申报和报送纳税资料",
     "当事人未按照规定的期限办理{y}年第{k}季度企业所得税预缴纳税申报，经税务机关于{d}责令限期改正后，逾期{n}日办理。",
     "《中华人民共和国税收征收管理法》第六十二条", "罚款", "对当事人未按期申报的行为处罚款人民币{f}元。", 1, 20),
    ("广州市{q}消防救援大队", "消行罚决字", "消防安全", "消防设施、器材未保持完好有效",
     "{d}，消防监督检查人员在对{p}进行监督抽查时发现，该场所火灾自动报警系统主机有{n}处故障未及时修复，二层安全出口处应急照明灯{k}具不能正常点亮，消防设施未保持完好有效。以上事实有消防监督检查记录、现场照片及当事人陈述为证。",
     "《中华人民共和国消防法》第十六条第一款第二项、第六十条第一款第一项", "罚款", "责令改正，并处罚款人民币{f}元整。", 50, 150),
    ("广州市{q}应急管理局", "应急罚", "安全生产", "未按照规定对从业人员进行安全生产教育和培训",
     "{d}，执法人员检查发现，当事人设在{p}的仓储作业区有{k}名叉车操作人员未经安全生产教育和培训合格即上岗作业，且未如实记录安全生产教育和培训情况。当事人在规定期限内已补充培训并提交整改报告。",
     "《中华人民共和国安全生产法》第二十八条第一款、第九十七条第三项", "罚款", "责令限期改正，处罚款人民币{f}元。", 100, 400),
    ("广州市{q}人力资源和社会保障局", "人社监罚字", "人力资源社会保障", "拒不按照要求报送书面材料",
     "本局于{d}依法向当事人送达劳动保障监察询问通知书，要求其在五个工作日内报送{n}名劳动者的工资支付台账和考勤记录，当事人逾期未予报送，经责令改正仍未履行。",
     "《劳动保障监察条例》第三十条第一款第二项", "罚款", "处以罚款人民币{f}元。", 20, 120),
    ("广州市{q}住房和城乡建设局", "建罚", "建筑市场监管", "施工工地未采取有效防尘降尘措施",
     "{d}，执法人员巡查发现，当事人承建的位于{p}的示例装修改造工程未按规定设置硬质密闭围挡，约{n}平方米裸露地面未予覆盖，土方作业时未采取洒水等有效防尘降尘措施，造成扬尘污染。",
     "《中华人民共和国大气污染防治法》第六十九条第三款、第一百一十五条第一款第一项", "罚款",
     "责令改正，并处罚款人民币{f}元。", 100, 300),
    ("广州住房公积金管理中心", "公积金罚", "住房公积金", "未为本单位职工办理住房公积金账户设立手续",
     "当事人自{d}起录用职工{n}名，未在法定期限内为其办理住房公积金账户设立手续，经本中心发出责令限期办理通知书后逾期仍不办理。",
     "《住房公积金管理条例》第十五条、第三十七条", "罚款", "责令限期办理，并处罚款人民币{f}元。", 100, 300),
    ("广州市{q}市场监督管理局", "市监价罚", "市场监管", "未按照规定明码标价",
     "{d}，执法人员在{p}检查时发现，当事人销售的{n}种商品未标明价格，或者标示的计价单位与结算时不一致。当事人能够主动配合调查并及时改正，未造成明显危害后果。",
     "《中华人民共和国价格法》第十三条第一款、第四十二条", "罚款", "责令改正，处罚款人民币{f}元。", 2, 20),
    ("广州市{q}文化广电旅游体育局", "文综罚字", "文化执法", "未按规定核对、登记上网消费者的有效身份证件",
     "{d}{k}时许，执法人员对{p}进行检查，现场有{n}名上网消费者，经比对，其中{k}名未按规定核对、登记有效身份证件。",
     "《互联网上网服务营业场所管理条例》第二十三条、第三十二条第三项", "警告;罚款", "警告，并处罚款人民币{f}元。", 10, 90),
]
EXTENUATION = ("当事人在调查过程中如实陈述违法事实，主动提供证据材料，并在责令改正期限内完成整改、主动消除违法行为危害后果，具有《中华人民共和国"
               "行政处罚法》第三十二条第一项规定的从轻或者减轻处罚情形。")
HEARING = "本机关依法送达行政处罚事先告知书，当事人在法定期限内未提出陈述、申辩意见，也未要求听证。"
QUARTERS = ["天河区", "越秀区", "海珠区", "荔湾区", "白云区", "黄埔区", "番禺区", "花都区", "南沙区", "增城区", "从化区"]


def penalty(i):
    """The i-th of any number of penalties; all that varies is arithmetic on i."""
    authority, mark, domain, kind, facts, grounds, kinds, measure, low, high = VIOLATIONS[i * 7 % len(VIOLATIONS)]
    quarter = QUARTERS[i * 5 % len(QUARTERS)]
    decided = day("2026-11-05") - datetime.timedelta(days=i * 37 % 330)
    fine = (low + i * 13 % (high - low + 1)) * 100
    words = {"q": quarter, "p": f"广州市{quarter}示例路{i % 300 + 1}号", "d": chinese(decided - datetime.timedelta(days=45)),
             "y": decided.year - 1, "k": i % 4 + 1, "n": i % 28 + 3, "m": i % 17 + 2, "f": fine}
    facts += (EXTENUATION if i % 3 == 1 else "") + (HEARING if i % 5 == 1 else "")
    short = "" if authority.startswith("广州住房") else quarter[:-1]
    return signed({
        "行政处罚决定书文号": f"穗{short}{mark}〔{decided.year}〕示例{i + 1}号", "处罚类别": kinds,
        "处罚决定日期": decided.isoformat(), "处罚内容": measure.format(**words), "罚款金额(万元)": fine / 10_000,
        "没收违法所得、没收非法财物的金额（万元）": 0.0126 if "没收" in kinds else None, "暂扣或吊销证照名称及编号": None,
        "违法行为类型": kind, "违法事实": facts.format(**words), "处罚依据": grounds, "处罚有效期": "2099-12-31", "领域": domain},
        authority.format(q=quarter), "处罚")


def act(number, title, kind, content, grounds, decided, authority, **more):
    return signed({"文书号": number, "事项名称": title, "类别": kind, "内容": content, "依据": grounds,
                   "决定日期": decided} | more, authority, "决定")


# The lists that sources deliver beside licences, penalties and coercion.
LISTS = {
    "人力资源社会保障": ["其他严重失信主体名单"], "安全生产": ["安全生产领域失信生产经营单位"], "税务": ["重大税收违法"],
    "市场监管": ["经营（活动）异常名录（状态）", "其他严重失信主体名单"], "药品监管": ["其他严重失信主体名单"], "文化执法": ["其他严重失信主体名单"]}
COVERAGE = [
    {"source": source, "domains": [domain], "categories": ["行政许可", "行政处罚", "行政强制"] + LISTS.get(domain, []),
     "from": "2016-01-01", "through": "2026-11-19", "state": "loaded"}
    for domain, source in [
        ("基本建设投资", "广东省发展和改革委员会"), ("人力资源社会保障", "广东省人力资源和社会保障厅"),
        ("建筑市场监管", "广东省住房和城乡建设厅"), ("住房公积金", "广州住房公积金管理中心"), ("安全生产", "广东省应急管理厅"),
        ("市场监管", "广东省市场监督管理局"), ("税务", "国家税务总局广东省税务局"), ("消防安全", "广东省消防救援总队"),
        ("药品监管", "广东省药品监督管理局"), ("文化执法", "广东省文化和旅游厅")]]


# The sources that the catalogue asks for before it lets a domain be called clean.
STATEMENT_COVERAGE = [
    source | ({"source": "广东省住房和城乡建设厅"} if source["domains"] == ["住房公积金"] else {}) for source in COVERAGE]


def credit_file(name, serial, records, representative="陈示例", trade="零售业", scope="食品销售；日用百货销售；货物进出口。", **more):
    subject = {
        "kind": "企业", "name": name, "code": credit_code("91", "440001", serial), "企业类型": "有限责任公司(自然人投资或控股)",
        "法定代表人": representative, "成立日期": "2012-05-30", "住所": "广东省广州市天河区示例大道北188号示例大厦12楼1203室",
        "登记状态": "存续", "注册资本(万)": 5000, "登记机关": "广州市天河区市场监督管理局", "所属行业": trade, "经营范围": scope}
    return {"version": 1, "asOf": AS_OF, "subject": subject | more, "records": records, "coverage": COVERAGE}


def enterprise():
    """The README's example: a sound food company with one penalty, corrected."""
    name, serial = "广东粤示例健康食品有限公司", "MA5C0R1U"
    code = credit_code("91", "440001", serial)
    return credit_file(name, serial, {
        "行政许可": [
            licence("粤食生许〔2025〕示例第1127号", "食品生产许可决定书", "食品生产许可证", "SC10644010600000", "核准",
                    "2025-06-09", "2030-06-08", "食品类别：炒货食品及坚果制品（1801 炒货食品及坚果制品：烘炒类、其他类）；"
                    "方便食品（0702 其他方便食品：冲调类）。", "广东省市场监督管理局")],
        "行政处罚": [signed({
            "行政处罚决定书文号": "穗天市监处罚〔2026〕示例38号", "处罚类别": "没收违法所得;罚款", "处罚决定日期": "2026-03-12",
            "处罚内容": "依据《中华人民共和国食品安全法》第一百二十五条第一款第二项的规定，责令当事人改正违法行为，并决定处罚如下："
            "1.没收违法所得人民币1260元；2.处罚款人民币5000元。以上罚没款合计人民币6260元，当事人已于2026年3月20日缴清。",
            "罚款金额(万元)": 0.5, "没收违法所得、没收非法财物的金额（万元）": 0.126, "暂扣或吊销证照名称及编号": None,
            "违法行为类型": "经营标签不符合规定的预包装食品",
            "违法事实": "经查，当事人于2025年11月购进“示例牌”每日坚果（规格：750克/盒）60盒，其外包装标签未标注贮存条件，且所标生产日期"
            "与内包装喷码不一致。至2026年1月14日执法人员现场检查时止，当事人已售出42盒，获违法所得1260元。当事人系首次违法，"
            "能够积极配合调查，主动召回已售产品，并于限期内完成整改。",
            "处罚依据": "《中华人民共和国食品安全法》第六十七条第一款、第一百二十五条第一款第二项", "处罚有效期": "2099-12-31",
            "领域": "市场监管"},
            "广州市天河区市场监督管理局", "处罚")],
        "纳税信用A级纳税人": [
            {"纳税人名称": name, "统一社会信用代码": code, "纳税人识别号": code, "评价年度": "2025", "数据来源": "国家税务总局"}],
        "信用评价": [{
            "企业名称": name, "统一社会信用代码": code, "评定内容": "食品生产企业食品安全信用风险分类", "等级": "A级（信用良好）",
            "评定时间": "2026-01-31", "评定单位": "广东省市场监督管理局"}],
    }, trade="食品制造业", scope="许可项目：食品生产；食品销售；食品互联网销售。一般项目：食用农产品批发；食品添加剂销售；"
        "农副食品加工专用设备销售；技术服务、技术开发、技术咨询；货物进出口；技术进出口。（依法须经批准的项目，经相关部门批准后方可开展"
        "经营活动）")


def soiled(records):
    """What exports do to good data: every habit of null, every form of date, labels bent by spreadsheets."""
    nulls, turn = ["— —", "-", "/", "无", "空", "NULL", "", None], 0
    dates = ["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{:%Y-%m-%dT00:00:00}",
             "{:%Y/%m/%d 00:00:00}"]
    for group in records.values():
        for record in group:
            for label, value in list(record.items()):
                turn += 1
                del record[label]
                if value is None:
                    value = nulls[turn % len(nulls)]
                elif value == "2099-12-31":
                    value = ["2099/12/31", "长期", "2099-12-31"][turn % 3]
                elif isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
                    value = dates[turn % len(dates)].format(day(value))
                if turn % 4 == 0:
                    label = label.translate(str.maketrans("()（）", "（）()"))
                if turn % 11 == 0 and len(label) > 6:
                    label = label[:6] + "_x000D_\n" + label[6:]
                record[label if turn % 13 else f" {label}　"] = value
    return records


def enterprise_38_records():
    """Records over many categories, soiled; names, dates and grounds vary with the kind of act."""
    name, serial = "广东粤示例建设集团有限公司", "71926B4K"
    code, housing = credit_code("91", "440001", serial), "广东省住房和城乡建设厅"
    permits = [
        ("建筑业企业资质证书", "D244000示例", "核准", housing, "建筑工程施工总承包壹级；市政公用工程施工总承包贰级；建筑装修装饰工程专业承包壹级。"),
        ("安全生产许可证", "（粤）JZ安许证字〔2024〕示例0001", "普通", housing, "许可范围：建筑施工。"),
        ("建筑工程施工许可证", "440106202401010299", "普通", "广州市天河区住房和城乡建设局",
         "示例科技园一期工程：总建筑面积68500.35平方米，地上18层、地下2层，合同价格31280.5万元，合同工期720日历天。"),
        ("城镇污水排入排水管网许可证", "穗天水排证〔2024〕示例第88号", "普通", "广州市天河区水务局",
         "施工期间准许在申报范围内向城镇排水设施排放污水，排水量每日不超过120立方米，主要污染物：化学需氧量、悬浮物、氨氮。"),
        ("建筑垃圾处置核准证", "穗天城管渣〔2025〕示例12号", "核准", "广州市天河区城市管理和综合行政执法局",
         "准予处置建筑废弃物（余泥渣土）85000立方米，运输时段为每日22时至次日6时。"),
        ("道路运输经营许可证", "粤交运管许可穗字440100示例号", "普通", "广州市交通运输局", "道路普通货物运输（限自有车辆）。"),
        ("特种设备使用登记证", "起17粤A00001(24)", "登记", "广州市天河区市场监督管理局", "塔式起重机（型号QTZ80，设备代码4310示例）使用登记。")]
    records = {
        "行政许可": [
            licence(f"粤示例许〔{2023 + i % 4}〕{i + 1}号", f"准予{title.replace('证书', '').removesuffix('证')}决定书", title, number,
                    kind, f"{2023 + i % 4}-0{i + 1}-1{i}", "2099-12-31" if i % 3 == 0 else f"{2028 + i % 2}-0{i + 1}-0{i + 1}",
                    content, authority)
            for i, (title, number, kind, authority, content) in enumerate(permits)],
        "行政许可（旧版）": [
            {"行政许可决定书文号": f"穗天建许〔{year}〕示例{n}号", "审核类型": "普通", "许可决定日期": f"{year}-08-1{n}",
             "许可截止日期": f"{year + 2}-08-1{n}", "许可内容": content, "许可机关": "广州市天河区住房和建设局"}
            for n, year, content in [(1, 2015, "准予核发建设工程夜间施工许可。"), (2, 2016, "准予临时占用城市道路120平方米，用于设置施工围挡。")]],
        "行政处罚": [penalty(i) for i in (0, 9, 20, 31, 42, 53, 64)],
        "行政强制": [act(
            "穗天应急查扣〔2025〕示例3号", "查封、扣押", "扣押财物", "扣押不符合保障安全生产国家标准的手持电动工具16件，期限三十日；经整改验收，已于2025年5月9日解除。",
            "《中华人民共和国安全生产法》第六十五条第一款第四项", "2025-04-10", "广州市天河区应急管理局", 结果="已解除")],
        "行政确认": [
            act("GR202344000示例", "高新技术企业认定", "认定", "认定为高新技术企业。", "《高新技术企业认定管理办法》第十二条", "2023-12-28",
                "广东省科学技术厅", 有效期自="2023-12-28", 有效期至="2026-12-27"),
            act("穗人社工认〔2025〕示例1024号", "工伤认定", "确认", "认定职工所受伤害属于工伤认定范围，予以认定为工伤。", "《工伤保险条例》第十四条第一项",
                "2025-07-16", "广州市人力资源和社会保障局")],
        "行政征收": [act("穗天水保费〔2024〕示例7号", "水土保持补偿费", "征收", "应征水土保持补偿费34250.18元，已足额缴纳。",
                     "《中华人民共和国水土保持法》第三十二条第二款", "2024-03-05", "国家税务总局广州市天河区税务局")],
        "行政给付": [act("穗天人社稳岗〔2025〕示例311号", "失业保险稳岗返还", "给付", "返还失业保险费86500元，用于职工生活补助、转岗培训和技能提升培训。",
                     "《失业保险条例》及有关稳岗返还政策", "2025-09-18", "广州市天河区人力资源和社会保障局")],
        "行政裁决": [act("穗财采裁〔2025〕示例2号", "政府采购投诉处理", "裁决", "投诉事项缺乏事实依据，驳回投诉。", "《政府采购质疑和投诉办法》第二十九条第二项",
                     "2025-02-27", "广州市财政局")],
        "行政补偿": [act("穗规资补〔2024〕示例5号", "收回国有建设用地使用权补偿", "补偿", "因公共利益需要提前收回国有建设用地使用权1265平方米，依法给予补偿。",
                     "《中华人民共和国土地管理法》第五十八条第二款", "2024-10-22", "广州市规划和自然资源局")],
        "行政奖励": [act(f"粤建奖〔{year}〕示例{n}号", title, "表彰", f"授予“{title}”称号。", None, f"{year}-12-0{n}", housing)
                 for n, year, title in [(1, 2023, "广东省建设工程优质奖"), (2, 2024, "广东省房屋市政工程安全生产文明施工示范工地")]],
        "行政监督检查": [
            act("穗天消检〔2026〕示例56号", "消防监督抽查", "监督抽查", "抽查施工现场临时消防设施、动火审批和消防车通道。",
                "《消防监督检查规定》第七条", "2026-05-20", "广州市天河区消防救援大队", 结果="合格"),
            act("穗建质检〔2026〕示例118号", "工程质量监督检查", "双随机抽查", "1.抽查混凝土强度回弹记录12组；\n2.抽查钢筋进场复验报告8份；\n3.抽查"
                "隐蔽工程验收记录。", "《建设工程质量管理条例》第四十八条", "2026-06-11", "广州市住房和城乡建设局", 结果="发现问题1项，已责令整改并复查合格")],
        "纳税信用A级纳税人": [{"纳税人名称": name, "统一社会信用代码": code, "纳税人识别号": code, "评价年度": year, "数据来源": "国家税务总局"}
                      for year in ("2022", "2023", "2024")],
        "公路工程建设领域守信典型企业": [{"企业名称": name, "统一社会信用代码": code, "注册地址": "广东省广州市天河区示例大道北188号",
                            "企业资质": "公路工程施工总承包贰级", "年度": "2024", "备注": None, "数据来源": "交通运输部"}],
        "失信被执行人": [{
            "失信被执行人姓名/名称": name, "身份证号码/组织机构代码": code[8:17], "执行法院": "广州市天河区人民法院", "省份": "广东",
            "执行依据文号": "（2025）粤0106民初示例1234号", "立案时间": "2026-02-11", "案号": "（2026）粤0106执示例567号",
            "做出执行依据单位": "广州市天河区人民法院", "生效法律文书确定的义务": "支付工程款1,286,400.00元及逾期利息（自2024年9月1日起按全国银行间"
            "同业拆借中心公布的一年期贷款市场报价利率计算），并负担案件受理费16378元。", "被执行人的履行情况": "全部未履行",
            "失信被执行人行为具体情形": "有履行能力而拒不履行生效法律文书确定义务", "发布时间": "2026-03-30", "已履行部分": None, "未履行部分": None,
            "数据来源": "最高人民法院"}],
        "经营（活动）异常名录（状态）": [{
            "企业名称": name, "统一社会信用代码": code, "法定代表人": "李示例", "主体身份代码": None, "注册号": None,
            "列入经营异常名录原因类型名称": "通过登记的住所或者经营场所无法联系", "设立日期": "2021-07-12",
            "列入决定机关名称": "广州市天河区市场监督管理局", "移出原因": "依法办理住所变更登记，提出移出申请", "移出日期": "2021-09-03",
            "移出机关": "广州市天河区市场监督管理局", "数据来源": "国家市场监督管理总局"}],
        "企业信用承诺及其履约践诺情况信息": [{
            "承诺编码": "44010620250311000027", "承诺类型": "证明事项型", "承诺事由": "安全生产许可证延期", "做出承诺日期": "2025-03-11",
            "承诺受理单位": housing, "受理单位代码": authority_code(housing), "承诺履约状态": "全部履行", "数据来源": housing}],
        "企业信用承诺公示": [{"企业名称": name, "统一社会信用代码": code, "信用承诺事项": "依法诚信参与招标投标活动，不串通投标、不弄虚作假、不转包和违法分包。",
                      "做出信用承诺时间": "2025-06-01", "经办人": None}],
        "信用评价": [{"企业名称": name, "统一社会信用代码": code, "评定内容": "建筑施工企业信用评价", "等级": "AA", "评定时间": "2025-12-31",
                  "评定单位": housing}],
        "合同履行": [{"合同名称": "示例科技园一期工程施工总承包合同", "合同编号": "GF-2017-0201-示例001", "签订日期": "2024-01-08",
                  "合同金额(万元)": 31280.5, "履行状态": "履行中", "数据来源": "广东省建设工程项目监管平台"}],
    }
    records["行政处罚"].append(dict(records["行政处罚"][0]))  # a duplicate
    records["行政许可"][4]["许可机关"] = "11440106007512"  # a number,
    records["行政处罚"][3]["数据来源单位"] = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"  # and a UUID where a name belongs
    assert sum(map(len, records.values())) == 38
    return credit_file(name, serial, soiled(records), 法定代表人="李示例", 成立日期="2001年8月16日", 所属行业="房屋建筑业",
                       经营范围="各类工程建设活动；房屋建筑和市政基础设施项目工程总承包；建筑劳务分包；工程管理服务；建筑工程机械与设备租赁。")


EXCHANGE = {
    "行政许可": ("XK", {
        "行政许可决定文书名称": "XKWS", "行政许可决定文书号": "WSH", "许可类别": "XKLB", "许可证书名称": "XKZS", "许可编号": "XKBH",
        "许可内容": "NR", "许可决定日期": "JDRQ", "有效期自": "YXQZ", "有效期至": "YXQZI", "许可机关": "XKJG",
        "许可机关统一社会信用代码": "XKJGDM", "当前状态": "ZT", "数据来源单位": "LYDW", "数据来源单位统一社会信用代码": "LYDWDM"}),
    "行政处罚": ("CF", {
        "行政处罚决定书文号": "WSH", "违法行为类型": "WFXW", "违法事实": "SY", "处罚依据": "YJ", "处罚类别": "CFLB", "处罚内容": "NR",
        "罚款金额(万元)": "NR_FK", "没收违法所得、没收非法财物的金额（万元）": "NR_WFFF", "暂扣或吊销证照名称及编号": "NR_ZKDX",
        "处罚决定日期": "JDRQ", "处罚有效期": "YXQ", "公示截止期": "GSJZQ", "处罚机关": "CFJG", "处罚机关统一社会信用代码": "CFJGDM",
        "数据来源单位": "SJLY", "数据来源单位统一社会信用代码": "SJLYDM"})}


def enterprise_exchange_codes():
    """As rows come out of the two tables of 双公示: every column, empty ones too, dates with slashes."""
    name, serial = "广州粤示例物流有限公司", "MA59G7P2"
    code = credit_code("91", "440001", serial)
    permits = [("道路运输经营许可证", "道路普通货物运输；货物专用运输（集装箱）。", "广州市交通运输局"),
               ("食品经营许可证", "预包装食品（含冷藏冷冻食品）销售。", "广州市黄埔区市场监督管理局"),
               ("营业性演出场所备案", "备案场所：示例物流园多功能厅。", "广州市黄埔区文化广电旅游体育局")]
    tables = {
        "行政许可": [licence(f"穗示例许〔2025〕{i + 1}号", f"准予行政许可决定书（{title}）", title, f"4401000000{i}", "普通", f"2025-0{i + 3}-21",
                         "2099-12-31", content, authority) | {"当前状态": "1"} for i, (title, content, authority) in enumerate(permits)],
        "行政处罚": [penalty(i) | {"公示截止期": f"2027-0{n + 1}-15"} for n, i in enumerate((3, 12, 8, 24))]}

    def row(prefix, columns, record):
        cells = {"XDR_MC": name, "XDR_LB": "法人及非法人组织", "XDR_SHXYM": code, "XDR_GSZC": "", "XDR_ZZJG": code[8:17], "XDR_SWDJ": "",
                 "XDR_SYDW": "", "XDR_SHZZ": "", "FRDB": "王示例", "FR_ZJLX": "", "FR_ZJHM": "", "XDR_ZJLX": "", "XDR_ZJHM": ""}
        for label, column in columns.items():
            value = record.get(label)
            cells[column] = "" if value is None else value
            if column in ("JDRQ", "YXQZ", "YXQZI", "YXQ", "GSJZQ"):
                cells[column] = value.replace("-", "/")
        return {f"{prefix}_{column}": cell for column, cell in cells.items()} | {"BZ": ""}

    records = {table: [row(*EXCHANGE[table], record) for record in rows] for table, rows in tables.items()}
    return credit_file(name, serial, records, 法定代表人="王示例", 所属行业="道路运输业", 经营范围="道路货物运输；国内货物运输代理；普通货物仓储服务。")


def long_measure(length):
    """A decision of exactly so many characters that lists what was confiscated; the list's number fills the rest."""
    text, item = "责令停止违法行为，没收下列物品：", 0
    end = "以上物品的清单编号为{}；并处罚款人民币48000元，自收到本决定书之日起十五日内缴至指定银行。"
    while len(text) + len(end) < length - 60:
        item += 1
        text += (f"（{item}）“示例{'甲乙丙丁戊己庚辛'[item % 8]}型”充电器{item * 7 % 40 + 1}件，规格DC {item % 20 + 5}V/"
                 f"{item % 3 + 1}A，批号SL-{20250000 + item * 37}；")
    return text + end.format(str(item).zfill(length - len(text) - len(end) + 2))


def enterprise_rare_characters():
    """Characters beyond the common fonts, long names, long texts, words that cannot be broken."""
    name = "广东粤示例𠮷𬀩𫗎𡌴𪛖文化创意与数字科技（国际）产业投资控股集团股份有限公司广州市天河区珠江新城华夏路第一分公司（筹建处）"
    assert len(name) == 60, len(name)
    serial = "MA5D8X3Q"
    records = {
        "行政许可": [licence(
            "粤文演〔2025〕示例𠮷1号", "准予行政许可决定书", "营业性演出许可证", "440000120099-EXAMPLE-2025-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-0123456789-0123456789",
            "普通", "2025-02-28", "2027-02-27", "准予举办“𰻞𰻞面与𪛖文化节”；主要演职人员：𠮷𬀩、𫗎示例、𡌴示例、葛\U000e0100示例（异体字选择符）、𱍐示例（扩展H区）；"
            "节目详见https://example.gov.cn/very/long/path/that/can/not/be/broken/anywhere/2025/02/28/programme-0123456789abcdef0123456789abcdef0123456789abcdef.html"
            "；音响设备 JBL VTX A12 共24只、灯光 Robe MegaPointe 36台，功率合计128.5kW（±5%）。", "广东省文化和旅游厅")],
        "行政处罚": [
            penalty(2) | {"行政处罚决定书文号": "穗天市监处罚〔2026〕示例4000号", "处罚内容": long_measure(4000), "罚款金额(万元)": 4.8},
            penalty(4) | {"违法事实": "当事人在其网站（www.example.com/𠮷）首页、APP v3.2.1 及微信小程序中宣称“No.1 in Guangdong”“TOP 10”，并使用“𬀩牌”“𫗎记”字样。"
                          * 6}],
        "信用承诺": [{"承诺编码": "44000120250601000001", "承诺人名称": name, "承诺类型": "主动型", "承诺事由": "依法诚信经营",
                  "承诺内容": "一、依法经营；二、诚实守信；三、自觉接受监督。", "承诺作出日期": "2025-06-01", "承诺履行状态": "全部履行", "公开类型": "可向社会公开"}],
    }
    return credit_file(name, serial, records, 法定代表人="𠮷𬀩", 住所="广东省广州市天河区𡌴路𪛖里1号A座B1-C302室（自编𫗎号）", 所属行业="文化艺术业")


def enterprise_missing_glyph():
    """Characters that no font has: private use, as left by systems from before GB 18030-2022, and an unassigned one."""
    return credit_file("广东粤示例\ue5e5缺字科技有限公司", "MA5E2Y4R", {
        "行政许可": [licence("粤示例许〔2025〕缺1号", "准予行政许可决定书", "食品经营许可证", "JY14401000000\ue5e5", "普通", "2025-01-06",
                         "2030-01-05", "负责人：张\U000f1234示例、\U0003134b示例。", "广州市天河区市场监督管理局")]}, 法定代表人="张\U000f1234")


def no_violation():
    """A company that wants to be listed: domains without records, with records, in doubt, and one whose source failed."""
    def fined(number, authority, decided, kind, amount, **more):
        return signed({
            "行政处罚决定书文号": number, "处罚类别": "罚款", "处罚决定日期": decided, "处罚内容": f"处罚款人民币{round(amount * 10000)}元。",
            "罚款金额(万元)": amount, "违法行为类型": kind, "违法事实": f"当事人存在{kind}的行为，有现场笔录、询问笔录及照片等证据证实。",
            "处罚依据": "《示例条例》第三十八条", "处罚有效期": "2099-12-31"} | more, authority, "处罚")

    file = credit_file("广东粤示例智能装备股份有限公司", "MA5N0W1L", {
        "行政许可": [licence("粤示例许〔2024〕装备第3号", "准予行政许可决定书", "特种设备生产许可证", "TS1044001-2028", "核准", "2024-03-04",
                         "2028-03-03", "特种设备制造：机械式停车设备。", "广东省市场监督管理局")],
        "行政处罚": [
            fined("穗埔消行罚决字〔2025〕示例第21号", "广州市黄埔区消防救援大队", "2025-04-18", "消防设施未保持完好有效", 1.2),
            fined("穗埔消行罚决字〔2024〕示例第7号", "广州市黄埔区消防救援大队", "2024-02-27", "疏散通道被占用", 0.5,
                  信用修复状态="已修复"),
            fined("穗埔税简罚〔2024〕示例118号", "国家税务总局广州市黄埔区税务局", "2024-08-19", "未按照规定期限办理纳税申报", 0.02,
                  处罚程序="简易程序"),
            fined("穗埔联罚〔2025〕示例第66号", "广州市黄埔区应急管理局、广州市黄埔区消防救援大队", "2025-09-02", "占用、堵塞疏散通道", 2),
            fined("穗埔市监罚〔2019〕示例第5号", "广州市黄埔区市场监督管理局", "2019-06-11", "未按照规定明码标价", 0.1),
            fined("穗环（埔）罚〔2025〕示例第9号", "广州市生态环境局", "2025-01-20", "危险废物贮存未设置识别标志", 10)],
    }, trade="专用设备制造业", scope="智能装备、自动化设备的研发、制造、销售。")
    file["coverage"] = [dict(source) for source in STATEMENT_COVERAGE]
    file["coverage"][-1] |= {"state": "failed", "reason": "数据接口于2026年11月18日起中断", "through": "2026-11-17"}
    # A source that does not say what it delivered, and rows of before the period that nobody could attribute.
    del file["coverage"][-3]["categories"]
    file["unattributed"] = [{"source": "广东省药品监督管理局", "categories": ["行政处罚"], "day": "2019-03-05", "count": 2,
                             "reason": "没有统一社会信用代码，名称与登记信息不符"}]
    return file


def no_violation_clean():
    """A company of which nothing is on record, and every source of the ten domains was looked through."""
    file = credit_file("广东粤示例清水环境科技有限公司", "MA5C1EAN", {}, trade="科技推广和应用服务业", scope="环保技术研发、技术咨询。")
    return file | {"coverage": STATEMENT_COVERAGE}


def huge():
    return credit_file("广东粤示例连锁商业有限公司", "MA4W9T6H", {"行政处罚": [penalty(i) for i in range(5000)]})


ORGANISATIONS = [("91", "广东粤示例健康食品有限公司", "MA5C0R1U"), ("91", "广州粤示例物流有限公司", "MA59G7P2"), ("92", "广州市天河区粤示例小吃店", "MA5F1A2B"),
                 ("93", "从化粤示例荔枝专业合作社", "MA5G3C4D"), ("12", "广州市粤示例文化馆", "45535001"), ("52", "广州市粤示例社会工作服务中心", "MJK90001")]
PERSON = ("示例甲", "440001199001010018")  # the check character is put right below


def citizen_number(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(w * int(c) for w, c in zip(weights, number)) % 11]


def counterpart(i, prefix):
    """The columns that say whose a row is; every seventh row is a natural person's."""
    if i % 7 == 6:
        cells = {"XDR_MC": PERSON[0], "XDR_LB": "自然人", "XDR_ZJLX": "身份证", "XDR_ZJHM": citizen_number(PERSON[1])}
    else:
        kind, name, serial = ORGANISATIONS[i % 7]
        cells = {"XDR_MC": name, "XDR_LB": "个体工商户" if kind == "92" else "法人及非法人组织",
                 "XDR_SHXYM": credit_code(kind, "440001", serial)}
    return {f"{prefix}_{column}": cell for column, cell in cells.items()}


def licence_rows():
    """With labels as heads, and with defects of five kinds."""
    names = {"XDR_MC": "行政相对人名称", "XDR_LB": "行政相对人类别", "XDR_SHXYM": "行政相对人代码_1（统一社会信用代码）", "XDR_ZJLX": "证件类型",
             "XDR_ZJHM": "证件号码"}
    rows = []
    for i in range(14):
        decided = day("2026-09-21") + datetime.timedelta(days=i * 3)
        row = {"序号": i + 1} | {label: "" for label in names.values()}
        row |= {names[column[3:]]: cell for column, cell in counterpart(i, "XK").items()}
        row |= licence(f"穗示例许〔2026〕{i + 1}号", "准予行政许可决定书", "食品经营许可证", f"JY1440100000{i:04d}", "普通", decided.isoformat(),
                       "2031-09-20", "预包装食品销售；\n自制饮品制售。" if i % 2 else "热食类食品制售", "广州市天河区市场监督管理局")
        row["上报日期"] = (decided + datetime.timedelta(days=1 + i % 5)).isoformat()
        rows.append(row)
    rows[3]["许可决定日期"] = "2026/9/31"  # no such day
    rows[7]["许可类别"] = "普通许可"  # no such kind
    rows[8]["行政相对人名称"] = "广州粤示例货运有限公司"  # another name of the same code
    rows[9]["行政相对人代码_1（统一社会信用代码）"] = ""  # rejected: no code
    rows[10]["上报日期"] = "2026-11-18"  # too late
    return rows


def penalty_rows(count):
    """With exchange codes as heads, as systems export them."""
    prefix, columns = EXCHANGE["行政处罚"]
    rows = []
    for i in range(count):
        record = penalty(i)
        cells = {f"{prefix}_{column}": "" for column in ("XDR_MC", "XDR_LB", "XDR_SHXYM", "XDR_ZJLX", "XDR_ZJHM")}
        cells |= counterpart(i, prefix)
        for label, column in columns.items():
            value = record.get(label)
            cells[f"{prefix}_{column}"] = "" if value is None else str(value).replace("-", "/") if column in ("JDRQ", "YXQ") else value
        cells["领域"] = record["领域"]
        rows.append(cells)
    return rows


def many_penalties(count):
    """Rows of up to 9,000 companies."""
    rows = penalty_rows(count)
    for i, row in enumerate(rows):
        row |= {"CF_XDR_MC": f"广东粤示例{i % 9000}号有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_ZJLX": "", "CF_XDR_ZJHM": "",
                "CF_XDR_SHXYM": credit_code("91", "440001", f"MA{i % 9000:06d}")}
    return rows


def example_penalties():
    rows = penalty_rows(12)
    rows[2]["CF_NR_FK"] = "五百元"  # no amount
    rows[4]["CF_XDR_SHXYM"] = rows[4]["CF_XDR_SHXYM"][:-1] + "0"  # the wrong check character
    rows[5]["CF_CFJG"] = "11440106007512"  # a number where a name belongs
    rows.append(dict(rows[0]))  # a duplicate
    return rows


def csv_text(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def column_name(index):
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def workbook(sheet, title, groups, rows, dates):
    """A small XLSX: a merged title, a head of two rows with merged groups, texts shared and in place, days as numbers."""
    strings, cells = [], []

    def text(value):
        if value not in strings:
            strings.append(value)
        return f't="s"><v>{strings.index(value)}</v>'

    labels = [label for _, group in groups for label in group]
    lines = [(1, [("A1", text(title))])]
    upper, merges, column = [], [f"A1:{column_name(len(labels) - 1)}1"], 0
    for name, group in groups:
        upper.append((f"{column_name(column)}2", text(name)))
        end = column_name(column + len(group) - 1)
        merges.append(f"{column_name(column)}2:{end}{2 if len(group) > 1 else 3}")
        column += len(group)
    lines += [(2, upper), (3, [(f"{column_name(i)}3", text(label)) for i, label in enumerate(labels) if label])]
    for number, row in enumerate(rows, 4):
        line = []
        for i, value in enumerate(row):
            reference = f"{column_name(i)}{number}"
            if i in dates and value:
                line.append((reference, f's="1"><v>{(day(value) - day("1899-12-30")).days}</v>'))
            elif value and i % 2:
                line.append((reference, f't="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'))
            elif value:
                line.append((reference, text(value)))
        lines.append((number, line))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    data = "".join(f'<row r="{n}">' + "".join(f'<c r="{r}" {c}</c>' for r, c in line) + "</row>" for n, line in lines)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{types}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">' + "".join(
            f'<Relationship Id="rId{i}" Type="{office}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(
                [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")], 1))
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月'
        '&quot;d&quot;日&quot;"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/>'
        '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" '
        'applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{len(strings)}" uniqueCount="{len(strings)}">' + "".join(
            f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData><mergeCells count="{len(merges)}">' + "".join(
            f'<mergeCell ref="{m}"/>' for m in merges) + "</mergeCells></worksheet>"}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 18, 0, 0)),
                             '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def commitments():
    groups = [("承诺编码", [""]), ("承诺人", ["承诺人名称", "承诺人类别", "承诺人代码"]), ("承诺类型", [""]), ("承诺事由", [""]), ("承诺内容", [""]),
              ("承诺作出日期", [""]), ("承诺履行状态", [""]), ("承诺受理单位", ["名称", "代码"]), ("归集日期", [""])]
    rows = []
    for i in range(8):
        kind, name, serial = ORGANISATIONS[i % 6]
        made = day("2026-10-12") + datetime.timedelta(days=i * 2)
        housing = "广州市住房和城乡建设局"
        rows.append([
            f"440106{made:%Y%m%d}{i + 1:06d}", name, "个体工商户" if kind == "92" else "法人及非法人组织", credit_code(kind, "440001", serial),
            ["证明事项型", "主动型", "容缺受理型"][i % 3], "示例事项告知承诺", "一、所填信息真实；\n二、自觉接受监督。", made.isoformat(),
            "全部履行", housing, authority_code(housing), (made + datetime.timedelta(days=2)).isoformat()])
    rows[2][8] = "已履行"  # no such state
    return workbook("信用承诺", "示例市信用承诺信息归集表", groups, rows, dates={7, 11})


def subject_file(subject, records, **more):
    """A file on a subject of any kind."""
    return {"version": 1, "asOf": AS_OF, "subject": subject, **more, "records": records, "coverage": COVERAGE}


APPLICANT_NUMBER = citizen_number("44000119900312002")
APPLICANT = {"kind": "自然人", "姓名": "示例一", "证件类型": "居民身份证", "证件号码": APPLICANT_NUMBER,
          "性别": "女", "民事行为能力": "完全民事行为能力", "工作单位": "广东粤示例健康食品有限公司", "住址": "广东省广州市天河区示例路1号", "手机号码": "13800138000"}


def personal_records():
    """All that can be on record about a person: titles, certificates, honours, hours, a penalty, the court's list."""
    education, court = "广东省教育厅", "广州市天河区人民法院"
    return {
        "职称和职业": [{"资格/职称名称": "食品工程专业工程师", "级别": "中级", "证书编号": "粤示例职证字第1900001号", "专业": "食品工程",
                    "授予单位": "广东省人力资源和社会保障厅", "授予日期": "2019-12-20", "数据来源": "广东省人力资源和社会保障厅"}],
        "职业技能证书": [{"证书名称": "食品检验员", "级别": "三级/高级工", "证书编号": "示例S000044000001", "工种": "食品检验", "发证日期": "2021-06-18",
                    "有效期至": "长期", "发证机关": "广东省示例职业技能鉴定中心"}],
        "教师资格": [{"证书名称": "高级中学教师资格", "证书编号": "示例20144400000000001", "任教学科": "化学", "发证日期": "2014-07-01",
                  "发证机关": education, "数据来源": education}],
        "导游资格": [{"证书名称": "初级导游资格", "证书编号": "示例DZG2016GD00001", "发证日期": "2016-03-15", "发证机关": "广东省文化和旅游厅"}],
        "个人荣誉": [{"荣誉名称": "示例市食品安全先进个人", "级别": "市级", "文件依据": "示例食安〔2023〕1号", "授予日期": "2023-12-15",
                  "授予单位": "示例市食品安全委员会办公室"}],
        "志愿服务": [{"志愿服务组织": "示例社区志愿服务队", "志愿服务项目": "社区食品安全宣传", "注册日期": "2018-05-04", "志愿服务时长(小时)": "126.5",
                  "志愿者星级": "二星", "数据来源": "广东志愿者信息管理平台"}],
        "行政许可": [licence("穗天人社许〔2022〕示例7号", "准予行政许可决定书", "人力资源服务许可证（示例）", "440106000001", "普通", "2022-04-11",
                         "2027-04-10", "准予从事示例业务。", "广州市天河区人力资源和社会保障局")],
        "行政处罚": [
            # The person's own numbers in running text are masked; the decision's number and the amount are not.
            penalty(1) | {"行政处罚决定书文号": "穗天市监处罚〔2026〕示例77号", "处罚决定日期": "2026-05-20", "处罚类别": "罚款",
                          "违法事实": f"当事人示例一（身份证号{APPLICANT_NUMBER}，联系电话138-0013-8000）在示例市场"
                          "经营时未按规定明码标价，涉案货值人民币13800000元以下，经检查后主动改正。"},
            # Order 36: a warning alone is slight, and not shown.
            penalty(10) | {"行政处罚决定书文号": "穗天市监处罚〔2026〕示例78号", "处罚决定日期": "2026-06-02", "处罚类别": "警告", "罚款金额(万元)": None,
                           "处罚内容": "予以警告。"},
            # Decided before the person came of age: in no report.
            penalty(19) | {"行政处罚决定书文号": "示例2007-1号", "处罚决定日期": "2007-09-01", "处罚类别": "警告"}],
        "失信被执行人": [{
            "失信被执行人姓名/名称": "示例一", "身份证号码/组织机构代码": APPLICANT_NUMBER, "执行法院": court,
            "省份": "广东", "执行依据文号": "（2025）粤0106民初示例4321号", "立案时间": "2025-09-11", "案号": "（2025）粤0106执示例765号",
            "做出执行依据单位": court, "生效法律文书确定的义务": "返还借款本金20,000.00元及利息。", "被执行人的履行情况": "全部未履行",
            "失信被执行人行为具体情形": "违反财产报告制度", "发布时间": "2025-12-30", "数据来源": "最高人民法院"}],
        "信用承诺": [{"承诺编码": "44010620260301000001", "承诺人名称": "示例一", "承诺人类别": "自然人", "承诺类型": "证明事项型", "承诺事由": "办理示例资格登记",
                  "承诺内容": "所填信息真实、完整。", "承诺作出日期": "2026-03-01", "承诺履行状态": "全部履行", "公开类型": "可向社会公开"}],
    }


def personal():
    """A person who asks for their own report."""
    return subject_file(APPLICANT, personal_records(), request={
        "查询人": "示例一", "查询依据": "本人申请", "查询用途": "求职"})


def personal_authorised():
    """A bank that asks with the person's written authorisation; the person has a passport, so that the age is given."""
    subject = {"kind": "自然人", "姓名": "示例二", "证件类型": "护照", "证件号码": "E00000001", "出生日期": "1985-10-01", "性别": "男", "国籍": "中国"}
    honours = {"其他荣誉": [{"荣誉名称": "示例优秀志愿者", "授予日期": "2024-12-05", "授予单位": "示例志愿服务联合会"}]}
    return subject_file(subject, honours, request={
        "查询人": "示例银行股份有限公司广州分行", "查询依据": "书面授权", "查询用途": "个人贷款审批", "授权书编号": "示例授〔2026〕第1号",
        "授权日期": "2026-11-01", "授权有效期至": "2099-12-31"})


def body(kind, prefix, name, serial, records, **fields):
    return subject_file({"kind": kind, "name": name, "code": credit_code(prefix, "440001", serial)} | fields, records)


def individual_business():
    """An eating house of one person, with what Guangdong adds: housekeeping is another's, fire safety its own."""
    return body("个体工商户", "92", "广州市天河区示例小食店", "MA5K1A2B", {
        "行政许可": [licence("穗天市监食许〔2024〕示例9号", "准予行政许可决定书", "食品经营许可证", "JY24401060000001", "普通", "2024-03-08",
                         "2029-03-07", "热食类食品制售。", "广州市天河区市场监督管理局")],
        "行政处罚": [penalty(1)],
        "消防安全信用": [{"信用事项": "消防安全检查", "信用等级": "良好", "内容": "抽查合格。", "认定日期": "2026-04-15", "认定机关": "广州市天河区消防救援大队"}],
    }, 经营者="示例三", 组成形式="个人经营", 注册日期="2018-06-01", 经营场所="广州市天河区示例路2号首层", 登记状态="存续", 经营范围="餐饮服务。")


def cooperative():
    return body("农民专业合作社", "93", "广州市从化区示例荔枝种植专业合作社", "MA5K3C4D", {
        "行政奖励": [act("示例农奖〔2024〕2号", "示范合作社", "表彰", "授予“示例市级示范合作社”称号。", None, "2024-11-06", "广州市从化区农业农村局")],
        "信用评价": [{"评定内容": "农民专业合作社信用评价（示例）", "等级": "A", "评定时间": "2025-12-01", "评定单位": "广州市从化区农业农村局"}],
    }, 法定代表人="示例四", 类型="农民专业合作社", 成立日期="2015-04-20", 住所="广州市从化区示例镇示例村", 登记状态="存续", 成员出资总额="120")


def public_institution():
    return body("事业单位", "12", "广州市示例图书馆", "45500001", {
        "企业环境保护信用评价": [{"评价名称": "示例评价", "评价年度": "2025", "评价等级": "环保良好", "评价日期": "2026-03-31", "评价单位": "广东省生态环境厅"}],
    }, 法定代表人="示例五", 举办单位="广州市文化广电旅游局", 审批机关="中共广州市委机构编制委员会", 状态="正常", 住所="广州市越秀区示例路3号",
                有效期自="2022-05-01", 有效期至="2027-04-30", 经费来源="财政补助", 开办资金="860", 宗旨和业务范围="为社会提供图书借阅服务。")


def social_organisation():
    return body("社会组织", "51", "广州市示例食品行业协会", "50000012", {
        "行政监督检查": [act("示例民检〔2026〕4号", "社会组织年度检查", "年检", "2025年度检查。", "《社会团体登记管理条例》第二十八条", "2026-06-30",
                     "广州市民政局", 结果="合格")],
        "家政服务信用": [{"信用事项": "家政服务机构培训", "信用等级": "优", "内容": "组织会员培训12场。", "记录日期": "2026-02-10", "认定单位": "广东省商务厅"}],
    }, 法定代表人="示例六", 业务主管单位="广州市市场监督管理局", 组织类型="社会团体", 登记类型="成立登记", 业务范围="行业交流、培训、咨询。", 状态="正常")


def government_body():
    return body("机关", "11", "广州市示例区示例局", "00700001", {
        "合同履行": [{"合同名称": "示例政务信息系统采购合同", "合同编号": "示例采〔2025〕1号", "签订日期": "2025-08-01", "合同金额(万元)": 86.5, "履行状态": "已履行"}],
    }, 负责人="示例七", 机构性质="行政机关", 机构地址="广州市示例区示例路4号", 赋码机关="中共广州市示例区委机构编制委员会办公室")


SMALL = {"enterprise": enterprise, "enterprise-38-records": enterprise_38_records,
         "enterprise-exchange-codes": enterprise_exchange_codes, "enterprise-rare-characters": enterprise_rare_characters,
         "enterprise-missing-glyph": enterprise_missing_glyph, "no-violation": no_violation,
         "no-violation-clean": no_violation_clean, "personal": personal, "personal-authorised": personal_authorised,
         "individual-business": individual_business, "cooperative": cooperative,
         "public-institution": public_institution, "social-organisation": social_organisation,
         "government-body": government_body}


def write(path, value, **layout):
    path.write_text(json.dumps(value, ensure_ascii=False, **layout) + "\n", encoding="utf-8")
    print(path)


def write_bytes(path, content):
    path.write_bytes(content)
    print(path)


def main(arguments):
    if not arguments:
        for name, make in SMALL.items():
            write(pathlib.Path(__file__).parent / f"{name}.json", make(), indent=2)
        folder = pathlib.Path(__file__).parent / "import"
        folder.mkdir(exist_ok=True)
        write_bytes(folder / "licences.csv", csv_text(licence_rows()).encode("utf-8-sig"))
        write_bytes(folder / "penalties.csv", csv_text(example_penalties()).encode("gb18030"))
        write_bytes(folder / "commitments.xlsx", commitments())
    elif len(arguments) == 2 and arguments[0] == "--huge":
        folder = pathlib.Path(arguments[1])
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "enterprise-5000-penalties.json", huge())
    elif len(arguments) == 3 and arguments[0] == "--tables":
        folder = pathlib.Path(arguments[2])
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes(folder / f"penalties-{arguments[1]}.csv", csv_text(many_penalties(int(arguments[1]))).encode())
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
