"""Procedural vector landscapes: scene(seed, w, h) -> (svg text, list of captions, short place name)."""

import colorsys
import math
import random

TIMES = {
    #          sky top,   sky mid,   sky low,   haze,      light, words
    "day": (
        "#3d8fe0",
        "#7fbdf2",
        "#d8eefc",
        "#c3dcee",
        1.00,
        ["on a sunny day", "by day", "under a blue sky", "in daylight"],
    ),
    "sunset": (
        "#3b2a6b",
        "#d1517a",
        "#ffb35c",
        "#e8876b",
        0.72,
        ["at sunset", "at dusk", "in the evening", "in golden light"],
    ),
    "sunrise": (
        "#5b86c4",
        "#f2a7a0",
        "#ffe3b0",
        "#efb9a8",
        0.88,
        ["at sunrise", "at dawn", "in the morning", "in the early morning"],
    ),
    "night": (
        "#070b25",
        "#12204d",
        "#28407c",
        "#22376b",
        0.38,
        ["at night", "by night", "under the stars", "in the moonlight"],
    ),
}


def hx(c):
    return tuple(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5))


def rgb(t):
    return "#" + "".join("%02x" % max(0, min(255, round(v * 255))) for v in t)


def mix(a, b, t):
    a, b = hx(a), hx(b)
    return rgb([x + (y - x) * t for x, y in zip(a, b)])


def jit(c, r, s=0.03):
    h, l, v = colorsys.rgb_to_hls(*hx(c))
    return rgb(
        colorsys.hls_to_rgb(
            (h + r.uniform(-s, s) * 0.5) % 1,
            max(0, min(1, l + r.uniform(-s, s))),
            max(0, min(1, v + r.uniform(-s, s))),
        )
    )


class Pic:
    def __init__(s, w, h, r):
        s.w, s.h, s.r, s.o, s.defs, s.k = w, h, r, [], [], 0

    def grad(s, stops, vertical=True, radial=False, c=None):
        s.k += 1
        i = f"g{s.k}"
        st = "".join(f'<stop offset="{o}" stop-color="{col}" stop-opacity="{op}"/>' for o, col, op in stops)
        if radial:
            s.defs.append(f'<radialGradient id="{i}">{st}</radialGradient>')
        else:
            s.defs.append(
                f'<linearGradient id="{i}" x1="0" y1="0" x2="{0 if vertical else 1}" y2="{1 if vertical else 0}">{st}</linearGradient>'
            )
        return f"url(#{i})"

    def add(s, x):
        s.o.append(x)

    def rect(s, x, y, w, h, f, extra=""):
        s.add(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{f}" {extra}/>')

    def circ(s, x, y, q, f, op=1):
        s.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{q:.2f}" fill="{f}" fill-opacity="{op:.2f}"/>')

    def ell(s, x, y, a, b, f, op=1):
        s.add(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{a:.1f}" ry="{b:.1f}" fill="{f}" fill-opacity="{op:.2f}"/>'
        )

    def poly(s, pts, f, op=1):
        s.add(
            '<polygon points="%s" fill="%s" fill-opacity="%.2f"/>'
            % (" ".join(f"{x:.1f},{y:.1f}" for x, y in pts), f, op)
        )

    def svg(s):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{s.w}" height="{s.h}" viewBox="0 0 {s.w} {s.h}">'
            f"<defs>{''.join(s.defs)}</defs>{''.join(s.o)}</svg>"
        )


def sky(p, time, hor, sunx=None, stars=True, orb=True, clouds=None):
    """returns words"""
    r = p.r
    top, mid, low, haze, li, _ = TIMES[time]
    top, mid, low = jit(top, r), jit(mid, r), jit(low, r)
    p.rect(
        0, 0, p.w, p.h, p.grad([(0, top, 1), (0.55 * hor / p.h, mid, 1), (hor / p.h, low, 1), (1, low, 1)])
    )
    words = []
    if time == "night":
        for _ in range(r.randint(30, 80)):
            p.circ(
                r.uniform(0, p.w),
                r.uniform(0, hor),
                r.choice([0.6, 0.8, 1.2, 1.6]),
                "#ffffff",
                r.uniform(0.4, 1),
            )
        words.append("stars")
    if orb and r.random() < 0.85:
        x = sunx if sunx is not None else r.uniform(0.15, 0.85) * p.w
        if time == "night":
            y = r.uniform(0.15, 0.55) * hor
            q = r.uniform(0.055, 0.1) * min(p.w, p.h)
            p.circ(x, y, q * 3.2, p.grad([(0, "#dfe8ff", 0.45), (1, "#dfe8ff", 0)], radial=True))
            p.circ(x, y, q, "#f4f1dc")
            if r.random() < 0.35:
                p.circ(x + q * 0.42, y - q * 0.18, q * 0.92, mix(top, mid, 0.5))
                words.append("crescent moon")
            else:
                for _ in range(3):
                    p.circ(
                        x + r.uniform(-0.5, 0.5) * q,
                        y + r.uniform(-0.5, 0.5) * q,
                        q * r.uniform(0.1, 0.2),
                        "#d9d4b8",
                        0.8,
                    )
                words.append(r.choice(["full moon", "moon"]))
        else:
            q = r.uniform(0.06, 0.11) * min(p.w, p.h)
            y = (r.uniform(0.18, 0.4) if time == "day" else r.uniform(0.72, 0.95)) * hor
            col = "#fff3b8" if time == "day" else r.choice(["#fff0b0", "#ffd27a", "#ff9d5c"])
            p.circ(x, y, q * 4, p.grad([(0, col, 0.7), (0.35, col, 0.28), (1, col, 0)], radial=True))
            p.circ(x, y, q, "#ffe45c" if time == "day" else col)
            words.append("sun")
    n = clouds if clouds is not None else r.choice([0, 0, 2, 3, 4])
    cc = {"day": "#ffffff", "sunset": "#ffb7a0", "sunrise": "#ffe4dc", "night": "#3b5287"}[time]
    for _ in range(n):
        cloud(
            p,
            r.uniform(0, p.w),
            r.uniform(0.1, 0.6) * hor,
            r.uniform(0.1, 0.22) * p.w,
            cc,
            r.uniform(0.7, 0.95),
        )
    if n >= 2:
        words.append("clouds")
    return words


def cloud(p, x, y, s, c, op):
    r = p.r
    p.add(
        f'<g fill="{c}" fill-opacity="{op:.2f}">'
        + "".join(
            f'<ellipse cx="{x + dx * s:.1f}" cy="{y - dy * s:.1f}" rx="{a * s:.1f}" ry="{b * s:.1f}"/>'
            for dx, dy, a, b in [
                (0, 0, 0.75, 0.16),
                (-0.3, 0.12, 0.3, 0.2),
                (0.08, 0.2, 0.34, 0.28),
                (0.4, 0.1, 0.26, 0.18),
            ]
        )
        + "</g>"
    )


def ridge(p, base, amp, col, rough=6, snow=None, op=1, jag=True):
    r = p.r
    n = rough
    pts = []
    xs = [i * p.w / n for i in range(-1, n + 2)]
    if jag:
        for i, x in enumerate(xs):
            up = i % 2 == 0
            pts.append(
                (
                    x + r.uniform(-0.25, 0.25) * p.w / n,
                    base - (amp * r.uniform(0.55, 1) if up else amp * r.uniform(0, 0.35)),
                )
            )
        p.poly([(-5, p.h)] + [(-5, pts[0][1])] + pts + [(p.w + 5, pts[-1][1]), (p.w + 5, p.h)], col, op)
        if snow:
            for i in range(0, len(pts), 2):
                x, y = pts[i]
                d = amp * 0.28

                def along(j):
                    if not 0 <= j < len(pts):
                        return None
                    x2, y2 = pts[j]
                    if y2 - y < d * 0.8:
                        return None
                    t = min(1, d / (y2 - y))
                    return (x + (x2 - x) * t, y + (y2 - y) * t)

                a, b = along(i - 1), along(i + 1)
                if a and b:
                    m = [
                        (
                            a[0] + (b[0] - a[0]) * f,
                            max(a[1], b[1]) * 0.5
                            + min(a[1], b[1]) * 0.5
                            + (d * 0.22 if k % 2 else -d * 0.18),
                        )
                        for k, f in enumerate((0.2, 0.4, 0.6, 0.8))
                    ]
                    p.poly([(x, y), a] + m + [b], snow, op)
        return None
    ph, f1, f2 = r.uniform(0, 6), r.uniform(0.8, 1.8), r.uniform(2, 4)
    pts = [
        (
            x,
            base
            - amp
            * (
                0.5
                + 0.35 * math.sin(ph + f1 * 6.28 * x / p.w)
                + 0.15 * math.sin(2 * ph + f2 * 6.28 * x / p.w)
            ),
        )
        for x in [i * p.w / 24 for i in range(25)]
    ]
    p.poly([(0, p.h)] + pts + [(p.w, p.h)], col, op)
    return pts


def pine(p, x, y, s, col, snow=False):
    p.rect(x - s * 0.05, y - s * 0.15, s * 0.1, s * 0.15, mix(col, "#3a2415", 0.6))
    for k in range(3):
        t = y - s * (0.12 + 0.27 * k)
        wd = s * (0.3 - 0.07 * k)
        p.poly([(x - wd, t), (x + wd, t), (x, t - s * 0.42)], col if not k % 2 else mix(col, "#ffffff", 0.06))
        if snow:
            p.poly(
                [(x - wd * 0.5, t - s * 0.2), (x + wd * 0.5, t - s * 0.2), (x, t - s * 0.42)], "#ffffff", 0.9
            )


def tree(p, x, y, s, col):
    r = p.r
    p.poly(
        [(x - s * 0.05, y), (x + s * 0.05, y), (x + s * 0.03, y - s * 0.5), (x - s * 0.03, y - s * 0.5)],
        "#6b4426",
    )
    for dx, dy, q in [(-0.18, 0.55, 0.2), (0.18, 0.55, 0.2), (0, 0.72, 0.24), (0, 0.52, 0.22)]:
        p.circ(x + dx * s, y - dy * s, q * s, jit(col, r, 0.02))
    p.circ(x - 0.06 * s, y - 0.76 * s, 0.1 * s, mix(col, "#ffffff", 0.22), 0.8)


def palm(p, x, y, s, dark=False):
    c = "#1d2433" if dark else "#2f8f4e"
    t = "#1d2433" if dark else "#8a5a30"
    lean = p.r.uniform(-0.15, 0.15) * s
    p.add(
        f'<path d="M{x:.1f} {y:.1f} Q{x + lean * 0.2:.1f} {y - s * 0.5:.1f} {x + lean:.1f} {y - s:.1f}" stroke="{t}" stroke-width="{s * 0.06:.1f}" fill="none"/>'
    )
    for a in range(-160, 30, 32):
        q = math.radians(a)
        ex, ey = x + lean + math.cos(q) * s * 0.45, y - s + math.sin(q) * s * 0.2 + s * 0.14
        p.add(
            f'<path d="M{x + lean:.1f} {y - s:.1f} Q{(x + lean + ex) / 2:.1f} {min(y - s, ey) - s * 0.16:.1f} {ex:.1f} {ey:.1f} Q{(x + lean + ex) / 2:.1f} {min(y - s, ey) - s * 0.02:.1f} {x + lean:.1f} {y - s:.1f}" fill="{c}"/>'
        )


def house(p, x, y, s, lit, wall=None, roof=None, snow=False):
    r = p.r
    wall = wall or r.choice(["#f3e3c8", "#e9d3b0", "#f7f1e6", "#d98b6a", "#e5b95e", "#b9d3e0"])
    roof = roof or r.choice(["#a63d2f", "#7d3b2b", "#4b5d73", "#8c4a2f"])
    dk = 0.45 if lit else 0
    wall, roof = mix(wall, "#141a33", dk), mix(roof, "#141a33", dk)
    p.rect(x + s * 0.22, y - s * 0.98, s * 0.12, s * 0.3, mix(roof, "#000000", 0.25))
    p.rect(x - s * 0.4, y - s * 0.5, s * 0.8, s * 0.5, wall)
    p.poly(
        [
            (x - s * 0.5, y - s * 0.48),
            (x + s * 0.5, y - s * 0.48),
            (x + s * 0.28, y - s * 0.85),
            (x - s * 0.28, y - s * 0.85),
        ],
        "#f4f8fc" if snow else roof,
    )
    win = "#ffd866" if lit else "#8fc4e3"
    for dx in (-0.26, 0.14):
        p.rect(
            x + dx * s,
            y - s * 0.38,
            s * 0.14,
            s * 0.15,
            win,
            f'stroke="{mix(wall, "#000000", 0.35)}" stroke-width="{s * 0.02:.1f}"',
        )
    p.rect(x - s * 0.07, y - s * 0.3, s * 0.14, s * 0.3, mix("#7b4a2a", "#141a33", dk))


def snowfall(p, n):
    for _ in range(n):
        p.circ(
            p.r.uniform(0, p.w), p.r.uniform(0, p.h), p.r.uniform(0.8, 2.3), "#ffffff", p.r.uniform(0.6, 1)
        )


def flowers(p, y0, n):
    for _ in range(n):
        x, y = p.r.uniform(0, p.w), p.r.uniform(y0, p.h)
        q = 1.2 + 2.6 * (y - y0) / (p.h - y0)
        p.circ(x, y, q, p.r.choice(["#ff5d73", "#ffd23f", "#ffffff", "#c86bfa", "#ff9f1c"]))
        p.circ(x, y, q * 0.4, "#fff3c0")


def art(words):
    return ("an " if words[0] in "aeiou" else "a ") + words


def scene(seed, w=256, h=256):
    r = random.Random(seed)
    p = Pic(w, h, r)
    kind = r.choice(
        [
            "mountains",
            "mountains",
            "sea",
            "sea",
            "hills",
            "hills",
            "forest",
            "desert",
            "city",
            "winter",
            "space",
            "underwater",
            "beach",
            "autumn",
            "village",
            "lake",
        ]
    )
    time = r.choices(["day", "sunset", "sunrise", "night"], [0.4, 0.25, 0.12, 0.23])[0]
    top, mid, low, haze, li, tw = TIMES[time]
    S = min(w, h)
    place = kind
    things = []

    def lit(c):
        return mix(mix(c, haze, 0.12), "#0a1030", (1 - li) * 0.95)

    if kind in ("mountains", "lake"):
        hor = h * r.uniform(0.55, 0.68)
        things = sky(p, time, hor)
        base = r.choice(["#51678c", "#5c5f86", "#4d7a85", "#6a6f7d"])
        snow = mix("#ffffff", haze, 0.1 if time == "day" else 0.35) if r.random() < 0.6 else None
        far = r.randint(2, 3)
        for k in range(far):
            ridge(
                p,
                hor + k * h * 0.04,
                h * (0.42 - 0.1 * k) * r.uniform(0.8, 1.1),
                mix(lit(base), haze, 0.62 - 0.3 * k),
                r.randint(5, 8),
                snow if k < 2 else None,
            )
        if snow:
            things.append("snowy peaks")
        g = lit(r.choice(["#3f7d4a", "#2f6b4f", "#567d3c"]))
        if kind == "lake":
            ly = h * r.uniform(0.7, 0.76)
            ridge(p, ly, h * 0.05, mix(g, haze, 0.15), jag=False)
            p.rect(0, ly, w, h, p.grad([(0, mix(low, lit("#3d84b8"), 0.45), 1), (1, lit("#1f5a8c"), 1)]))
            for _ in range(14):
                y = r.uniform(ly, h)
                x = r.uniform(0, w)
                p.rect(
                    x,
                    y,
                    r.uniform(0.06, 0.25) * w,
                    1.4,
                    "#ffffff",
                    f'fill-opacity="{r.uniform(0.15, 0.4):.2f}" rx="1"',
                )
            place = "mountain lake"
            things = ["mountains"] + things
        else:
            ridge(p, h * 0.86, h * 0.12, mix(g, haze, 0.2), jag=False)
            ridge(p, h * 0.97, h * 0.12, g, jag=False)
        if r.random() < 0.65:
            for x in sorted(r.uniform(0, w) for _ in range(r.randint(4, 12))):
                pine(
                    p,
                    x,
                    h * r.uniform(0.9, 1.0),
                    S * r.uniform(0.13, 0.26),
                    lit(r.choice(["#1f5a3c", "#2b6b45", "#1c4d3d"])),
                )
            things.append("pine trees")
    elif kind in ("sea", "beach"):
        hor = h * r.uniform(0.48, 0.6)
        sx = r.uniform(0.2, 0.8) * w
        things = sky(p, time, hor, sx)
        if r.random() < 0.3:
            ridge(p, hor + 1, h * 0.12, mix(lit("#4d6f85"), haze, 0.5), 6)
            things.append("distant mountains")
        p.rect(0, hor, w, h - hor, p.grad([(0, mix(lit("#2e8fc0"), low, 0.45), 1), (1, lit("#0d4f86"), 1)]))
        if time != "day":
            for _ in range(26):
                y = hor + (h - hor) * r.random() ** 1.6
                q = r.uniform(0.03, 0.1) * w
                p.rect(
                    sx - q + r.uniform(-0.05, 0.05) * w,
                    y,
                    2 * q,
                    1.8,
                    "#ffe9b8" if time != "night" else "#dfe8ff",
                    f'fill-opacity="{r.uniform(0.35, 0.8):.2f}" rx="1"',
                )
        for _ in range(16):
            y = r.uniform(hor + 4, h)
            p.rect(
                r.uniform(-0.1, 1) * w,
                y,
                r.uniform(0.05, 0.2) * w,
                1.3,
                "#ffffff",
                f'fill-opacity="{r.uniform(0.12, 0.4):.2f}" rx="1"',
            )
        if kind == "beach":
            c = lit(r.choice(["#f2d9a0", "#eccb8c", "#f5e2b8"]))
            y0 = h * r.uniform(0.74, 0.82)
            p.add(
                f'<path d="M0 {y0:.0f} Q{w * 0.3:.0f} {y0 - h * 0.06:.0f} {w * 0.6:.0f} {y0:.0f} T{w} {y0 - h * 0.02:.0f} V{h} H0Z" fill="#ffffff" fill-opacity=".7"/>'
            )
            p.add(
                f'<path d="M0 {y0 + 5:.0f} Q{w * 0.3:.0f} {y0 - h * 0.06 + 6:.0f} {w * 0.6:.0f} {y0 + 5:.0f} T{w} {y0 - h * 0.02 + 5:.0f} V{h} H0Z" fill="{c}"/>'
            )
            for x in r.sample([0.12, 0.25, 0.75, 0.88], r.randint(1, 2)):
                palm(p, x * w, h * 0.93, S * r.uniform(0.38, 0.55), time in ("sunset", "night"))
            things = ["palm trees", "the sea"] + things
            place = "beach"
        else:
            place = r.choice(["sea", "ocean"])
            u = r.random()
            if u < 0.35:
                x, y, s = r.uniform(0.25, 0.75) * w, hor + h * r.uniform(0.06, 0.2), S * r.uniform(0.14, 0.24)
                sl = r.choice(["#ffffff", "#f7e7c8", "#e2574c"])
                p.poly(
                    [
                        (x - s * 0.5, y),
                        (x + s * 0.5, y),
                        (x + s * 0.34, y + s * 0.2),
                        (x - s * 0.34, y + s * 0.2),
                    ],
                    lit("#8a4b2b"),
                )
                p.poly(
                    [(x + s * 0.03, y - s * 0.06), (x + s * 0.03, y - s), (x + s * 0.48, y - s * 0.06)],
                    lit(sl),
                )
                p.poly(
                    [
                        (x - s * 0.03, y - s * 0.06),
                        (x - s * 0.03, y - s * 0.85),
                        (x - s * 0.38, y - s * 0.06),
                    ],
                    mix(lit(sl), "#000000", 0.08),
                )
                things = ["sailing boat"] + things
            elif u < 0.6:
                x = r.choice([0.15, 0.85]) * w
                s = S * r.uniform(0.38, 0.5)
                y = hor + h * 0.1
                p.ell(x, y + s * 0.06, s * 0.5, s * 0.16, lit("#6b6660"))
                p.poly(
                    [
                        (x - s * 0.13, y),
                        (x + s * 0.13, y),
                        (x + s * 0.08, y - s * 0.75),
                        (x - s * 0.08, y - s * 0.75),
                    ],
                    lit("#f6f3ee"),
                )
                for k in (0.08, 0.36):
                    p.poly(
                        [
                            (x - s * (0.125 - 0.05 * k), y - s * k),
                            (x + s * (0.125 - 0.05 * k), y - s * k),
                            (x + s * (0.125 - 0.05 * (k + 0.14)), y - s * (k + 0.14)),
                            (x - s * (0.125 - 0.05 * (k + 0.14)), y - s * (k + 0.14)),
                        ],
                        lit("#d23c32"),
                    )
                p.rect(x - s * 0.07, y - s * 0.88, s * 0.14, s * 0.13, "#ffe88a")
                p.poly([(x - s * 0.1, y - s * 0.87), (x + s * 0.1, y - s * 0.87), (x, y - s)], lit("#b32d26"))
                things = ["lighthouse"] + things
            elif u < 0.8:
                x, y = r.uniform(0.3, 0.7) * w, hor + h * 0.1
                p.ell(x, y, w * 0.2, h * 0.045, lit("#e8cf95"))
                for d in (-0.06, 0.04):
                    palm(p, x + d * w, y, S * r.uniform(0.25, 0.38), time in ("sunset", "night"))
                things = ["island with palm trees"] + things
    elif kind in ("hills", "village", "autumn"):
        hor = h * r.uniform(0.5, 0.62)
        things = sky(p, time, hor)
        pal = ["#e0a03a", "#c9772f", "#b8862f"] if kind == "autumn" else ["#6fb04a", "#4f9a48", "#8abf4f"]
        if r.random() < 0.4:
            ridge(p, hor, h * 0.2, mix(lit("#6a86a8"), haze, 0.55), 6)
            things.append("mountains")
        if kind == "hills" and time == "day" and r.random() < 0.2:
            for k, c in enumerate(["#e8514a", "#f79a3b", "#f8dd4a", "#5cb85c", "#4a90d9", "#8a5cc7"]):
                p.add(
                    f'<circle cx="{w * 0.5:.0f}" cy="{hor * 1.1:.0f}" r="{w * (0.46 - 0.018 * k):.1f}" fill="none" stroke="{c}" stroke-width="{w * 0.018:.1f}" stroke-opacity=".75"/>'
                )
            things.insert(0, "rainbow")
        for k in range(3):
            ridge(
                p,
                hor + h * (0.06 + 0.15 * k),
                h * 0.13,
                mix(lit(pal[k % 3]), haze, 0.3 - 0.13 * k),
                jag=False,
            )
        tc = ["#d9722e", "#e0a030", "#c2452d"] if kind == "autumn" else ["#3f8f46", "#2f7d3f", "#5aa048"]
        for _ in range(r.randint(2, 6)):
            tree(p, r.uniform(0, w), h * r.uniform(0.74, 0.92), S * r.uniform(0.18, 0.32), lit(r.choice(tc)))
        things.append("trees")
        nh = {"hills": r.choice([0, 1, 1]), "autumn": r.choice([0, 1]), "village": r.randint(3, 5)}[kind]
        for i in range(nh):
            house(
                p,
                w * (r.uniform(0.2, 0.8) if nh < 3 else (i + 0.5) / nh),
                h * r.uniform(0.76, 0.86),
                S * r.uniform(0.17, 0.28),
                time == "night",
            )
        if nh == 1:
            things.insert(0, "house")
        if kind == "village":
            place = "village"
            things.insert(0, "houses")
        elif kind == "autumn":
            place = "autumn landscape"
        else:
            place = r.choice(["green hills", "meadow", "countryside"])
        if kind == "hills" and r.random() < 0.5:
            flowers(p, h * 0.82, r.randint(20, 50))
            things.append("flowers")
    elif kind == "forest":
        things = sky(p, time, h * 0.7, clouds=0)
        dk = lit(r.choice(["#1f5a3c", "#24613f", "#184a3a"]))
        for k in range(3):
            n = 9 - k * 2
            for i in range(n):
                pine(
                    p,
                    (i + r.uniform(0.1, 0.9)) * w / n,
                    h * (0.72 + 0.12 * k) + r.uniform(-4, 4),
                    S * (0.42 + 0.13 * k) * r.uniform(0.8, 1.15),
                    mix(dk, haze, 0.55 - 0.26 * k),
                )
            p.rect(0, h * (0.71 + 0.12 * k), w, h, mix(lit("#3f6b3a"), haze, 0.45 - 0.2 * k))
        place = r.choice(["forest", "pine forest"])
        things = ["trees"] + things
    elif kind == "desert":
        hor = h * r.uniform(0.5, 0.6)
        things = sky(p, time, hor, clouds=0)
        if r.random() < 0.45:
            for x, s in ((0.3, 0.3), (0.62, 0.4)):
                X = x * w
                q = s * S
                p.poly([(X - q * 0.7, hor + 8), (X + q * 0.7, hor + 8), (X, hor - q * 0.62)], lit("#d9a45c"))
                p.poly([(X + q * 0.1, hor + 8), (X + q * 0.7, hor + 8), (X, hor - q * 0.62)], lit("#b8843f"))
            things.insert(0, "pyramids")
        for k in range(3):
            ridge(
                p,
                hor + h * (0.08 + 0.15 * k),
                h * 0.1,
                mix(lit(["#e8bd75", "#dda85a", "#cf9145"][k]), haze, 0.25 - 0.1 * k),
                jag=False,
            )
        if "pyramids" not in things or r.random() < 0.4:
            for _ in range(r.randint(1, 4)):
                x, y, s, c = (
                    r.uniform(0.08, 0.92) * w,
                    h * r.uniform(0.75, 0.95),
                    S * r.uniform(0.15, 0.3),
                    lit("#3f8a4f"),
                )
                for dx, y0, y1, wd in ((0, 0, 1, 0.18), (-0.28, 0.35, 0.72, 0.13), (0.28, 0.45, 0.85, 0.13)):
                    p.rect(
                        x + dx * s - wd * s / 2,
                        y - y1 * s,
                        wd * s,
                        (y1 - y0) * s,
                        c,
                        f'rx="{wd * s / 2:.1f}"',
                    )
                for dx, yy in ((-0.28, 0.35), (0.28, 0.45)):
                    p.rect(
                        x + min(dx, 0) * s - 0.04 * s,
                        y - yy * s - 0.1 * s,
                        0.3 * s,
                        0.12 * s,
                        c,
                        f'rx="{0.05 * s:.1f}"',
                    )
            things.insert(0, "cactus")
        place = "desert"
    elif kind == "city":
        hor = h * 0.78
        things = sky(p, time, hor)
        for k in range(2 + (r.random() < 0.5)):
            x = -5
            c0 = mix(lit(["#7d93b0", "#5a6f92", "#3d4f70"][k]), haze, 0.4 - 0.2 * k)
            while x < w:
                bw = w * r.uniform(0.07, 0.15)
                bh = h * r.uniform(0.2, 0.6 - 0.1 * k)
                c = jit(c0, r, 0.02)
                y = h * (0.9 + 0.03 * k) - bh
                p.rect(x, y, bw, h, c)
                if r.random() < 0.25:
                    p.rect(x + bw * 0.46, y - h * 0.06, bw * 0.08, h * 0.06, c)
                if k:
                    for yy in range(int(y + 6), int(h * 0.92), 9):
                        for xx in range(int(x + 4), int(x + bw - 5), 8):
                            on = r.random() < (0.5 if time == "night" else 0.25)
                            p.rect(
                                xx,
                                yy,
                                3.6,
                                4.6,
                                "#ffd866" if on and time != "day" else mix(c, "#ffffff", 0.22),
                            )
                x += bw + w * r.uniform(0, 0.02)
        p.rect(0, h * 0.93, w, h * 0.1, lit("#39424f"))
        place = r.choice(["city", "city skyline"])
        things = ["skyscrapers"] + things
    elif kind == "winter":
        hor = h * r.uniform(0.5, 0.62)
        things = sky(p, time, hor)
        sn = mix("#ffffff", haze, 0.08 if time == "day" else 0.25 + 0.3 * (time == "night"))
        if r.random() < 0.5:
            ridge(p, hor, h * 0.25, mix(lit("#7d93b0"), haze, 0.4), 6, sn)
            things.append("mountains")
        for k in range(3):
            ridge(
                p, hor + h * (0.07 + 0.15 * k), h * 0.12, mix(sn, lit("#bcd3ea"), 0.4 - 0.18 * k), jag=False
            )
        for _ in range(r.randint(3, 8)):
            pine(
                p, r.uniform(0, w), h * r.uniform(0.7, 0.95), S * r.uniform(0.18, 0.34), lit("#2b6b52"), True
            )
        things.append("pine trees")
        if r.random() < 0.55:
            house(
                p,
                w * r.uniform(0.25, 0.75),
                h * r.uniform(0.78, 0.88),
                S * r.uniform(0.2, 0.32),
                time == "night",
                snow=True,
            )
            things.insert(0, "house")
        if r.random() < 0.6:
            snowfall(p, r.randint(30, 80))
            things.insert(0, "falling snow")
        place = r.choice(["winter landscape", "snowy landscape"])
    elif kind == "space":
        c1, c2 = r.choice([("#0a0a24", "#2a1250"), ("#060a1c", "#0d2a52"), ("#12061f", "#4a1447")])
        p.rect(0, 0, w, h, p.grad([(0, c1, 1), (1, c2, 1)]))
        for _ in range(3):
            p.circ(
                r.uniform(0, w),
                r.uniform(0, h),
                S * r.uniform(0.25, 0.5),
                p.grad(
                    [(0, r.choice(["#7b4dff", "#ff4d9d", "#3fa9ff", "#2ee6c5"]), 0.4), (1, c1, 0)],
                    radial=True,
                ),
            )
        for _ in range(90):
            p.circ(
                r.uniform(0, w), r.uniform(0, h), r.choice([0.5, 0.8, 1.1, 1.7]), "#ffffff", r.uniform(0.4, 1)
            )
        for i in range(r.randint(1, 3)):
            x, y, q = (
                r.uniform(0.2, 0.8) * w,
                r.uniform(0.2, 0.8) * h,
                S * (r.uniform(0.15, 0.24) if i == 0 else r.uniform(0.05, 0.1)),
            )
            c = r.choice(["#e07a3f", "#4a9fe0", "#c95fd0", "#5fc98a", "#e0c25f", "#d0524a"])
            ring = r.random() < 0.45
            if ring:
                p.add(
                    f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{q * 1.8:.0f}" ry="{q * 0.45:.0f}" fill="none" stroke="#e8d8b0" stroke-width="{q * 0.14:.1f}" transform="rotate(-18 {x:.0f} {y:.0f})" stroke-opacity=".85"/>'
                )
            p.circ(x, y, q, c)
            p.add(
                f'<path d="M{x - q:.1f} {y:.1f} A{q:.1f} {q:.1f} 0 0 0 {x + q:.1f} {y:.1f} A{q:.1f} {q * 1.25:.1f} 0 0 1 {x - q:.1f} {y:.1f}" fill="#000000" fill-opacity=".2"/>'
            )
            p.circ(x - q * 0.3, y - q * 0.35, q * 0.35, mix(c, "#ffffff", 0.35), 0.5)
            if ring:
                p.add(
                    f'<path d="M{x - q * 1.8:.0f} {y:.0f} A{q * 1.8:.0f} {q * 0.45:.0f} 0 0 0 {x + q * 1.8:.0f} {y:.0f}" fill="none" stroke="#e8d8b0" stroke-width="{q * 0.14:.1f}" transform="rotate(-18 {x:.0f} {y:.0f})"/>'
                )
            things.append("planet with rings" if ring else "planet")
        place = r.choice(["outer space", "space", "galaxy"])
        things = list(dict.fromkeys(things)) + ["stars"]
        tw = [""]
    elif kind == "underwater":
        p.rect(0, 0, w, h, p.grad([(0, "#4fc3e8", 1), (0.5, "#1c84c4", 1), (1, "#0a3f7d", 1)]))
        for _ in range(5):
            x = r.uniform(0, w)
            p.poly(
                [
                    (x, -5),
                    (x + w * 0.06, -5),
                    (x + w * r.uniform(0.1, 0.4), h),
                    (x + w * r.uniform(-0.1, 0.1), h),
                ],
                "#ffffff",
                0.09,
            )
        ridge(p, h * 0.95, h * 0.1, "#d9c48a", jag=False)
        for _ in range(r.randint(4, 9)):
            x, c, s = (
                r.uniform(0, w),
                r.choice(["#2f9d5c", "#1f7d4c", "#e0607a", "#c24ad0", "#f08a3c"]),
                h * r.uniform(0.15, 0.35),
            )
            for d in (-0.05, 0, 0.05):
                p.add(
                    f'<path d="M{x + d * w:.0f} {h * 0.93:.0f} q{s * 0.15:.0f} {-s * 0.3:.0f} 0 {-s * 0.5:.0f} t{r.uniform(-0.1, 0.1) * s:.0f} {-s * 0.5 * r.uniform(0.7, 1):.0f}" fill="none" stroke="{c}" stroke-width="{w * 0.018:.1f}" stroke-linecap="round"/>'
                )
        nf = r.randint(1, 5)
        for _ in range(nf):
            x, y, s, c, d = (
                r.uniform(0.12, 0.88) * w,
                r.uniform(0.15, 0.75) * h,
                S * r.uniform(0.06, 0.13),
                r.choice(["#ff8c42", "#ffd23f", "#ff5d73", "#7ae0ff", "#c86bfa"]),
                r.choice([-1, 1]),
            )
            p.poly(
                [(x - d * s * 0.8, y), (x - d * s * 1.5, y - s * 0.5), (x - d * s * 1.5, y + s * 0.5)],
                mix(c, "#000000", 0.15),
            )
            p.ell(x, y, s, s * 0.58, c)
            p.circ(x + d * s * 0.5, y - s * 0.12, s * 0.15, "#ffffff")
            p.circ(x + d * s * 0.54, y - s * 0.12, s * 0.08, "#111111")
        for _ in range(14):
            p.add(
                f'<circle cx="{r.uniform(0, w):.0f}" cy="{r.uniform(0, h):.0f}" r="{r.uniform(1.5, 5):.1f}" fill="#ffffff" fill-opacity=".25" stroke="#ffffff" stroke-opacity=".6"/>'
            )
        place = r.choice(["underwater scene", "underwater"])
        things = ["fish", "seaweed", "bubbles"]
        tw = [""]
    t = r.choice(tw)
    things = list(dict.fromkeys(things))

    def lst(k):
        q = r.sample(things, min(len(things), k)) if k < len(things) else things[:k]
        q = [
            (
                x
                if x.endswith("s")
                or x in ("fish", "seaweed", "falling snow", "stars")
                or x.startswith("the ")
                else art(x)
            )
            for x in q
        ]
        q = [("the " + x[2:] if x in ("a moon", "a sun") else x) for x in q]
        return q[0] if len(q) == 1 else ", ".join(q[:-1]) + " and " + q[-1] if q else ""

    bare = {"outer space", "space", "underwater", "mountains", "green hills", "countryside"}
    a = place if place in bare else art(place)
    caps = []
    for k in (0, 1, 2, 2, 3, 1):
        c = r.choice([a, place, a])
        if k and things:
            c = (
                f"{c} with {lst(k)}"
                if r.random() < 0.75
                else f"{lst(k)} in {a}"
                if place not in ("sea", "ocean", "green hills")
                else f"{lst(k)} on the {place}"
                if place in ("sea", "ocean")
                else f"{c} with {lst(k)}"
            )
        if t and r.random() < 0.8:
            c += (", " if r.random() < 0.3 else " ") + r.choice(tw)
        if time == "night" and kind not in ("space", "underwater") and r.random() < 0.2:
            c = c.replace("a ", "a night ", 1) if c.startswith("a ") else "night " + c
        if r.random() < 0.2:
            c += r.choice(
                [", landscape", ", flat illustration", ", vector art", ", scenery", ", illustration"]
            )
        caps.append(c)
    if kind == "sea" and time in ("sunset", "sunrise"):
        caps.append(f"{time} over the {place}")
    if kind == "mountains" and time in ("sunset", "sunrise"):
        caps.append(f"{time} over the mountains")
    return p.svg(), caps, place, time


if __name__ == "__main__":
    for s in range(5):
        print(scene(s)[1:])
