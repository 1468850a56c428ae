import type { Report } from '../../../verify/src/verify.ts';
import { verified } from '../../../verify/src/verify.ts';
import { there } from '../../support/there.ts';
import { aDirectory, three } from './a-directory.ts';
import { aVoid } from './a-void.ts';
import { plans } from './a-year.ts';
import { type Dice, dice } from './dice.ts';
import { changedJson, changedText, sortedText, type Tampered } from './tampering.ts';
import { twoStatements } from './two-statements.ts';

/** Something that is checked, as it is, and changed by a seed: never so that it means the same. */
export interface Changeable {
  readonly sound: Report;
  changed(seed: number): Tampered;
}

/**
 * Whether a change was found out: something fails, or more is not known than of what was not changed. Of a payee's
 * statement something never is.
 */
export function isFound(sound: Report, changed: Report): boolean {
  const unknown = (report: Report): number =>
    statesOf(report).filter((one) => one === 'unknown').length;
  return statesOf(changed).includes('fails') || unknown(changed) > unknown(sound);
}

const statesOf = ({ documents, log }: Report): readonly string[] =>
  [...log, ...documents.flatMap(({ findings }) => findings)].map(({ state }) => state);

const nothing: ReadonlySet<string> = new Set();

/** A proof of which a character or a line is another one, or what its entry opens to. */
function changedProof(proof: string, throws: Dice): readonly [string, string] {
  if (throws.below(2) === 0) return changedText(proof, throws);
  const [, line = ''] = /^extra (.*)$/m.exec(proof) ?? [];
  const opening = JSON.parse(Buffer.from(line, 'base64').toString()) as Record<string, string>;
  const member = 'entry' in opening ? 'entry' : 'text';
  // What the entry opens to, as whoever forges it would write it.
  const [what, json] = changedJson(opening[member] ?? '', throws, nothing);
  const forged = sortedText({
    ...opening,
    [member]: sortedText(JSON.parse(json) as Parameters<typeof sortedText>[0]),
  });
  return [what, proof.replace(line, Buffer.from(forged).toString('base64'))];
}

/** Two statements of a payee, with all that stands behind them. */
export async function changeableStatements(): Promise<Changeable> {
  const { keys, pairs } = await twoStatements();
  const changedBehind = (text: string, throws: Dice): readonly [string, string] => {
    const { statement, documents } = JSON.parse(text) as {
      readonly statement: string;
      readonly documents: readonly { readonly proof: string }[];
    };
    const at = throws.below(documents.length + 1) - 1;
    const one = documents[at];
    if (one === undefined) {
      const [what, proof] = changedProof(statement, throws);
      return [what, JSON.stringify({ statement: proof, documents })];
    }
    const [what, proof] = changedProof(one.proof, throws);
    const kept = throws.below(4) === 0 ? [] : [{ ...one, proof }];
    const behind = documents.flatMap((other, index) => (index === at ? kept : [other]));
    return [
      kept.length === 0 ? `${at} gone` : what,
      JSON.stringify({ statement, documents: behind }),
    ];
  };
  return {
    sound: await verified({ keys, pairs }),
    changed(seed) {
      const throws = dice(seed);
      const at = throws.below(pairs.length);
      const pair = there(pairs[at]);
      const isDocument = throws.below(2) === 0;
      const [what, text] = isDocument
        ? changedJson(pair.document, throws, nothing)
        : changedBehind(pair.proof, throws);
      const other = isDocument ? { ...pair, document: text } : { ...pair, proof: text };
      const given = pairs.map((one, index) => (index === at ? other : one));
      return { what: `statement: ${what}`, asked: { keys, pairs: given } };
    },
  };
}

/** An invoice, and the void that undid it. */
export async function changeableVoid(): Promise<Changeable> {
  const { keys, proof, invoice, own } = await aVoid();
  const pairsOf = (document: string, ofInvoice: string, ofVoid: string) => [
    { name: 'invoice', document, proof: ofInvoice },
    { name: 'void', document, proof: ofVoid },
  ];
  const texts = Object.entries(plans).map(([key, body]) => JSON.stringify({ key, ...body }));
  const beside = new Set(['documents', 'reasons', 'paymentState', 'status']);
  return {
    sound: await verified({ keys, plans: texts, pairs: pairsOf(invoice, own, proof) }),
    changed(seed) {
      const throws = dice(seed);
      const [what, pairs] = ((): readonly [string, ReturnType<typeof pairsOf>] => {
        if (throws.below(4) === 0) {
          const [place, document] = changedJson(invoice, throws, beside);
          return [place, pairsOf(document, own, proof)];
        }
        const [place, other] = changedProof(proof, throws);
        return [place, pairsOf(invoice, own, other)];
      })();
      return { what: `void: ${what}`, asked: { keys, plans: texts, pairs } };
    },
  };
}

/** Keys of private passes, as a directory has them and as a log. */
export async function changeableKeys(): Promise<Changeable> {
  const { key, proofs, directory, checked } = await aDirectory(three);
  const askedOf = (given: readonly string[], listed: string) => ({
    ...{ pairs: [], keys: [key], directories: [listed] },
    events: [JSON.stringify({ proofs: given, unproven: [] })],
  });
  const otherKey = (throws: Dice): readonly [string, string] => {
    const { 'token-keys': listed, ...others } = JSON.parse(directory) as {
      readonly 'token-keys': readonly { readonly 'token-key': string }[];
    };
    const at = throws.below(listed.length);
    const bytes = Buffer.from(there(listed[at])['token-key'], 'base64url');
    const place = throws.below(bytes.length);
    bytes[place] = (there(bytes[place]) + 1 + throws.below(255)) % 256;
    const changed = { ...there(listed[at]), 'token-key': bytes.toString('base64url') };
    const keys = listed.map((one, index) => (index === at ? changed : one));
    return [`byte ${place} of key ${at}`, JSON.stringify({ ...others, 'token-keys': keys })];
  };
  return {
    sound: await checked(),
    changed(seed) {
      const throws = dice(seed);
      const [at, how] = [throws.below(proofs.length), throws.below(5)];
      if (how === 0) {
        const [what, listed] = otherKey(throws);
        return { what: `key: ${what}`, asked: askedOf(proofs, listed) };
      }
      const [what, proof] = how === 1 ? ['gone', ''] : changedProof(there(proofs[at]), throws);
      const given = proofs.flatMap((one, index) =>
        index === at ? (how === 1 ? [] : [proof]) : [one],
      );
      return { what: `key: ${what}`, asked: askedOf(given, directory) };
    },
  };
}
