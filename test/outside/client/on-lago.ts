import { Client, getLagoError } from 'lago-javascript-client';
import { summed, thrownBy, type Used, untilAnswered, used } from './sent-events.ts';

/** A program that meters with Lago: but for its URL and its key, nothing of it is about us. */

const [, url = '', apiKey = '', type = '', from = ''] = process.argv.slice(2);
const clientOf = (key: string) => Client(key, { baseUrl: `${url}/lago/api/v1` });
const lago = clientOf(apiKey);

/** Seconds in all the ways that they are sent: whole, with decimals, as text. */
const secondsOf = (time: Date, index: number): number | string =>
  index % 2 === 0 ? time.getTime() / 1_000 : `${Math.floor(time.getTime() / 1_000)}.000`;

const eventOf = ({ id, subject, time, value, model }: Used, index: number) => ({
  ...{ transaction_id: id, external_subscription_id: subject, code: type },
  timestamp: secondsOf(time, index),
  properties: { value, model },
});
type Event = ReturnType<typeof eventOf>;

/** What the client throws of an answer is that answer; of a lost one, what fetch throws. */
const isLost = (error: unknown): boolean => error instanceof TypeError;
const createEvent = (event: Event, client = lago) =>
  untilAnswered(isLost, () => client.events.createEvent({ event }));
const createBatch = (events: Event[]) =>
  untilAnswered(isLost, () => lago.events.createBatchEvents({ events }));

async function refusalOf(what: string, attempt: () => Promise<unknown>) {
  const thrown = await thrownBy(what, () => untilAnswered(isLost, attempt));
  const { status } = thrown as Response;
  const error = await getLagoError<typeof lago.events.createEvent>(thrown);
  return { status, ...(error as unknown as { code?: string; error_details?: object }) };
}

const all = used(330, from);
const events = all.map(eventOf);
for (const event of events.slice(0, 30)) {
  const { data } = await createEvent(event);
  const { timestamp, transaction_id: id } = data.event;
  const isSame = Date.parse(timestamp) === Math.floor(Number(event.timestamp)) * 1_000;
  if (id !== event.transaction_id || !isSame) throw new Error(JSON.stringify(data));
}
for (let at = 30; at < events.length; at += 100) {
  const { data } = await createBatch(events.slice(at, at + 100));
  if (data.events.length !== Math.min(100, events.length - at))
    throw new Error('not all came back');
}
// The same again is the same.
await createBatch(events.slice(0, 50));

const [event] = events;
if (event === undefined) throw new Error('there is nothing to send');
const { timestamp: _, ...timeless } = { ...event, transaction_id: 'without a time' };
const refused = {
  missing: await refusalOf('an event without a time', () =>
    lago.events.createEvent({ event: timeless }),
  ),
  partly: await refusalOf('a batch with an event that is wrong', () =>
    createBatch([
      { ...event, transaction_id: 'never taken' },
      { ...event, transaction_id: 'old', timestamp: 1 },
    ]),
  ),
  stranger: await refusalOf('a key that is unknown', () => createEvent(event, clientOf('unknown'))),
  elsewhere: await refusalOf('a method that is not here', () => lago.events.findAllEvents()),
};
const expected = {
  missing: {
    status: 400,
    code: 'event.time-missing',
    error_details: { timestamp: ['event.time-missing'] },
  },
  partly: {
    status: 400,
    code: 'request.some-rejected',
    error_details: { 1: { timestamp: ['event.too-old'] } },
  },
  stranger: { status: 403 },
  elsewhere: { status: 405, code: 'request.method-unknown' },
};
for (const [what, parts] of Object.entries(expected)) {
  const got = refused[what as keyof typeof refused];
  for (const [name, value] of Object.entries(parts)) {
    if (JSON.stringify(got[name as keyof typeof got]) !== JSON.stringify(value)) {
      throw new Error(`${what}: expected ${JSON.stringify(parts)}, got ${JSON.stringify(got)}`);
    }
  }
}
console.log(JSON.stringify(summed(all)));
