import type { WitnessClient } from '../../core/transparency/ask-witness.ts';
import {
  addCheckpoint,
  type WitnessAnswer,
  type WitnessPorts,
} from '../../core/witness/witness.ts';

const statuses = { malformed: 400, unsigned: 403, 'unknown-log': 404, inconsistent: 422 } as const;

/** As C2SP tlog-witness has it in HTTP. */
function inHttp(answer: WitnessAnswer): { readonly status: number; readonly body: string } {
  if (answer.kind === 'cosigned') return { status: 200, body: answer.lines };
  if (answer.kind === 'conflict') return { status: 409, body: `${answer.size}\n` };
  if (answer.kind === 'unavailable') return { status: 503, body: '' };
  return { status: statuses[answer.why], body: answer.detail };
}

/** Witnesses by their addresses, without a network; one without ports is not there. */
export function witnessesAt(
  witnesses: Readonly<Record<string, WitnessPorts | undefined>>,
): WitnessClient & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async post(url, body) {
      asked.push(url);
      const ports = witnesses[url.replace('/add-checkpoint', '')];
      return ports === undefined ? 'unreachable' : inHttp(await addCheckpoint(ports, body));
    },
  };
}
