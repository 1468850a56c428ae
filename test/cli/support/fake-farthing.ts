import { type FakeAnswer, httpServer, type SeenRequest } from './http-server.ts';

interface PostedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Speaks the part of the HTTP interface that these tests need, counts each event once, and adds up `count` and `sum` meters without
 * looking at the period.
 */
export async function fakeFarthing(
  interfere: (request: SeenRequest) => FakeAnswer | undefined = () => undefined,
) {
  const events = new Map<string, PostedEvent>();
  const items = new Map<string, Readonly<Record<string, unknown>>>();
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
  const putItem = ({ path, body }: SeenRequest): FakeAnswer => {
    const status = items.has(path) ? 200 : 201;
    const item = JSON.parse(body) as Readonly<Record<string, unknown>>;
    items.set(path, item);
    return { status, json: item };
  };
  const addUp = ({ query }: SeenRequest): FakeAnswer => {
    const meter = items.get(`/v1/meters/${query['meter']}`);
    if (meter === undefined) {
      return { status: 404, json: { code: 'meter.not-found', detail: 'no such meter' } };
    }
    const { eventType, aggregation, value: field = '' } = meter;
    const counted = [...events.values()].filter(({ type }) => type === eventType);
    const value = counted.reduce(
      (sum, { data }) => sum + (aggregation === 'sum' ? Number(data[String(field)]) : 1),
      0,
    );
    return { status: 200, json: { rows: [{ dimensions: {}, value: String(value) }] } };
  };
  const server = await httpServer((request) => {
    const interfered = interfere(request);
    if (interfered !== undefined) return interfered;
    if (request.method === 'PUT') return putItem(request);
    switch (`${request.method} ${request.path}`) {
      case 'GET /v1/meters':
        return { status: 200, json: { meters: [] } };
      case 'GET /v1/usage':
        return addUp(request);
      case 'POST /v1/events':
        return takeEvents(request);
      case 'GET /v1/clock':
        return { status: 200, json: { now: clock } };
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
    items: () => items,
    events: () => [...events.values()],
  };
}
