import { documentsIn } from '../books/block.ts';
import { blocksFrom } from '../books/reading.ts';
import { eventOf, type ReadingPorts } from './document-events.ts';
import { sentIdOf, type WebhookEvent } from './event.ts';
import type { Endpoint, PassedBlock, Place, Position, Webhooks } from './ports.ts';
import { seenBlock } from './restored-books.ts';

/** What events are made from. */
export interface StepPorts extends ReadingPorts {
  readonly webhooks: Pick<Webhooks, 'findings'>;
}

/** An event that is asked for, if there is one, and the place after it. */
export interface Step {
  readonly event: WebhookEvent | undefined;
  readonly next: Place;
  /** Of the books, the block that it was made from. */
  readonly seen?: PassedBlock;
}

/** What an endpoint asks for, and since when its events have other ids. */
type Asked = Pick<Endpoint, 'tenant' | 'events'> & Pick<Position, 'anew'>;

/** All that has happened from a place on: first what the books have, then what was found beside. */
export async function* stepsFrom(
  ports: StepPorts,
  asked: Asked,
  first: Place,
): AsyncGenerator<Step> {
  let { books } = first;
  for await (const step of documentSteps(ports, asked, first)) {
    books = step.next.books;
    yield step;
  }
  yield* findingSteps(ports, asked, { ...first, books });
}

async function* documentSteps(
  ports: StepPorts,
  { tenant, events, anew }: Asked,
  first: Place,
): AsyncGenerator<Step> {
  const asked = new Set(events);
  for await (const { seq, bytes } of blocksFrom(ports.log, tenant, first.books.seq)) {
    const documents = documentsIn(bytes);
    const seen = seenBlock(seq, bytes);
    const from = seq === first.books.seq ? first.books.index : 0;
    for (const [index, document] of documents.entries()) {
      if (index < from) continue;
      const place = { seq, index };
      const made = await eventOf(ports, { tenant, place, document }, asked);
      const id = sentIdOf({ tenant, anew }, { of: 'books', ...place });
      yield {
        event: made === undefined ? undefined : { id, at: document.recordedAt, ...made },
        next: { ...first, books: placeAfter(place, documents.length) },
        seen,
      };
    }
  }
}

/** Past the last of a block is the next block, so that this one is not read again to find nothing. */
const placeAfter = ({ seq, index }: Place['books'], documents: number): Place['books'] =>
  index + 1 < documents ? { seq, index: index + 1 } : { seq: seq + 1, index: 0 };

async function* findingSteps(
  { webhooks }: StepPorts,
  { tenant, events, anew }: Asked,
  first: Place,
): AsyncGenerator<Step> {
  for await (const { seq, at, type, data } of webhooks.findings(tenant, first.findings)) {
    const id = sentIdOf({ tenant, anew }, { of: 'findings', seq, index: 0 });
    const event = events.includes(type) ? { id, at, type, data } : undefined;
    yield { event, next: { ...first, findings: seq + 1 } };
  }
}
