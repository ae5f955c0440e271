"""Collect openly licensed pictures + captions into a small payload.

Inputs (ordinary registry packages, unpacked in --npm, and optionally the
Debian package openclipart-svg unpacked in --clipart).
Outputs in --out:
  sprites.json.xz   one record per picture: style, names, tags, subgroup, svg text
  art3d.zip         the 3D-look WebP pictures (256x256 RGBA)
  clipart.zip       rendered Open Clip Art pictures (256x256 RGBA WebP) + clipart.json
  sources.json      per-source licence, version and count
"""

import argparse
import collections
import glob
import io
import json
import lzma
import multiprocessing as mp
import os
import re
import signal
import zipfile

ICON_SETS = {  # folder -> (style name, pixel view box when the set gives none)
    "fluent-emoji": "glossy",
    "fluent-emoji-flat": "flat",
    "noto": "cartoon",
    "noto-v1": "blob",
    "twemoji": "sticker",
    "emojione": "emoji",
    "fxemoji": "icon",
}
OK_LICENCE = {"MIT", "Apache-2.0", "CC-BY-4.0", "CC0-1.0"}

KEEP_SUB = set(range(0, 15)) | {26} | set(range(34, 49)) | set(range(49, 57)) | {57, 59} | set(range(60, 83))
KEEP_LABEL = {
    "hourglass done",
    "alarm clock",
    "stopwatch",
    "watch",
    "timer clock",
    "mantelpiece clock",
    "hourglass not done",
    "astronaut",
    "firefighter",
    "cook",
    "artist",
    "farmer",
    "detective",
    "ninja",
    "pilot",
    "scientist",
    "construction worker",
    "guard",
    "prince",
    "princess",
    "person surfing",
    "person biking",
    "person swimming",
    "skier",
    "snowboarder",
    "person in lotus position",
    "baby",
    "footprints",
    "brain",
    "eye",
    "eyes",
    "mouth",
    "anatomical heart",
    "tooth",
    "bone",
    "hundred points",
    "thumbs up",
    "waving hand",
    "OK hand",
    "victory hand",
    "flexed biceps",
    "clapping hands",
    "red heart",
}
DROP = re.compile(
    r"(?i)\b(flag|keycap|button|mosque|kaaba|synagogue|hindu|shinto|prayer beads|swim brief|syringe|"
    r"cigarette|coffin|headstone|funeral|pistol|bikini|briefs|person in bed|person taking bath|"
    r"map of japan|japanese castle|tokyo tower|no one under|skin tone|shibuya|drop of blood|"
    r"face with symbols on mouth|pile of poo|middle finger)\b"
)


def slug(s):
    return re.sub(r"[^a-z0-9]+", "-", s.lower().replace("’", "").replace("'", "")).strip("-")


def short_numbers(svg):
    """Fewer decimals: pictures stay the same at 256 px, the payload halves."""
    return re.sub(r"-?\d+\.\d{3,}", lambda m: ("%.2f" % float(m[0])).rstrip("0").rstrip(".") or "0", svg)


def names_for(e, short):
    label = e["label"].lower()
    names = [label]
    for s in short.get(e["hexcode"], []):
        s = s.replace("_", " ").replace("-", " ").strip().lower()
        if re.fullmatch(r"[a-z][a-z ]{2,28}", s) and s not in names:
            names.append(s)
    extra = []
    for n in names:
        if n.endswith(" face") and e["group"] == 3:
            extra.append(n[:-5] + " head")
            extra.append(n[:-5])
    names += [x for x in extra if x not in names]
    return names


def load_emoji(npm):
    base = os.path.join(npm, "emojibase-data/en")
    data = json.load(open(base + "/data.json"))
    short = collections.defaultdict(list)
    for f in ("github", "emojibase", "cldr"):
        p = f"{base}/shortcodes/{f}.json"
        if os.path.exists(p):
            for k, v in json.load(open(p)).items():
                for x in [v] if isinstance(v, str) else v:
                    if x not in short[k]:
                        short[k].append(x)
    out = []
    for e in data:
        g, sg, label = e.get("group"), e.get("subgroup"), e["label"]
        if g is None or DROP.search(label):
            continue
        if sg in KEEP_SUB or label in KEEP_LABEL:
            if re.search(r"(?i)\bo’clock|thirty\b", label):
                continue
            out.append(
                dict(
                    hex=e["hexcode"],
                    label=label.lower(),
                    slug=slug(label),
                    names=names_for(e, short),
                    tags=[t.lower() for t in e.get("tags", []) if re.fullmatch(r"[a-z ]{3,20}", t.lower())],
                    sub=sg,
                    group=g,
                )
            )
    return out


def clip_one(job):
    import numpy as np
    import resvg_py
    from PIL import Image

    path, rel = job

    def bail(*a):
        raise TimeoutError

    signal.signal(signal.SIGALRM, bail)
    signal.alarm(4)
    try:
        txt = open(path, encoding="utf8", errors="replace").read()
        if len(txt) > 900_000 or "<image" in txt or "<text" in txt:
            return None
        m = re.search(r"<dc:title[^>]*>([^<]{3,60})</dc:title>", txt) or re.search(
            r"<title[^>]*>([^<]{3,60})</title>", txt
        )
        title = (m[1] if m else "").strip()
        kw = re.findall(r"<rdf:li[^>]*>([^<]{3,24})</rdf:li>", txt)
        lic = re.search(r"(?i)publicdomain|public domain", txt) is not None
        png = bytes(resvg_py.svg_to_bytes(svg_path=path, width=512))
        im = Image.open(io.BytesIO(png)).convert("RGBA")
        bb = im.getchannel("A").getbbox()
        if not bb:
            return None
        im = im.crop(bb)
        w, h = im.size
        if min(w, h) < 60 or max(w, h) / min(w, h) > 3:
            return None
        s = 256 / max(w, h)
        im = im.resize((max(1, round(w * s)), max(1, round(h * s))), Image.LANCZOS)
        c = Image.new("RGBA", (256, 256))
        c.paste(im, ((256 - im.width) // 2, (256 - im.height) // 2))
        a = np.asarray(c).astype(np.float32)
        al = a[..., 3] / 255
        if al.mean() < 0.06:
            return None
        rgb = a[..., :3][al > 0.5]
        if len(rgb) < 500 or rgb.std(0).mean() < 12:
            return None
        q = len(np.unique((rgb // 32).astype(np.int32) @ np.array([64, 8, 1])))
        sat = (rgb.max(1) - rgb.min(1)).mean()
        if q < 5:
            return None
        b = io.BytesIO()
        c.save(b, "WEBP", quality=82, alpha_quality=80, method=5)
        return rel, title, kw, lic, float(sat), b.getvalue()
    except BaseException:
        return None
    finally:
        signal.alarm(0)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--npm", required=True, help="node_modules folder with the icon packages")
    ap.add_argument("--clipart", help="folder of the unpacked openclipart-svg package")
    ap.add_argument("--clipart-version", default="0.18")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    emo = load_emoji(a.npm)
    by_slug = {e["slug"]: e for e in emo}
    sources, recs = [], []
    for s, style in ICON_SETS.items():
        d = os.path.join(a.npm, "@iconify-json", s)
        info = json.load(open(d + "/info.json"))
        pk = json.load(open(d + "/package.json"))
        j = json.load(open(d + "/icons.json"))
        spdx = info["license"]["spdx"]
        assert spdx in OK_LICENCE, (s, spdx)
        W, H = j.get("width", 16), j.get("height", j.get("width", 16))
        squash = {slug(k).replace("-", ""): k for k in by_slug}
        n = 0
        for name, ic in j["icons"].items():
            e = by_slug.get(name)
            if e is None and s == "fxemoji":  # this set writes names without dashes
                k = squash.get(name)
                e = by_slug.get(k) if k else None
            if e is None:
                continue
            w, h = ic.get("width", W), ic.get("height", H)
            body = short_numbers(ic["body"])
            svg = (
                f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
                f'viewBox="{ic.get("left", 0)} {ic.get("top", 0)} {w} {h}" width="{w}" height="{h}">{body}</svg>'
            )
            if len(svg) > 400_000:
                continue
            recs.append(dict(style=style, hex=e["hex"], svg=svg))
            n += 1
        sources.append(
            dict(
                package="@iconify-json/" + s,
                version=pk["version"],
                artwork=info["name"],
                licence=spdx,
                pictures=n,
                style=style,
            )
        )
        print(s, n, flush=True)
    # the 3D look
    d = os.path.join(a.npm, "@lobehub/fluent-emoji-3d")
    pk = json.load(open(d + "/package.json"))
    files = {
        os.path.basename(f)[:-5].upper().replace("-FE0F", ""): f for f in glob.glob(d + "/assets/*.webp")
    }
    n = 0
    with zipfile.ZipFile(a.out + "/art3d.zip", "w", zipfile.ZIP_STORED) as z:
        for e in emo:
            f = files.get(e["hex"].upper().replace("-FE0F", ""))
            if f:
                z.write(f, e["hex"] + ".webp")
                recs.append(dict(style="3d", hex=e["hex"], webp=e["hex"] + ".webp"))
                n += 1
    sources.append(
        dict(
            package="@lobehub/fluent-emoji-3d",
            version=pk["version"],
            artwork="Fluent Emoji 3D",
            licence=pk["license"],
            pictures=n,
            style="3d",
        )
    )
    pk = json.load(open(a.npm + "/emojibase-data/package.json"))
    sources.append(
        dict(
            package="emojibase-data",
            version=pk["version"],
            artwork="names and keywords",
            licence=pk["license"],
            pictures=0,
            style="",
        )
    )
    # clip art
    if a.clipart:
        jobs = []
        for f in sorted(glob.glob(a.clipart + "/**/*.svg", recursive=True)):
            rel = f.split("svg/", 1)[1]
            if re.search(
                r"(?i)flags|logos|callouts|flowchart|arrows|computer/|buttons|roadsigns|aiga|religion|weapons|"
                r"duplicates|gift_cert|disab|money|cards/|chess|hazard|led/|special|shapes/|map_symbols|people",
                rel,
            ):
                continue
            jobs.append((f, rel))
        print("clip art candidates", len(jobs), flush=True)
        out = []
        with mp.Pool(2, maxtasksperchild=40) as p:
            for r in p.imap_unordered(clip_one, jobs, chunksize=4):
                if r:
                    out.append(r)
        out.sort()
        meta = []
        with zipfile.ZipFile(a.out + "/clipart.zip", "w", zipfile.ZIP_STORED) as z:
            for i, (rel, title, kw, lic, sat, b) in enumerate(out):
                z.writestr(f"{i}.webp", b)
                meta.append(dict(i=i, rel=rel, title=title, kw=kw, lic=lic, sat=round(sat, 1)))
        json.dump(meta, open(a.out + "/clipart.json", "w"))
        sources.append(
            dict(
                package="openclipart-svg",
                version=a.clipart_version,
                artwork="Open Clip Art Library",
                licence="public domain",
                pictures=len(out),
                style="clip art",
            )
        )
        print("clip art kept", len(out))
    json.dump(
        dict(emoji=emo, recs=[{k: v for k, v in r.items() if k != "svg"} for r in recs]),
        open(a.out + "/index.json", "w"),
    )
    with lzma.open(a.out + "/sprites.json.xz", "wt", preset=9) as f:
        json.dump(dict(emoji=emo, recs=recs), f)
    json.dump(sources, open(a.out + "/sources.json", "w"), indent=1)
    for s in sources:
        print(s)


if __name__ == "__main__":
    main()
