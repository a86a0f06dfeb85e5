"""Who and what the sample company sells with: regions, channels, products, customers, reps. Data only.

The company, its customers and its people are made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.messages import Language
from salesplan_xl.units import Month


@dataclass(frozen=True)
class Name:
    """A name in both languages."""

    en: str
    zh: str

    def of(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


COMPANY = Name("Hexi Foods (sample company)", "禾溪食品有限公司（示例）")


@dataclass(frozen=True)
class Region:
    """``size`` is relative; ``growth`` per mille a year; ``pace`` is how the plan year went."""

    name: Name
    code: str
    size: int
    growth: int
    pace: int
    potential: int


REGIONS: tuple[Region, ...] = (
    Region(Name("East China", "华东"), "R01", 1350, 90, 965, 130_000),
    Region(Name("South China", "华南"), "R02", 1120, 140, 905, 100_000),
    Region(Name("Central China", "华中"), "R03", 900, 110, 985, 52_000),
    Region(Name("North China", "华北"), "R04", 1050, 40, 880, 70_000),
    Region(Name("Southwest China", "西南"), "R05", 780, 180, 1015, 68_000),
    Region(Name("Northeast China", "东北"), "R06", 620, -30, 835, 24_000),
)


@dataclass(frozen=True)
class Channel:
    """``price`` is per mille of the list price; ``months`` the season from January on, 100 being even."""

    name: Name
    code: str
    price: int
    months: tuple[int, ...]


CHANNELS: tuple[Channel, ...] = (
    Channel(Name("Distributors", "经销商"), "C1", 780, (92, 80, 98, 98, 98, 96, 94, 98, 108, 102, 104, 110)),
    Channel(Name("Supermarkets", "商超"), "C2", 930, (96, 84, 96, 98, 102, 98, 98, 98, 110, 106, 100, 106)),
    Channel(Name("E-commerce", "电商"), "C3", 900, (88, 66, 96, 84, 92, 158, 78, 82, 92, 84, 204, 96)),
    Channel(
        Name("Food service", "餐饮特通"), "C4", 820, (92, 72, 96, 102, 108, 108, 104, 102, 100, 104, 100, 96)
    ),
)


@dataclass(frozen=True)
class Product:
    """Price and cost in 分 a case; ``festival`` per mille lift on each day of stocking up for 春节."""

    name: Name
    code: str
    group: Name
    price: int
    cost: int
    popularity: int
    festival: int
    mid_autumn: int = 100
    first: Month | None = None
    last: Month | None = None
    like: int | None = None


_NUTS = Name("Nuts", "坚果")
_BAKED = Name("Biscuits", "烘焙饼干")
_FRUIT = Name("Dried fruit", "果干蜜饯")
_OATS = Name("Oats and drinks", "冲调饮品")
_GIFTS = Name("Gift boxes", "礼盒")

PRODUCTS: tuple[Product, ...] = (
    Product(Name("Mixed nuts 750 g", "混合坚果750g"), "P0101", _NUTS, 26_880, 16_420, 150, 32, 112),
    Product(Name("Cashews 200 g", "原味腰果200g"), "P0102", _NUTS, 22_560, 14_310, 110, 22),
    Product(Name("Amber walnuts 250 g", "琥珀核桃仁250g"), "P0103", _NUTS, 19_920, 12_070, 84, 20),
    Product(
        Name("Daily nuts low sugar", "低糖每日坚果"),
        "P0104",
        _NUTS,
        31_680,
        18_840,
        96,
        18,
        100,
        Month(2025, 4),
    ),
    Product(Name("Soda crackers 400 g", "苏打饼干400g"), "P0201", _BAKED, 8_640, 5_180, 190, 6),
    Product(Name("Butter cookies 320 g", "黄油曲奇320g"), "P0202", _BAKED, 12_480, 7_360, 150, 24, 124),
    Product(
        Name("Sea salt wafers 150 g", "海盐威化150g"),
        "P0203",
        _BAKED,
        7_920,
        5_230,
        90,
        4,
        last=Month(2026, 8),
    ),
    Product(Name("Hawthorn strips 108 g", "山楂条108g"), "P0301", _FRUIT, 9_360, 5_040, 120, 12),
    Product(Name("Dried mango 100 g", "芒果干100g"), "P0302", _FRUIT, 13_200, 8_010, 130, 12),
    Product(Name("Oat flakes 1 kg", "纯燕麦片1kg"), "P0401", _OATS, 11_760, 6_820, 160, 0),
    Product(
        Name("Jujube drink 245 ml", "红枣饮245ml"), "P0402", _OATS, 8_160, 5_090, 80, 10, last=Month(2025, 12)
    ),
    Product(
        Name("Walnut milk 240 ml", "核桃乳240ml"), "P0403", _OATS, 10_320, 6_060, 120, 30, 100, Month(2026, 3)
    ),
    Product(Name("Festival nut gift box", "坚果礼盒1.6kg"), "P0501", _GIFTS, 47_520, 27_660, 40, 210, 260),
    Product(
        Name("Probiotic oats 600 g", "益生菌燕麦600g"),
        "P0404",
        _OATS,
        16_560,
        8_930,
        90,
        0,
        100,
        Month(2027, 3),
        like=9,
    ),
)


@dataclass(frozen=True)
class Rep:
    """A sales rep; ``first`` and ``last`` bound the months on the job."""

    name: Name
    region: int
    first: Month
    last: Month | None = None
    ability: int = 100
    successor: int | None = None


_START = Month(2021, 7)

REPS: tuple[Rep, ...] = (
    Rep(Name("Zhang Wei", "张伟"), 0, Month(2019, 3), ability=115),
    Rep(Name("Li Na", "李娜"), 0, Month(2020, 6)),
    Rep(Name("Wang Fang", "王芳"), 0, _START, ability=105),
    Rep(Name("Xu Hui", "徐慧"), 0, Month(2025, 3), ability=90),
    Rep(Name("Chen Jing", "陈静"), 1, Month(2018, 9), ability=110),
    Rep(Name("Lin Tao", "林涛"), 1, _START, Month(2026, 9), successor=6),
    Rep(Name("Huang Min", "黄敏"), 1, Month(2026, 10), ability=85),
    Rep(Name("Liu Yang", "刘洋"), 2, Month(2020, 2), ability=105),
    Rep(Name("Zhou Kai", "周凯"), 2, _START),
    Rep(Name("Zhao Lei", "赵磊"), 3, Month(2017, 5), ability=108),
    Rep(Name("Sun Yue", "孙悦"), 3, _START, Month(2027, 3), successor=11),
    Rep(Name("Wu Hao", "吴昊"), 3, Month(2027, 4), ability=85),
    Rep(Name("He Jia", "何佳"), 4, Month(2021, 1), ability=112),
    Rep(Name("Tang Yu", "唐宇"), 4, Month(2022, 3)),
    Rep(Name("Ma Jun", "马骏"), 5, Month(2019, 10)),
    Rep(Name("Yu Shan", "于珊"), 5, _START, ability=95),
    Rep(Name("Zhou Ning", "周宁"), 0, Month(2020, 11), Month(2025, 2), successor=3),
)


@dataclass(frozen=True)
class Customer:
    """A customer of one region, one channel and one rep; ``size`` is relative, 100 being usual."""

    name: Name
    code: str
    region: int
    channel: int
    rep: int
    size: int
    first: Month | None = None
    last: Month | None = None


_SUFFIXES = (
    Name("Trading", "商贸"),
    Name("Supermarkets", "超市"),
    Name("Online Store", "电商"),
    Name("Food Service", "餐饮配送"),
)

# City (English, Chinese): then for each customer its name, channel (0 distributor, 1 supermarket,
# 2 online, 3 food service), rep and size.
_CUSTOMERS = """
0 Shanghai 上海: Yuelai 悦来 1 0 240, Yunfan 云帆 2 0 330, Hengtai 恒泰 0 16 130
0 Hangzhou 杭州: Huixin 汇鑫 0 1 150, Xihe 溪禾 2 1 290, Lejia 乐佳 1 1 110
0 Nanjing 南京: Jinling 金领 0 2 140, Suyuan 苏源 3 2 70
0 Suzhou 苏州: Wuzhong 吾众 0 3 120, Wanjia 万嘉 1 16 90
0 Jinan 济南: Qilu 齐禄 0 0 95, Quanyi 泉逸 3 1 50
1 Guangzhou 广州: Yuefeng 粤丰 0 4 180, Linjia 邻佳 1 4 190, Lingxian 领鲜 3 4 85
1 Shenzhen 深圳: Pengcheng 鹏诚 0 5 150, Haiyun 海云 2 5 270, Huilin 惠邻 1 5 130
1 Dongguan 东莞: Guanhua 莞华 0 5 90, Xinshi 鑫食 3 5 45
1 Fuzhou 福州: Minsheng 闽晟 0 4 105
1 Xiamen 厦门: Luhai 鹭海 0 4 80
2 Wuhan 武汉: Jianghan 江瀚 0 7 160, Jianghui 江惠 1 7 150, Chuxiang 楚香 3 7 60
2 Changsha 长沙: Xiangjiang 湘匠 0 8 140, Xianglin 湘邻 1 8 120, Xianwei 鲜味源 3 8 45
2 Zhengzhou 郑州: Zhongyuan 中沅 0 7 130, Dafeng 达丰 0 8 70
2 Nanchang 南昌: Ganfeng 赣丰 0 8 85, Hongdu 宏渡 1 8 60
3 Beijing 北京: Jingwei 京味 0 9 170, Jinghui 京惠 1 9 200, Beichen 北晨 2 9 280, Yanjing 燕景 3 10 75
3 Tianjin 天津: Jinmen 津闽 0 10 110, Haihe 海禾 1 10 85
3 Shijiazhuang 石家庄: Yanzhao 燕照 0 10 90
3 Taiyuan 太原: Jinyuan 晋源达 0 9 80, Fenhe 汾禾 0 10 55
4 Chengdu 成都: Shuxiang 蜀香 0 12 140, Rongyi 蓉怡 1 12 130, Jincheng 锦程 2 12 170, Chuanwei 川味达 3 12 65
4 Chongqing 重庆: Shancheng 山诚 0 13 130, Yuhui 渝惠 1 13 110, Yuwei 渝味 3 13 55
4 Kunming 昆明: Dianchi 滇驰 0 13 85, Chuncheng 春程 0 12 60
4 Guiyang 贵阳: Qianfeng 黔丰 0 13 70
5 Shenyang 沈阳: Shengjing 盛境 0 14 110, Linli 邻里佳 1 14 100, Liaohe 辽禾 3 14 40
5 Dalian 大连: Binhai 滨海达 0 14 95, Haihui 海惠 1 15 80
5 Harbin 哈尔滨: Bingcheng 冰诚 0 15 85, Songjiang 松匠 0 15 60
5 Changchun 长春: Jilin 吉麟 0 15 70, Chunhui 春惠 1 14 50
"""

_FIRST = {"吾众": Month(2025, 6), "春程": Month(2026, 2)}
_LAST = {"达丰": Month(2026, 10)}


def _customers() -> tuple[Customer, ...]:
    found: list[Customer] = []
    for line in _CUSTOMERS.strip().splitlines():
        place, entries = line.split(": ")
        region, city_en, city_zh = place.split()
        for entry in entries.split(", "):
            en, zh, channel, rep, size = entry.split()
            suffix = _SUFFIXES[int(channel)]
            found.append(
                Customer(
                    Name(f"{city_en} {en} {suffix.en}", f"{city_zh}{zh}{suffix.zh}"),
                    f"K{len(found) + 1:03d}",
                    int(region),
                    int(channel),
                    int(rep),
                    int(size),
                    _FIRST.get(zh),
                    _LAST.get(zh),
                )
            )
    return tuple(found)


CUSTOMERS: tuple[Customer, ...] = _customers()
"""Sixty customers, in the order of the members table."""
