import { bankStatementInvalid } from './invalid.ts';

/** What files of banks are written in, by the names that XML declarations have for it. */
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
};

/**
 * A file as text: what its byte order mark or XML declaration says, else UTF-8, else, of what is no XML, Windows-1252,
 * in which most banks write tables. Text without the mark.
 * @throws Rejection `bank-statement.invalid`
 */
export function decodedText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  const declared = declaredEncoding(bytes);
  if (declared !== undefined) return decoded(bytes, declared);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decoded(bytes, 'windows-1252');
  }
}

/** An XML file that declares none is in UTF-8, or no XML. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 200));
  if (!/^(?:ï»¿)?\s*</.test(head)) return undefined;
  const name = /^(?:ï»¿)?<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? 'utf-8';
  const encoding = encodings[name.toLowerCase()];
  if (encoding !== undefined) return encoding;
  const known = Object.keys(encodings).join(', ');
  throw bankStatementInvalid(
    `its XML says that it is in ${JSON.stringify(name.slice(0, 40))}; send one of ${known}`,
    { line: 1 },
  );
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw bankStatementInvalid(`it has bytes that are no ${encoding}, which it says it is in`);
  }
}

/** Whether a file is XML: no table of a bank begins with this. */
export const isXml = (text: string): boolean => /^\s*</.test(text);
