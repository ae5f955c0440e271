"""Measure a trained starter model on the CPU: sample grid, seconds per picture, prompt following, sizes, schedulers.

The judge is a small CNN trained here on clean renders of --classes common objects (all styles, random backgrounds).
"""

import argparse
import json
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    LMSDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionPipeline,
    UniPCMultistepScheduler,
)
from PIL import Image, ImageDraw

from picdata import COLOURS, Pictures, art, rgb

CLASSES = [
    "cat",
    "dog",
    "fox",
    "owl",
    "frog",
    "turtle",
    "elephant",
    "rabbit",
    "penguin",
    "octopus",
    "butterfly",
    "snail",
    "fish",
    "dolphin",
    "unicorn",
    "dragon",
    "red apple",
    "banana",
    "strawberry",
    "pineapple",
    "watermelon",
    "pizza",
    "hamburger",
    "ice cream",
    "birthday cake",
    "mushroom",
    "carrot",
    "cactus",
    "sunflower",
    "rose",
    "deciduous tree",
    "automobile",
    "bicycle",
    "airplane",
    "rocket",
    "sailboat",
    "locomotive",
    "house",
    "castle",
    "guitar",
    "umbrella",
    "camera",
    "key",
    "crown",
    "balloon",
    "soccer ball",
    "teddy bear",
    "robot",
    "ghost",
    "hot beverage",
]
GRID = [
    "a cat",
    "a red apple",
    "an owl",
    "a rocket",
    "a slice of pizza",
    "a castle",
    "a 3d fox",
    "a fox, cartoon",
    "a flat design fox",
    "pixel art of a fox",
    "a fox, pencil sketch",
    "neon fox",
    "a blue car on a yellow background",
    "a strawberry on a mint background",
    "a penguin on a pink background",
    "a white rabbit on a navy blue background",
    "a green umbrella",
    "a purple butterfly",
    "a cat to the left of a red apple",
    "a dog and a soccer ball",
    "a sunflower above a cactus",
    "three strawberries",
    "two penguins",
    "a guitar next to a drum, 3d",
    "mountains at sunset",
    "a house in a snowy landscape at night",
    "a sailing boat on the sea at sunset",
    "a city skyline at night",
    "green hills with trees and a rainbow",
    "a desert with cactus and pyramids",
    "a penguin in a snowy landscape",
    "a rocket in outer space",
    "an underwater scene with fish",
    "a lighthouse and the sea at night",
    "watercolor painting of a rose",
    "blue and white stripes pattern",
]


class Judge(nn.Module):
    def __init__(s, n, c=24):
        super().__init__()
        b = lambda i, o: nn.Sequential(
            nn.Conv2d(i, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2)
        )
        s.f = nn.Sequential(b(3, c), b(c, 2 * c), b(2 * c, 4 * c), b(4 * c, 6 * c))
        s.o = nn.Linear(6 * c * 9, n)
        s.d = nn.Dropout(0.3)

    def forward(s, x):
        return s.o(s.d(s.f(F.interpolate(x, (48, 48), mode="area")).flatten(1)))


def train_judge(P, classes, seconds, log):
    ids = {i: [] for i in range(len(classes))}
    for k, m in enumerate(P.meta):
        if m["w"] <= 0 or not m["names"]:
            continue
        n = m["names"][0]
        for i, c in enumerate(classes):
            if n == c or n == c + " face":
                ids[i].append(k)
    missing = [classes[i] for i, v in ids.items() if not v]
    log(
        "classes without pictures",
        missing,
        "pictures per class",
        round(np.mean([len(v) for v in ids.values()]), 1),
    )
    r = random.Random(0)

    def batch(n, q):
        y = [q.randrange(len(classes)) for _ in range(n)]
        sp = []
        for c in y:
            s = dict(
                layers=[
                    (
                        q.choice(ids[c]),
                        64 + q.uniform(-6, 6),
                        64 + q.uniform(-6, 6),
                        q.uniform(0.68, 0.98),
                        q.gauss(0, 5),
                        q.random() < 0.3,
                        (q.random() if q.random() < 0.12 else None),
                    )
                ],
                filt=q.choice([0] * 14 + [1, 3, 4, 5, 6]),
                scene=-1,
                pat=0,
            )
            P._bg(q, s, q.random() < 0.5)
            sp.append(s)
        x = F.avg_pool2d(P.draw(sp, 128, 128), 2)
        if q.random() < 0.5:
            x = F.interpolate(
                F.avg_pool2d(x, 2), (64, 64), mode="bilinear"
            )  # some blur, as generated pictures have
        return x + 0.03 * torch.randn_like(x), torch.tensor(y)

    net = Judge(len(classes))
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.05)
    X, Y = zip(*[batch(256, r) for _ in range(48)])
    X, Y = torch.cat(X), torch.cat(Y)
    log("judge pictures", len(X))
    t = time.time()
    k = 0
    while (f := (time.time() - t) / seconds) < 1:
        for g in opt.param_groups:
            g["lr"] = 2e-3 * (1 - f) + 1e-5
        i = torch.randint(0, len(X), (96,))
        x = X[i]
        dx, dy = r.randint(-5, 5), r.randint(-5, 5)
        x = torch.roll(x, (dx, dy), (2, 3))
        x = x.flip(3) if r.random() < 0.3 else x
        l = F.cross_entropy(net(x), Y[i], label_smoothing=0.05)
        opt.zero_grad()
        l.backward()
        opt.step()
        k += 1
    net.eval()
    q = random.Random(99)
    ok = n = 0
    with torch.no_grad():
        for _ in range(6):
            x, y = batch(128, q)
            ok += (net(x).argmax(1) == y).sum().item()
            n += len(y)
    log(f"judge: {k} steps, accuracy on fresh composed renders {ok / n:.3f}")
    return net, ok / n


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--payload", required=True)
    ap.add_argument("--cache", default="cache")
    ap.add_argument("--out", required=True)
    ap.add_argument("--judge-seconds", type=float, default=200)
    ap.add_argument("--steps", type=int, default=20)
    ap.add_argument("--cfg", type=float, default=5.0)
    ap.add_argument("--scenes", type=int, default=400)
    ap.add_argument("--only", default="grid,time,sched,judge,bg,sizes,pairs")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    torch.set_num_threads(2)
    T0 = time.time()
    log = lambda *x: print(f"[{time.time() - T0:6.1f}]", *x, flush=True)
    res = {}
    pipe = StableDiffusionPipeline.from_pretrained(a.model, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.unet.to(memory_format=torch.channels_last)
    pipe.vae.to(memory_format=torch.channels_last)
    base = pipe.scheduler
    log("loaded", type(base).__name__)

    def gen(prompts, w=256, h=256, seed=0, steps=None, bs=12):
        out = []
        for i in range(0, len(prompts), bs):
            q = prompts[i : i + bs]
            g = [torch.Generator().manual_seed(seed + i + j) for j in range(len(q))]
            out.append(
                torch.from_numpy(
                    pipe(
                        q,
                        width=w,
                        height=h,
                        num_inference_steps=steps or a.steps,
                        guidance_scale=a.cfg,
                        generator=g,
                        output_type="np",
                    ).images
                ).permute(0, 3, 1, 2)
                * 2
                - 1
            )
        return torch.cat(out)

    pil = lambda x: Image.fromarray(((x + 1) * 127.5).round().clamp(0, 255).byte().permute(1, 2, 0).numpy())

    def sheet(x, names, cols, fn, size=192):
        th = 30
        n = len(x)
        W = Image.new("RGB", (cols * (size + 6), (n + cols - 1) // cols * (size + th)), "#f4f4f4")
        d = ImageDraw.Draw(W)
        for k in range(n):
            im = pil(x[k])
            im.thumbnail((size, size), Image.LANCZOS)
            X, Y = k % cols * (size + 6) + 3, k // cols * (size + th)
            W.paste(im, (X + (size - im.width) // 2, Y + (size - im.height) // 2))
            t = names[k]
            cut = t.rfind(" ", 0, 34) if len(t) > 34 else len(t)
            d.text((X, Y + size + 1), t[:cut], fill="#222")
            d.text((X, Y + size + 13), t[cut:].strip(), fill="#222")
        W.quantize(palette=W.quantize(256, method=Image.MEDIANCUT), dither=Image.Dither.FLOYDSTEINBERG).save(
            fn, optimize=True
        )

    todo = a.only.split(",")
    if "grid" in todo:
        x = gen(GRID, seed=7)
        sheet(x, GRID, 6, a.out + "/grid.png")
        log("grid", os.path.getsize(a.out + "/grid.png") // 1024, "KiB")
    if "time" in todo:
        pipe("a cat", width=256, height=256, num_inference_steps=2)
        ts = []
        for k in range(3):
            t = time.time()
            pipe("a cat", width=256, height=256, num_inference_steps=20, guidance_scale=a.cfg)
            ts.append(time.time() - t)
        with torch.inference_mode():
            ids = pipe.tokenizer(
                ["a cat", ""], padding="max_length", max_length=77, return_tensors="pt"
            ).input_ids

            def tms(f, n=8):
                f()
                t = time.time()
                [f() for _ in range(n)]
                return (time.time() - t) / n

            e = pipe.text_encoder(ids)[0]
            z = torch.randn(2, 4, 32, 32)
            sp = dict(
                text=tms(lambda: pipe.text_encoder(ids)),
                unet=tms(lambda: pipe.unet(z, torch.tensor(500), e)),
                decode=tms(lambda: pipe.vae.decode(z[:1])),
                encode=tms(lambda: pipe.vae.encode(torch.zeros(1, 3, 256, 256))),
            )
        res["seconds_256_20_steps"] = dict(
            all=[round(v, 2) for v in ts], split_ms={k: round(v * 1000, 1) for k, v in sp.items()}
        )
        log("time", res["seconds_256_20_steps"])
    if "sched" in todo:
        ps = ["a cat", "a blue car on a yellow background", "mountains at sunset", "a city skyline at night"]
        xs, ns = [], []
        for nm, cl, kw, st in [
            ("DDIM 20", DDIMScheduler, {}, 20),
            ("Euler 20", EulerDiscreteScheduler, {}, 20),
            ("Euler a 20", EulerAncestralDiscreteScheduler, {}, 20),
            ("DPM++ 2M 20", DPMSolverMultistepScheduler, {}, 20),
            ("DPM++ 2M 10", DPMSolverMultistepScheduler, {}, 10),
            ("DPM++ 2M Karras 20", DPMSolverMultistepScheduler, dict(use_karras_sigmas=True), 20),
            ("UniPC 10", UniPCMultistepScheduler, {}, 10),
            ("Heun 10", HeunDiscreteScheduler, {}, 10),
            ("LMS 20", LMSDiscreteScheduler, {}, 20),
            ("PNDM 20", PNDMScheduler, {}, 20),
        ]:
            try:
                pipe.scheduler = cl.from_config(base.config, **kw)
                xs.append(gen(ps, seed=3, steps=st))
                ns += [f"{nm}: {p}" for p in ps]
            except Exception as ex:
                log("scheduler", nm, "failed:", ex)
        pipe.scheduler = base
        sheet(torch.cat(xs), ns, 8, a.out + "/schedulers.png", 150)
        log("schedulers done")
    if any(k in todo for k in ("judge", "sizes", "pairs")):
        P = Pictures(a.payload, a.cache, "cpu", a.scenes, log=log)
        net, acc = train_judge(P, CLASSES, a.judge_seconds, log)
        res["judge_on_renders"] = round(acc, 3)
        look = lambda x: net(
            F.interpolate(x, (64, 64), mode="area")
            if x.shape[-1] == x.shape[-2]
            else F.interpolate(
                x[..., max(0, (x.shape[-2] - x.shape[-1]) // 2) :, :][..., : min(x.shape[-2:]), :][
                    ..., max(0, (x.shape[-1] - x.shape[-2]) // 2) :
                ][..., : min(x.shape[-2:])],
                (64, 64),
                mode="area",
            )
        )
        C = CLASSES
        with torch.no_grad():
            y = torch.arange(len(C))
            if "judge" in todo:
                hit = []
                for s in (100, 200):
                    x = gen([art(c) for c in C], seed=s)
                    o = look(x)
                    hit.append((o.argmax(1) == y).float())
                    top3 = (o.topk(3, 1).indices == y[:, None]).any(1).float().mean().item()
                h = torch.stack(hit)
                res["plain_prompt_top1"] = round(h.mean().item(), 3)
                res["plain_prompt_top3_last"] = round(top3, 3)
                res["missed"] = [C[i] for i in range(len(C)) if h[:, i].sum() == 0]
                sheet(
                    x,
                    [art(c) + ("" if k else "  [miss]") for c, k in zip(C, hit[-1])],
                    10,
                    a.out + "/objects.png",
                    128,
                )
                for st in ("cartoon", "pixel art"):
                    x = gen([f"{art(c)}, {st}" for c in C], seed=300)
                    res[f"style_{st}"] = round((look(x).argmax(1) == y).float().mean().item(), 3)
                log({k: v for k, v in res.items() if k != "seconds_256_20_steps"})
            if "sizes" in todo:
                for w, h in ((128, 128), (192, 192), (320, 192), (192, 320)):
                    x = gen([art(c) for c in C[::2]], w, h, seed=400)
                    res[f"size_{w}x{h}"] = round((look(x).argmax(1) == y[::2]).float().mean().item(), 3)
                    sheet(x[:20], C[::2][:20], 10, a.out + f"/size_{w}x{h}.png", 128)
                log({k: v for k, v in res.items() if k.startswith("size")})
            if "pairs" in todo:
                r = random.Random(4)
                pr = [r.sample(range(len(C)), 2) for _ in range(40)]
                ps = [f"{art(C[i])} to the left of {art(C[j])}" for i, j in pr]
                x = gen(ps, seed=500)
                l, rr = look(x[..., 64:192, :128]).argmax(1), look(x[..., 64:192, 128:]).argmax(1)
                i, j = torch.tensor(pr).T
                res["pair_both_in_place"] = round(((l == i) & (rr == j)).float().mean().item(), 3)
                res["pair_left"] = round((l == i).float().mean().item(), 3)
                res["pair_right"] = round((rr == j).float().mean().item(), 3)
                res["pair_both_any_order"] = round(
                    (((l == i) & (rr == j)) | ((l == j) & (rr == i))).float().mean().item(), 3
                )
                sheet(x[:20], ps[:20], 5, a.out + "/pairs.png", 180)
                log({k: v for k, v in res.items() if k.startswith("pair")})
    if "bg" in todo:
        cs = [
            "white",
            "black",
            "gray",
            "red",
            "orange",
            "yellow",
            "green",
            "light green",
            "turquoise",
            "blue",
            "light blue",
            "navy blue",
            "purple",
            "pink",
            "brown",
            "beige",
        ]
        ob = ["a cat", "a rocket", "a banana"]
        ps = [f"{o} on a {c} background" for o in ob for c in cs]
        x = (gen(ps, seed=600) + 1) / 2
        k = torch.cat(
            [
                x[..., :14, :14].flatten(2),
                x[..., :14, -14:].flatten(2),
                x[..., -14:, :14].flatten(2),
                x[..., -14:, -14:].flatten(2),
            ],
            2,
        )
        m = k.median(2).values
        ref = torch.tensor([rgb(COLOURS[c]) for c in cs])
        d = (m[:, None] - ref[None]).norm(dim=2)
        y = torch.arange(len(cs)).repeat(len(ob))
        res["background_nearest_colour"] = round((d.argmin(1) == y).float().mean().item(), 3)
        res["background_mean_rgb_error"] = round((m - ref[y]).abs().mean().item(), 3)
        res["background_flatness_std"] = round(k.std(2).mean().item(), 4)
        wrong = [(ps[i], cs[d[i].argmin()]) for i in range(len(ps)) if d[i].argmin() != y[i]]
        res["background_wrong"] = wrong[:12]
        sheet(x * 2 - 1, ps, 16, a.out + "/backgrounds.png", 96)
        log({k: v for k, v in res.items() if k.startswith("back")})
    json.dump(res, open(a.out + "/results.json", "w"), indent=1)
    log("done")


if __name__ == "__main__":
    main()
