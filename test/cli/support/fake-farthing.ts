import { type FakeAnswer, httpServer, type SeenRequest } from './http-server.ts';

interface PostedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: unknown;
}

/** Speaks the part of the HTTP interface that takes events and moves the clock, and counts each event once. */
export async function fakeFarthing(
  interfere: (request: SeenRequest) => FakeAnswer | undefined = () => undefined,
) {
  const events = new Map<string, PostedEvent>();
  let clock = '2026-11-22T00:00:00.000Z';

  const takeEvents = ({ body }: SeenRequest): FakeAnswer => {
    const posted = JSON.parse(body) as PostedEvent[];
    const outcomes = posted.map((event, index) => {
      const age = Date.parse(clock) - Date.parse(event.time);
      if (age > 35 * 86_400_000) {
        return { index, id: event.id, code: 'event.too-old', detail: `got ${event.time}` };
      }
      events.set(JSON.stringify([event.source, event.id]), event);
      return undefined;
    });
    const rejected = outcomes.filter((outcome) => outcome !== undefined);
    const accepted = posted.length - rejected.length;
    if (accepted > 0) return { status: 202, json: { accepted, rejected } };
    return {
      status: 400,
      json: { status: 400, code: 'request.all-rejected', detail: 'none was accepted', rejected },
    };
  };
  const server = await httpServer((request) => {
    const interfered = interfere(request);
    if (interfered !== undefined) return interfered;
    switch (`${request.method} ${request.path}`) {
      case 'POST /v1/events':
        return takeEvents(request);
      case 'POST /v1/clock':
        clock = (JSON.parse(request.body) as { now: string }).now;
        return { status: 200, json: { now: clock } };
      default:
        return { status: 404, json: { message: 'Not Found' } };
    }
  });
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    clock: () => clock,
    events: () => [...events.values()],
  };
}
