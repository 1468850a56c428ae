import { documentsIn } from '../books/block.ts';
import type { Books } from '../books/books.ts';
import type { BooksLog } from '../books/ports.ts';
import { invariant } from '../kernel/invariant.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { type EndpointPorts, moveTo, type Standing, standingOf } from './endpoints.ts';
import { type Source, sourceOf } from './event.ts';
import { looksOf } from './look.ts';
import type { Place, Position, Webhooks } from './ports.ts';

export interface ReplayPorts extends Pick<EndpointPorts, 'webhooks' | 'clock'> {
  readonly books: Books;
  readonly log: BooksLog;
}

/** From where on an endpoint is to be sent what there is. */
export type ReplayFrom =
  | { readonly from: Timestamp }
  | { readonly event: string }
  | { readonly after: string };

/**
 * Moves an endpoint to an instant or to an event, forth or back. An event says where its own kind of source goes on;
 * the other stays.
 * @throws Rejection `webhook.not-found`, `webhook.event-unknown`, `webhook.changed-meanwhile`
 */
export async function replay(
  ports: ReplayPorts,
  endpoint: { readonly tenant: string; readonly key: string },
  asked: ReplayFrom,
): Promise<Standing> {
  const { tenant } = endpoint;
  if ('from' in asked) {
    return moveTo(ports, endpoint, await placeAt(ports, tenant, asked.from));
  }
  const isSkipped = 'after' in asked;
  const { position } = await standingOf(ports, tenant, endpoint.key);
  const { of, seq, index } = await knownSource(
    ports,
    position,
    isSkipped ? asked.after : asked.event,
  );
  return moveTo(
    ports,
    endpoint,
    of === 'books'
      ? { books: { seq, index: isSkipped ? index + 1 : index } }
      : { findings: isSkipped ? seq + 1 : seq },
  );
}

/** The source of an event that there can be. @throws Rejection `webhook.event-unknown` */
async function knownSource(
  { books, webhooks }: ReplayPorts,
  position: Position,
  id: string,
): Promise<Source> {
  const { tenant } = position;
  const source = sourceOf(position, id);
  if (source !== undefined) {
    const last =
      source.of === 'books'
        ? (await books.read(tenant, { cells: [] })).blocks
        : (await looksOf(webhooks, tenant)).seq;
    if (source.seq >= 1 && source.seq <= last) return source;
  }
  throw new Rejection(
    'webhook.event-unknown',
    `give the webhook-id of an event that was sent, got ${id}`,
  );
}

/** The first document, and the first finding, from an instant on. */
async function placeAt(
  { books, log, webhooks }: ReplayPorts,
  tenant: string,
  from: Timestamp,
): Promise<Place> {
  const { blocks } = await books.read(tenant, { cells: [] });
  const seq = await firstBlockFrom(log, tenant, { blocks, from });
  const bytes = seq > blocks ? undefined : (await log.readOne(tenant, seq))?.bytes;
  const documents = bytes === undefined ? [] : documentsIn(bytes);
  const index = documents.findIndex(({ recordedAt }) => recordedAt >= from);
  const findings = await firstFindingFrom(webhooks, tenant, from);
  return { books: { seq, index: Math.max(index, 0) }, findings };
}

/** By halves: no document is recorded before the one ahead of it. One past the last where all are earlier. */
async function firstBlockFrom(
  log: BooksLog,
  tenant: string,
  { blocks, from }: { readonly blocks: number; readonly from: Timestamp },
): Promise<number> {
  let [low, high] = [1, blocks + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const block = await log.readOne(tenant, middle);
    invariant(block !== undefined, `the books have block ${middle} of ${blocks}`);
    const last = documentsIn(block.bytes).at(-1);
    if (last !== undefined && last.recordedAt >= from) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function firstFindingFrom(
  webhooks: Pick<Webhooks, 'findings' | 'looks'>,
  tenant: string,
  from: Timestamp,
): Promise<number> {
  for await (const { seq, at } of webhooks.findings(tenant, 1)) if (at >= from) return seq;
  return (await looksOf(webhooks, tenant)).seq + 1;
}
