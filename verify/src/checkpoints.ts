import { areSame, type Bytes } from './bytes.ts';
import { BadEntry, integerIn, listIn } from './entry.ts';
import { type Finding, fails, found, holds, unknown } from './findings.ts';
import { grouped } from './grouped.ts';
import { isObject, jsonFrom } from './json.ts';
import { type Checkpoint, checkpointFrom, isSigned, type LogKey, noteFrom } from './note.ts';
import { hashFrom } from './proof.ts';
import { isGrown } from './tree.ts';

/** A checkpoint that a log signed, or what is wrong with it. */
export async function signedCheckpoint(
  text: string,
  keys: readonly LogKey[],
): Promise<{ readonly checkpoint?: Checkpoint; readonly finding: Finding }> {
  const check = 'signed';
  const read = noteFrom(text);
  const checkpoint = read === undefined ? undefined : checkpointFrom(read.text);
  if (read === undefined || checkpoint === undefined)
    return { finding: fails(check, 'What should be a signed checkpoint is none.') };
  const key = keys.find(({ name }) => name === checkpoint.origin);
  if (key === undefined)
    return {
      finding: fails(
        check,
        `No key was given of the log ${checkpoint.origin}: those given are of ${keys.map(({ name }) => name).join(', ')}.`,
      ),
    };
  if (!(await isSigned(read, key)))
    return { finding: fails(check, `The log ${checkpoint.origin} did not sign this checkpoint.`) };
  return {
    checkpoint,
    finding: holds(
      check,
      `The log ${checkpoint.origin} signed a checkpoint of ${checkpoint.size} entries.`,
    ),
  };
}

/** The hashes that prove that a log of `from` entries grew to one of `to`. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly Bytes[];
}

/** @throws BadEntry */
export function growthFrom(text: string): Growth {
  const body = jsonFrom(text);
  if (!isObject(body)) throw new BadEntry('a proof of consistency is an object');
  const hashes = listIn(body, 'hashes').map((hash) =>
    typeof hash === 'string' ? hashFrom(hash) : undefined,
  );
  if (hashes.includes(undefined)) throw new BadEntry('a hash has 32 bytes in base64');
  return {
    ...{ from: integerIn(body, 'from'), to: integerIn(body, 'to') },
    hashes: hashes.filter((hash) => hash !== undefined),
  };
}

/** Whether a log only grew from each of its checkpoints to the next: nothing was removed, and nothing changed. */
export async function growthFindings(
  checkpoints: readonly Checkpoint[],
  growths: readonly Growth[],
): Promise<readonly Finding[]> {
  const byOrigin = grouped(checkpoints, ({ origin }) => origin);
  const findings = await Promise.all(
    [...byOrigin.values()].map(async (own) => {
      const all = own.toSorted((a, b) => a.size - b.size);
      const steps = all.slice(1).map((now, index) => [all[index] ?? now, now] as const);
      return Promise.all(steps.map((step) => stepFindings(step, growths)));
    }),
  );
  return findings.flat(2);
}

async function stepFindings(
  [before, now]: readonly [Checkpoint, Checkpoint],
  growths: readonly Growth[],
): Promise<readonly Finding[]> {
  const check = 'grown';
  if (before.size === now.size)
    return areSame(before.root, now.root)
      ? []
      : [
          fails(
            check,
            `The log ${now.origin} has signed two trees of ${now.size} entries: it tells different things to different people.`,
          ),
        ];
  const growth = growths.find(({ from, to }) => from === before.size && to === now.size);
  const sizes = `${before.size} to ${now.size} entries`;
  if (growth === undefined)
    return [
      unknown(
        check,
        `Whether the log ${now.origin} only grew from ${sizes} was not proven: give the proof of consistency.`,
      ),
    ];
  return [
    found(check, await isGrown(before, now, growth.hashes), {
      so: `The log ${now.origin} only grew from ${sizes}: nothing was removed or changed.`,
      not: `The log ${now.origin} did not grow from ${sizes} as it is said: something was removed or changed.`,
    }),
  ];
}
