"""Train UNet2DConditionModel + CLIPTextModel together (both from scratch) on latents of the frozen VAE.

CPU worker processes compose captioned pictures without end; the GPU encodes them into a ring of latents, from
which the training batches are drawn. Pure bf16 forward/backward over fp32 master weights, EMA, v-prediction,
boxed by wall clock. --p0/--p1 say which part of the whole (cosine) schedule this call covers, so that training
can be cut into several calls: --state keeps everything for the next one.
"""

import argparse
import json
import math
import os
import random
import time

import torch

CONFIG = dict(
    sample_size=32,
    in_channels=4,
    out_channels=4,
    block_out_channels=(64, 128, 176),
    layers_per_block=1,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    cross_attention_dim=192,
    attention_head_dim=(2, 4, 11),
    norm_num_groups=16,
    use_linear_projection=True,
)
TEXT = dict(
    hidden_size=192,
    intermediate_size=512,
    num_hidden_layers=4,
    num_attention_heads=4,
    max_position_embeddings=77,
    hidden_act="gelu",
    projection_dim=192,
)
SCHED = dict(
    num_train_timesteps=1000,
    beta_start=0.00085,
    beta_end=0.025,
    beta_schedule="scaled_linear",
    prediction_type="v_prediction",
    timestep_spacing="trailing",
    clip_sample=False,
    set_alpha_to_one=True,
    steps_offset=1,
)
BUCKET_P = [0.72, 0.08, 0.08, 0.07, 0.05]
PER = 32
SHOW = [
    "a cat",
    "a red apple",
    "a 3d fox",
    "pixel art of a mushroom",
    "a blue car on a yellow background",
    "a cat to the left of a red apple",
    "mountains at sunset",
    "a house in a snowy landscape at night",
    "a sailing boat on the sea at sunset",
    "three strawberries",
    "neon sign of a guitar",
    "an owl, line drawing",
    "a rocket in outer space",
    "a green dragon, cartoon style",
    "pizza on a purple background",
    "a lighthouse and the sea at night",
]


def worker(wid, seed, payload, cache, scenes, every, tok, slots, free, ready):
    import torch as t

    t.set_num_threads(1)
    import numpy as np
    from transformers import CLIPTokenizer

    from picdata import Pictures

    P = Pictures(payload, cache, "cpu", scenes, every, log=lambda *a: None, named_only=True)
    r = random.Random(seed * 1000 + wid)
    t.manual_seed(seed * 1000 + wid)
    tk = CLIPTokenizer.from_pretrained(tok)
    k = wid
    while True:
        s = free.get()
        if s is None:
            return
        b = k % 5 if k < wid + 5 else r.choices(range(len(P.BUCKETS)), BUCKET_P)[0]
        k += 1
        w, h = P.BUCKETS[b]
        sp = P.specs(r, PER, w, h)
        x = P.draw(sp, w, h)
        slots[s].view(-1)[: PER * 3 * h * w] = ((x + 1) * 127.5).round().byte().view(-1)
        ids = tk([q["cap"] for q in sp], padding="max_length", max_length=77, truncation=True)["input_ids"]
        ready.put((s, b, np.array(ids, dtype=np.int16)))


def build_text(tok_dir):
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    tk = CLIPTokenizer.from_pretrained(tok_dir)
    cfg = CLIPTextConfig(
        vocab_size=len(tk),
        bos_token_id=tk.bos_token_id,
        eos_token_id=tk.eos_token_id,
        pad_token_id=tk.eos_token_id,
        **TEXT,
    )
    return tk, CLIPTextModel(cfg)


def save_parts(sd, out, name, limit=14 * 2**20):
    from safetensors.torch import save_file

    part, size, k = {}, 0, 0
    for n, v in sd.items():
        v = v.detach().half().contiguous().cpu()
        b = v.numel() * 2
        if size + b > limit:
            save_file(part, f"{out}/{name}-{k}.safetensors")
            part, size, k = {}, 0, k + 1
        part[n] = v
        size += b
    save_file(part, f"{out}/{name}-{k}.safetensors")


@torch.no_grad()
def sample(
    unet,
    text,
    vae,
    tk,
    prompts,
    w=256,
    h=256,
    steps=20,
    cfg=5.0,
    seed=0,
    dev="cuda",
    dt=torch.bfloat16,
    sched=None,
):
    from diffusers import DDIMScheduler

    sc = sched or DDIMScheduler(**SCHED)
    sc.set_timesteps(steps)
    enc = lambda p: text(
        torch.tensor(tk(p, padding="max_length", max_length=77, truncation=True)["input_ids"], device=dev)
    )[0]
    c = torch.cat([enc([""] * len(prompts)), enc(prompts)])
    g = torch.Generator().manual_seed(seed)
    z = torch.randn(len(prompts), 4, h // 8, w // 8, generator=g).to(dev)
    for t in sc.timesteps:
        o = unet(torch.cat([z, z]).to(dt), t.to(dev), c).sample.float()
        u, k = o.chunk(2)
        z = sc.step(u + cfg * (k - u), t, z).prev_sample
    return vae.decode(z.to(next(vae.parameters()).dtype)).sample.float().clamp(-1, 1)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--payload", required=True)
    ap.add_argument("--cache", default="cache")
    ap.add_argument("--vae", required=True)
    ap.add_argument("--tok", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--state", default="state.pt")
    ap.add_argument(
        "--init", help="start from these weights: a folder of unet-*/text-* parts, or a diffusers folder"
    )
    ap.add_argument("--seconds", type=float, default=560)
    ap.add_argument("--p0", type=float, default=0)
    ap.add_argument("--p1", type=float, default=1)
    ap.add_argument("--batch", type=int, default=512)
    ap.add_argument("--lr", type=float, default=1e-3)
    ap.add_argument("--workers", type=int, default=14)
    ap.add_argument("--scenes", type=int, default=4000)
    ap.add_argument("--every", type=int, default=1)
    ap.add_argument("--ring", type=int, default=600000)
    ap.add_argument("--fresh-start", type=int, default=12000, help="latents before the first step")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--takes", type=int, default=2, help="fresh batches of 32 latents encoded per step")
    a = ap.parse_args()
    T0 = time.time()
    log = lambda *x: print(f"[{time.time() - T0:6.1f}]", *x, flush=True)
    if a.p0 > 0 and not a.init and not os.path.exists(a.state):
        raise SystemExit(
            f"--p0 > 0 continues a run, but there is neither {a.state} nor --init: refusing to train from scratch at the end of the schedule"
        )
    import torch.multiprocessing as mp

    from picdata import Pictures

    Pictures(
        a.payload, a.cache, "cpu", a.scenes, a.every, log=log, named_only=True
    )  # renders once, workers map the files
    ctx = mp.get_context("spawn")
    nslots = 4 * a.workers + 8
    slots = torch.zeros(nslots, PER * 3 * 65536, dtype=torch.uint8).share_memory_()
    free, ready = ctx.Queue(), ctx.Queue()
    for i in range(nslots):
        free.put(i)
    procs = [
        ctx.Process(
            target=worker,
            args=(i, a.seed, a.payload, a.cache, a.scenes, a.every, a.tok, slots, free, ready),
            daemon=True,
        )
        for i in range(a.workers)
    ]
    for p in procs:
        p.start()
    cuda = torch.cuda.is_available()
    dev = "cuda" if cuda else "cpu"
    dt = torch.bfloat16
    if cuda:
        torch.backends.cudnn.benchmark = True
        torch.backends.cudnn.benchmark_limit = 3
        torch.backends.cuda.matmul.allow_tf32 = True
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
    from safetensors.torch import load_file

    import train_vae

    torch.manual_seed(a.seed + 1)
    vae = AutoencoderKL(**train_vae.CONFIG)
    vae.load_state_dict(
        {k: v.float() for k, v in load_file(a.vae).items()}
    )
    vae = vae.to(dev, dt if cuda else torch.float32).to(memory_format=torch.channels_last)
    vae = vae.eval().requires_grad_(False)
    vdt = next(vae.parameters()).dtype
    tk, text = build_text(a.tok)
    unet = UNet2DConditionModel(**CONFIG)
    if a.init:
        import glob

        for m, n in ((unet, "unet"), (text, "text")):
            sd = {}
            [
                sd.update(load_file(f))
                for f in sorted(
                    glob.glob(f"{a.init}/{n}-*.safetensors")
                    or glob.glob(f"{a.init}/{'unet' if n == 'unet' else 'text_encoder'}/*.safetensors")
                )
            ]
            m.load_state_dict({k: v.float() for k, v in sd.items()})
            log("init", n)
    text, unet = text.to(dev, dt), unet.to(dev, dt).to(memory_format=torch.channels_last)
    log("unet %.2fM text %.2fM" % tuple(sum(p.numel() for p in m.parameters()) / 1e6 for m in (unet, text)))
    low = [p for p in list(unet.parameters()) + list(text.parameters())]
    master = [p.detach().float().clone() for p in low]
    for m in master:
        m.requires_grad_(True)
    ema = [m.detach().clone() for m in master]
    opt = torch.optim.AdamW(master, a.lr, betas=(0.9, 0.99), weight_decay=0.01, fused=cuda)
    step = 0
    seen = 0
    if os.path.exists(a.state):
        st = torch.load(a.state, map_location=dev)
        step, seen = st["step"], st["seen"]
        with torch.no_grad():
            [m.copy_(v) for m, v in zip(master, st["master"])]
            [m.copy_(v) for m, v in zip(ema, st["ema"])]
            torch._foreach_copy_(low, master)
        opt.load_state_dict(st["opt"])
        log("resumed at step", step)
    null = torch.tensor(tk("", padding="max_length", max_length=77)["input_ids"], device=dev)
    abar = DDIMScheduler(**SCHED).alphas_cumprod.to(dev)
    log("terminal alpha_bar %.2e" % abar[-1].item())
    B = Pictures.BUCKETS
    caps = [max(PER * 4, int(a.ring * p) // PER * PER) for p in BUCKET_P]
    ring = [torch.zeros(c, 4, h // 8, w // 8, device=dev, dtype=torch.float16) for c, (w, h) in zip(caps, B)]
    rids = [torch.zeros(c, 77, device=dev, dtype=torch.int16) for c in caps]
    fill = [0] * 5
    head = [0] * 5
    made = 0

    @torch.no_grad()
    def take(block):
        nonlocal made
        try:
            s, b, ids = ready.get(block, 60 if block else None)
        except Exception:
            return False
        w, h = B[b]
        x = slots[s].view(-1)[: PER * 3 * h * w].view(PER, 3, h, w).to(dev)
        free.put(s)
        x = (x.to(vdt) / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        z = vae.encode(x).latent_dist.sample()
        k = head[b]
        ring[b][k : k + PER] = z.half()
        rids[b][k : k + PER] = torch.from_numpy(ids).to(dev)
        head[b] = (k + PER) % caps[b]
        fill[b] = min(caps[b], fill[b] + PER)
        made += PER
        return True

    while made < a.fresh_start or min(fill) == 0:
        take(True)
    z0 = ring[0][: fill[0]].float()
    log("ring", fill, "latent std", z0.std((0, 2, 3)).tolist(), "mean", z0.mean((0, 2, 3)).tolist())
    t1 = time.time()
    span = max(5.0, a.seconds - (t1 - T0))
    acc = []
    r = random.Random(a.seed)
    last = t1
    while True:
        f = (time.time() - t1) / span
        if f >= 1:
            break
        p = a.p0 + (a.p1 - a.p0) * f
        lr = a.lr * min(1, (step + 1) / 400) * (0.5 + 0.5 * math.cos(math.pi * p)) + 1e-6
        for g in opt.param_groups:
            g["lr"] = lr
        for _ in range(a.takes):
            if not take(False):
                break
        b = r.choices(range(5), BUCKET_P)[0]
        n = a.batch
        idx = torch.randint(0, fill[b], (n,), device=dev)
        z = ring[b][idx].float()
        ids = rids[b][idx].long()
        ids = torch.where((torch.rand(n, 1, device=dev) < 0.1), null, ids)
        t = ((torch.arange(n, device=dev) + torch.rand(n, device=dev)) / n * 1000).long().clamp(max=999)
        t = t[torch.randperm(n, device=dev)]
        e = torch.randn_like(z)
        al, si = abar[t].sqrt().view(-1, 1, 1, 1), (1 - abar[t]).sqrt().view(-1, 1, 1, 1)
        x = (al * z + si * e).to(dt).contiguous(memory_format=torch.channels_last)
        v = al * e - si * z
        o = unet(x, t, text(ids)[0]).sample.float()
        loss = (o - v).pow(2).mean()
        loss.backward()
        gs = [q.grad for q in low]
        with torch.no_grad():
            for m, g in zip(master, gs):
                m.grad = g.float() if g is not None else None
            for q in low:
                q.grad = None
            torch.nn.utils.clip_grad_norm_(master, 1.0)
            opt.step()
            torch._foreach_copy_(low, master)
            k = min(0.9996, (1 + step) / (20 + step)) if not a.init else min(0.9996, 0.98 + step / 50000)
            torch._foreach_lerp_(ema, master, 1 - k)
        acc.append(loss.detach())
        step += 1
        seen += n
        if step % (400 if cuda else 5) == 0:
            dtm = time.time() - last
            last = time.time()
            log(
                f"step {step} p {p:.3f} lr {lr:.2e} loss {torch.stack(acc).mean().item():.4f} seen {seen / 1e6:.2f}M made {made} steps/s {len(acc) / dtm:.2f}"
            )
            acc = []
    with torch.no_grad():
        torch._foreach_copy_(low, ema)
    os.makedirs(a.out, exist_ok=True)
    save_parts(
        unet.state_dict() if not cuda else {k: e for (k, _), e in zip(unet.named_parameters(), ema)},
        a.out,
        "unet",
    )
    nu = len(list(unet.parameters()))
    save_parts({k: e for (k, _), e in zip(text.named_parameters(), ema[nu:])}, a.out, "text")
    torch.save(
        dict(step=step, seen=seen, master=[m.detach() for m in master], ema=ema, opt=opt.state_dict()),
        a.state,
    )
    json.dump(dict(step=step, seen=seen, made=made), open(a.out + "/train.json", "w"))
    log("saved, step", step, "seen", seen)
    for p in procs:
        p.kill()
    from PIL import Image

    try:
        x = sample(unet, text, vae, tk, SHOW, dev=dev, steps=20 if cuda else 2)
        g = torch.cat([torch.cat(list(q), 2) for q in x.split(8)], 1)
        Image.fromarray(((g + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy()).save(
            a.out + "/show.png"
        )
    except Exception as ex:
        log("show failed", ex)
    log("done")


if __name__ == "__main__":
    main()
