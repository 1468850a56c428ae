import { kindOf, payerOf } from '../../../core/books/kinds/kinds.ts';
import type { Asked } from '../../../verify/src/verify.ts';
import { type Dice, dice } from './dice.ts';
import { type Proven, pairsOf } from './proven.ts';

/** What was done to what is checked, and what is checked then. */
export interface Tampered {
  readonly what: string;
  readonly asked: Asked;
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What is said beside a document, as it changes with what is paid: no log has it. */
const beside: ReadonlySet<string> = new Set(['documents', 'reasons', 'paymentState', 'status']);

export interface World {
  readonly proven: readonly Proven[];
  readonly keys: readonly string[];
  readonly plans: Readonly<Record<string, object>>;
}

/** Changes a document, a proof or a price, by a seed: never so that it means the same. */
export function tampered({ proven, keys, plans }: World, seed: number): Tampered {
  const throws = dice(seed);
  const at = throws.below(proven.length);
  const chosen = proven[at];
  if (chosen === undefined) throw new Error('there are documents');
  const customer = customerOf(chosen);
  const own = proven.slice(0, at + 1).filter((one) => customerOf(one) === customer);
  const texts = Object.entries(plans).map(([key, body]) => JSON.stringify({ key, ...body }));
  const asked = (changed: Proven, prices: readonly string[] = texts): Asked => ({
    pairs: pairsOf([...own.slice(0, -1), changed]),
    ...{ keys, plans: prices },
  });
  const others = proven.filter(({ document: { id } }) => id !== chosen.document.id);
  const other = others[throws.below(others.length)];
  switch (throws.below(5)) {
    case 0:
    case 1: {
      const [what, answer] = changedJson(chosen.answer, throws, beside);
      return { what: `document: ${what}`, asked: asked({ ...chosen, answer }) };
    }
    case 2: {
      const [what, proof] = changedText(chosen.proof, throws);
      return { what: `proof: ${what}`, asked: asked({ ...chosen, proof }) };
    }
    case 3: {
      const forged = forgery(chosen, other, throws);
      return { what: `forged: ${forged.what}`, asked: asked(forged) };
    }
    default: {
      const [what, prices] = changedPrices(chosen, { texts, throws });
      if (what === '') return tampered({ proven, keys, plans }, seed + 1_000_003);
      return { what: `price: ${what}`, asked: asked(chosen, prices) };
    }
  }
}

const customerOf = ({ document }: Proven): string => payerOf(document) ?? '';

/** The proof of another document, or one whose entry and document were changed alike. */
function forgery(
  chosen: Proven,
  other: Proven | undefined,
  throws: Dice,
): Proven & { readonly what: string } {
  if (throws.below(4) === 0 && other !== undefined)
    return { ...chosen, proof: other.proof, what: 'the proof of another document' };
  const line = chosen.proof.split('\n').find((one) => one.startsWith('extra ')) ?? '';
  const opening = JSON.parse(atobText(line.slice('extra '.length))) as { text: string };
  const entry = JSON.parse(opening.text) as { document: { content: string } };
  const [what, content] = changedJson(entry.document.content, throws, beside);
  const isDeep = throws.below(2) === 0;
  const document = isDeep
    ? { ...entry.document, content }
    : (JSON.parse(
        changedJson(JSON.stringify(entry.document), throws, new Set(['content']))[1],
      ) as object);
  const text = sortedText({ ...entry, document } as Json);
  const extra = Buffer.from(sortedText({ ...opening, text })).toString('base64');
  const answer = isDeep
    ? JSON.stringify({ ...(JSON.parse(content) as object), documents: {}, reasons: [] })
    : chosen.answer;
  return { ...chosen, answer, proof: chosen.proof.replace(line, `extra ${extra}`), what };
}

const atobText = (encoded: string): string => Buffer.from(encoded, 'base64').toString();

/** Canonical JSON, as whoever forges an entry would write it. */
export function sortedText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${sortedText(value[name] ?? null)}`).join(',')}}`;
}

/** One of the versions that the document was priced by. */
function changedPrices(
  { document }: Proven,
  { texts, throws }: { readonly texts: readonly string[]; readonly throws: Dice },
): readonly [string, readonly string[]] {
  const prices = kindOf(document).agreed(document)?.prices ?? [];
  const one = prices[throws.below(prices.length)];
  if (one === undefined) return ['', texts];
  let what = '';
  const changed = texts.map((text) => {
    const plan = JSON.parse(text) as { key: string; versions: { effectiveFrom: string }[] };
    if (plan.key !== one.plan) return text;
    const versions = plan.versions.map((version) => {
      if (version.effectiveFrom !== one.version) return version;
      const [place, json] = changedJson(JSON.stringify(version), throws, new Set());
      what = `${one.plan} ${one.version} ${place}`;
      return JSON.parse(json) as object;
    });
    return JSON.stringify({ ...plan, versions });
  });
  return [what, changed];
}

/** A value of a document that is another one afterwards, and where it is. */
export function changedJson(
  text: string,
  throws: Dice,
  without: ReadonlySet<string>,
): readonly [string, string] {
  for (;;) {
    const root = JSON.parse(text) as { [name: string]: Json };
    const names = Object.keys(root).filter((name) => !without.has(name));
    const place = changeIn(root, names, throws);
    if (place !== undefined && sortedText(root) !== sortedText(JSON.parse(text) as Json))
      return [place, JSON.stringify(root)];
  }
}

/** Goes down to a member at random and changes it there; answers its place. */
function changeIn(
  holder: { [name: string]: Json },
  names: readonly string[],
  throws: Dice,
): string | undefined {
  const name = names[throws.below(names.length)];
  const value = name === undefined ? undefined : holder[name];
  if (name === undefined || value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && throws.below(12) > 0) {
    const inner = value as { [name: string]: Json };
    const place = changeIn(inner, Object.keys(inner), throws);
    return place === undefined ? undefined : `${name}/${place}`;
  }
  if (throws.below(12) === 0) {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else Reflect.deleteProperty(holder, name);
    return `${name} gone`;
  }
  holder[name] = changedValue(value, throws);
  return `${name} ${JSON.stringify(value).slice(0, 60)} → ${JSON.stringify(holder[name]).slice(0, 60)}`;
}

function changedValue(value: Json, throws: Dice): Json {
  if (typeof value === 'string') return changedText(value, throws)[1];
  if (typeof value === 'number') return value + ([1, -1, 100][throws.below(3)] ?? 1);
  if (typeof value === 'boolean') return !value;
  if (value === null) return throws.below(2) === 0 ? '1' : 0;
  if (Array.isArray(value))
    return throws.below(2) === 0 ? value.toReversed() : [...value, ...value.slice(0, 1)];
  return { ...value, more: '1' };
}

/** A text that is another one afterwards. */
export function changedText(text: string, throws: Dice): readonly [string, string] {
  const at = throws.below(text.length);
  const glyph = '0123456789+-./= ABCxyz\n'[throws.below(23)] ?? '0';
  const lines = text.split('\n');
  const line = throws.below(lines.length);
  const makers: readonly (() => readonly [string, string])[] = [
    () => [
      `character ${at} is ${JSON.stringify(glyph)}`,
      text.slice(0, at) + glyph + text.slice(at + 1),
    ],
    () => [`${JSON.stringify(glyph)} put in at ${at}`, text.slice(0, at) + glyph + text.slice(at)],
    () => [`character ${at} gone`, text.slice(0, at) + text.slice(at + 1)],
    () => [`line ${line} gone`, lines.filter((_, index) => index !== line).join('\n')],
    () => [
      `line ${line} twice`,
      lines.flatMap((one, index) => (index === line ? [one, one] : [one])).join('\n'),
    ],
    () => ['cut', text.slice(0, at)],
  ];
  for (;;) {
    const made = makers[throws.below(makers.length)]?.();
    if (made !== undefined && made[1] !== text) return made;
  }
}
