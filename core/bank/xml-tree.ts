import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { bankStatementInvalid } from './invalid.ts';

/** An element of an XML file, without what stands between its parts. */
export interface XmlElement {
  /** Its local name. */
  readonly name: string;
  readonly namespace: string;
  /** From 1. */
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without spaces at its ends. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** What a file may come to; more is refused, whatever it says. */
const bounds = { depth: 32, elements: 400_000, attributes: 16, textLength: 10_000 } as const;

interface OpenElement extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

/**
 * Reads a file as elements, and hands over each that `isPart` names as soon as it ends: it is then let go of, so a
 * long file is never held as a whole. Answers the root with all that was not handed over.
 *
 * There are no entities but the five of XML, nothing is fetched, and a document type is refused where it stands.
 * @throws Rejection `bank-statement.invalid` with the line
 */
export function readXml(
  text: string,
  isPart: (name: string) => boolean,
  take: (part: XmlElement, parents: readonly XmlElement[]) => void,
): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  const roots: XmlElement[] = [];
  let count = 0;
  const refuse = (what: string) => bankStatementInvalid(what, { line: parser.line });
  const add = (some: string): void => {
    const element = open.at(-1);
    if (element === undefined) return;
    element.text += some;
    if (element.text.length > bounds.textLength) {
      throw refuse(`the text of ${element.name} is longer than ${bounds.textLength} characters`);
    }
  };
  parser.on('error', ({ message }) => {
    // It begins with the place, which is told in our own words.
    throw refuse(`it is no well-formed XML: ${message.replace(/^\d+:\d+: /, '').slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    throw refuse('it has a document type (DOCTYPE), which a bank statement has not');
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > bounds.elements) throw refuse(`it has more than ${bounds.elements} elements`);
    if (open.length >= bounds.depth) throw refuse(`it is nested deeper than ${bounds.depth}`);
    open.push(elementFrom(tag, parser.line, refuse));
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    closed.text = closed.text.trim();
    const parent = open.at(-1);
    if (isPart(closed.name)) take(closed, open);
    else if (parent === undefined) roots.push(closed);
    else parent.children.push(closed);
  });
  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw refuse('it has no element');
  return root;
}

function elementFrom(
  { local, uri, attributes }: SaxesTagNS,
  line: number,
  refuse: (what: string) => Error,
): OpenElement {
  const said = Object.values<SaxesAttributeNS>(attributes);
  if (said.length > bounds.attributes) {
    throw refuse(`${local} has more than ${bounds.attributes} attributes`);
  }
  return {
    name: local,
    namespace: uri,
    line,
    attributes: Object.fromEntries(said.map((one) => [one.local, one.value])),
    text: '',
    children: [],
  };
}

/** The first child of each name in turn; undefined where one is missing. */
export const elementAt = (
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    element,
  );

/** The text at a path; undefined where there is none, or it is empty. */
export function textOf(
  element: XmlElement | undefined,
  ...path: readonly string[]
): string | undefined {
  const text = elementAt(element, ...path)?.text;
  return text === '' ? undefined : text;
}

/** All children of a name. */
export const elementsAt = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
