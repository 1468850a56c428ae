import type { testKind, WebhookKind } from '../contract/webhooks/kinds.ts';
import { sha256 } from '../kernel/digest.ts';
import type { JsonObject } from '../kernel/json.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';

/** Where an event comes from: a document of the books, or a finding, whose index is 0. */
export interface Source {
  readonly of: 'books' | 'findings';
  readonly seq: number;
  readonly index: number;
}

/** What is told to an endpoint. The same source makes the same event, to the byte. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: WebhookKind | typeof testKind;
  readonly at: Timestamp;
  readonly data: JsonObject;
}

const ID = /^evt_([bf])_(\d{1,15})_(\d{1,5})_([0-9a-f]{32})$/;
const DIGEST_DIGITS = 32;

/**
 * The id of the event that a source makes: it says where that is, so that a replay finds it, and is no other tenant's.
 * It has no full stop, which is what parts it from the time in what is signed.
 */
export function eventIdOf(tenant: string, { of, seq, index }: Source): string {
  const digest = sha256(JSON.stringify(['webhook', tenant, of, seq, index])).toString('hex');
  return `evt_${of === 'books' ? 'b' : 'f'}_${seq}_${index}_${digest.slice(0, DIGEST_DIGITS)}`;
}

/** The source of an event of a tenant; undefined for what is no event of its. */
export function sourceOf(tenant: string, id: string): Source | undefined {
  const [, of, seq = '', index = ''] = ID.exec(id) ?? [];
  if (of === undefined) return undefined;
  const source = {
    of: of === 'b' ? ('books' as const) : ('findings' as const),
    seq: Number.parseInt(seq, 10),
    index: Number.parseInt(index, 10),
  };
  return eventIdOf(tenant, source) === id ? source : undefined;
}

/** What is sent, as Standard Webhooks has it: `type`, `timestamp` of what has happened, `data`. */
export const bodyOf = ({ type, at, data }: WebhookEvent): string =>
  JSON.stringify({ type, timestamp: rfc3339(at), data });
