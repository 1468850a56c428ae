#!/usr/bin/env bash
# fontkit 2.0.4: a letter that was first met as a part of another has no text.
#
# A font keeps one glyph object for each glyph id, with the `codePoints` it was first asked for. Drawing or measuring "é"
# opens the "e" it is composed of, by its id alone. From then on `layout('e')` answers that object, whose `codePoints` are
# empty, although the README calls them "the unicode code points that are represented by this glyph". What is made of
# them, such as the ToUnicode map of a PDF, has no "e": the text cannot be searched or copied. In which order
# texts were drawn decides it, so the same document can come out as two files.
#
# Seen (layout('e') of a font just opened, then after "é" was measured):
#   fresh [101]
#   after é []
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact fontkit@2.0.4 @expo-google-fonts/noto-sans@0.4.2
cat >run.mjs <<'JS'
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

const path = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
);
const textOf = (font) => JSON.stringify(font.layout('e').glyphs[0].codePoints);
console.log('fresh', textOf(fontkit.openSync(path)));
const font = fontkit.openSync(path);
void font.layout('é').glyphs[0].bbox;
console.log('after é', textOf(font));
JS

seen=$(node run.mjs)
expected=$(
  cat <<'SEEN'
fresh [101]
after é []
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
