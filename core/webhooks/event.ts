import type { testKind, WebhookKind } from '../contract/webhooks/kinds.ts';
import { sha256 } from '../kernel/digest.ts';
import type { JsonObject } from '../kernel/json.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import type { Position } from './ports.ts';
import { restoresUpTo } from './restored-books.ts';

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
 * After so many restores of the books there may be another document at its place, with another id. It has no full stop,
 * which is what parts it from the time in what is signed.
 */
function eventIdOf(tenant: string, { of, seq, index }: Source, restores = 0): string {
  const named = ['webhook', tenant, of, seq, index, ...(restores === 0 ? [] : [restores])];
  const digest = sha256(JSON.stringify(named)).toString('hex');
  return `evt_${of === 'books' ? 'b' : 'f'}_${seq}_${index}_${digest.slice(0, DIGEST_DIGITS)}`;
}

/** The source of an event that an endpoint of a tenant is sent; undefined for what is none. */
export function sourceOf(
  { tenant, anew }: Pick<Position, 'tenant' | 'anew'>,
  id: string,
): Source | undefined {
  const [, of, seq = '', index = ''] = ID.exec(id) ?? [];
  if (of === undefined) return undefined;
  const source = {
    of: of === 'b' ? ('books' as const) : ('findings' as const),
    seq: Number.parseInt(seq, 10),
    index: Number.parseInt(index, 10),
  };
  return sentIdOf({ tenant, anew }, source) === id ? source : undefined;
}

/** The id under which an endpoint is sent what a source makes. */
export const sentIdOf = (
  { tenant, anew }: Pick<Position, 'tenant' | 'anew'>,
  source: Source,
): string => eventIdOf(tenant, source, source.of === 'books' ? restoresUpTo(anew, source) : 0);

/** What is sent, as Standard Webhooks has it: `type`, `timestamp` of what has happened, `data`. */
export const bodyOf = ({ type, at, data }: WebhookEvent): string =>
  JSON.stringify({ type, timestamp: rfc3339(at), data });
