"""Starts a language: its catalog, with an entry in the registry that has fonts of the campaign, all or nothing."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

from flyers import limits
from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, FlyersError, FontError, Source, UsageError
from flyers.files import exists, read_bytes, write_whole
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.text.fonts import FontLibrary
from flyers.translation import po
from flyers.translation.language_data import (
    REGISTRY_FILE,
    LanguageHints,
    LanguageMeasures,
    NewLanguage,
    canonical,
    entry_text,
    is_ambiguous,
    iso_script,
    known_entry_text,
    language_data,
    new_language,
    script_data,
    script_name,
)
from flyers.translation.registry import Language, Registry, in_base, known_entry, known_languages
from flyers.translation.signoff import read_signoffs
from flyers.translation.template import merge


@dataclass(frozen=True, slots=True)
class LanguageInit:
    """The result of starting a language."""

    language: Language
    catalog: Path  # the new file, or one that existed before and is *kept*
    entry: str = ""  # the lines added to the registry; "" if it had the language already
    # The language whose measures were copied: itself, if the program has its entry; "" if they were measured, or if the
    # entry existed.
    model: str = ""
    checked: bool = True  # whether the fonts were checked for the language's whole alphabet
    kept: bool = False


def init_language(session: Session, tag: str, hints: LanguageHints, *, write: bool = True) -> LanguageInit:
    """Start a catalog for *tag*, with an entry in the registry if it has none.

    An existing catalog without an entry (the entry was deleted, or the file comes from another campaign) is kept.

    Raises:
        UsageError: the language has a catalog already, *tag* is not a tag, or too little is known about it.
        FontError: no family of the campaign has its script or its letters; the message names one that does.
        ContentError: an entry cannot be added at the end of the registry.
    """
    with session.changing(write):
        campaign, registry, file = session.campaign, session.registry, ""
        known = None
        if not is_ambiguous(tag) or tag in registry.tags:  # to start a language, nothing is guessed from “zh”
            with contextlib.suppress(UsageError):
                known = registry.language(tag)
        if known is not None:
            init = LanguageInit(known, registry.catalog_path(known))
        elif canonical(tag) in registry.known_tags:
            raise UsageError(f"There is {canonical(tag)} in the base already.", hint=in_base(canonical(tag)))
        else:
            init, registry, file = _new_entry(canonical(tag), hints, campaign, registry, session.library)
        language = init.language
        if exists(init.catalog) and not init.entry:
            raise UsageError(
                f"{language.english} has a catalog already.",
                hint=f"Update it: 'flyers translations update --lang {language.tag}'.",
                source=Source(yamlfile.display_path(init.catalog, campaign.folder)),
            )
        init = replace(init, kept=exists(init.catalog))
        present, base = po.read_catalog(registry, language), po.read_bases(campaign.layers, language)
        text = po.write(merge(campaign, language, present, read_signoffs(campaign, language), base).catalog)
        if write:
            if not init.kept:
                write_whole(init.catalog, text.encode())
            if file:
                _write_registry(init, file, campaign)
            session.reload()
    return init


def _new_entry(
    tag: str, hints: LanguageHints, campaign: Campaign, registry: Registry, library: FontLibrary
) -> tuple[LanguageInit, Registry, str]:
    """Return the entry of the new language *tag*, and the registry extended with it, also as the text of its file.

    With hints, or without the fonts in the program's own entry, CLDR and the campaign's fonts decide.
    """
    known, model, listed = known_entry(tag), tag, True
    if known and hints == LanguageHints() and all(family in library.families for family in known["fonts"]):
        entry = known_entry_text(tag, known)
    else:
        new = new_language(tag, hints)
        listed = new.listed
        measures, model = _measures_for(new, campaign, registry, library)
        entry = entry_text(new, measures)
    path, file = campaign.folder / REGISTRY_FILE, f"languages:\n{entry}"
    if exists(path) or not campaign.layers.bases:
        data = read_bytes(path, yamlfile.display_path(path, campaign.folder), limits.YAML_BYTES)
        present = yamlfile.decode(data, REGISTRY_FILE)
        separator = "\n" if "\n\n  " in present else ""  # a blank line, as between entries of several lines
        file = f"{present.rstrip()}\n{separator}{entry}"
    try:
        document = yamlfile.parse(file.encode(), REGISTRY_FILE)
        extended = Registry.load(campaign, document)
        if extended.tags != (*registry.tags, tag):
            raise ContentError("The list of languages is not at the end of this file.", source=Source(REGISTRY_FILE))
    except FlyersError as error:
        raise ContentError(
            f"An entry cannot be added at the end of this file: {error}",
            hint=f"Add it by hand:\n{entry}",
            source=Source(REGISTRY_FILE),
        ) from None
    language = extended.language(tag)
    return LanguageInit(language, extended.catalog_path(language), entry, model, listed), extended, file


def _write_registry(init: LanguageInit, file: str, campaign: Campaign) -> None:
    """Write the registry; if that fails, the new catalog goes too."""
    try:
        write_whole(campaign.folder / REGISTRY_FILE, file.encode())
    except FlyersError:
        if not init.kept:
            init.catalog.unlink()
            for folder in (init.catalog.parent, init.catalog.parent.parent):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        raise


def _measures_for(
    new: NewLanguage, campaign: Campaign, registry: Registry, library: FontLibrary
) -> tuple[LanguageMeasures, str]:
    """Return families and measures of *new*, and the tag of the language that the measures come from."""
    family = _family(new, registry, library)
    source = registry.language(campaign.source_language)
    fonts = tuple(dict.fromkeys((family, source.fonts[0])))
    users = [language for language in registry if language.fonts[0] == family]
    users = users or [language for language in known_languages().values() if language.fonts[0] == family]
    models = [language for language in users if language.script == new.script] or users
    if not models:
        return replace(_measured(new, family, library), fonts=fonts), ""
    # The measures of most languages of the script; one with taller letters has measures of its own.
    measures = [(each.leading, each.ascent, each.descent, each.optical, each.size_class) for each in models]
    usual, _ = Counter(measures).most_common(1)[0]
    return LanguageMeasures(fonts, *usual), models[measures.index(usual)].tag


def _measured(new: NewLanguage, family: str, library: FontLibrary) -> LanguageMeasures:
    """Measure the outlines of the letters, as the head of the registry explains."""
    face = library.face(f"{family}:regular")
    boxes = [box for letter in sorted(new.letters) if (box := face.ink(face.nominal_glyph(letter)))]
    tops, bottoms = sorted(box[3] for box in boxes), sorted(-box[1] for box in boxes)
    most = int(len(boxes) * 0.9)  # the height of most words, not of the highest mark
    return LanguageMeasures(
        fonts=(),
        leading=round(max(1.3, face.ascender + face.descender), 2),
        ascent=round(max(tops[most], face.cap_height), 2) if boxes else 0.8,
        descent=round(max(bottoms[most], 0.1), 2) if boxes else 0.2,
        optical=1.0,
        size_class="other",
    )


def _family(new: NewLanguage, registry: Registry, library: FontLibrary) -> str:
    """Return the family for the script that has all letters; raises FontError if there is none."""
    families = library.families
    candidates = [key for key, family in families.items() if new.script in family.scripts]
    if not candidates:
        script = f"the {script_name(new.iso_script)} script, in which {new.english} is written"
        raise FontError(f"No font family of this campaign has {script}.", hint=_how_to_add(new))
    users = Counter(language.fonts[0] for language in registry if language.script == new.script)
    # Chinese has a family for each way of writing it, but one script code for both.
    same_writing = {language.fonts[0] for language in registry if iso_script(language.tag) == new.iso_script}
    nastaliq = language_data(new.tag).nastaliq
    candidates.sort(key=lambda key: (("nastaliq" in key) is not nastaliq, key not in same_writing, -users[key]))
    lacking = {}
    for key in candidates:
        faces = [library.face(f"{key}:{style}") for style in families[key].faces]
        lacking[key] = [char for char in sorted(new.letters) if not all(face.covers(char) for face in faces)]
    best = min(candidates, key=lambda key: len(lacking[key]))
    if lacking[best]:
        raise FontError(
            f"No font family of this campaign has all letters of {new.english}: {families[best].name} lacks "
            f"{' '.join(lacking[best])}.",
            hint=_how_to_add(new),
            source=library.source,
        )
    return best


def _how_to_add(new: NewLanguage) -> str:
    noto = script_data(new.iso_script).noto_family or script_data(new.script).noto_family
    name = noto or f"Noto Sans {script_name(new.iso_script)}"
    key = name.lower().replace(" ", "-").replace("'", "-")
    return (
        f"“{name}” is free to use (SIL Open Font License) and in the npm package @expo-google-fonts/{key}: put its "
        "regular and bold files and its licence into fonts/, add them to fonts/fonts.yaml under “families:” "
        f"(“{key}: {{scripts: [{new.script}], faces: {{regular: {{file: …, sha256: …}}, bold: {{…}}}}}}”),"
        " and run this again."
    )
