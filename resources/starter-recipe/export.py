"""Assemble the diffusers folder (fp16 safetensors) from the trained parts."""

import argparse
import glob
import json
import os
import shutil

from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file

import train_unet
import train_vae


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--parts", required=True)
    ap.add_argument("--vae", required=True)
    ap.add_argument("--tok", required=True)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    tk, text = train_unet.build_text(a.tok)
    unet = UNet2DConditionModel(**train_unet.CONFIG)
    vae = AutoencoderKL(**train_vae.CONFIG)
    for m, n in ((unet, "unet"), (text, "text")):
        sd = {}
        [sd.update(load_file(f)) for f in sorted(glob.glob(f"{a.parts}/{n}-*.safetensors"))]
        m.load_state_dict({k: v.float() for k, v in sd.items()})
    vae.load_state_dict({k: v.float() for k, v in load_file(a.vae).items()})
    pipe = StableDiffusionPipeline(
        vae=vae.half(),
        text_encoder=text.half(),
        tokenizer=tk,
        unet=unet.half(),
        scheduler=DDIMScheduler(**train_unet.SCHED),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    shutil.rmtree(a.out, ignore_errors=True)
    pipe.save_pretrained(a.out, safe_serialization=True, max_shard_size="13MB")
    for f in ("vocab.json", "merges.txt", "special_tokens_map.json"):
        shutil.copy(f"{a.tok}/{f}", f"{a.out}/tokenizer/{f}")  # for older transformers
    f = a.out + "/text_encoder/config.json"
    c = json.load(open(f))
    c["dtype"] = "float32"
    json.dump(c, open(f, "w"), indent=2)  # else a plain load gives an fp16 text encoder beside an fp32 UNet
    tot = 0
    for d, _, fs in os.walk(a.out):
        for f in sorted(fs):
            s = os.path.getsize(os.path.join(d, f))
            tot += s
            print(f"{s / 2**20:8.2f} MiB  {os.path.relpath(os.path.join(d, f), a.out)}")
    print(f"{tot / 2**20:8.2f} MiB in all")


if __name__ == "__main__":
    main()
