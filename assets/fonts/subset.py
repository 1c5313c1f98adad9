"""Makes the faces of this folder from those of the Noto project, as its licence (OFL.txt) allows.

    pip install fonttools brotli
    npm pack @expo-google-fonts/noto-sans@0.4.2          # text: Noto Sans 2.015, 400 and 600
    npm pack @expo-google-fonts/noto-sans-math@0.4.2     # signs that the text faces lack
    npm pack @expo-google-fonts/noto-sans-symbols-2@0.4.1
    python subset.py FOLDER-OF-THE-UNPACKED-TTF-FILES

What is kept are Latin letters (Vietnamese among them), figures, which are all of one width in this family, and the
signs that pages use. The TrueType files are whole, for charts as PNG and for PDF; the WOFF2 files are the same in
three parts, of which a page fetches what it has letters of.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
# Where a face of text lacks a sign, the same sign of a sister family is taken, as it is.
SIGNS = {
    "NotoSansMath_400Regular.ttf": "≤≥≠≈∕←↑→↓▲▼▴▾○●■□✓",
    "NotoSansSymbols2_400Regular.ttf": "✗",
}
PARTS = {
    "latin": "U+0000-00FF, U+2000-206F, U+20AC, U+2122, U+2190-2193, U+2212, U+2215, U+2248, U+2260, U+2264-2265, "
    "U+25A0-25CF, U+2713, U+2717",
    "latin-ext": "U+0100-0101, U+0104-010F, U+0112-0127, U+012A-0167, U+016A-019F, U+01A2-01AE, U+01B1-01FF, "
    "U+0218-021B, U+02C6-02DD, U+1E80-1E85, U+1E9E, U+20A0-20AA, U+20AD-20C0, U+2113",
    "vietnamese": "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, "
    "U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB",
}


def with_signs(face: TTFont, folder: Path) -> None:
    """Draws the signs that the face lacks."""
    for name, signs in SIGNS.items():
        source = TTFont(next(folder.rglob(name)))
        glyphs, names = source.getGlyphSet(), source.getBestCmap()
        for sign in signs:
            if ord(sign) in face.getBestCmap():
                continue
            made = f"uni{ord(sign):04X}"
            drawn, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
            glyphs[names[ord(sign)]].draw(drawn)
            drawn.replay(pen)
            face.setGlyphOrder([*face.getGlyphOrder(), made])
            face["glyf"][made] = pen.glyph()
            face["hmtx"][made] = source["hmtx"][names[ord(sign)]]
            for table in face["cmap"].tables:
                if table.isUnicode():
                    table.cmap[ord(sign)] = made


def part(face: Path, ranges: str, to: Path, flavor: str | None) -> None:
    """Writes the letters of `ranges`, without what only old screens needed."""
    options = subset.Options(flavor=flavor, hinting=False, name_IDs=[*range(7), 13, 14, 16, 17])
    options.drop_tables += ["STAT", "DSIG"]
    options.layout_features = ["ccmp", "locl", "mark", "mkmk", "kern"]
    font = subset.load_font(face, options)
    wanted = subset.Subsetter(options)
    wanted.populate(unicodes=subset.parse_unicodes(ranges))
    wanted.subset(font)
    subset.save_font(font, to, options)


def main(folder: Path) -> None:
    for file, weight, style in [
        ("NotoSans_400Regular.ttf", 400, "Regular"),
        ("NotoSans_600SemiBold.ttf", 600, "SemiBold"),
    ]:
        face = TTFont(next(folder.rglob(file)), recalcTimestamp=False)
        with_signs(face, folder)
        whole = HERE / f"NotoSans-{style}.ttf"
        face.save(whole)
        for name, ranges in PARTS.items():
            part(whole, ranges, HERE / f"noto-sans-{name}-{weight}-normal.woff2", "woff2")
        part(whole, ", ".join(PARTS.values()), whole, None)


main(Path(sys.argv[1]))
