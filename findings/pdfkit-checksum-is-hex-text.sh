#!/usr/bin/env bash
# pdfkit 0.20.2: the checksum of an embedded file is its MD5 as text in hexadecimal, where PDF wants the 16 bytes.
#
# ISO 32000-1, table 46, has `CheckSum` of an embedded file as a byte string of 16: the MD5 of its bytes. `file()` writes
# a string of 32 characters, the digits of the same MD5. A reader that compares finds every embedded file changed, such as
# the XML of a Factur-X invoice. The file itself is whole.
#
# Seen (of a file of four bytes):
#   CheckSum: (f019ee9a03978aff9f9b78d0ddf3edb7), 32 bytes
#   MD5 of the file: f019ee9a03978aff9f9b78d0ddf3edb7, 16 bytes
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact pdfkit@0.20.2
cat >run.mjs <<'JS'
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';

const file = Buffer.from('<a/>');
const pdf = new PDFDocument({ compress: false });
const pieces = [];
pdf.on('data', (piece) => pieces.push(piece));
pdf.on('end', () => {
  const [, text] = /\/CheckSum \(([^)]*)\)/.exec(Buffer.concat(pieces).toString('latin1'));
  console.log(`CheckSum: (${text}), ${text.length} bytes`);
  const md5 = createHash('md5').update(file).digest();
  console.log(`MD5 of the file: ${md5.toString('hex')}, ${md5.length} bytes`);
});
pdf.file(file, { name: 'factur-x.xml' });
pdf.end();
JS

seen=$(node run.mjs)
expected=$(
  cat <<'SEEN'
CheckSum: (f019ee9a03978aff9f9b78d0ddf3edb7), 32 bytes
MD5 of the file: f019ee9a03978aff9f9b78d0ddf3edb7, 16 bytes
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
