"""Command lines made of the program's own words, of wrong ones and of hostile ones."""

from __future__ import annotations

import random

COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("--lang", "--product", "--edition", "--with", "--press", "--pdfx", "--bleed", "--sheet", "--gutter", "--back-offset", "--calibration", "--ink", "--dry-run", "--json", "--allow-untranslated"),
    "proof": ("FILE", "--press", "--json"),
    "package": ("--lang", "--with", "--product", "--quantity", "--order", "--draft", "--press", "--pdfx", "--bleed"),
    "reader-proof": ("LANG", "--paper", "--product"),
    "manifest": ("CODE", "--product", "--lang", "--keep", "--json"),
    "languages": ("--json",),
    "products": ("--conditions", "--json"),
    "explain": ("CODE", "--json"),
    "doctor": ("--json",),
    "campaign show": ("KIND", "--own", "--json", "--project"),
    "campaign check": ("--accept", "--json", "--project"),
    "new": ("FOLDER", "--name", "--state", "--phone", "--site", "--languages", "--colour"),
    "contacts list": ("--json",),
    "contacts uses": ("ID", "--json"),
    "contacts set": ("ID.FIELD", "VALUE", "--source", "--verified-on", "--dry-run", "--json"),
    "contacts verify": ("ID", "--date", "--by"),
    "translations check": ("--lang", "--json"),
    "translations status": ("--lang", "--json"),
    "translations export": ("--lang", "--format", "--only"),
    "translations import": ("FILE", "--lang", "--dry-run", "--json", "--skip-bad"),
    "translations init": ("LANG", "--script", "--direction", "--dry-run"),
    "translations sign": ("LANG", "--reviewer", "--role", "--proof", "--product", "--date", "--everything"),
    "translations update": ("--lang", "--dry-run", "--json"),
    "help": ("CODE",),
    "completion": ("CODE",),
}  # fmt: skip
"""Commands with the options, and the kinds of words, that they take. No option names another folder to write to."""

FLAGS = {
    "--calibration",
    "--dry-run",
    "--json",
    "--allow-untranslated",
    "--draft",
    "--keep",
    "--everything",
    "--conditions",
    "--skip-bad",
    "--own",
    "--accept",
}

HOSTILE_WORDS = (
    "", " ", "-", "--", "--x", "=", ",", ",,", "\x1b[2J", "\u202ees", "\u2067", "a\nb", "\udce9", "x" * 400, "../..",
    "/dev/null", "/dev/zero", "/proc/self/mem", ".", "content", "$(id)", "es;id", "%s", "{0}", "0", "-1", "1e9",
    "99999999999999999999", "٣", "nan", "inf", "é", "漢字", "🙂", "*", "?", "'", '"', "\\", "zz", "xx-YY-zz", "--lang=",
)  # fmt: skip

VALUES: dict[str, tuple[str, ...]] = {
    "--lang": ("en", "ar", "en,ar", "ar en", "Arabic", "العربية", "fr", "EN", "ar-EG", "e n"),
    "--with": ("en", "ar", "fr"),
    "--product": ("wallet-card", "wallet-card-side", "Wallet Card", "wallet-card,wallet-card-eu", "poster"),
    "--edition": ("press", "screen", "office", "press,screen", "Press", "x"),
    "--press": ("gracol", "uncoated", "online", "content/press/gracol.yaml", "content/contacts.yaml", "nope"),
    "--pdfx": ("4", "1a", "3"),
    "--bleed": ("0.1in", "3mm", "0pt", "9in", "0.1", "-1mm", "1e3pt"),
    "--sheet": ("letter", "a4", "12x18", "190x190", "320x450mm", "1x1", "0x0", "avery-5371", "99999x99999mm", "tabloid"),
    "--gutter": ("0.25in", "0in", "99in", "-1in", "1e9mm"),
    "--back-offset": ("1mm,-0.5mm", "0in,0in", "9in,9in", "1mm", "a,b"),
    "--ink": ("black", "red"),
    "--quantity": ("wallet-card=5000", "wallet-card=0", "poster=1", "wallet-card=1,wallet-card=2", "=", "x=y", f"wallet-card={10**40}"),
    "--order": ("in/order.yaml", "content/contacts.yaml", "nope.yaml"),
    "--paper": ("letter", "a4", "a5"),
    "--date": ("2026-11-03", "2026-02-30", "tomorrow", "9999-12-31"),
    "--verified-on": ("2026-11-03", "2026-02-30", ""),
    "--source": ("a source", "x\ny"),
    "--reviewer": ("R-07", "A B", "x" * 300),
    "--role": ("native reader", "\u202ex"),
    "--proof": ("4f2a91c0", "4f2a 91c0", "zzz"),
    "--by": ("R-07",),
    "--format": ("xliff", "xlsx", "po", "csv"),
    "--only": ("fuzzy", "stale", "all", "untranslated fuzzy"),
    "--script": ("Latn", "Arab", "Zzzz"),
    "--direction": ("ltr", "rtl"),
    "--project": ("layer", ".", "layer/content", "nope", "in"),
    "--name": ("A Coalition", "x" * 300, "a\nb", "\u202ex"),
    "--state": ("Maine", ""),
    "--phone": ("207-555-0143", "911", "x", "+1"),
    "--site": ("example.org", "http://x", "a@b", "xn--80ak6aa92e.com"),
    "--languages": ("ar", "es so", "Klingon", ""),
    "--colour": ("#7a1f2b", "#fff", "red"),
    "KIND": ("contact", "message", "languages", "x"),
    "FOLDER": ("out/maine", "content", "out/Maine", "out/" + "x" * 300, "out/a b", "."),
    "LANG": ("en", "ar", "de", "sr-Latn", "fr", "th", "x-private", "English", "zh-Hant"),
    "CODE": ("0bad0ba", "0bad", "T303", "P001", "L102", "bash", "build", "es · wallet-card · 2026-11 · 0bad0ba", "0000"),
    "ID": ("hotline", "emergency", "hotline_text", "nobody"),
    "ID.FIELD": ("hotline.display", "hotline.phone", "hotline.source", "coalition_site.target", "hotline", "x.y", "hotline.languages", "hotline.hours"),
    "VALUE": ("1-888-555-0199", "tel:+18885550199", "https://example.org", "always", "a source"),
    "FILE": ("out/en/wallet-card.press.DRAFT.pdf", "in/flyers-ct.ar.xlf", "in/flyers-ct.ar.xlsx", "in/flyers-ct.ar.po", "out", "content/campaign.yaml", "nope.pdf", "fonts/NotoSans-Bold.ttf"),
}  # fmt: skip


def command_line(chance: random.Random) -> list[str]:
    """Return the words of a command; its files are relative to the campaign."""
    command = chance.choice(list(COMMANDS))
    words = command.split()
    takes = COMMANDS[command]
    for what in chance.sample(takes, chance.randrange(len(takes) + 1)):
        for _ in range(chance.choice((1, 1, 1, 2))):
            words += _words(what, chance)
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        match chance.randrange(4):
            case 0:
                words.insert(chance.randrange(len(words) + 1), chance.choice(HOSTILE_WORDS))
            case 1 if len(words) > 1:
                del words[chance.randrange(len(words))]
            case 2:
                words[chance.randrange(len(words))] = chance.choice(HOSTILE_WORDS)
            case _:
                words.append(chance.choice(list(VALUES[chance.choice(list(VALUES))])))
    if "build" in words:
        words += ["--jobs", "1"]  # one process, which is watched
    return words


def _words(what: str, chance: random.Random) -> list[str]:
    if what in FLAGS:
        return [what]
    value = chance.choice(VALUES[what]) if chance.random() < 0.8 else chance.choice(HOSTILE_WORDS)
    if not what.startswith("--"):
        return [value]
    return [f"{what}={value}"] if chance.random() < 0.5 else [what, value]
