"""A message in each script, with its type specification, for the tests of the text engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import Source
from flyers.text.model import TypeSpec
from flyers.text.placing import SetLine

HOTLINE, TEXT_CODE, SITE = "1-888-373-7888", "233733", "acf.hhs.gov/otip"

CONTACTS = {"hotline": HOTLINE, "text": TEXT_CODE, "site": SITE}

_MARKUP = re.compile(r"\{(?P<contact>\w+)\}|\*\*(?P<strong>[^*]+)\*\*")


def rich(text: str, language: str = "en", message: str = "test.message") -> RichText:
    """Return a message as the content layer makes it: ``{hotline}`` is a contact, ``**…**`` is strong."""
    spans: list[Span] = []
    whole = ""

    def add(part: str) -> None:
        nonlocal whole
        place = 0
        for match in _MARKUP.finditer(part):
            whole += part[place : match.start()]
            place = match.end()
            start = len(whole)
            if match["strong"]:
                add(match["strong"])
                spans.append(Span(start, len(whole), SpanKind.STRONG))
            else:
                whole += f"\u2066{CONTACTS[match['contact']]}\u2069"
                spans.append(Span(start + 1, len(whole) - 1, SpanKind.CONTACT, match["contact"]))
        whole += part[place:]

    add(text)
    return RichText(
        whole, language, MessageKey(message), Source("messages.yaml", 7), tuple(sorted(spans, key=lambda s: s.start))
    )


@dataclass(frozen=True)
class Sample:
    language: str
    text: str
    spec: TypeSpec

    @property
    def rich(self) -> RichText:
        return rich(self.text, self.language)


def _sample(language: str, script: str, family: str, leading: float, text: str, rtl: bool = False) -> Sample:
    families = ("noto-sans",) if family == "noto-sans" else (family, "noto-sans")
    direction = "rtl" if rtl else "ltr"
    return Sample(language, text, TypeSpec(families, 10, leading * 10, direction=direction, script=script))


SAMPLES = {
    sample.language: sample
    for sample in (
        _sample(
            "en", "Latn", "noto-sans", 1.32,
            "If you see these signs, **call the hotline at {hotline}** or text {text}. It is free, and open day and night.",
        ),
        _sample(
            "es", "Latn", "noto-sans", 1.32,
            "¿Ve estas señales? **Llame a la línea {hotline}** o envíe un mensaje al {text}: es gratis, día y noche.",
        ),
        _sample(
            "ar", "Arab", "noto-sans-arabic", 1.6,
            "إذا رأيت هذه العلامات **فاتصل بالخط الساخن {hotline}** أو أرسل رسالة إلى {text}. الخدمة مجانية (وسرية) ليلًا ونهارًا.",
            rtl=True,
        ),
        _sample(
            "ur", "Arab", "noto-nastaliq-urdu", 2.3,
            "اگر آپ یہ علامتیں دیکھیں تو **ہاٹ لائن {hotline} پر کال کریں** یا {text} پر پیغام بھیجیں۔ یہ مفت ہے (دن رات)۔",
            rtl=True,
        ),
        _sample(
            "hi", "Deva", "noto-sans-devanagari", 1.5,
            "अगर आपको ये संकेत दिखें तो **हॉटलाइन {hotline} पर कॉल करें** या {text} पर संदेश भेजें। यह मुफ़्त है।",
        ),
        _sample(
            "zh-Hans", "Hans", "noto-sans-sc", 1.5,
            "如果您看到这些迹象，请**拨打热线 {hotline}**，或发短信至 {text}。服务免费（并且保密），昼夜开放。",
        ),
        _sample(
            "zh-Hant", "Hant", "noto-sans-tc", 1.5,
            "如果您看到這些跡象，請**撥打熱線 {hotline}**，或傳簡訊至 {text}。「免費」（而且保密），日夜開放！",
        ),
        _sample(
            "ko", "Kore", "noto-sans-kr", 1.5,
            "이런 징후를 보시면 전화하거나 **(핫라인 {hotline}번)** {text}로 문자를 보내세요. “무료”이며 밤낮으로 이용할 수 있습니다.",
        ),
        _sample(
            "bn", "Beng", "noto-sans-bengali", 1.45,
            "এই লক্ষণগুলো দেখলে **হটলাইন {hotline} নম্বরে ফোন করুন** বা {text} নম্বরে বার্তা পাঠান। এটি বিনামূল্যে।",
        ),
        _sample(
            "th", "Thai", "noto-sans-thai-looped", 1.5,
            "หากคุณเห็นสัญญาณเหล่านี้ **โปรดโทรสายด่วน {hotline}** หรือส่งข้อความไปที่ {text} บริการฟรีและเป็นความลับ",
        ),
        _sample(
            "my", "Mymr", "noto-sans-myanmar", 1.7,
            "ဤလက္ခဏာများကို တွေ့ပါက **ဟော့လိုင်း {hotline} သို့ ဖုန်းခေါ်ပါ** သို့မဟုတ် {text} သို့ စာပို့ပါ။ အခမဲ့ဖြစ်သည်။",
        ),
        _sample(
            "km", "Khmr", "noto-sans-khmer", 1.6,
            "ប្រសិនបើអ្នកឃើញសញ្ញាទាំងនេះ **សូមទូរស័ព្ទទៅលេខ {hotline}** ឬផ្ញើសារទៅ {text}។ សេវានេះឥតគិតថ្លៃ។",
        ),
        _sample(
            "am", "Ethi", "noto-sans-ethiopic", 1.5,
            "እነዚህን ምልክቶች ካዩ **ወደ እርዳታ መስመር {hotline} ይደውሉ** ወይም ወደ {text} መልእክት ይላኩ። ነጻ ነው፤ ምስጢራዊ ነው።",
        ),
    )
}  # fmt: skip  # each text is on a line of its own


def resized(sample: Sample, **changes: object) -> TypeSpec:
    return replace(sample.spec, **changes)


def texts(paragraph: Sequence[SetLine]) -> list[str]:
    return [line.text for line in paragraph]


def visual_text(line: SetLine) -> str:
    """Return the characters of a line in the order of their glyphs from left to right."""
    glyphs = [glyph for run in line.runs for glyph in run.glyphs if glyph.text]
    return "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.x))
