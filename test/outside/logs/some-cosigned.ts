import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { bytesFromBase64, verifierKeyText } from '../../../core/tlog/note.ts';
import { addCheckpoint, type WitnessPorts } from '../../../core/witness/witness.ts';
import { inMemoryWitnessedLogs } from '../../fakes/witnessed-logs.ts';
import { someKey, someLog } from '../../support/some-log.ts';

const SIZES = [1, 2, 3, 64, 65, 200];

/** Checkpoints of a log that two witnesses have cosigned, and the same with one bit of it changed. */
export async function someCosigned() {
  const log = someLog('log.example/2026');
  const keys = [1, 2].map((at) => someKey(`witness.example/w${at}`, 'cosignature', at));
  const cosigned: string[] = [];
  const ports = keys.map(
    ({ key, signer }, at): WitnessPorts => ({
      ...{ name: key.name, logs: [log.key], signer, witnessed: inMemoryWitnessedLogs() },
      clock: { now: () => timestampOf(Date.UTC(2026, 10, 30, 0, 0, at)) },
      onFork: () => undefined,
    }),
  );
  for (const [at, size] of SIZES.entries()) {
    let note = log.note(size);
    for (const one of ports) {
      const answer = await addCheckpoint(one, log.request(SIZES[at - 1] ?? 0, size));
      if (answer.kind !== 'cosigned') throw new Error(`${one.name} cosigns ${size}`);
      note += answer.lines;
    }
    cosigned.push(note);
  }
  const witnesses = keys.map(({ key }) => verifierKeyText(key));
  return {
    vkey: verifierKeyText(log.key),
    witnesses,
    cosigned,
    changed: cosigned.flatMap(changedIn),
  };
}

/** Of each signature, one bit of its time or of itself; and the text. */
function changedIn(note: string): readonly string[] {
  const lines = note.split('\n');
  const changed = lines.flatMap((line, at) => {
    const [dash, name = '', encoded = ''] = line.split(' ');
    const bytes = dash === '—' ? bytesFromBase64(encoded) : undefined;
    if (bytes === undefined) return [];
    return [5, 11, bytes.length - 1].map((place) => {
      const other = Buffer.from(bytes);
      other[place] = (other[place] ?? 0) ^ 1;
      return lines.toSpliced(at, 1, `— ${name} ${other.toString('base64')}`).join('\n');
    });
  });
  return [...changed, lines.toSpliced(1, 1, '7').join('\n')];
}
