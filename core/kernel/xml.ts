/** An element: its attributes, and either its text or the elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** What may stand where an element is optional. */
export type XmlPart = XmlElement | undefined | readonly XmlPart[];

/** An element with others in it; undefined where none of them is there, because UBL allows no empty elements. */
export function element(name: string, ...parts: readonly XmlPart[]): XmlElement | undefined {
  const content = flat(parts);
  return content.length === 0 ? undefined : { name, attributes: {}, content };
}

/** An element with text; undefined where there is none. */
export const textElement = (
  name: string,
  text: string | null | undefined,
  attributes: Readonly<Record<string, string>> = {},
): XmlElement | undefined =>
  text === null || text === undefined || text.trim() === ''
    ? undefined
    : { name, attributes, content: text };

const flat = (part: XmlPart): XmlElement[] => {
  if (part === undefined) return [];
  return isElement(part) ? [part] : part.flatMap(flat);
};

const isElement = (part: XmlElement | readonly XmlPart[]): part is XmlElement => 'name' in part;

/** A whole XML 1.0 document, each line ended by LF and, level by level, begun by so many spaces. */
export const xmlText = (root: XmlElement, spaces: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${linesOf(root, '', ' '.repeat(spaces))}`;

/** An element in a document of another kind, in the same form. */
export const xmlElementText = (root: XmlElement): string => linesOf(root, '', '  ');

function linesOf({ name, attributes, content }: XmlElement, indent: string, step: string): string {
  const opening = Object.entries(attributes).map(([key, text]) => ` ${key}="${escaped(text)}"`);
  if (content.length === 0) return `${indent}<${name}${opening.join('')}/>\n`;
  const start = `${indent}<${name}${opening.join('')}>`;
  if (typeof content === 'string') return `${start}${escaped(content)}</${name}>\n`;
  const inner = content.map((child) => linesOf(child, `${indent}${step}`, step)).join('');
  return `${start}\n${inner}${indent}</${name}>\n`;
}

/** What XML 1.0 can neither hold nor escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Also white space, which a reader would otherwise fold in an attribute or turn into LF. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? character);
