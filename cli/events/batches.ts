/** One event as the JSON text that goes over the wire, and the line it came from. */
export interface EventText {
  readonly line: number;
  readonly text: string;
}

/** Events that go in one request. */
export interface Batch {
  readonly events: readonly EventText[];
  /** A JSON array. */
  readonly body: string;
}

/** Well inside what the interface takes: 1,000 events, 1 MB. */
const eventsPerBatchMax = 500;
const batchBytesMax = 900_000;

/** These events as one request. */
export const batchOf = (events: readonly EventText[]): Batch => ({
  events,
  body: `[${events.map(({ text }) => text).join(',')}]`,
});

/** Packs events into requests, in their order; an event's text is never taken apart, so numbers keep every digit. */
export function batcher(): {
  /** A full batch, when this event no longer fits into it. */
  add(event: EventText): Batch | undefined;
  /** What is left. */
  rest(): Batch | undefined;
} {
  let events: EventText[] = [];
  let bytes = 2;

  const take = (): Batch | undefined => {
    if (events.length === 0) return undefined;
    const batch = batchOf(events);
    events = [];
    bytes = 2;
    return batch;
  };

  return {
    add(event) {
      const size = Buffer.byteLength(event.text) + 1;
      const isFull = events.length === eventsPerBatchMax || bytes + size > batchBytesMax;
      const full = isFull ? take() : undefined;
      events.push(event);
      bytes += size;
      return full;
    },
    rest: take,
  };
}
