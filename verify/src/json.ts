/** JSON as it is read here: no member twice, and no number that is not whole. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a text that should be JSON. */
export class BadJson extends Error {}

const DEPTH_MAX = 64;
const TOKEN =
  /[ \t\n\r]*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<plain>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:]))/y;

/**
 * Reads JSON. A member that is there twice is refused: programs differ in which of the two they take.
 * @throws BadJson
 */
export function jsonFrom(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Json {
    if (depth > DEPTH_MAX) throw new BadJson(`it is nested deeper than ${DEPTH_MAX}`);
    const { string, plain, mark } = this.#next();
    if (string !== undefined) return textOf(string);
    if (plain !== undefined) return plainOf(plain);
    if (mark === '[') return this.#list(depth);
    if (mark === '{') return this.#object(depth);
    throw new BadJson(`a value is missing at character ${this.#at}`);
  }

  end(): void {
    if (this.#text.slice(this.#at).trim() !== '')
      throw new BadJson(`something follows at character ${this.#at}`);
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    if (this.#isNext(']')) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.#mark(',', ']') === ']') return items;
    }
  }

  #object(depth: number): Json {
    const members: Record<string, Json> = {};
    if (this.#isNext('}')) return members;
    for (;;) {
      const { string } = this.#next();
      if (string === undefined) throw new BadJson(`a name is missing at character ${this.#at}`);
      const name = textOf(string);
      if (name === '__proto__' || Object.hasOwn(members, name))
        throw new BadJson(`the member ${JSON.stringify(name)} is there twice, or forbidden`);
      this.#mark(':');
      members[name] = this.value(depth + 1);
      if (this.#mark(',', '}') === '}') return members;
    }
  }

  #isNext(wanted: string): boolean {
    const before = this.#at;
    if (this.#next().mark === wanted) return true;
    this.#at = before;
    return false;
  }

  #mark(...wanted: readonly string[]): string {
    const { mark } = this.#next();
    if (mark !== undefined && wanted.includes(mark)) return mark;
    throw new BadJson(`${wanted.join(' or ')} is missing at character ${this.#at}`);
  }

  #next(): { readonly string?: string; readonly plain?: string; readonly mark?: string } {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    if (found === null) throw new BadJson(`it is no JSON at character ${this.#at}`);
    this.#at = TOKEN.lastIndex;
    return found.groups ?? {};
  }
}

function textOf(quoted: string): string {
  const text = parsed(quoted) as string;
  if (text.isWellFormed()) return text;
  throw new BadJson('half of a surrogate pair stands alone');
}

/** A text, a number, or a word of JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadJson(`it is no JSON: ${text.slice(0, 40)}`);
  }
}

function plainOf(text: string): Json {
  const value = parsed(text) as number | boolean | null;
  if (typeof value !== 'number' || (Number.isSafeInteger(value) && String(value) === text))
    return value;
  throw new BadJson(`money and quantities are texts, got the number ${text}`);
}

/** One text per value: names sorted by UTF-16 code units, no white space. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}
