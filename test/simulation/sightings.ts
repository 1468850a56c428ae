import type { Notes } from './journal.ts';
import { claimText, contentText } from './oracle/events.ts';
import type { Ledger } from './oracle/ledger.ts';
import type { Scenario } from './scenario.ts';
import type { CommonState, State } from './states.ts';
import type { SentEvent } from './traffic.ts';

/** When clocks change in Berlin or New York during the years simulated. */
const clockChanges = [
  '2026-03-08T07:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-11-01T06:00:00Z',
].map((text) => Date.parse(text));

/** The true time goes from one instant to another. */
export function noteTime(from: number, to: number, journal: Notes<CommonState>): void {
  if (new Date(from).getUTCMonth() !== new Date(to).getUTCMonth()) journal.reached('month ended');
  if (clockChanges.some((change) => from < change && change <= to)) {
    journal.reached('daylight saving changed');
  }
}

/** A function gets these events in one invocation. */
export function noteBatch(events: readonly SentEvent[], journal: Notes<State>): void {
  const contents = new Set(events.map(contentText));
  if (contents.size < events.length) journal.reached('duplicate inside a batch');
}

/** What can only be seen when all is over. */
export function noteLogs(ledger: Ledger, { epochs }: Scenario, journal: Notes<State>): void {
  const logs = ledger.logs.filter(({ blocks }) => blocks.length > 0);
  const epochsUsed = logs.map(({ minute }) => epochs.filter(({ from }) => from <= minute * 60_000));
  if (new Set(epochsUsed.map(({ length }) => length)).size > 1) journal.reached('epoch changed');
  const claims = logs.flatMap(({ blocks }) => blocks.flat().map(({ event }) => claimText(event)));
  if (new Set(claims).size < claims.length) journal.reached('id used in two logs');
}
