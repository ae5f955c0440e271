"""Sprites + scenes -> endless captioned pictures, composed on the GPU (or CPU).

Pictures(payload, cache, device)   renders the vector art once and keeps it in memory
  .specs(rng, n, w, h)             n random picture descriptions (plain Python)
  .captions(specs)                 their captions
  .draw(specs, w, h)               their pixels, float [n,3,h,w] in -1..1
"""

import colorsys
import hashlib
import io
import json
import lzma
import math
import multiprocessing as mp
import os
import re
import zipfile

import numpy as np
import torch
import torch.nn.functional as F

from scenes import scene

R = 256
STYLE_WORDS = {
    "3d": ["3d", "3d render", "3d style", "3d icon"],
    "glossy": ["glossy", "shiny", "glossy 3d"],
    "flat": ["flat", "flat design", "flat vector", "minimal flat"],
    "cartoon": ["cartoon", "cartoon style"],
    "blob": ["retro cartoon", "simple cartoon"],
    "sticker": ["sticker", "bold flat sticker"],
    "emoji": ["emoji", "emoji style"],
    "icon": ["icon", "simple icon"],
    "clip art": ["clip art", "clipart"],
}
STYLE_P = {
    "3d": 2.2,
    "glossy": 1.0,
    "flat": 1.2,
    "cartoon": 1.3,
    "blob": 0.4,
    "sticker": 0.8,
    "emoji": 0.5,
    "icon": 0.35,
    "clip art": 0.3,
}
PLAIN_P = {"3d": 0.55, "glossy": 0.12, "cartoon": 0.18, "flat": 0.15}
FILTERS = {
    1: ["pixel art", "8-bit pixel art", "pixelated"],
    2: ["silhouette"],
    3: ["pencil sketch", "line drawing", "sketch"],
    4: ["neon", "neon sign", "glowing neon"],
    5: ["black and white", "grayscale"],
    6: ["watercolor", "watercolor painting"],
}
COLOURS = {
    "white": "#ffffff",
    "black": "#0c0c10",
    "gray": "#8b9098",
    "light gray": "#d9dce1",
    "red": "#df3a3a",
    "orange": "#f58a2c",
    "yellow": "#fbd53a",
    "green": "#3fa650",
    "light green": "#a9dc8c",
    "teal": "#1f8f8f",
    "turquoise": "#48cfc6",
    "blue": "#2f6fe0",
    "light blue": "#a6d3f7",
    "sky blue": "#6fbdf2",
    "navy blue": "#182a5c",
    "purple": "#7d45c4",
    "lavender": "#cbb8f0",
    "pink": "#f58fb8",
    "brown": "#86562f",
    "beige": "#eadcc0",
    "mint": "#b5ecd0",
    "dark gray": "#3b3f47",
}
HUES = {
    "red": 358,
    "orange": 28,
    "yellow": 50,
    "green": 125,
    "teal": 175,
    "blue": 215,
    "purple": 272,
    "pink": 328,
}
SUB_W = {
    **{k: 1.7 for k in range(34, 42)},
    **{k: 1.35 for k in range(42, 49)},
    **{k: 0.33 for k in range(0, 12)},
    12: 0.6,
    13: 0.6,
    14: 0.5,
    26: 0.3,
    50: 1.3,
    51: 1.2,
    53: 1.1,
    54: 1.4,
    55: 1.6,
    56: 1.5,
    59: 1.1,
    60: 1.2,
    61: 0.5,
    62: 1.0,
    63: 1.0,
    65: 0.9,
    70: 0.8,
    78: 0.9,
    79: 1.1,
    81: 1.0,
}
PAIR_SUB = set(range(34, 49)) | {51, 54, 55, 56, 60, 62, 63, 65, 68, 70, 72, 78, 81}


def rgb(c):
    return [int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def art(n):
    if (n.endswith("s") and not n.endswith(("ss", "us", "bus"))) or n.split()[0] in ("a", "an", "the"):
        return n
    return ("an " if n[0] in "aeiou" else "a ") + n


def plural(n):
    if n.endswith(("s", "x", "ch", "sh")):
        return n + "es"
    if n.endswith("y") and n[-2] not in "aeiou":
        return n[:-1] + "ies"
    if n.endswith("fish") or n.endswith("sheep"):
        return n
    return n + "s"


def bare(n):
    return re.sub(r"^(red|orange|yellow|green|blue|purple|brown|black|white|pink|golden) ", "", n)


def render(job):
    """-> premultiplied RGBA uint8 [256,256,4] fitted into the square, dominant hue, its share, mean saturation"""
    import resvg_py
    from PIL import Image

    try:
        if "svg" in job:
            im = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=job["svg"], width=320))))
        else:
            im = Image.open(io.BytesIO(job["bytes"]))
        im = im.convert("RGBA")
        bb = im.getchannel("A").point(lambda v: 255 if v > 6 else 0).getbbox()
        if not bb or min(bb[2] - bb[0], bb[3] - bb[1]) < 8:
            return None
        im = im.crop(bb)
        s = 250 / max(im.size)
        im = im.convert("RGBa").resize(
            (max(1, round(im.width * s)), max(1, round(im.height * s))), Image.LANCZOS
        )
        a = np.zeros((R, R, 4), np.uint8)
        x, y = (R - im.width) // 2, (R - im.height) // 2
        a[y : y + im.height, x : x + im.width] = np.asarray(im)
        f = a[::4, ::4].reshape(-1, 4).astype(np.float32) / 255
        f = f[f[:, 3] > 0.7]
        f = f[:, :3] / f[:, 3:]
        mx, mn = f.max(1), f.min(1)
        d = mx - mn + 1e-6
        sat = d / (mx + 1e-6)
        hue = (
            np.where(
                mx == f[:, 0],
                (f[:, 1] - f[:, 2]) / d % 6,
                np.where(mx == f[:, 1], (f[:, 2] - f[:, 0]) / d + 2, (f[:, 0] - f[:, 1]) / d + 4),
            )
            * 60
        )
        wt = sat * mx * (sat > 0.3)
        if len(f) < 20 or wt.sum() < 1e-3:
            return a, -1.0, 0.0, 0.0, 0.0
        hist, _ = np.histogram(hue, 36, (0, 360), weights=wt)
        k = hist + np.roll(hist, 1) + np.roll(hist, -1)
        b = int(k.argmax())
        ang = np.deg2rad(hue)
        near = np.abs((hue - b * 10 - 5 + 180) % 360 - 180) < 20
        z = (wt[near] * np.exp(1j * ang[near])).sum()
        return (
            a,
            float(np.rad2deg(np.angle(z)) % 360),
            float(k[b] / hist.sum()),
            float(wt.sum() / len(f)),
            float((wt * mx).sum() / wt.sum()),
        )
    except Exception:
        return None


def render_scene(job):
    import resvg_py
    from PIL import Image

    seed, w, h = job
    svg, caps, place, time = scene(seed, w, h)
    return (
        np.asarray(
            Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=w))))
            .convert("RGB")
            .resize((w, h))
        ),
        caps,
        place,
        time,
    )


class Pictures:
    BUCKETS = [(256, 256), (320, 192), (192, 320), (192, 192), (128, 128)]

    def __init__(
        self, payload, cache, device="cuda", scenes=4000, every=1, procs=None, log=print, named_only=False
    ):
        self.dev = device
        os.makedirs(cache, exist_ok=True)
        d = json.load(lzma.open(payload + "/sprites.json.xz", "rt"))
        emo = {e["hex"]: e for e in d["emoji"]}
        zf = zipfile.ZipFile(payload + "/art3d.zip")
        jobs, meta = [], []
        for r in d["recs"]:
            e = emo[r["hex"]]
            meta.append(
                dict(
                    style=r["style"],
                    names=e["names"],
                    tags=e["tags"],
                    sub=e["sub"],
                    hex=r["hex"],
                    w=SUB_W.get(e["sub"], 0.7),
                )
            )
            jobs.append(dict(svg=r["svg"]) if "svg" in r else dict(bytes=zf.read(r["webp"])))
        if os.path.exists(payload + "/clipart.zip"):
            zc = zipfile.ZipFile(payload + "/clipart.zip")
            byname = {}
            for e in d["emoji"]:
                for n in e["names"]:
                    if e["group"] != 0:
                        byname.setdefault(n, e)
            for c in json.load(open(payload + "/clipart.json")):
                t = re.sub(r"[\W\d_]+", " ", c["title"].lower()).strip()
                t = re.sub(r"\b(architetto|icon|r|clipart|the|a)\b", "", t).strip()
                e = byname.get(t) if c["sat"] > 25 else None
                if named_only and not e:
                    continue
                meta.append(
                    dict(
                        style="clip art",
                        names=[t] if e else [],
                        tags=[],
                        sub=e["sub"] if e else -1,
                        hex=e["hex"] if e else "c%d" % c["i"],
                        w=1.0 if e else 0.0,
                    )
                )
                jobs.append(dict(bytes=zc.read(f"{c['i']}.webp")))
        if every > 1:
            jobs, meta = jobs[::every], meta[::every]
        n = len(jobs)
        key = hashlib.md5(f"{n}-{scenes}-{every}-v4".encode()).hexdigest()[:8]
        fn = f"{cache}/sprites-{key}"
        if not os.path.exists(fn + ".json"):
            arr = np.lib.format.open_memmap(fn + ".npy", "w+", np.uint8, (n, R, R, 4))
            info = []
            half = np.lib.format.open_memmap(fn + "-half.npy", "w+", np.uint8, (n, R // 2, R // 2, 4))
            sc = (
                [(s, 256, 256) for s in range(scenes)]
                + [(10**6 + s, 320, 192) for s in range(scenes // 5)]
                + [(2 * 10**6 + s, 192, 320) for s in range(scenes // 5)]
            )
            with mp.get_context("fork").Pool(procs or os.cpu_count()) as p:
                for i, q in enumerate(p.imap(render, jobs, chunksize=16)):
                    if q is not None:
                        arr[i] = q[0]
                        half[i] = np.round(
                            q[0].reshape(R // 2, 2, R // 2, 2, 4).mean((1, 3), dtype=np.float32)
                        )
                    info.append(None if q is None else [round(v, 3) for v in q[1:]])
                sims = {(256, 256): [], (320, 192): [], (192, 320): []}
                scap = {"256x256": [], "320x192": [], "192x320": []}
                for (s, w, h), (im, caps, place, tm) in zip(sc, p.imap(render_scene, sc, chunksize=16)):
                    sims[w, h].append(im)
                    scap[f"{w}x{h}"].append((caps, place, tm))
            arr.flush()
            half.flush()
            for (w, h), v in sims.items():
                np.save(f"{fn}-{w}x{h}.npy", np.stack(v))
            json.dump(dict(info=info, scap=scap), open(fn + ".json", "w"))
        c = json.load(open(fn + ".json"))
        import warnings

        warnings.filterwarnings("ignore", message=".*not writable.*")
        mm = "r" if device == "cpu" else None  # worker processes share one copy
        self.sp = torch.from_numpy(np.load(fn + ".npy", mmap_mode=mm)).to(device)
        self.scap = c["scap"]
        self.sc = {
            (w, h): torch.from_numpy(np.load(f"{fn}-{w}x{h}.npy", mmap_mode=mm)).to(device)
            for w, h in [(256, 256), (320, 192), (192, 320)]
        }
        self.sp2 = torch.from_numpy(np.load(fn + "-half.npy", mmap_mode=mm)).to(device)
        self.meta = meta
        for m, q in zip(meta, c["info"]):
            if q is None:
                m["w"] = 0.0
                m["bad"] = True
                q = [-1, 0, 0, 0]
            m["hue"], m["share"], m["sat"], m["val"] = q
        self.all = [i for i, m in enumerate(meta) if not m.get("bad")]
        self.by_style = {}
        for s in STYLE_P:
            ids = [i for i, m in enumerate(meta) if m["style"] == s and m["w"] > 0]
            if ids:
                self.by_style[s] = (ids, np.cumsum([meta[i]["w"] for i in ids]))
        self.pair = {s: ([i for i in v[0] if meta[i]["sub"] in PAIR_SUB]) for s, v in self.by_style.items()}
        log(
            f"sprites {n} usable {len(self.all)} named {sum(len(v[0]) for v in self.by_style.values())} scenes {[len(v) for v in self.sc.values()]}"
        )

    # ---- descriptions -------------------------------------------------
    def _pick(self, r, style):
        ids, cw = self.by_style[style]
        return ids[min(int(np.searchsorted(cw, r.random() * cw[-1])), len(ids) - 1)]

    def _style(self, r, p):
        ks = [k for k in p if k in self.by_style]
        return r.choices(ks, [p[k] for k in ks])[0]

    def _name(self, r, m):
        ns = m["names"]
        return ns[0] if r.random() < 0.55 or len(ns) == 1 else r.choice(ns[1:])

    def _bg(self, r, s, named, avoid=None):
        """fills s['bg']; returns caption words or ''"""
        if named:
            for _ in range(3):
                k = r.choice(list(COLOURS))
                h = colorsys.rgb_to_hsv(*rgb(COLOURS[k]))
                if avoid is None or h[1] < 0.3 or abs((h[0] * 360 - avoid + 180) % 360 - 180) > 35:
                    break
            c = [min(1, max(0, v + r.uniform(-0.025, 0.025))) for v in rgb(COLOURS[k])]
            g = r.random()
            if k == "white":
                c = [1, 1, 1]
                g = 1
            if g < 0.3:
                light = [v + (1 - v) * 0.55 for v in c] if sum(c) < 2.4 else [v * 0.82 for v in c]
                s["bg"] = (
                    r.choice([1, 1, 2]),
                    light if r.random() < 0.7 else c,
                    c if r.random() < 0.7 else light,
                )
                w = f"{k} gradient background" if r.random() < 0.7 else f"{k} background"
            else:
                s["bg"] = (0, c, c)
                w = f"{k} background"
            return r.choice(
                [f" on a {w}", f" on a {w}", f", {w}", f" with a {w}"] + ([f" on {k}"] if g >= 0.3 else [])
            )
        u = r.random()
        if u < 0.62:
            s["bg"] = (0, [1, 1, 1], [1, 1, 1])
        elif u < 0.95:
            c = colorsys.hsv_to_rgb(r.random(), r.uniform(0.06, 0.22), 1.0)
            s["bg"] = (r.choice([1, 2]), [v + (1 - v) * 0.6 for v in c], list(c))
        else:
            c = rgb(r.choice(list(COLOURS.values())))
            s["bg"] = (0, c, c)
        return ""

    def one(self, r, w, h):
        s = dict(layers=[], filt=0, scene=-1, pat=0)
        m0 = min(w, h)
        skey = (w, h) if (w, h) in self.sc else (256, 256)
        nsc = len(self.sc[skey])
        scap = self.scap["%dx%d" % skey]
        u = r.random()
        wide = w != h
        if u < (0.60 if not wide else 0.40):  # one object
            styled = r.random() < 0.55
            filt = r.choices([0, 1, 2, 3, 4, 5, 6], [0.76, 0.06, 0.025, 0.055, 0.05, 0.02, 0.03])[0]
            st = self._style(r, STYLE_P if styled or filt else PLAIN_P)
            i = self._pick(r, st)
            m = self.meta[i]
            n = self._name(r, m)
            dh = None
            avoid = m["hue"] if m["share"] > 0.5 and m["sat"] > 0.2 else None
            if m["share"] > 0.5 and m["sat"] > 0.18 and filt in (0, 1, 6) and m["sub"] > 13:
                if r.random() < 0.2:
                    k = r.choice(list(HUES))
                    dh = (HUES[k] + r.uniform(-6, 6) - m["hue"]) / 360
                    avoid = HUES[k]
                    if k in ("yellow", "orange") and m["val"] < 0.7:
                        dh, avoid = None, m["hue"]
                    else:
                        n = f"{k} {bare(n)}"
                elif r.random() < 0.14 and m["val"] > 0.72 and m["share"] > 0.62:
                    k = min(HUES, key=lambda q: abs((HUES[q] - m["hue"] + 180) % 360 - 180))
                    if abs((HUES[k] - m["hue"] + 180) % 360 - 180) < 14:
                        n = f"{k} {bare(n)}"
            if styled and not filt:
                n2 = (r.choice(STYLE_WORDS[st]), n)
            elif filt:
                n2 = (r.choice(FILTERS[filt]), n)
            else:
                n2 = (None, n)
            s["filt"] = filt
            bgw = self._bg(r, s, r.random() < 0.42 and filt in (0, 1, 5), avoid)
            if filt and not bgw and filt != 1:
                s["bg"] = (0, [1, 1, 1], [1, 1, 1])
            if filt == 4:
                s["bg"] = (0, [0, 0, 0], [0, 0, 0])
            sw, nm = n2
            fill = r.choice(["cute ", "cute ", "beautiful ", "little ", "big "]) if r.random() < 0.06 else ""
            if sw is None:
                c = r.choice([nm, art(fill + nm), art(fill + nm)])
            elif filt == 2:
                c = r.choice([f"silhouette of {art(nm)}", f"{nm} silhouette", f"{nm}, silhouette"])
            elif (
                sw
                in (
                    "3d render",
                    "pixel art",
                    "pencil sketch",
                    "line drawing",
                    "sketch",
                    "clip art",
                    "clipart",
                    "watercolor painting",
                    "neon sign",
                    "icon",
                    "sticker",
                    "emoji",
                    "8-bit pixel art",
                )
                and r.random() < 0.4
            ):
                c = f"{art(sw)} of {art(fill + nm)}"
            else:
                c = r.choice(
                    [f"{nm}, {sw}", f"{art(sw + ' ' + nm)}", f"{art(fill + nm)}, {sw}", f"{sw} {nm}"]
                )
            c += bgw
            if r.random() < 0.07 and m["tags"]:
                c += ", " + ", ".join(r.sample(m["tags"], min(len(m["tags"]), r.randint(1, 2))))
            if r.random() < 0.03 and m["tags"]:
                c = ", ".join(r.sample(m["tags"], min(len(m["tags"]), 3)))
            sc = r.choice([r.uniform(0.78, 0.9), r.uniform(0.62, 0.85)])
            s["layers"] = [
                (
                    i,
                    0.5 * w + r.uniform(-0.03, 0.03) * w * (3 if wide else 1),
                    0.5 * h + r.uniform(-0.03, 0.03) * h,
                    sc,
                    r.gauss(0, 3) if r.random() < 0.3 else 0,
                    False,
                    dh,
                )
            ]
        elif u < 0.78:  # two or three objects, counts
            st = self._style(r, STYLE_P if r.random() < 0.5 else PLAIN_P)
            ids = self.pair[st]
            if len(ids) < 20:
                st = "3d" if "3d" in self.pair else next(iter(self.pair))
                ids = self.pair[st]

            def draw1():
                i = r.choice(ids)
                m = self.meta[i]
                n = self._name(r, m)
                dh = None
                if m["share"] > 0.6 and m["sat"] > 0.25 and r.random() < 0.2:
                    k = r.choice([q for q in HUES if q not in ("yellow", "orange")])
                    dh = (HUES[k] - m["hue"]) / 360
                    n = f"{k} {bare(n)}"
                return i, n, dh

            v = r.random()
            A, B = draw1(), draw1()
            if v < 0.62:
                hor = w > h or (w == h and r.random() < 0.68)
                if hor:
                    k = 0.46 if w == h else 0.72
                    s["layers"] = [
                        (A[0], 0.27 * w, 0.5 * h, r.uniform(0.85, 1) * k, 0, False, A[2]),
                        (B[0], 0.73 * w, 0.5 * h, r.uniform(0.85, 1) * k, 0, False, B[2]),
                    ]
                    a, b = art(A[1]), art(B[1])
                    c = r.choice(
                        [
                            f"{a} and {b}",
                            f"{a} and {b}",
                            f"{a} to the left of {b}",
                            f"{b} to the right of {a}",
                            f"{a} next to {b}",
                            f"{a} beside {b}",
                            f"{a} on the left and {b} on the right",
                        ]
                    )
                else:
                    k = 0.46 if w == h else 0.72
                    s["layers"] = [
                        (A[0], 0.5 * w, 0.27 * h, r.uniform(0.85, 1) * k, 0, False, A[2]),
                        (B[0], 0.5 * w, 0.73 * h, r.uniform(0.85, 1) * k, 0, False, B[2]),
                    ]
                    a, b = art(A[1]), art(B[1])
                    c = r.choice(
                        [
                            f"{a} above {b}",
                            f"{b} below {a}",
                            f"{a} over {b}",
                            f"{b} under {a}",
                            f"{a} on top of {b}",
                        ]
                    )
            elif v < 0.75 and w == h:
                C = draw1()
                P = (
                    [(0.27, 0.3), (0.73, 0.3), (0.5, 0.73)]
                    if r.random() < 0.5
                    else [(0.19, 0.5), (0.5, 0.5), (0.81, 0.5)]
                )
                k = 0.42 if P[0][1] < 0.4 else 0.3
                s["layers"] = [(q[0], x * w, y * h, k, 0, False, q[2]) for q, (x, y) in zip((A, B, C), P)]
                c = f"{art(A[1])}, {art(B[1])} and {art(C[1])}"
            else:
                n = r.choice([2, 3, 4])
                word = {2: "two", 3: "three", 4: "four"}[n]
                P = {
                    2: [(0.27, 0.5), (0.73, 0.5)],
                    3: [(0.19, 0.5), (0.5, 0.5), (0.81, 0.5)]
                    if w > h or r.random() < 0.4
                    else [(0.5, 0.28), (0.27, 0.72), (0.73, 0.72)],
                    4: [(0.27, 0.27), (0.73, 0.27), (0.27, 0.73), (0.73, 0.73)],
                }[n]
                if h > w:
                    P = [(y, x) for x, y in P]
                k = (0.3 if n == 3 and P[0][1] == 0.5 else 0.42) * (1.35 if wide and n < 4 else 1)
                s["layers"] = [(A[0], x * w, y * h, k, 0, False, A[2]) for x, y in P]
                c = f"{word} {plural(A[1])}"
            if r.random() < 0.4 and st in STYLE_WORDS:
                q = r.choice(STYLE_WORDS[st])
                c = f"{c}, {q}" if r.random() < 0.7 else f"{q} {c}"
            c += self._bg(r, s, r.random() < 0.35)
            if r.random() < 0.06:
                s["filt"] = 1
                c += ", pixel art"
        elif u < 0.97:  # scene, or object in a scene
            k = r.randrange(nsc)
            caps, place, tm = scap[k]
            s["scene"] = k
            s["bg"] = (0, [1, 1, 1], [1, 1, 1])
            c = r.choice(caps)
            if r.random() < 0.36:
                st = self._style(r, STYLE_P if r.random() < 0.4 else PLAIN_P)
                i = self._pick(r, st)
                m = self.meta[i]
                n = art(self._name(r, m))
                fly = m["sub"] in (35, 56)
                s["layers"] = [
                    (
                        i,
                        r.uniform(0.35, 0.65) * w,
                        (r.uniform(0.3, 0.5) if fly else r.uniform(0.6, 0.72)) * h,
                        r.uniform(0.38, 0.52),
                        0,
                        False,
                        None,
                    )
                ]
                pl = (
                    place
                    if place
                    in ("space", "outer space", "underwater", "mountains", "green hills", "countryside")
                    else art(place)
                )
                tw = (
                    {"night": " at night", "sunset": " at sunset", "sunrise": " at sunrise", "day": ""}[tm]
                    if place not in ("space", "outer space", "underwater", "galaxy", "underwater scene")
                    else ""
                )
                pre = {
                    "space": "in",
                    "outer space": "in",
                    "underwater": "",
                    "sea": "on",
                    "ocean": "on",
                    "beach": "on",
                    "mountains": "in the",
                    "green hills": "on",
                    "countryside": "in the",
                    "meadow": "in",
                    "desert": "in",
                    "mountain lake": "by",
                }.get(place, "in")
                if pre == "in the":
                    pl = place
                if place in ("sea", "ocean"):
                    pl = "the " + place
                c = r.choice(
                    [
                        f"{n} {pre} {pl}{tw}".replace("  ", " "),
                        f"{n} {pre} {pl}{tw}".replace("  ", " "),
                        f"{n}, {c}",
                    ]
                )
                if st in STYLE_WORDS and r.random() < 0.35:
                    c += ", " + r.choice(STYLE_WORDS[st])
            elif r.random() < 0.08:
                f = r.choice([1, 5, 6, 3])
                s["filt"] = f
                c += ", " + r.choice(FILTERS[f])
        else:  # patterns and plain colours
            ks = r.sample(list(COLOURS), 2)
            s["pat"] = r.choice([1, 2, 3, 4, 5])
            a, b = ks
            ca, cb = rgb(COLOURS[a]), rgb(COLOURS[b])
            s["bg"] = (0, ca, cb)
            s["pp"] = (r.choice([4, 6, 8, 10]), r.choice([0, 0, 90, 45]))
            if s["pat"] == 5:
                s["pat"] = 0
                s["bg"] = (1, ca, cb)
                c = r.choice([f"{a} and {b} gradient", f"gradient from {a} to {b}"])
            else:
                nm = {1: "stripes", 2: "polka dots", 3: "checkerboard", 4: "waves"}[s["pat"]]
                c = r.choice(
                    [
                        f"{a} and {b} {nm} pattern",
                        f"{nm} pattern, {a} and {b}",
                        f"{b} {nm} on a {a} background" if s["pat"] == 2 else f"{a} and {b} {nm}",
                    ]
                )
        v = r.random()
        if v < 0.04:
            c = (
                r.choice(
                    ["a picture of ", "an illustration of ", "an image of ", "a photo of ", "a drawing of "]
                )
                + c
            )
        elif v < 0.12:
            c += r.choice(
                [
                    ", high quality",
                    ", detailed",
                    ", digital art",
                    ", best quality",
                    ", masterpiece",
                    ", illustration",
                    ", colorful",
                ]
            )
        s["cap"] = c
        return s

    def specs(self, r, n, w=256, h=256):
        return [self.one(r, w, h) for _ in range(n)]

    def wild(self, r, n, w=256, h=256, ids=None):
        """pictures for the autoencoder: everything, also untitled clip art and odd crops"""
        ids = ids or self.all
        out = []
        for _ in range(n):
            if r.random() < 0.5:
                out.append(self.one(r, w, h))
                continue
            s = dict(
                layers=[],
                filt=r.choice([0] * 12 + [1, 3, 4, 6]),
                scene=r.randrange(len(self.sc[256, 256])) if r.random() < 0.3 else -1,
                pat=0,
                cap="",
            )
            self._bg(r, s, r.random() < 0.6)
            for _ in range(r.choice([1, 1, 2, 3, 4])):
                s["layers"].append(
                    (
                        r.choice(ids),
                        r.uniform(0.2, 0.8) * w,
                        r.uniform(0.2, 0.8) * h,
                        r.choice([r.uniform(0.3, 0.6), r.uniform(0.6, 1.3)]),
                        r.gauss(0, 12),
                        r.random() < 0.5,
                        r.random() if r.random() < 0.2 else None,
                    )
                )
            out.append(s)
        return out

    # ---- pixels --------------------------------------------------------
    @torch.no_grad()
    def draw(self, specs, w=256, h=256, dtype=torch.float32):
        n, dev = len(specs), self.dev
        T = lambda x: torch.tensor(x, device=dev, dtype=torch.float32)
        c1, c2 = (
            T([s["bg"][1] for s in specs])[:, :, None, None],
            T([s["bg"][2] for s in specs])[:, :, None, None],
        )
        mode = T([s["bg"][0] for s in specs])[:, None, None, None]
        y = torch.linspace(0, 1, h, device=dev).view(1, 1, h, 1).expand(1, 1, h, w)
        x = torch.linspace(0, 1, w, device=dev).view(1, 1, 1, w).expand(1, 1, h, w)
        rad = (((x - 0.5) ** 2 + (y - 0.5) ** 2).sqrt() * 1.5).clamp(0, 1)
        t = torch.where(mode == 1, y, torch.where(mode == 2, rad, torch.zeros_like(y)))
        im = c1 * (1 - t) + c2 * t
        for k, s in enumerate(specs):
            if s["pat"]:
                f, ang = s["pp"]
                a = math.radians(ang)
                sz = min(w, h)
                X, Y = x[0, 0] * w / sz, y[0, 0] * h / sz
                u, v = X * math.cos(a) + Y * math.sin(a), -X * math.sin(a) + Y * math.cos(a)
                if s["pat"] == 1:
                    g = torch.sin(2 * math.pi * f * v / 2)
                elif s["pat"] == 2:
                    g = 0.09 - ((u * f) % 1 - 0.5) ** 2 - ((v * f) % 1 - 0.5) ** 2
                    g = g * 6
                elif s["pat"] == 3:
                    g = torch.sin(math.pi * f * X) * torch.sin(math.pi * f * Y) * 4
                else:
                    g = torch.sin(2 * math.pi * (f * Y / 2 + 0.25 * torch.sin(2 * math.pi * X * f / 4)))
                m = (g * sz / (f * 4) + 0.5).clamp(0, 1)
                im[k] = c1[k] * (1 - m) + c2[k] * m
        sid = [k for k, s in enumerate(specs) if s["scene"] >= 0]
        if sid:
            src = self.sc[w, h] if (w, h) in self.sc else self.sc[256, 256]
            q = (
                src[torch.tensor([specs[k]["scene"] for k in sid], device=dev)].permute(0, 3, 1, 2).float()
                / 255
            )
            if q.shape[-2:] != (h, w):
                q = F.interpolate(q, (h, w), mode="area")
            im[sid] = q
        sz = min(w, h)
        for layer in range(4):
            for big in (True, False):
                ks = [
                    k
                    for k, s in enumerate(specs)
                    if len(s["layers"]) > layer and (s["layers"][layer][3] * sz >= 150) == big
                ]
                if not ks:
                    continue
                L = [specs[k]["layers"][layer] for k in ks]
                th = []
                for _, cx, cy, sc, rot, flip, _ in L:
                    hf = sc * sz / 2
                    a = math.radians(rot)
                    co, si = math.cos(a), math.sin(a)
                    fx = -1 if flip else 1
                    ax, ay, bx, by = w / 2 / hf, h / 2 / hf, (w / 2 - cx) / hf, (h / 2 - cy) / hf
                    th.append(
                        [
                            [fx * co * ax, fx * si * ay, fx * (co * bx + si * by)],
                            [-si * ax, co * ay, -si * bx + co * by],
                        ]
                    )
                src = (self.sp if big else self.sp2)[
                    torch.tensor([l[0] for l in L], device=self.sp.device)
                ].to(dev).permute(0, 3, 1, 2).float() / 255
                g = F.affine_grid(T(th), (len(L), 4, h, w), align_corners=False)
                q = F.grid_sample(src, g, mode="bilinear", padding_mode="zeros", align_corners=False)
                hs = [j for j, l in enumerate(L) if l[6] is not None]
                if hs:
                    q[hs, :3] = hue_shift(q[hs, :3], T([L[j][6] for j in hs]))
                sil = [j for j, k in enumerate(ks) if specs[k]["filt"] == 2]
                if sil:
                    q[sil, :3] = q[sil, 3:] * 0.06
                im[ks] = q[:, :3] + im[ks] * (1 - q[:, 3:])
        for f in (1, 3, 4, 5, 6):
            ks = [k for k, s in enumerate(specs) if s["filt"] == f]
            if ks:
                im[ks] = FX[f](im[ks].contiguous())
        return (im * 2 - 1).clamp(-1, 1).to(dtype)


def hue_shift(c, d):
    mx, mn = c.max(1).values, c.min(1).values
    df = mx - mn
    e = df + 1e-6
    r, g, b = c.unbind(1)
    h = torch.where(mx == r, ((g - b) / e) % 6, torch.where(mx == g, (b - r) / e + 2, (r - g) / e + 4)) / 6
    h = (h + d[:, None, None]) % 1
    k = lambda n: (n + h * 6) % 6
    f = lambda n: mx - df * torch.minimum(torch.minimum(k(n), 4 - k(n)), torch.ones_like(h)).clamp(min=0)
    return torch.stack([f(5), f(3), f(1)], 1)


def luma(x):
    return (x * x.new_tensor([0.3, 0.59, 0.11])[None, :, None, None]).sum(1, keepdim=True)


def edges(x):
    k = x.new_tensor([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])[None, None] / 4
    c = x.shape[1]
    p = F.pad(x, (1, 1, 1, 1), mode="replicate")
    kx, ky = k.transpose(2, 3).repeat(c, 1, 1, 1), k.repeat(c, 1, 1, 1)
    return (F.conv2d(p, kx, groups=c) ** 2 + F.conv2d(p, ky, groups=c) ** 2).sqrt()


def blur(x, n=2):
    for _ in range(n):
        x = F.avg_pool2d(F.pad(x, (2, 2, 2, 2), mode="replicate"), 5, 1)
    return x


def fx_pixel(x):
    h, w = x.shape[-2:]
    k = 8 if min(h, w) >= 192 else 4
    q = F.avg_pool2d(x, k)
    q = (q * 7).round() / 7
    return F.interpolate(q, (h, w), mode="nearest")


def fx_sketch(x):
    e = edges(x).amax(1, keepdim=True)
    return (1 - (e * 2.2).clamp(0, 1) * 0.88 - (1 - luma(x)) * 0.08).clamp(0, 1).expand_as(x)


def fx_neon(x):
    e = (edges(x) * 2.0).clamp(0, 1)
    m = e.amax(1, keepdim=True)
    col = x / (x.amax(1, keepdim=True) + 0.05)
    col = torch.maximum(col, col.new_tensor([0.25, 0.35, 0.6])[None, :, None, None])
    core = m * col
    glow = blur(core, 3) * 1.6
    bg = x.new_tensor([0.03, 0.03, 0.09])[None, :, None, None]
    return (bg + core * 0.95 + glow).clamp(0, 1)


def fx_water(x):
    n, _, h, w = x.shape
    no = lambda k: F.interpolate(
        torch.rand(n, 1, h // k, w // k, device=x.device), (h, w), mode="bicubic", align_corners=False
    )
    base = F.affine_grid(
        torch.eye(2, 3, device=x.device)[None].expand(n, 2, 3), (n, 3, h, w), align_corners=False
    )
    d = torch.cat([no(16), no(16)], 1).permute(0, 2, 3, 1) - 0.5
    y = F.grid_sample(blur(x, 1), base + d * 0.06, padding_mode="border", align_corners=False)
    y = 1 - (1 - y) * (0.55 + 0.55 * no(24)) - 0.18 * edges(y).amax(1, keepdim=True).clamp(0, 1)
    return y.clamp(0, 1)


FX = {1: fx_pixel, 3: fx_sketch, 4: fx_neon, 5: lambda x: luma(x).expand_as(x), 6: fx_water}
