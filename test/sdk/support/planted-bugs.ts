import type { Fetch, FetchAnswer, FetchRequest } from '../../../sdk/src/fetch.ts';

type Sent = Readonly<Record<string, unknown>>;

const eventsOf = ({ body }: FetchRequest): readonly Sent[] => JSON.parse(String(body)) as Sent[];

const withEvents = (request: FetchRequest, events: readonly Sent[]): FetchRequest => ({
  ...request,
  body: JSON.stringify(events),
});

const accepted = (count: number): FetchAnswer =>
  new Response(JSON.stringify({ accepted: count, rejected: [] }), { status: 202 });

let drawn = 0;
const another = (): string => {
  drawn += 1;
  return `another-${drawn}`;
};

/** What a sender does wrong, done between it and the network: each must be found. */
export const plantedBugs: Readonly<Record<string, (fetch: Fetch) => Fetch>> = {
  'makes ids anew for each request': (fetch) => (url, request) =>
    fetch(
      url,
      withEvents(
        request,
        eventsOf(request).map((event) => ({ ...event, id: another() })),
      ),
    ),
  'stamps the time of each request': (fetch) => {
    let seconds = 0;
    return (url, request) => {
      seconds += 1;
      const time = new Date(Date.UTC(2026, 10, 22, 8) + seconds * 1_000).toISOString();
      return fetch(
        url,
        withEvents(
          request,
          eventsOf(request).map((event) => ({ ...event, time })),
        ),
      );
    };
  },
  'takes any answer for a yes': (fetch) => async (url, request) => {
    await fetch(url, request);
    return accepted(eventsOf(request).length);
  },
  'takes a lost connection for a yes': (fetch) => async (url, request) => {
    try {
      return await fetch(url, request);
    } catch {
      return accepted(eventsOf(request).length);
    }
  },
  'does not read who was rejected': (fetch) => async (url, request) => {
    const answer = await fetch(url, request);
    return answer.status === 202 ? accepted(eventsOf(request).length) : answer;
  },
  'leaves out the last event of a full request': (fetch) => async (url, request) => {
    const events = eventsOf(request);
    if (events.length < 3) return fetch(url, request);
    await fetch(url, withEvents(request, events.slice(0, -1)));
    return accepted(events.length);
  },
  'sends the first event of a request twice': (fetch) => async (url, request) => {
    const events = eventsOf(request);
    const twice = events.slice(0, 1).map((event) => ({ ...event, id: another() }));
    const first = await fetch(url, withEvents(request, twice));
    return first.status === 202 ? fetch(url, request) : first;
  },
  'turns the order around': (fetch) => (url, request) =>
    fetch(url, withEvents(request, eventsOf(request).toReversed())),
};
