"""Train the small AutoencoderKL (f=8, 4 channels) on composed pictures, boxed by wall clock.

Phase 1: L1 + MSE + gradient loss at several scales, small KL, scale-equivariance term (latents shrunk by
two must decode to the picture shrunk by two). Phase 2 (--gan share of the time): the encoder is frozen and
the decoder is polished with a small patch discriminator. Both decoders are saved; they share the latents.
At the end the per-channel latent mean/std are folded into the 1x1 quant convs, so scaling_factor is 1.0.
"""

import argparse
import copy
import json
import math
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from diffusers import AutoencoderKL

from picdata import Pictures

CONFIG = dict(
    in_channels=3,
    out_channels=3,
    latent_channels=4,
    block_out_channels=(24, 48, 64, 112),
    layers_per_block=1,
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    norm_num_groups=8,
    sample_size=256,
    scaling_factor=1.0,
    act_fn="silu",
    force_upcast=False,
)


class Disc(nn.Module):
    def __init__(s, c=48):
        super().__init__()
        L = [nn.Conv2d(3, c, 4, 2, 1), nn.LeakyReLU(0.2)]
        for a, b in ((c, 2 * c), (2 * c, 4 * c)):
            L += [nn.Conv2d(a, b, 4, 2, 1, bias=False), nn.GroupNorm(8, b), nn.LeakyReLU(0.2)]
        s.net = nn.Sequential(*L, nn.Conv2d(4 * c, 1, 3, 1, 1))

    def forward(s, x):
        return s.net(x)


def rec_loss(a, b):
    """a, b float in -1..1"""
    l = 0
    for k, wt in ((1, 1.0), (2, 0.5), (4, 0.25)):
        if k > 1:
            a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
        d = a - b
        l = l + wt * (
            d.abs().mean()
            + 2 * d.pow(2).mean()
            + 0.7 * ((d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean())
        )
    return l


def psnr(vae, x, amp):
    t = []
    with torch.no_grad(), amp():
        for q in x.split(32):
            y = vae.decode(vae.encode(q).latent_dist.mode()).sample.float().clamp(-1, 1)
            t.append(10 * torch.log10(4 / (y - q).pow(2).mean((1, 2, 3)).clamp(min=1e-8)))
    t = torch.cat(t)
    return t.mean().item(), t.median().item()


@torch.no_grad()
def fold_stats(vae, x):
    m = torch.cat([vae.encode(q).latent_dist.mean.float() for q in x.split(32)])
    mu, sd = m.mean((0, 2, 3)), m.std((0, 2, 3))
    w, b = vae.quant_conv.weight, vae.quant_conv.bias
    w[:4] /= sd.view(4, 1, 1, 1)
    b[:4] = (b[:4] - mu) / sd
    b[4:] -= 2 * sd.log()
    w, b = vae.post_quant_conv.weight, vae.post_quant_conv.bias
    b += w[:, :, 0, 0] @ mu
    w *= sd.view(1, 4, 1, 1)
    return mu.tolist(), sd.tolist()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--payload", required=True)
    ap.add_argument("--cache", default="cache")
    ap.add_argument("--out", required=True)
    ap.add_argument("--seconds", type=float, default=400)
    ap.add_argument("--gan", type=float, default=0.33)
    ap.add_argument("--gan-weight", type=float, default=0.12)
    ap.add_argument("--batch", type=int, default=96)
    ap.add_argument("--kl", type=float, default=4e-4)
    ap.add_argument("--lr", type=float, default=1e-3)
    ap.add_argument("--scenes", type=int, default=4000)
    ap.add_argument("--every", type=int, default=1)
    ap.add_argument("--compile", action="store_true")
    a = ap.parse_args()
    T0 = time.time()
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    cuda = dev == "cuda"
    log = lambda *x: print(f"[{time.time() - T0:6.1f}]", *x, flush=True)
    if cuda:
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
    torch.manual_seed(0)
    r = random.Random(0)
    P = Pictures(a.payload, a.cache, dev, a.scenes, a.every, log=log)
    # held-out concepts: one in fifty never enters training
    hold = {
        h
        for h in {m["hex"] for m in P.meta}
        if int(__import__("hashlib").md5(h.encode()).hexdigest(), 16) % 50 == 0
    }
    train_ids = [i for i in P.all if P.meta[i]["hex"] not in hold]
    hold_ids = [i for i in P.all if P.meta[i]["hex"] in hold]
    for s, (ids, cw) in list(P.by_style.items()):
        ids = [i for i in ids if P.meta[i]["hex"] not in hold]
        import numpy as np

        P.by_style[s] = (ids, np.cumsum([P.meta[i]["w"] for i in ids]))
    P.pair = {s: [i for i in v if P.meta[i]["hex"] not in hold] for s, v in P.pair.items()}
    hr = random.Random(5)
    hs = []
    for _ in range(256 if cuda else 24):
        s = dict(
            layers=[(hr.choice(hold_ids), 128, 128, 0.85, 0, False, None)], filt=0, scene=-1, pat=0, cap=""
        )
        P._bg(hr, s, hr.random() < 0.4)
        hs.append(s)
    held = P.draw(hs)
    log("held-out pictures", len(hold_ids), "concepts", len(hold))
    amp = lambda: torch.autocast(dev, torch.bfloat16, enabled=cuda)
    vae = AutoencoderKL(**CONFIG).to(dev).to(memory_format=torch.channels_last)
    log(
        "vae",
        sum(p.numel() for p in vae.parameters()) / 1e6,
        "M, decoder",
        sum(p.numel() for p in vae.decoder.parameters()) / 1e6,
    )
    ema = copy.deepcopy(vae).requires_grad_(False)
    opt = torch.optim.AdamW(vae.parameters(), a.lr, betas=(0.9, 0.99), weight_decay=1e-4, fused=cuda)
    disc = Disc().to(dev).to(memory_format=torch.channels_last)
    dopt = torch.optim.AdamW(disc.parameters(), 3e-4, betas=(0.5, 0.9), fused=cuda)
    enc = vae.encoder
    dec = vae.decoder
    if a.compile:
        enc, dec = torch.compile(enc, dynamic=False), torch.compile(dec, dynamic=False)
    encode = lambda x: vae.quant_conv(enc(x))
    decode = lambda z: dec(vae.post_quant_conv(z))
    t1 = time.time()
    step, gan, pool, pre = 0, False, None, None
    crop = 128
    while True:
        f = (time.time() - t1) / (a.seconds - (t1 - T0))
        if f >= 1:
            break
        if not gan and a.gan > 0 and f > 1 - a.gan:
            gan = True
            pre = copy.deepcopy(ema)
            vae.load_state_dict(ema.state_dict())
            vae.encoder.requires_grad_(False)
            vae.quant_conv.requires_grad_(False)
            log("discriminator on; psnr mean/median", psnr(ema, held, amp))
            opt.state.clear()
        lr = a.lr * min(1, (step + 1) / 300) * (0.5 + 0.5 * math.cos(math.pi * f)) + 2e-5
        for g in opt.param_groups:
            g["lr"] = lr
        if step % 4 == 0:
            pool = P.draw(P.wild(r, 2 * a.batch, ids=train_ids))
        full = f > 0.8 and step % 3 == 0
        if full:
            x = pool[torch.randperm(len(pool), device=dev)[: a.batch // 4]]
        else:
            idx = torch.randperm(len(pool), device=dev)[: a.batch].view(8, -1)
            x = torch.cat(
                [
                    pool[g][
                        :, :, (oy := r.randint(0, 128)) : oy + crop, (ox := r.randint(0, 128)) : ox + crop
                    ]
                    for g in idx
                ]
            )
        if r.random() < 0.5:
            x = x.flip(3)
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.set_grad_enabled(not gan), amp():
            mo = encode(x)
        mu, lv = mo.float().chunk(2, 1)
        lv = lv.clamp(-20, 8)
        z = mu + torch.exp(0.5 * lv) * torch.randn_like(mu)
        tgt = x
        if not gan and r.random() < 0.22 and not full:
            z = F.interpolate(z, scale_factor=0.5, mode="bilinear", antialias=True)
            tgt = F.interpolate(x, scale_factor=0.5, mode="bilinear", antialias=True)
        with amp():
            y = decode(z)
        y = y.float()
        rec = rec_loss(y, tgt)
        kl = 0.5 * (mu.pow(2) + lv.exp() - 1 - lv).mean()
        loss = rec + a.kl * kl
        if gan:
            with amp():
                adv = -disc(y).float().mean()
            lw = vae.decoder.conv_out.weight
            g1 = torch.autograd.grad(rec, lw, retain_graph=True)[0].norm()
            g2 = torch.autograd.grad(adv, lw, retain_graph=True)[0].norm()
            ramp = min(1, (f - (1 - a.gan)) / 0.08)
            if f > 1 - a.gan + 0.03:
                loss = loss + a.gan_weight * ramp * (g1 / (g2 + 1e-6)).clamp(max=100).detach() * adv
        opt.zero_grad(set_to_none=True)
        loss.backward()
        gn = nn.utils.clip_grad_norm_([p for p in vae.parameters() if p.requires_grad], 1.0)
        opt.step()
        if gan:
            with amp():
                d1, d0 = disc(tgt), disc(y.detach())
            dl = F.relu(1 - d1.float()).mean() + F.relu(1 + d0.float()).mean()
            dopt.zero_grad(set_to_none=True)
            dl.backward()
            dopt.step()
        k = min(0.999, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.parameters()), list(vae.parameters()), 1 - k)
        if step % (500 if cuda else 20) == 0:
            log(
                f"step {step} f {f:.2f} rec {rec.item():.4f} kl {kl.item():.3f} lv {lv.mean().item():.2f} gn {gn.item():.2f}"
                + (f" adv {adv.item():.3f} d {dl.item():.3f}" if gan else "")
                + (f" psnr {psnr(ema, held, amp)[0]:.2f}" if step % 2000 == 0 or not cuda else "")
            )
        step += 1
    log(
        "steps",
        step,
        "final psnr",
        psnr(ema, held, amp),
        "before discriminator",
        psnr(pre, held, amp) if pre else None,
    )
    from safetensors.torch import save_file

    os.makedirs(a.out, exist_ok=True)
    if pre is None:
        pre = ema
    st = P.draw(P.specs(random.Random(9), 512 if cuda else 32))
    d0 = {k: v.clone() for k, v in pre.state_dict().items()}
    mu, sd = fold_stats(ema, st)
    # the pre-discriminator decoder with the same (folded) latents
    pre.load_state_dict({**ema.state_dict(), **{k: v for k, v in d0.items() if k.startswith("decoder.")}})
    pre.post_quant_conv.weight.data = d0["post_quant_conv.weight"] * torch.tensor(sd, device=dev).view(
        1, 4, 1, 1
    )
    pre.post_quant_conv.bias.data = d0["post_quant_conv.bias"] + d0["post_quant_conv.weight"][
        :, :, 0, 0
    ] @ torch.tensor(mu, device=dev)
    fin = dict(
        steps=step,
        held=psnr(ema, held, amp),
        held_pre=psnr(pre, held, amp),
        scenes=psnr(ema, st, amp),
        scenes_pre=psnr(pre, st, amp),
        mean=mu,
        std=sd,
    )
    log("folded", fin)
    f32 = lambda m: {k: v.float().contiguous().cpu() for k, v in m.state_dict().items()}
    save_file({k: v.half() for k, v in f32(ema).items()}, a.out + "/vae.safetensors")
    save_file({k: v.half() for k, v in f32(pre).items()}, a.out + "/vae_pre.safetensors")
    json.dump(fin, open(a.out + "/vae.json", "w"))
    from PIL import Image

    n = 16 if cuda else 8
    xs = torch.cat([held[: n // 2], st[: n // 2]])
    with torch.no_grad(), amp():
        z = ema.encode(xs).latent_dist.mode()
        ys, yp = ema.decode(z).sample.float(), pre.decode(z).sample.float()
    g = torch.cat([torch.cat(list(q), 2) for q in (xs, yp, ys)], 1)
    Image.fromarray(((g.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy()).save(
        a.out + "/vae.png"
    )
    log("saved")


if __name__ == "__main__":
    main()
