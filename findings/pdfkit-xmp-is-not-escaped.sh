#!/usr/bin/env bash
# pdfkit 0.20.2: metadata of a PDF 1.4 or later is no XML where a name has "&" or "<".
#
# From PDF 1.4 on pdfkit writes what it was given as `info` a second time, as XMP, which is XML. It puts the texts there
# as they are. The documentation of `info` asks for plain texts, and the same texts come out right in the information
# dictionary. With `pdfVersion: '1.3'`, the default, there is no XMP.
#
# Seen (the XMP of an author "Meyer & Sons", and of "Meyer and Sons", judged by fast-xml-parser):
#   Meyer & Sons: <rdf:li>Meyer & Sons</rdf:li>, well-formed: false
#   Meyer and Sons: <rdf:li>Meyer and Sons</rdf:li>, well-formed: true
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact pdfkit@0.20.2 fast-xml-parser@4.5.7
cat >run.mjs <<'JS'
import { XMLValidator } from 'fast-xml-parser';
import PDFDocument from 'pdfkit';

const bytesOf = (Author) =>
  new Promise((resolve) => {
    const pdf = new PDFDocument({ pdfVersion: '1.7', compress: false, info: { Author } });
    const pieces = [];
    pdf.on('data', (piece) => pieces.push(piece));
    pdf.on('end', () => resolve(Buffer.concat(pieces).toString('latin1')));
    pdf.end();
  });
for (const author of ['Meyer & Sons', 'Meyer and Sons']) {
  const [xmp] = /<x:xmpmeta.*<\/x:xmpmeta>/s.exec(await bytesOf(author));
  const [item] = /<rdf:li>.*<\/rdf:li>/.exec(xmp);
  console.log(`${author}: ${item}, well-formed: ${XMLValidator.validate(xmp) === true}`);
}
JS

seen=$(node run.mjs)
expected=$(
  cat <<'SEEN'
Meyer & Sons: <rdf:li>Meyer & Sons</rdf:li>, well-formed: false
Meyer and Sons: <rdf:li>Meyer and Sons</rdf:li>, well-formed: true
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
