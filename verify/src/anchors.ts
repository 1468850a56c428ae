import { areSame, type Bytes, hex, sha256, textFrom, utf8 } from './bytes.ts';
import { type Finding, fails, holds, unknown } from './findings.ts';
import { BadJson, isObject, type JsonObject, jsonFrom } from './json.ts';
import { type Checkpoint, noteFrom } from './note.ts';
import { type Attestation, BadTimestamps, openTimestampsFrom } from './open-timestamps.ts';

/** What shows that a checkpoint was there, in a file of OpenTimestamps, or a transaction as a node answers it. */
export interface AnchorFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A checkpoint that its log has signed, and the SHA-256 of its text: what is anchored. */
interface Anchored {
  readonly size: number;
  readonly digest: Bytes;
}

const check = 'anchored';

/** Of each anchor, whether it is of one of these checkpoints, and since when that was there. */
export async function anchorFindings(
  files: readonly AnchorFile[],
  blocks: readonly string[],
  checkpoints: readonly { readonly text: string; readonly checkpoint: Checkpoint }[],
): Promise<readonly Finding[]> {
  const anchored = await Promise.all(
    checkpoints.map(async ({ text, checkpoint: { size } }) => ({
      ...{ size, digest: await sha256(utf8(noteFrom(text)?.text ?? '')) },
    })),
  );
  const findings = await Promise.all(files.map((file) => findingsOf(file, blocks, anchored)));
  return findings.flat();
}

async function findingsOf(
  { name, bytes }: AnchorFile,
  blocks: readonly string[],
  anchored: readonly Anchored[],
): Promise<readonly Finding[]> {
  try {
    const transaction = objectIn(textFrom(bytes) ?? '');
    if (transaction !== undefined) return [transactionFinding(name, transaction, blocks, anchored)];
    const { digest, attestations } = await openTimestampsFrom(bytes);
    const own = anchored.find((one) => areSame(one.digest, digest));
    if (own === undefined) return [unknown(check, ofNone(name))];
    return await attested(own, attestations, blocks);
  } catch (error) {
    if (!(error instanceof BadTimestamps)) throw error;
    return [fails(check, `${name} is no anchor: ${error.message}.`)];
  }
}

const ofNone = (name: string): string =>
  `${name} is of no checkpoint that was given: give the one that was anchored with --checkpoint.`;

function objectIn(text: string): JsonObject | undefined {
  try {
    const value = jsonFrom(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    return undefined;
  }
}

/** What is best of what attests it: a block whose header was given, else what is missing. */
async function attested(
  { size }: Anchored,
  attestations: readonly Attestation[],
  blocks: readonly string[],
): Promise<readonly Finding[]> {
  const headers = (await Promise.all(blocks.map(headerFrom))).filter((one) => one !== undefined);
  const of = `The checkpoint of ${size} entries`;
  const said = attestations.map((one): Finding => {
    if (one.kind === 'other') return unknown(check, `${of} is attested by what is not known here.`);
    if (one.kind === 'pending')
      return unknown(
        check,
        `${of} is promised to be stamped by ${one.calendar}, and no more: ask it for the rest.`,
      );
    const header = headers.find(({ root }) => areSame(root, one.root));
    if (header !== undefined)
      return holds(
        check,
        `${of} was there before ${header.time}: a block ${header.hash} of Bitcoin has it. Ask a node of yours whether that is block ${one.height}.`,
      );
    const root = hex(one.root.toReversed());
    return unknown(
      check,
      `${of} is said to be in block ${one.height} of Bitcoin, whose Merkle root then is ${root}: give its header with --block.`,
    );
  });
  const sound = said.filter(({ state }) => state === 'holds');
  if (sound.length > 0) return sound;
  return said.length === 0 ? [unknown(check, `${of} is attested by nobody.`)] : said;
}

interface Header {
  readonly hash: string;
  readonly root: Bytes;
  readonly time: string;
}

const HEADER = /^[0-9a-f]{160}$/i;

/** A block header of Bitcoin in hex, 80 bytes, that was worked for; undefined for any other text. */
async function headerFrom(text: string): Promise<Header | undefined> {
  const digits = text.trim();
  if (!HEADER.test(digits)) return undefined;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(bytes.buffer);
  const hash = hex((await sha256(await sha256(bytes))).toReversed());
  const bits = view.getUint32(72, true);
  const target = BigInt(bits % 0x800000) << (8n * BigInt(Math.max(0, (bits >>> 24) - 3)));
  if (BigInt(`0x${hash}`) > target) return undefined;
  const time = new Date(view.getUint32(68, true) * 1000).toISOString().replace('.000Z', 'Z');
  return { hash, root: bytes.slice(36, 68), time };
}

/** What a node answers of a transaction, and of its block where that was given, too. */
function transactionFinding(
  name: string,
  transaction: JsonObject,
  blocks: readonly string[],
  anchored: readonly Anchored[],
): Finding {
  const [input, hash, blockHash] = ['input', 'hash', 'blockHash'].map((key) => transaction[key]);
  if (typeof input !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(input) || typeof hash !== 'string')
    return fails(check, `${name} is no anchor: a transaction has hash and input.`);
  const data = input.slice(2).toLowerCase();
  const own = anchored.find(({ digest }) => hasBytes(data, hex(digest)));
  if (own === undefined) return unknown(check, ofNone(name));
  const block = blocks.map(objectIn).find((one) => one !== undefined && one['hash'] === blockHash);
  const time = timeOf(block?.['timestamp']);
  const when = time === undefined ? '' : ` before ${time}`;
  const what = `The checkpoint of ${own.size} entries was there${when}`;
  if (typeof blockHash !== 'string')
    return unknown(
      check,
      `${name} has the checkpoint of ${own.size} entries, and is in no block yet.`,
    );
  return holds(
    check,
    `${what}: the call data of transaction ${plain(hash)} has it, in block ${plain(blockHash)}. Ask a node of yours for both.`,
  );
}

/** At a whole byte. */
function hasBytes(data: string, digits: string): boolean {
  for (let at = data.indexOf(digits); at >= 0; at = data.indexOf(digits, at + 1))
    if (at % 2 === 0) return true;
  return false;
}

const plain = (text: string): string => text.replace(/[^0-9a-zA-Z]/g, '?').slice(0, 80);

/** In seconds since 1970, in hex or as a number. */
function timeOf(value: unknown): string | undefined {
  const seconds = Number(value);
  const isTime = value !== undefined && Number.isSafeInteger(seconds) && seconds > 0;
  if (!isTime || seconds > 253_402_300_799) return undefined;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
