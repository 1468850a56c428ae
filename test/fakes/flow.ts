import type { AcceptedEvents, SettledEvents } from '../../core/metering/flow.ts';

/** What was told of the flow of events, in the order in which it was. */
export function inMemoryFlow() {
  const accepted: AcceptedEvents[] = [];
  const settled: SettledEvents[] = [];
  return {
    accepted,
    settled,
    onAccepted: (one: AcceptedEvents): void => {
      accepted.push(one);
    },
    onSettled: (one: SettledEvents): void => {
      settled.push(one);
    },
  };
}
