import type { Queue } from '../kernel/queue.ts';
import { storedObjectFrom } from '../kernel/stored.ts';

/** Begins a run of every tenant. */
interface LookMessage {
  readonly kind: 'look';
}

/** Goes on with a run. */
export interface RunMessage {
  readonly kind: 'run';
  readonly tenant: string;
  readonly id: string;
}

export type ExportsMessage = LookMessage | RunMessage;

const VERSION = 1;

/** The schedule puts messages without a version on the queue for ever: they are of version 1. */
export function exportsMessageFrom(body: string): ExportsMessage {
  const message = storedObjectFrom(body, 'a message of the exports queue');
  message.version(VERSION);
  const kind = message.oneOf('kind', ['look', 'run']);
  if (kind === 'look') return { kind };
  return { kind, tenant: message.text('tenant'), id: message.text('id') };
}

/** Throws when the queue did not take it: then what led here is done again. */
export async function sendRun(queue: Queue, message: RunMessage): Promise<void> {
  const sent = await queue.send([JSON.stringify({ version: VERSION, ...message })]);
  if (sent !== 'sent') throw new Error(`the exports queue did not take run ${message.id}`);
}
