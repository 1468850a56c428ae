import type { Ledger } from '../play/ledger.ts';
import type { Stores } from './stores.ts';

/** Accepted = recorded + repeated + quarantined + in flight; events, each as often as it was accepted. */
export interface Identity {
  /** Events in requests that were answered 202. */
  readonly accepted: number;
  readonly recorded: number;
  /** Accepted again, though they were before. */
  readonly repeated: number;
  readonly quarantined: number;
  /** In the queue and nowhere else. */
  readonly inFlight: number;
}

/** The flow of events, and what does not fit it. */
export interface Flow {
  readonly identity: Identity;
  readonly faults: readonly string[];
}

const shownMax = 5;
const some = (what: string, contents: readonly string[]): string[] =>
  contents.length === 0
    ? []
    : [`${contents.length} ${what}, such as ${contents.slice(0, shownMax).join(' and ')}`];

/**
 * Where each event is that a client was told is accepted. The sum closes only where each of them is somewhere; what is
 * in a log must have been sent, and be there once.
 */
export function flowOf(ledger: Ledger, { queued, logged, quarantined }: Stores): Flow {
  const sent = ledger.sent();
  const accepted = [...sent].filter(([, { accepted: times }]) => times > 0);
  const contents = accepted.map(([content]) => content);
  const recorded = contents.filter((content) => logged.has(content));
  const aside = contents.filter((content) => !logged.has(content) && quarantined.has(content));
  const waiting = contents.filter(
    (content) => !logged.has(content) && !quarantined.has(content) && queued.has(content),
  );
  const lost = contents.filter(
    (content) => !logged.has(content) && !quarantined.has(content) && !queued.has(content),
  );
  const twice = [...logged].filter(([, times]) => times > 1).map(([content]) => content);
  const unasked = [...logged.keys()].filter((content) => !sent.has(content));
  const both = [...logged.keys()].filter((content) => quarantined.has(content));
  const asideTwice = [...quarantined].filter(([, times]) => times > 1).map(([content]) => content);
  return {
    identity: {
      accepted: ledger.acceptedTimes,
      recorded: recorded.length,
      repeated: ledger.acceptedTimes - accepted.length,
      quarantined: aside.length,
      inFlight: waiting.length,
    },
    faults: [
      ...some('accepted events are nowhere', lost),
      ...some('events are in logs more than once', twice),
      ...some('events are in logs that nobody sent', unasked),
      ...some('events are in a log and in quarantine', both),
      ...some('events are in quarantine more than once', asideTwice),
      ...some('events have an identity that is in logs twice', contested(ledger, logged)),
    ],
  };
}

/** Of two contents of one identity, one is in a log. */
const contested = (ledger: Ledger, logged: Stores['logged']): readonly string[] =>
  [...ledger.sent()].flatMap(([content, { event }]) => {
    const isIn = logged.has(content);
    const others = ledger.contentsOf(event).filter((one) => one !== content && logged.has(one));
    return isIn && others.length > 0 ? [content] : [];
  });
