import type { Api } from '../../api.ts';
import { isSame, type ListedEvent } from './events-question.ts';
import { type PlainEvent, stretchAround } from './written-event.ts';

const looksMax = 20;
const pagesMax = 10;

/**
 * Looks for an event that was sent until usage has it, or it is in quarantine, and tells each time what it found. Ends
 * with what there is after 20 looks, which may be nothing: a queue can take longer.
 */
export async function lookFor(
  api: Pick<Api, 'ask'>,
  sent: PlainEvent,
  { pause, onFound }: { pause: () => Promise<void>; onFound: (found: ListedEvent) => void },
): Promise<ListedEvent | undefined> {
  let found: ListedEvent | undefined;
  for (let look = 1; look <= looksMax; look += 1) {
    found = (await foundIn(api, sent)) ?? found;
    if (found !== undefined) onFound(found);
    if (found !== undefined && found.status !== 'recorded') return found;
    if (look < looksMax) await pause();
  }
  return found;
}

/** A page may be empty, and have others after it. */
async function foundIn(api: Pick<Api, 'ask'>, sent: PlainEvent): Promise<ListedEvent | undefined> {
  const question = { subject: sent.subject, ...stretchAround(sent.time), limit: 500 };
  for (let page = 1, cursor: string | undefined; page <= pagesMax; page += 1) {
    const query = { ...question, ...(cursor === undefined ? {} : { cursor }) };
    const { events, nextCursor } = await api.ask('GET /v1/events', { query });
    const found = events.find((one) => isSame(sent, one));
    if (found !== undefined || nextCursor === undefined) return found;
    cursor = nextCursor;
  }
  return undefined;
}
