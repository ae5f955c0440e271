"""Byte-level BPE in CLIPTokenizer format (vocab.json + merges.txt), trained on the captions."""

import argparse
import collections
import json
import os
import random

from picdata import Pictures


def byte_alphabet():
    """The 256 printable characters that stand for bytes in GPT-2's and CLIP's vocabularies."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return [chr(c) for c in printable + list(range(256, 256 + 256 - len(printable)))]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--payload", required=True)
    ap.add_argument("--cache", default="cache")
    ap.add_argument("--scenes", type=int, default=400)
    ap.add_argument("--size", type=int, default=2560)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    P = Pictures(a.payload, a.cache, "cpu", a.scenes)
    r = random.Random(1)
    words = collections.Counter()
    import regex

    pat = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.I)
    for s in P.specs(r, 150000):
        words.update(pat.findall(s["cap"].lower()))
    for m in P.meta:
        for t in m["tags"] + m["names"]:
            words.update(pat.findall(t))
    alpha = byte_alphabet()
    vocab = alpha + [c + "</w>" for c in alpha]
    corp = {w: tuple(w[:-1]) + (w[-1] + "</w>",) for w in words if all(ord(c) < 128 for c in w)}
    merges = []
    while len(vocab) + 2 < a.size:
        pc = collections.Counter()
        for w, t in corp.items():
            c = words[w]
            for p in zip(t, t[1:]):
                pc[p] += c**0.6  # flatten, so that rare names also get whole tokens
        if not pc:
            break
        best = max(pc, key=lambda p: (pc[p], p))
        merges.append(best)
        new = best[0] + best[1]
        vocab.append(new)
        for w, t in corp.items():
            if best[0] in t and len(t) > 1:
                o, i = [], 0
                while i < len(t):
                    if i + 1 < len(t) and (t[i], t[i + 1]) == best:
                        o.append(new)
                        i += 2
                    else:
                        o.append(t[i])
                        i += 1
                corp[w] = tuple(o)
    vocab += ["<|startoftext|>", "<|endoftext|>"]
    os.makedirs(a.out, exist_ok=True)
    json.dump({v: i for i, v in enumerate(vocab)}, open(a.out + "/vocab.json", "w"), ensure_ascii=False)
    open(a.out + "/merges.txt", "w", encoding="utf8").write(
        "#version: 0.2\n" + "".join(f"{x} {y}\n" for x, y in merges)
    )
    json.dump(
        dict(
            add_prefix_space=False,
            bos_token="<|startoftext|>",
            eos_token="<|endoftext|>",
            pad_token="<|endoftext|>",
            unk_token="<|endoftext|>",
            do_lower_case=True,
            errors="replace",
            model_max_length=77,
            tokenizer_class="CLIPTokenizer",
        ),
        open(a.out + "/tokenizer_config.json", "w"),
        indent=1,
    )
    json.dump(
        dict(
            bos_token="<|startoftext|>",
            eos_token="<|endoftext|>",
            pad_token="<|endoftext|>",
            unk_token="<|endoftext|>",
        ),
        open(a.out + "/special_tokens_map.json", "w"),
        indent=1,
    )
    print(
        "words",
        len(words),
        "vocab",
        len(vocab),
        "tokens/word",
        sum(len(t) * words[w] for w, t in corp.items()) / sum(words[w] for w in corp),
    )


if __name__ == "__main__":
    main()
