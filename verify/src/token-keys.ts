import { areSame, type Bytes, bytesFromBase64, textFrom, utf8 } from './bytes.ts';
import type { signedCheckpoint } from './checkpoints.ts';
import { BadEntry, canonicalObject, integerIn, objectsIn, textIn } from './entry.ts';
import { type Finding, fails, found, holds, unknown } from './findings.ts';
import { grouped } from './grouped.ts';
import { isObject, jsonFrom } from './json.ts';
import type { Checkpoint } from './note.ts';
import { type Proof, proofFrom } from './proof.ts';
import { isIncluded, leafHash } from './tree.ts';

/** A key of private tokens that a log has: of a private pass and month. */
interface LoggedTokenKey {
  /** The name of the log without its year: whose it is. */
  readonly of: string;
  readonly privatePass: string;
  readonly month: string;
  readonly bytes: Bytes;
}

/** What proofs of keys show. */
export interface LoggedTokenKeys {
  readonly keys: readonly LoggedTokenKey[];
  readonly checkpoints: readonly Checkpoint[];
  readonly findings: readonly Finding[];
}

/** A key as `GET /.well-known/private-token-issuer-directory` has it. */
export interface ListedTokenKey {
  readonly bytes: Bytes;
  /** The month that it is for; undefined where it does not begin with one, in UTC. */
  readonly month: string | undefined;
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const TOKEN_TYPE = 2;
const DAY_MONTH = 7;

type Signed = (text: string) => ReturnType<typeof signedCheckpoint>;

/** Whether a text is the proof of a key: its entry is in clear, as that of an hour is. */
export function isKeyProof(text: string): boolean {
  const extra = proofFrom(text)?.extra;
  return extra !== undefined && (textFrom(extra) ?? '').includes(String.raw`\"tokenKey\"`);
}

/** Which keys are in the log. What does not hold has none. */
export async function loggedTokenKeys(
  texts: readonly string[],
  signed: Signed,
): Promise<LoggedTokenKeys> {
  const shown = await Promise.all(texts.map((text) => shownBy(text, signed)));
  const keys = shown.flatMap(({ key }) => key ?? []);
  const findings = [...shown.flatMap((one) => one.findings), ...twoKeys(keys)];
  return {
    keys,
    checkpoints: shown.flatMap(({ checkpoint }) => checkpoint ?? []),
    findings: [...new Map(findings.map((one) => [one.says, one])).values()],
  };
}

interface Shown {
  readonly key?: LoggedTokenKey;
  readonly checkpoint?: Checkpoint;
  readonly findings: readonly Finding[];
}

async function shownBy(text: string, signed: Signed): Promise<Shown> {
  const check = 'token-key';
  const proof = proofFrom(text);
  if (proof === undefined)
    return { findings: [fails(check, 'A proof of a key is no c2sp.org/tlog-proof@v1.')] };
  const { checkpoint, finding } = await signed(proof.checkpoint);
  if (checkpoint === undefined) return { findings: [finding] };
  try {
    const { entry, ...key } = openedFrom(proof, checkpoint);
    const isIn = await isIncluded(await leafHash(entry), proof.index, checkpoint, proof.hashes);
    const named = `the key of the private pass ${key.privatePass} for ${key.month}`;
    return {
      ...(isIn && { key }),
      checkpoint,
      findings: [
        finding,
        found(check, isIn, {
          so: `Entry ${proof.index} of it is ${named}.`,
          not: `Entry ${proof.index} of it is not ${named}, as it is given.`,
        }),
      ],
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { findings: [fails(check, `A proof of a key cannot be read: ${error.message}.`)] };
  }
}

function openedFrom(
  { extra }: Proof,
  { origin }: Checkpoint,
): LoggedTokenKey & { readonly entry: Bytes } {
  const opening = canonicalObject(textFrom(extra) ?? '');
  const text = textIn(opening, 'entry');
  const entry = canonicalObject(text);
  if (Object.keys(opening).length > 1 || Object.keys(entry).length !== 3)
    throw new BadEntry('it has members that nobody knows');
  const [privatePass, month] = [textIn(entry, 'privatePass'), textIn(entry, 'month')];
  if (!MONTH.test(month)) throw new BadEntry(`a key is of a month, got ${month}`);
  return {
    ...{ of: origin.replace(/\/\d{4}$/, ''), privatePass, month },
    ...{ bytes: keyBytes(textIn(entry, 'tokenKey')), entry: utf8(text) },
  };
}

/** Of base64url, with or without what fills it up. */
function keyBytes(text: string): Bytes {
  const plain = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = bytesFromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
  if (bytes === undefined || bytes.length === 0) throw new BadEntry('a key is base64url');
  return bytes;
}

/** A private pass has one key a month: by another one its reader would be known. */
function twoKeys(keys: readonly LoggedTokenKey[]): readonly Finding[] {
  const own = grouped(keys, ({ of, privatePass, month }) =>
    JSON.stringify([of, privatePass, month]),
  );
  return [...own.values()].flatMap(([first, ...others]) =>
    first === undefined || others.every(({ bytes }) => areSame(bytes, first.bytes))
      ? []
      : [
          fails(
            'token-key',
            `The private pass ${first.privatePass} has more than one key for ${first.month}: whoever buys by one of them can be told from the others.`,
          ),
        ],
  );
}

/** @throws BadEntry */
export const directoriesFrom = (texts: readonly string[]): readonly ListedTokenKey[] =>
  texts.flatMap((text) => {
    const directory = jsonFrom(text);
    if (!isObject(directory)) throw new BadEntry('a directory of keys is an object');
    return objectsIn(directory, 'token-keys')
      .filter((key) => integerIn(key, 'token-type') === TOKEN_TYPE)
      .map((key) => ({
        bytes: keyBytes(textIn(key, 'token-key')),
        month: monthFrom(integerIn(key, 'not-before')),
      }));
  });

function monthFrom(seconds: number): string | undefined {
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > 2 ** 33) return undefined;
  const text = new Date(seconds * 1000).toISOString();
  return text.endsWith('-01T00:00:00.000Z') ? text.slice(0, DAY_MONTH) : undefined;
}

/** Whether the keys of a directory are those that the log has. */
export function directoryFindings(
  listed: readonly ListedTokenKey[],
  { keys }: Pick<LoggedTokenKeys, 'keys'>,
): readonly Finding[] {
  const check = 'directory';
  if (listed.length === 0) return [];
  const known = listed.map(({ bytes, month }) => ({
    month,
    logged: keys.find((key) => areSame(key.bytes, bytes)),
  }));
  const other = known.find(({ month, logged }) => logged !== undefined && logged.month !== month);
  if (other !== undefined)
    return [
      fails(
        check,
        `The directory has the key of ${other.logged?.month ?? ''} as one of ${other.month ?? 'no month'}.`,
      ),
    ];
  const missing = known.filter(({ logged }) => logged === undefined).length;
  return [
    missing === 0
      ? holds(
          check,
          `The directory has ${listed.length === 1 ? 'one key, which is' : `${listed.length} keys, each of which is`} in the log.`,
        )
      : unknown(
          check,
          `Of ${missing} of the ${listed.length} keys of the directory, it was not proven that a log has them: it may be that of another seller. Buy by none of these.`,
        ),
  ];
}
